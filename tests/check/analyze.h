/*
 * analyze.h - what clang's analyser is told that looks at one file at a time: that the functions of
 * err.h are false. analyze.sh puts it in front of every file but err.c.
 */
#ifndef DOSSIER_TESTS_ANALYZE_H
#define DOSSIER_TESTS_ANALYZE_H

#include "base/err.h"

#define err_set(...) ((void)(err_set)(__VA_ARGS__), false)
#define err_errno(...) ((void)(err_errno)(__VA_ARGS__), false)
#define err_memory(err) ((void)(err_memory)(err), false)

#endif
