#!/bin/sh
# drift.sh ROOT DOCGEN [update] - text that is made and checked in is what it is made from.
#
# config.ini as a whole, and in README what stands between the lines `.. keys begin` and
# `.. keys end`; the picture in it, between `.. picture begin` and `.. picture end`, is a golden of
# an end-to-end test. With `update` both files are written anew (`meson compile regen`), else a
# difference fails and is shown.
set -eu
root=$1
docgen=$2
update=${3:-}
status=0

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# compare FILE MADE: FILE of the root is what stands in MADE.
compare() {
	if [ "$update" = update ]; then
		cmp -s "$root/$1" "$2" || cp "$2" "$root/$1"
	elif ! diff -u "$root/$1" "$2"; then
		echo "$1 differs from what it is made from; meson compile regen writes it anew"
		status=1
	fi
}

"$docgen" config >"$work/config.ini"
compare config.ini "$work/config.ini"

# region NAME FILE: README with FILE, between empty lines, in place of what stands between the lines
# `.. NAME begin` and `.. NAME end`.
region() {
	if ! awk -v name="$1" -v file="$2" '
		$0 == ".. " name " end" { inside = 0; ends++ }
		!inside { print }
		$0 == ".. " name " begin" {
			inside = 1
			begins++
			print ""
			while ((getline line < file) > 0) { print line }
			print ""
		}
		END { exit !(begins == 1 && ends == 1 && !inside) }' \
		"$work/README" >"$work/README.new"; then
		echo "README: the lines '.. $1 begin' and '.. $1 end' must stand in it once each"
		exit 1
	fi
	mv "$work/README.new" "$work/README"
}

cp "$root/README" "$work/README"
"$docgen" keys >"$work/keys"
region keys "$work/keys"
sed 's/^./    &/' "$root/tests/e2e/golden/readme.txt" >"$work/picture"
region picture "$work/picture"
compare README "$work/README"
exit $status
