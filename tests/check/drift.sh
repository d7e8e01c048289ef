#!/bin/sh
# drift.sh ROOT DOCGEN [update] - text that is made from the tables and checked in is what they give.
#
# config.ini as a whole, and in README what stands between the lines `.. keys begin` and
# `.. keys end`. With `update` both are written anew (`meson compile regen`), else a difference
# fails and is shown.
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
		echo "$1 differs from the tables; meson compile regen writes it anew"
		status=1
	fi
}

"$docgen" config >"$work/config.ini"
compare config.ini "$work/config.ini"

"$docgen" keys >"$work/keys"
if ! awk -v keys="$work/keys" '
	/^\.\. keys end/ { inside = 0; ends++ }
	!inside { print }
	/^\.\. keys begin/ {
		inside = 1
		begins++
		print ""
		while ((getline line < keys) > 0) { print line }
		print ""
	}
	END { exit !(begins == 1 && ends == 1 && !inside) }' "$root/README" >"$work/README"; then
	echo "README: the lines '.. keys begin' and '.. keys end' must stand in it once each"
	exit 1
fi
compare README "$work/README"
exit $status
