#!/bin/sh
# generated.sh KIND FILE - the made manual page or completion is good in the eyes of its reader.
#
# KIND is man, bash, zsh or fish. Skipped (77) where the program that judges is not installed.
set -eu

if [ "$1" = man ]; then
	command -v mandoc >/dev/null || exit 77
	mandoc -T lint -W warning "$2"
	exit
fi
command -v "$1" >/dev/null || exit 77
"$1" -n "$2"
