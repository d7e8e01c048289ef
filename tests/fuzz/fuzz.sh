#!/bin/sh
# fuzz.sh BUILD SOURCE - runs the fuzzers in BUILD one after the other, over the corpora in SOURCE.
#
# Each for FUZZ_SECONDS (60), all or those named in FUZZ_TARGETS. What they learn stays in
# BUILD/found/NAME for the next time; what breaks something is left in BUILD/broken/NAME-*, and
# belongs into the corpus once it is mended. Fails where there is any.
set -u
build=$1 source=$2
seconds=${FUZZ_SECONDS:-60}
export LC_ALL=C.UTF-8
mkdir -p "$build/broken"
for name in ${FUZZ_TARGETS:-$(cd "$source/corpus" && ls -I pty)}; do
	if [ ! -x "$build/fuzz_$name" ]; then
		echo "$build/fuzz_$name: not there: no fuzzer of that name, or no build by clang with a sanitizer"
		exit 1
	fi
	mkdir -p "$build/found/$name"
	dict=
	if [ -f "$source/dict/$name.dict" ]; then
		dict=-dict=$source/dict/$name.dict
	fi
	# A session meets so much code that libFuzzer's accounts of rare features take most of the time.
	case $name in
	index | keys | linear | swap) how='-entropic=0 -max_len=512' ;;
	*) how='-max_len=16384' ;;
	esac
	# No dictionary is no argument.
	# shellcheck disable=SC2086
	"$build/fuzz_$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=3000 $how \
		-verbosity=0 -print_final_stats=1 -artifact_prefix="$build/broken/$name-" $dict \
		"$build/found/$name" "$source/corpus/$name" >"$build/$name.log" 2>&1
	awk -v name="$name" '/number_of_executed_units/ { n = $2 } END { print name ": " n " inputs" }' \
		"$build/$name.log"
done
if [ -n "$(ls "$build/broken")" ]; then
	echo "broken, see the logs in $build:"
	ls "$build/broken"
	exit 1
fi
