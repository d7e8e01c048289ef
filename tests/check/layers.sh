#!/bin/sh
# layers.sh ROOT - who may include whom.
#
# The rooms stand in src/meson.build, top to bottom: a file of src/ includes headers of its own
# room and of rooms above it, as "room/file.h". ui/ includes src/, never the reverse. Each foreign
# library is known to one file. Every file of src/ is listed in src/meson.build.
set -eu
cd "$1"

# One line an include: file line name (with its brackets or quotes).
includes() {
	find src ui tests -name '*.[ch]' -o -name '*.def' | sort | while read -r file; do
		awk -v file="$file" '/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
			sub(/^[ \t]*#[ \t]*include[ \t]*/, ""); sub(/[ \t].*/, "")
			print file, FNR, $0 }' "$file"
	done
}

# Room and files as src/meson.build lists them: "room base", "file base/span".
listed() {
	awk '/^rooms = {/ { inside = 1; next } /^}/ { inside = 0 }
		inside {
			while (match($0, /\047[a-z0-9_]+\047/)) {
				word = substr($0, RSTART + 1, RLENGTH - 2)
				$0 = substr($0, RSTART + RLENGTH)
				if ($0 ~ /^[ \t]*:/) { room = word; print "room", room }
				else { print "file", room "/" word }
			}
		}' src/meson.build
}

{
	listed
	find src -name '*.c' | sort | sed 's/^src\//have /; s/\.c$//'
	includes | sed 's/^/include /'
} | awk '
	function bad(text) { print text; failed = 1 }

	# Foreign headers, and the file (or the folder, with a slash) that may know them.
	BEGIN {
		owner["(n?curses|term|panel|menu|form)(w)?\\.h"] = "ui/term.c"
		owner["uni(str|wbrk|lbrk|gbrk|ctype|norm|case|conv|width|types|stdio|name)\\.h"] = "src/base/utf8.c"
		owner["iconv\\.h"] = "src/base/utf8_convert.c"
		owner["(iniparser|dictionary)\\.h"] = "src/base/config_read.c"
		owner["pcre2\\.h"] = "src/find/search.c"
		owner["libxml/[a-zA-Z]+\\.h"] = "src/links/tei_lib.h"
		owner["sqlite3\\.h"] = "src/notes/store_"
		owner["(vterm|vterm_keycodes|cmocka)\\.h"] = "tests/"
	}

	$1 == "room" { order[$2] = ++rooms }
	$1 == "file" { listed[$2] = 1 }
	$1 == "have" {
		have[$2] = 1
		if (!($2 in listed)) { bad("src/" $2 ".c: not listed in src/meson.build") }
	}
	$1 == "include" && $4 ~ /^</ {
		for (name in owner) {
			# Tests may ask a library as well.
			if ($4 ~ "[</]" name ">$" && index($2, owner[name]) != 1 && $2 !~ /^tests\//) {
				bad($2 ":" $3 ": " $4 " belongs to " owner[name] " alone")
			}
		}
	}
	$1 == "include" && $4 ~ /^"/ && $2 ~ /^src\// {
		split($2, from, "/"); split(substr($4, 2), to, "/")
		if (!(from[2] in order)) {
			bad($2 ":" $3 ": room " from[2] " is not listed in src/meson.build")
		} else if (!(to[1] in order)) {
			bad($2 ":" $3 ": " $4 " is no header of src/, named as \"room/file.h\"")
		} else if (order[to[1]] > order[from[2]]) {
			bad($2 ":" $3 ": " $4 " lies below " from[2] "/")
		}
	}
	END {
		for (file in listed) {
			if (!(file in have)) { bad("src/" file ".c: listed and not there") }
		}
		if (!rooms) { bad("src/meson.build: no rooms found") }
		exit failed
	}'
