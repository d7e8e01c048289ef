#!/bin/sh
# headers.sh ROOT CC… - headers tell what is to be known, and stand alone.
#
# Every prototype and every inline function of src/ and ui/ has a comment right above it (one
# comment may stand above a group without blank lines). Every header begins by saying what its
# module knows, and compiles alone and twice. Once there is a README, it names every module.
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

if [ -f README ]; then
	for file in $(find src ui -name '*.c' | sort); do
		stem=$(basename "$file" .c)
		if ! grep -Eq "(^|[^[:alnum:]_])$stem([^[:alnum:]_]|\$)" README; then
			echo "README: does not name $file"
			status=1
		fi
	done
fi
exit $status
