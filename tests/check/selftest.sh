#!/bin/sh
# selftest.sh CC… - each check passes a small good tree, and fails on each way to break it.
set -eu
exec </dev/null
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
number=0
failed=0

# A tree that breaks no rule.
good() {
	rm -rf "$tree/src" "$tree/ui" "$tree/tests" "$tree/README"
	mkdir -p "$tree/src/base" "$tree/src/find" "$tree/ui" "$tree/tests/unit"
	cat >"$tree/src/meson.build" <<'END'
# 'not' a room
rooms = {
  'base': ['span', 'utf8'],
  'find': ['search'],
}
END
	cat >"$tree/src/base/span.h" <<'END'
/*
 * span.h - bytes.
 */
#ifndef SPAN_H
#define SPAN_H

struct span {
	int (*hook)(int);
};

/* Adds one. */
int span_add(int n);
int span_add_more(
	int n);

/* Adds two. */
static inline int span_two(int n)
{
	return n + 2;
}

#endif
END
	cat >"$tree/src/base/span.c" <<'END'
#include "base/span.h"

#include <unistd.h>

static const char *const names[] = {"one", "two"};

int span_add(int n)
{
	return n + names[n][0];
}

int span_add_more(
	int n)
{
	return span_add(n);
}
END
	cat >"$tree/src/base/utf8.c" <<'END'
#include <unistr.h>
END
	cat >"$tree/src/find/search.c" <<'END'
#include "base/span.h"
END
	cat >"$tree/ui/term.c" <<'END'
#include <curses.h>
#include "base/span.h"
END
	cat >"$tree/tests/unit/test_span.c" <<'END'
#include <cmocka.h>
END
	cat >"$tree/README" <<'END'
src/base/
    span    bytes
    utf8    characters
src/find/
    search  patterns
ui/
    term    the terminal

Text with src/base/
    other   is no map.
.. picture begin

    a picture

.. picture end
.. keys begin

key  does

.. keys end
END
	mkdir -p "$tree/tests/e2e/golden"
	echo 'a picture' >"$tree/tests/e2e/golden/readme.txt"
	echo '[look]' >"$tree/config.ini"
	cat >"$tree/docgen" <<'END'
#!/bin/sh
case $1 in
config) echo '[look]' ;;
keys) echo 'key  does' ;;
esac
END
	chmod +x "$tree/docgen"
}

# archive CC…: what meson would make of the tree's src/base/span.c: a thin archive.
archive() {
	rm -f "$tree/lib.a"
	"$@" -fPIC -I"$tree/src" -c "$tree/src/base/span.c" -o "$tree/base_span.c.o"
	ar rcT "$tree/lib.a" "$tree/base_span.c.o"
}

# tell RESULT NAME: one line of TAP.
tell() {
	number=$((number + 1))
	echo "$1 $number - $2"
	if [ "$1" != ok ]; then
		failed=1
	fi
}

# passes NAME COMMAND…
passes() {
	name=$1
	shift
	if "$@" >"$tree/out" 2>&1; then
		tell ok "$name"
	else
		sed 's/^/# /' "$tree/out"
		tell 'not ok' "$name"
	fi
}

# fails WORDS COMMAND…: not only fails, but says WORDS.
fails() {
	words=$1
	shift
	if "$@" >"$tree/out" 2>&1; then
		tell 'not ok' "passes: $words"
	elif grep -qF -- "$words" "$tree/out"; then
		tell ok "$words"
	else
		sed 's/^/# /' "$tree/out"
		tell 'not ok' "does not say: $words"
	fi
}

# add FILE: a good tree with stdin behind one of its files.
add() {
	good
	cat >>"$tree/$1"
}

# lines N: as many empty statements, inside a function.
lines() {
	awk -v n="$1" 'BEGIN { while (n-- > 0) { print "\t;" } }'
}

door="$here/door.sh $tree"
layers="$here/layers.sh $tree"
headers="$here/headers.sh $tree $*"
lengths="$here/lengths.sh $tree"
symbols="$here/symbols.sh $tree/lib.a"
writers="$here/writers.sh $tree/lib.a"
drift="$here/drift.sh $tree $tree/docgen"

