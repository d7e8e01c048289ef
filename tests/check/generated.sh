#!/bin/sh
# generated.sh KIND FILE [DOSSIER DIR] - what docgen made is good in the eyes of its reader.
#
# KIND is man, bash, zsh or fish: the program that judges may be missing (77, skipped). Or config:
# FILE is a config.ini, and DOSSIER, asked to check DIR, must take it without a word, also with
# the # before its settings taken away.
set -eu

case $1 in
man)
	command -v mandoc >/dev/null || exit 77
	mandoc -T lint -W warning "$2"
	;;
config)
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	sed 's/^#\([^ ]\)/\1/' "$2" >"$work/bare.ini"
	"$3" check --config "$2" "$4"
	"$3" check --config "$work/bare.ini" "$4"
	;;
*)
	command -v "$1" >/dev/null || exit 77
	"$1" -n "$2"
	;;
esac
