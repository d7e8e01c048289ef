#!/bin/sh
# writers.sh OBJECT-OR-ARCHIVE… - which compiled files can reach a terminal at all.
#
# door.sh reads the source; this one asks the compiler's output, which macros, inline functions and
# function pointers cannot deceive. Every symbol through which bytes may leave the program belongs
# to the files named here, each with its reason. Nothing else may even refer to one.
set -eu

nm --format=sysv -u "$@" | awk '
	function bad(text) { print text; failed = 1 }

	BEGIN {
		n = split("write pwrite writev pwritev pwritev2 send sendto sendmsg " \
			"sendmmsg sendfile splice tee vmsplice copy_file_range syscall ioctl " \
			"process_vm_writev aio_write lio_listio mq_send " \
			"printf vprintf fprintf vfprintf dprintf vdprintf puts fputs fputs_unlocked " \
			"putchar putchar_unlocked putc putc_unlocked fputc fputc_unlocked _IO_putc " \
			"fwrite fwrite_unlocked putw wprintf vwprintf fwprintf vfwprintf fputws fputwc " \
			"putwc putwchar perror psignal psiginfo syslog vsyslog err errx warn warnx verr " \
			"vwarn error error_at_line obstack_printf backtrace_symbols_fd malloc_stats " \
			"stdout stderr fopen fdopen freopen fopencookie open_memstream " \
			"popen system execl execlp execle execv execvp execve execvpe execveat fexecve " \
			"posix_spawn posix_spawnp fork vfork clone wordexp getopt getopt_long getpass " \
			"tputs tputs_sp putp putp_sp vidputs vidattr vid_puts vid_attr mcprint " \
			"initscr newterm endwin refresh wrefresh doupdate wnoutrefresh addstr addch " \
			"waddch waddnstr waddnwstr add_wch setcchar printw mvprintw beep flash " \
			"mmap shm_open memfd_create", words, " ")
		for (i = 1; i <= n; i++) { watched[words[i]] = 1 }

		# Files and descriptors that are no terminal.
		may["base_file write"] = "regular files, made new and renamed"
		may["base_file_add write"] = "the same, growing"
		may["base_sections write"] = "prebuilt indexes"
		may["base_sections mmap"] = "the same, read"
		may["base_wide mmap"] = "memory"
		may["find_words_spool write"] = "files without a name"
		may["base_config_read write"] = "a pipe to iniparser"
		may["base_config_read fdopen"] = "its other end"
		may["base_config_read stderr"] = "iniparser is told to be silent"
		may["find_words_spool mmap"] = "the same, read"
		may["base_folder syscall"] = "openat2, which the C library has no name for"
		may["ui_fence syscall"] = "Landlock, the same"
		may["ui_stamp write"] = "a file that says whose terminal it is"
		# The terminal: what pen.c made of graphic cells, and its settings.
		may["ui_tty write"] = "the screen"
		may["ui_tty ioctl"] = "its size"
		may["ui_console ioctl"] = "its size, where lines are read"
		may["ui_args getopt_long"] = "silent: opterr is 0"
		# People and pipes: what visible.h and quote.h let through.
		may["ui_output write"] = "standard output"
		may["ui_main fwrite"] = "messages, each through visible.h"
		may["ui_main stderr"] = "where they go"
		# Another program: tmux, with a list of words, and only inside tmux.
		may["ui_clip write"] = "the pipe to it"
		may["ui_clip fork"] = "its process"
		may["ui_clip execvp"] = "itself"
	}

	/^Undefined symbols from/ {
		member = $0
		sub(/:$/, "", member); sub(/.*[\/\[]/, "", member); sub(/\].*/, "", member)
		sub(/^meson-generated_\.\._/, "", member); sub(/\.c\.o$/, "", member)
		if ($0 ~ /dossier_ui\.a\[/) { member = "ui_" member } # files of ui/ have no room
		members++
	}
	{
		split($0, field, "|")
		name = field[1]
		gsub(/[ \t]/, "", name)
		sub(/@.*/, "", name)
		plain = name
		sub(/_chk$/, "", plain); sub(/64$/, "", plain); sub(/^__isoc[0-9]+_/, "", plain); sub(/^__/, "", plain)
		if (plain in watched) {
			if ((member " " plain) in may) {
				next
			}
			bad(member ": refers to " name ": only the files in tests/check/writers.sh may")
		}
	}
	END {
		if (!members) { bad("no objects found") }
		exit failed
	}'
