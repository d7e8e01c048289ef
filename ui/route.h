/*
 * route.h - the shortest way of the cursor from where it is to where it shall be.
 *
 * Down by line feeds, along a row by backspaces, by so many columns, to a column, from the start of
 * the row; or to the place outright. Knows the terminal by ways.h, and nothing of what it shows.
 *
 *	struct route route = {.row = 3, .col = 70, .to_row = 4, .to_col = 64};
 *	route_put(&ways, &route, &out);
 */
#ifndef DOSSIER_UI_ROUTE_H
#define DOSSIER_UI_ROUTE_H

#include "ui/ways.h"

struct route {
	int row, col; /* where it is; row -1: nobody knows */
	int to_row, to_col;
};

/* Appends what leads there; nothing where it is there. */
void route_put(const struct ways *ways, const struct route *route, struct buf *out);

/* How many bytes that takes, roughly where a way has a shape of its own. */
int route_cost(const struct ways *ways, const struct route *route);

#endif
