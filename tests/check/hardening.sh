#!/bin/sh
# hardening.sh PROGRAM ARCHIVE [fortified] [lean] - what the compiler and the linker were asked for is there.
#
# The program may be loaded anywhere, its tables of addresses are filled and closed before main, no
# part of it can be both written and run, and it looks for libraries in no folder of its own. The
# archive's functions guard their frames and, on x86-64, the places that jumps may lead to (the
# program has less of that where a library that is linked in was built without). An optimised build
# (`fortified`) checks the room for what the C library writes; a `lean` one does not have libm loaded
# at each start. Skipped where readelf is missing.
set -eu
program=$1 archive=$2
shift 2
asked=" $* "
command -v readelf >/dev/null || exit 77
failed=0

# $1: what is wrong; then a command that is to succeed.
must() {
	text=$1
	shift
	if ! "$@"; then
		echo "$text"
		failed=1
	fi
}

# Whether there is a line of $2 (of the program, or of the file $3) that awk's pattern $1 matches.
has() {
	readelf -W "$2" "${3:-$program}" 2>/dev/null | awk "$1 { found = 1 } END { exit !found }"
}

lacks() {
	! has "$@"
}

readelf -hW "$program" >/dev/null 2>&1 || exit 77
must "$program: loaded at a fixed address (no PIE)" has '/Type:.*DYN/' -h
must "$program: addresses stay writable (no RELRO)" has '/GNU_RELRO/' -l
must "$program: addresses are looked up while it runs (no BIND_NOW)" has '/BIND_NOW|FLAGS_1.*NOW/' -d
must "$program: an executable stack" has '/GNU_STACK/ && !/RWE/' -l
must "$program: a part that can be written and run" lacks '/LOAD/ && /RWE/' -l
must "$program: code that has to be changed when it is loaded" lacks '/TEXTREL/' -d
must "$program: a folder of its own for libraries" lacks '/RPATH|RUNPATH/' -d
must "$program: no guarded frames" has '/__stack_chk_fail/' -s
case $asked in *' fortified '*)
	must "$program: no checked functions of the C library" has '/_chk@/' -s ;;
esac
case $asked in *' lean '*)
	must "$program: libm is loaded at each start" lacks '/NEEDED.*libm\./' -d ;;
esac
if has '/Machine:.*X86-64/' -h; then
	bare=$(readelf -nW "$archive" | awk '
		/^File: / { file = $2; files[file] }
		/x86 feature:.*IBT.*SHSTK/ { delete files[file] }
		END { for (file in files) { print file } }')
	must "$bare: jumps may lead anywhere (no cf-protection)" [ -z "$bare" ]
fi
exit $failed
