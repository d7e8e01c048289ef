#!/bin/sh
# door.sh ROOT - who may write to a descriptor or a stream.
#
# What stands in a document must not reach the terminal but as graphic characters. So few files
# write at all, each is named here with its reason, and a new one is looked at before it is added.
set -eu
cd "$1"

find src ui -name '*.[ch]' | sort | while read -r file; do
	awk -v file="$file" '
		BEGIN {
			# Files and terminals, by descriptor.
			may["write src/base/file.c"] = 1 # regular files
			may["write src/base/file_add.c"] = 1 # the same, growing
			may["write src/base/sections.c"] = 1 # prebuilt indexes
			may["write src/find/words_spool.c"] = 1 # files without a name
			may["write src/base/config_read.c"] = 1 # a pipe to iniparser
			may["write ui/stamp.c"] = 1 # a file with three numbers
			may["write ui/tty.c"] = 1 # the terminal: what pen.c made of graphic cells
			may["write ui/clip.c"] = 1 # the pipe to tmux
			# The command line: what people read passes visible.h, tables escape.
			may["write ui/output.c"] = 1
			may["fwrite ui/main.c"] = 1 # messages, through visible.h
			may["stderr ui/main.c"] = 1
			may["stream ui/docgen.c"] = 1 # no part of the program: makes text from tables
		}

		# What is said in comments and strings is not done.
		function code(line,    out, at) {
			out = ""
			while (line != "") {
				if (comment) {
					at = index(line, "*/")
					if (!at) { return out }
					line = substr(line, at + 2)
					comment = 0
				} else if (match(line, /\/\*|\/\/|\047"\047|"([^"\\]|\\.)*"/)) {
					out = out substr(line, 1, RSTART - 1) " "
					if (substr(line, RSTART, 2) == "//") { return out }
					comment = substr(line, RSTART, 2) == "/*"
					line = substr(line, RSTART + RLENGTH)
				} else {
					return out line
				}
			}
			return out
		}

		function check(text, what,    name) {
			while (match(text, what)) {
				name = substr(text, RSTART, RLENGTH)
				text = substr(text, RSTART + RLENGTH)
				gsub(/[^A-Za-z_]/, "", name)
				if (!((name " " file) in may) && !(("stream " file) in may)) {
					print file ":" FNR ": " name ": only the files in tests/check/door.sh may write"
					failed = 1
				}
			}
		}

		/^[ \t]*#/ { next }
		{
			text = " " code($0) " "
			check(text, "[^A-Za-z0-9_](p?write|writev|pwritev|sendfile|send|dprintf|vdprintf|" \
				"printf|vprintf|fprintf|vfprintf|puts|fputs|putchar|putc|fputc|fwrite|putw|" \
				"wprintf|fwprintf|fputws|fputwc|putwchar|perror|psignal|syslog|" \
				"tputs|putp|vidputs|vidattr|mcprint)[ \t]*[(]")
			check(text, "[^A-Za-z0-9_](stdout|stderr)[^A-Za-z0-9_]")
		}
		END { exit failed }' "$file" || echo failed
done | awk '{ if ($0 == "failed") { failed = 1 } else { print } } END { exit failed }'
