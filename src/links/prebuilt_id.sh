#!/bin/sh
# prebuilt_id.sh SOURCE... - a source file with a number that changes whenever one of these does.
set -eu
cat "$@" | cksum | awk '{
	print "/* Made by prebuilt_id.sh. */"
	print "#include \"links/prebuilt.h\""
	printf "\nconst uint32_t prebuilt_id = %su;\n", $1
}'
