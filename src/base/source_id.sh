#!/bin/sh
# source_id.sh HEADER NAME SOURCE... - a source file with a number that changes whenever one does.
set -eu
header=$1
name=$2
shift 2
cat "$@" | cksum | awk -v header="$header" -v name="$name" '{
	print "/* Made by source_id.sh. */"
	print "#include \"" header "\""
	printf "\nconst uint32_t %s = %su;\n", name, $1
}'
