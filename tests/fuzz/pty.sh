#!/bin/sh
# pty.sh BUILD SOURCE PROGRAM - afl-fuzz over the program at a terminal, for FUZZ_SECONDS (60).
#
# In a build by afl-clang-fast. What it learns stays in BUILD/found/pty; what breaks something is in
# BUILD/found/pty/default/crashes, and belongs into corpus/pty once it is mended.
set -u
build=$1 source=$2 program=$3
if ! grep -q __AFL_SHM_ID "$program"; then
	echo "$program: not built by AFL++: CC=afl-clang-fast meson setup build-afl"
	exit 1
fi
# The harness serves afl-fuzz itself: the places are those of the program, and more than AFL++
# thinks. How this machine is set up is nobody's business.
export AFL_DEFER_FORKSRV=1 AFL_MAP_SIZE=1048576
export AFL_NO_UI=1 AFL_NO_AFFINITY=1 AFL_SKIP_CPUFREQ=1 AFL_AUTORESUME=1
export AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_FORKSRV_INIT_TMOUT=60000
mkdir -p "$build/found"
if ! afl-fuzz -V "${FUZZ_SECONDS:-60}" -i "$source/corpus/pty" -o "$build/found/pty" \
	-x "$source/dict/pty.dict" -t 60000 -m none -- "$build/fuzz_pty" "$program" \
	>"$build/pty.log" 2>&1; then
	tail "$build/pty.log"
	exit 1
fi
stats=$build/found/pty/default/fuzzer_stats
awk '$1 ~ /^(run_time|execs_done|saved_crashes|saved_hangs)$/' "$stats"
! awk '$1 ~ /^saved_(crashes|hangs)$/ && $3 > 0' "$stats" | grep -q .
