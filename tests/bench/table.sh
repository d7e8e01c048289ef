#!/bin/sh
# table.sh README [WITHOUT] - puts the figures on stdin, lines of `meson test -C build --benchmark -v`,
# into the table of README. Lines without a peer to compare with are left out, and those that the
# regular expression WITHOUT matches: by default what would say the same again.
set -eu
readme=$1
without=${2:-80x24|no panel|match_scan|match names|, 100 names|10,000 names|the sample|fold -s|no notes|Etorofu|license|free software|expression}
table=$(mktemp)
trap 'rm -f "$table"' EXIT

# "what   ours 1.2 ms (…)  peer 3.4 ms  ratio 0.35  [conditions, median of 5]"
awk -v without="$without" '
	$0 !~ without && / ours +[0-9.]+ (ms|bytes)/ && / ratio +[0-9.]+ / && /\[.*\]$/ {
		line = $0
		sub(/^▶ */, "", line)
		match(line, / +ours +/)
		what = substr(line, 1, RSTART - 1)
		rest = substr(line, RSTART + RLENGTH)
		ours = rest
		sub(/ (ms|bytes).*/, "", ours)
		unit = rest ~ /^[0-9.]+ ms/ ? "ms" : "B"
		sub(/^[0-9.]+ (ms|bytes)( +\([^)]*\))? +/, "", rest)
		match(rest, / +[0-9.]+ (ms|bytes) +ratio +/)
		peer = substr(rest, 1, RSTART - 1)
		ratio = substr(rest, RSTART + RLENGTH)
		sub(/ .*/, "", ratio)
		conditions = rest
		sub(/^[^[]*\[/, "", conditions)
		sub(/(, median of [0-9]+)?\]$/, "", conditions)
		if (conditions != before) {
			printf "%s%s\n\n", before == "" ? "" : "\n", conditions
			before = conditions
		}
		printf "    %-36s %10s %-2s  %-18s %6s\n", what, ours + 0, unit, peer, ratio
	}' >"$table"

if ! [ -s "$table" ]; then
	echo "table.sh: no figure with a peer on standard input" >&2
	exit 1
fi

awk -v table="$table" '
	/^\.\. figures begin$/ {
		print; print ""
		while ((getline line < table) > 0) {
			print line
		}
		print ""
		skip = 1
	}
	/^\.\. figures end$/ { skip = 0 }
	!skip { print }
' "$readme" >"$readme.new"
mv "$readme.new" "$readme"
