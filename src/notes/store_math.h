/*
 * store_math.h - functions of mathematics that SQLite offers in SQL, which nobody here asks for.
 *
 * Linked as an archive SQLite would have libm loaded at each start, to have addresses for its table of
 * functions. The linker puts these in their place (meson.build): whoever calls one all the same gets
 * libm's, loaded then. Knows nothing of SQLite but the names.
 */
#ifndef DOSSIER_NOTES_STORE_MATH_H
#define DOSSIER_NOTES_STORE_MATH_H

/* What libm's function of that name gives; not a number where there is no libm. */
double store_math_acos(double x);
double store_math_acosh(double x);
double store_math_asin(double x);
double store_math_asinh(double x);
double store_math_atan(double x);
double store_math_atanh(double x);
double store_math_cos(double x);
double store_math_cosh(double x);
double store_math_exp(double x);
double store_math_log(double x);
double store_math_sin(double x);
double store_math_sinh(double x);
double store_math_sqrt(double x);
double store_math_tan(double x);
double store_math_tanh(double x);
double store_math_trunc(double x);
double store_math_atan2(double x, double y);
double store_math_fmod(double x, double y);
double store_math_pow(double x, double y);

#endif