# Commands are words.
# shellcheck disable=SC2086
check() {
	good
	passes door $door
	passes drift $drift
	passes layers $layers
	passes headers $headers
	passes lengths $lengths
	archive "$@"
	passes symbols $symbols
	passes writers $writers

	for call in 'puts("x");' 'fprintf(f, "x");' 'write (1, s, n);' 'x = stdout;' 'if (a)putp(s);'; do
		printf 'int f(void)\n{\n\t%s\n}\n' "$call" | add ui/canvas.c
		fails 'ui/canvas.c:3: ' $door
	done
	printf '/* puts("x")\n * printf(x) */ // write(1)\nint a = b.write + snprintf("puts(1)");\n' |
		add ui/canvas.c
	passes 'what is said in comments and strings' $door
	printf 'int a = "/*"; puts("x");\n' | add ui/canvas.c
	fails 'ui/canvas.c:1: puts' $door

	echo '#include "find/search.h"' | add src/base/span.c
	fails 'src/base/span.c:17: "find/search.h" lies below base/' $layers
	echo '#include "ui/term.h"' | add src/find/search.c
	fails 'is no header of src/' $layers
	echo '#  include <ncursesw/curses.h>' | add ui/main.c
	fails 'ui/main.c:1: <ncursesw/curses.h> belongs to ui/term.c alone' $layers
	echo '#include <uniwbrk.h>' | add src/base/span.h
	fails 'belongs to src/base/utf8.c alone' $layers
	echo '#include <iniparser/iniparser.h>' | add src/base/span.c
	fails 'belongs to src/base/config_read.c alone' $layers
	echo '#include <pcre2.h>' | add ui/main.c
	fails 'belongs to src/find/search.c alone' $layers
	echo '#include <sqlite3.h>' | add ui/main.c
	fails 'belongs to src/notes/store_ alone' $layers
	echo '#include <cmocka.h>' | add ui/main.c
	fails 'belongs to tests/ alone' $layers
	echo '' | add src/base/other.c
	fails 'src/base/other.c: not listed' $layers
	good
	rm "$tree/src/find/search.c"
	fails 'src/find/search.c: listed and not there' $layers
	good
	echo '' >"$tree/src/meson.build"
	fails 'no rooms found' $layers

	echo 'int span_bare(int n);' | add src/base/span.h
	fails 'no comment right above: int span_bare' $headers
	printf '/* Far. */\n\nint span_far(\n\tint n);\n' | add src/base/span.h
	fails 'no comment right above: int span_far' $headers
	echo 'extern const int span_n;' | add src/base/span.h
	fails 'no comment right above: extern' $headers
	printf '/* x */\nint span_size(size_t n);\n' | add src/base/span.h
	fails 'src/base/span.h: does not compile alone' $headers
	printf '/* x */\nstruct twice { int n; };\n' | add src/base/span.h
	fails 'src/base/span.h: does not compile alone' $headers
	echo '#define X' | add ui/term.h
	fails 'ui/term.h:1: does not begin by saying' $headers
	echo '' | add ui/canvas.c
	fails 'README: the code map does not name ui/canvas' $headers
	printf 'ui/\n    span    bytes\n' | add README
	fails 'README: the code map names ui/span, which is not there' $headers

	{ printf 'static void f(\n\tint n)\n{\n'; lines 57; echo '}'; } | add ui/term.c
	fails 'ui/term.c:3: a function of 61 lines' $lengths
	{ printf 'static void f(\n\tint n)\n{\n'; lines 56; echo '}'; } | add ui/term.c
	passes 'a function of 60 lines' $lengths
	printf 'static void f(int n) {\n}\n' | add ui/term.c
	fails 'ui/term.c:3: the brace of a function' $lengths
	lines 499 | add tests/unit/test_span.c
	passes 'a file of 500 lines' $lengths
	lines 500 | add tests/unit/test_span.c
	fails 'tests/unit/test_span.c: 501 lines' $lengths

	for call in 'exit(1)' 'puts("x")' 'printf("%d", n)' 'strcpy(s, t)' 'abort()' \
		'setlocale(0, "")' 'fputs("x", stderr)' 'n = atoi(s)' 'system(s)'; do
		printf '#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <locale.h>
			void span_f(int n, char *s, const char *t) { %s; (void)n, (void)s, (void)t; }' "$call" |
			add src/base/span.c
		archive "$@" -w
		fails 'base_span.c.o: uses' $symbols
	done
	# What a reader of the source does not see: macros, pointers, other names of the same.
	for line in '#define show(s) fputs(s, stdout)\nvoid span_f(void) { show("x"); }' \
		'int (*span_f(void))(const char *) { return puts; }' \
		'void span_f(int n) { putchar(n); }' \
		'void span_f(void) { syscall(1, 1, "x", 1); }' \
		'#define w write\nvoid span_f(void) { w(1, "x", 1); }'; do
		printf "#include <stdio.h>\n#include <unistd.h>\n$line\n" |
			add src/base/span.c
		archive "$@" -w -D_GNU_SOURCE
		fails 'base_span: refers to' $writers
	done
	echo 'theme = dark' | add config.ini
	fails 'config.ini differs from' $drift
	echo '.. keys end' | add README
	fails "README: the lines '.. keys begin' and '.. keys end'" $drift
	good
	sed 's/key  does/key  did/' "$tree/README" >"$tree/README.new"
	mv "$tree/README.new" "$tree/README"
	fails 'README differs from' $drift
	passes 'writing anew' $drift update
	echo 'another picture' >"$tree/tests/e2e/golden/readme.txt"
	fails 'README differs from' $drift
	passes 'writing anew' $drift update
	passes 'what was written anew' $drift

	echo 'int count(void) { return 1; }' | add src/base/span.c
	archive "$@" -w
	fails 'base_span.c.o: exports count, which does not begin with span_' $symbols
	echo 'int spans_count(void) { return 1; }' | add src/base/span.c
	archive "$@" -w
	passes 'a list of the file' $symbols
	for data in 'static int n;' 'static int n = 3;' 'static const char *n = "x";' \
		'static _Thread_local int n;'; do
		echo "$data const void *span_n(void) { n++; return &n; }" | add src/base/span.c
		archive "$@" -w
		fails 'is a mutable global' $symbols
	done
	passes 'a counter of an instrumented build' $symbols instrumented
}

