#!/bin/sh
# arm.sh ROOT - what is written for 64-bit ARM, too, compiles for it: the fence around a guest.
#
# The list of calls names them; a call that ARM has not got is an error here. Skipped without a
# compiler (Debian: gcc-aarch64-linux-gnu).
set -u
cd "$1" || exit 1
gcc=$(command -v aarch64-linux-gnu-gcc) || exit 77
object=$(mktemp) || exit 1
trap 'rm -f "$object"' EXIT
for file in ui/fence.c src/base/folder.c; do
	"$gcc" -std=c17 -O2 -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Werror \
		-D_XOPEN_SOURCE=700 '-DDOSSIER_TERMINFO_DIRS="/usr/share/terminfo"' -Isrc -I. -c "$file" \
		-o "$object" || exit 1
	if [ "$file" = ui/fence.c ] && grep -q 'no filter is made' "$object"; then
		echo "$file: makes no filter"
		exit 1
	fi
done
