#!/bin/sh
# symbols.sh ARCHIVE [instrumented] - what the library asks of others, offers, and keeps.
#
# The library never ends the program, prints, sets a locale, starts another program, or uses what
# cannot be used safely. What src/room/file.c exports begins with `file_`, or with `files_` where
# it is about a list of them. There are no mutable globals; a build with sanitizers or coverage
# (`instrumented`) has counters of its own and is not asked for that.
set -eu

nm --format=sysv "$1" | awk -F '|' -v instrumented="${2:-}" '
	function bad(text) { print text; failed = 1 }

	BEGIN {
		n = split("exit _exit _Exit quick_exit abort atexit " \
			"printf vprintf puts putchar perror stdout stderr stdin getchar " \
			"system popen fork vfork execl execlp execle execv execvp execvpe execve " \
			"posix_spawn posix_spawnp " \
			"strcpy stpcpy strncpy strcat strncat sprintf vsprintf gets strtok " \
			"atoi atol atoll atof scanf sscanf fscanf isoc99_sscanf isoc99_scanf " \
			"setlocale rand srand tmpnam mktemp initscr newterm endwin", words, " ")
		for (i = 1; i <= n; i++) { banned[words[i]] = 1 }

		# Further prefixes that a file may export, beside its own name.
		also["buf array_"] = 1 # growing arrays beside growing bytes
		also["resolve mentions_"] = 1 # the list that resolve_doc fills
		also["prompt candidates_"] = 1 # what completers fill
		also["layout rows_"] = 1 # the rows it makes
		also["store_write store_"] = 1 # what store.h offers besides reading
		m = split("move link jump find keep select memory pane view decide note", groups, " ")
		for (i = 1; i <= m; i++) { also["cmd_" groups[i] " cmd_"] = 1 } # handlers by group
	}

	/^Symbols from/ {
		member = $0
		sub(/.*[[\/]/, "", member); sub(/\].*/, "", member)
		stem = member
		sub(/^meson-generated_\.\._/, "", stem) # room_file of a made source
		sub(/\.c\.o$/, "", stem); sub(/^[a-z0-9]+_/, "", stem)
		members++
	}
	NF < 7 { next }
	{
		name = $1; class = $3; section = $7
		gsub(/[ \t]/, "", name); gsub(/[ \t]/, "", class); gsub(/[ \t]/, "", section)
	}
	class == "U" {
		plain = name
		sub(/_chk$/, "", plain); sub(/^__/, "", plain)
		if (plain in banned) { bad(member ": uses " name) }
	}
	class ~ /^[TRDBGSCVW]$/ && name !~ /^__/ && name !~ /^DW\.ref/ {
		prefix = name
		sub(/_.*/, "_", prefix)
		if (name != stem && name != stem "s" && index(name, stem "_") != 1 &&
			index(name, stem "s_") != 1 &&
			!((stem " " prefix) in also)) {
			bad(member ": exports " name ", which does not begin with " stem "_")
		}
	}
	instrumented == "" && class ~ /^[DdBbGgSsC]$/ && section !~ /^\.data\.rel\.ro/ {
		bad(member ": " name " is a mutable global (" section ")")
	}
	END {
		if (!members) { bad("no members found") }
		exit failed
	}'
