#!/bin/sh
# lengths.sh ROOT - no function above 60 lines, no file above 500.
#
# A function reaches from the line of its name to the brace that closes it; the style (a
# function's braces alone at the start of a line) makes that plain, and is held here as well.
set -eu
cd "$1"

files=$(find src ui tests -name '*.[ch]' | sort)
if [ -z "$files" ]; then
	echo "no files found"
	exit 1
fi
# File names are words here.
# shellcheck disable=SC2086
awk -v function_most=60 -v file_most=500 '
	function bad(text) { print text; failed = 1 }
	function file_done() {
		if (lines > file_most) { bad(file ": " lines " lines, at most " file_most) }
		if (open) { bad(file ":" start ": a function that does not end") }
	}

	FNR == 1 { file_done(); file = FILENAME; open = 0; start = 0 }
	{ lines = FNR }
	open {
		if (/^}/) {
			long = FNR - start + 1
			if (long > function_most) {
				bad(file ":" start ": a function of " long " lines, at most " function_most)
			}
			open = 0
			start = 0
		}
		next
	}
	/^{/ { open = 1; if (!start) { start = FNR } next }
	/^[A-Za-z].*\).*[^=] ?{[ \t]*$/ && !/^(struct|enum|union|typedef)/ {
		bad(file ":" FNR ": the brace of a function stands on a line of its own")
	}
	/^[A-Za-z]/ && !/;[ \t]*$/ { start = FNR; next }
	/;[ \t]*$/ || /^[ \t]*$/ { start = 0 }
	END { file_done(); exit failed }' $files
