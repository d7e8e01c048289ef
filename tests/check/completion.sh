#!/bin/bash
# completion.sh FILE - the completion for bash gives what one hopes for when Tab is pressed.
#
# Plays words to the function and compares its answers; TAP.
set -u
# shellcheck disable=SC1090
. "$1" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir "$work/texts" "$work/mine"
touch "$work/texts/a b.txt" "$work/texts/b.txt" "$work/names.rec"
cd "$work" || exit 1
n=0

# gives ANSWERS WORD…: the last word is completed to the answers, joined by commas.
gives() {
	local expected=$1 got
	shift
	COMP_WORDS=(dossier "$@")
	COMP_CWORD=$#
	_dossier
	got=$(printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd ,)
	n=$((n + 1))
	if [ "$got" = "$expected" ]; then
		echo "ok $n - $*"
	else
		echo "not ok $n - $*"
		echo "# '$got', not '$expected'"
	fi
}

for name in dossier rdossier; do
	n=$((n + 1))
	case $(complete -p "$name" 2>&1) in
	*' -F _dossier '*) echo "ok $n - $name is completed" ;;
	*) echo "not ok $n - $name is completed" ;;
	esac
done
gives 'mentions,mine' m
gives 'mentions' men
gives 'names.rec' n
gives 'texts' check te
gives 'mine,texts' mentions ''
gives '' search te
gives 'texts' search treaty te
gives 'texts' search --regex treaty te
gives 'a b.txt,b.txt' show texts ''
gives '--format' mentions --fo
gives '' check --fo
gives 'json,tsv' mentions --format ''
gives 'json' mentions --format = j
gives 'json,tsv' mentions --format =
gives 'names.rec' --entities na
gives '' mentions --entity ''
gives 'texts' --config names.rec entities te
gives 'mine' mentions --entity search mi
gives 'mine' texts m
gives 'json,tei,tsv' entities --format ''
gives 'bib,json,md,tei,tsv,w3c' bookmarks --format ''
gives '--tag' bookmarks --add 'a b.txt:0-1' --ta
gives 'texts' bookmarks --tag x --tag y te
gives 'names.rec' bookmarks --import na
echo "1..$n"
