#!/bin/sh
# headers.sh ROOT CC… - headers tell what is to be known, and stand alone.
#
# Every prototype and every inline function of src/ and ui/ has a comment right above it (one
# comment may stand above a group without blank lines). Every header begins by saying what its
# module knows, and compiles alone and twice. The README's code map names every file of src/ and
# ui/, and no other.
set -eu
root=$1
shift
cd "$root"
status=0

headers=$(find src ui -name '*.h' | sort)
if [ -z "$headers" ]; then
	echo "no headers found"
	exit 1
fi

for header in $headers; do
	awk -v file="$header" '
		function bad(line, text) { print file ":" line ": " text; failed = 1 }

		FNR == 1 && !/^\/\*/ { bad(1, "does not begin by saying what the module knows") }
		comment { if (/\*\//) { comment = 0; covered = 1 } next }
		body { if (/^}/) { body = 0; covered = 0 } next }
		open { if (/;[ \t]*$/) { open = 0 } next }
		/^\/\*/ { if (!/\*\//) { comment = 1 } else { covered = 1 } next }
		/^[ \t]*$/ { covered = 0; next }
		/^[a-z].*\(/ && !/^typedef/ {
			if (!covered) { bad(FNR, "no comment right above: " $0) }
			if (/^static inline/) { body = 1 }
			else if (!/;[ \t]*$/) { open = 1 }
			next
		}
		/^extern/ && !covered { bad(FNR, "no comment right above: " $0) }
		END { exit failed }' "$header" || status=1

	printf '#include "%s"\n#include "%s"\n' "$header" "$header" |
		"$@" -std=c17 -D_XOPEN_SOURCE=700 -Wall -Wextra -Werror -fsyntax-only -I. -Isrc -Iui \
			-x c - || {
		echo "$header: does not compile alone"
		status=1
	}
done

# The code map: a line with a folder, then an indented line a file, without its suffix.
mapped() {
	awk '/^(src\/[a-z]+|ui)\/$/ { folder = $1; next }
		/^[^ ]/ { folder = "" }
		folder != "" && /^    [a-z]/ { print folder $1 }' README | sort
}

if [ -f README ]; then
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT
	mapped >"$work/mapped"
	find src ui -name '*.c' | sed 's/\.c$//' | sort >"$work/there"
	for file in $(comm -13 "$work/mapped" "$work/there"); do
		echo "README: the code map does not name $file"
		status=1
	done
	for file in $(comm -23 "$work/mapped" "$work/there"); do
		echo "README: the code map names $file, which is not there, or twice"
		status=1
	done
fi
exit $status
