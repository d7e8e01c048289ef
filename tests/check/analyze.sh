#!/bin/sh
# analyze.sh ROOT [FILE…] - clang's static analyser over all sources, or those named.
#
# Takes some minutes, so it is no test: `ninja -C build analyze`. Fails where anything is found.
set -eu
cd "$1"
shift
command -v clang >/dev/null || { echo "clang is missing" && exit 1; }
flags=$(pkg-config --cflags-only-I libxml-2.0 sqlite3 libpcre2-8 2>/dev/null || true)
files=${*:-$(find src ui -name '*.c' | sort)}
found=$(mktemp)
trap 'rm -f "$found"' EXIT
for file in $files; do
	told="-include tests/check/analyze.h"
	case $file in
	*/err.c) told= ;;
	esac
	# Flags are words.
	# shellcheck disable=SC2086
	clang --analyze -Xclang -analyzer-output=text -std=c17 -D_GNU_SOURCE -Wno-macro-redefined \
		-DDOSSIER_VERSION='"analysed"' -DDOSSIER_TERMINFO_DIRS='"/analysed"' -Isrc -I. \
		-I/usr/include/iniparser $flags $told -o /dev/null \
		"$file" >>"$found" 2>&1 || echo "$file: not read" >>"$found"
done
cat "$found"
[ ! -s "$found" ]