# Programs made one way too loosely.
hardened() {
	hardening="$here/hardening.sh $tree/program $tree/empty.a"
	loose="-fPIE -fstack-protector-all -O1"
	tight="-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack"
	command -v readelf >/dev/null || return 0
	echo 'int main(int n, char **words) { char room[64]; return words[n] == room; }' >"$tree/program.c"
	ar rc "$tree/empty.a"
	# Options are words.
	# shellcheck disable=SC2086
	{
		"$@" -w $loose -o "$tree/program" "$tree/program.c" $tight 2>/dev/null || return 0
		passes 'a hardened program' $hardening
		"$@" -w $loose -o "$tree/program" "$tree/program.c" $tight -no-pie
		fails 'loaded at a fixed address' $hardening
		"$@" -w $loose -o "$tree/program" "$tree/program.c" $tight -Wl,-z,norelro
		fails 'addresses stay writable' $hardening
		"$@" -w $loose -o "$tree/program" "$tree/program.c" $tight -Wl,-z,lazy
		fails 'addresses are looked up while it runs' $hardening
		"$@" -w $loose -o "$tree/program" "$tree/program.c" $tight -Wl,-z,execstack
		fails 'an executable stack' $hardening
		"$@" -w $loose -o "$tree/program" "$tree/program.c" $tight -Wl,-rpath,/lib
		fails 'a folder of its own for libraries' $hardening
		"$@" -w $loose -fno-stack-protector -o "$tree/program" "$tree/program.c" $tight
		fails 'no guarded frames' $hardening
		"$@" -w $loose -o "$tree/program" "$tree/program.c" $tight -Wl,--no-as-needed -lm
		passes 'a program with libm' $hardening
		fails 'libm is loaded at each start' $hardening lean
	}
}

check "$@"
hardened "$@"
echo "1..$number"
exit $failed
