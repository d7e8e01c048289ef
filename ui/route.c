#include "ui/route.h"

/* How the column is reached, once the row is. */
enum across { STAY, BACKSPACES, LEFT, RIGHT, COLUMN, FROM_START };

struct plan {
	bool outright; /* else down, then across */
	enum across across;
	int cost;
};

static void consider(struct plan *plan, enum across across, int cost)
{
	if (cost < plan->cost) {
		*plan = (struct plan){false, across, cost};
	}
}

static struct plan plan_of(const struct ways *ways, const struct route *route)
{
	int down = route->to_row - route->row, right = route->to_col - route->col;
	struct plan plan = {true, STAY, ways_cost(ways, WAY_CURSOR, route->to_row, route->to_col)};
	if (route->row < 0 || down < 0 || (down > 0 && !ways->feeds)) {
		return plan;
	}
	if (right == 0) {
		consider(&plan, STAY, down);
		return plan;
	}
	if (right > 0) {
		consider(&plan, RIGHT, down + ways_cost(ways, WAY_RIGHT, right, 0));
	} else {
		consider(&plan, BACKSPACES, ways->backs ? down - right : plan.cost);
		consider(&plan, LEFT, down + ways_cost(ways, WAY_LEFT, -right, 0));
	}
	consider(&plan, COLUMN, down + ways_cost(ways, WAY_COLUMN, route->to_col, 0));
	if (ways->feeds) {
		int from_start = route->to_col == 0 ? 0 : ways_cost(ways, WAY_RIGHT, route->to_col, 0);
		consider(&plan, FROM_START, down + 1 + from_start);
	}
	return plan;
}

int route_cost(const struct ways *ways, const struct route *route)
{
	return plan_of(ways, route).cost;
}

static void repeat(struct buf *out, char c, int n)
{
	while (n-- > 0) {
		buf_putc(out, c);
	}
}

void route_put(const struct ways *ways, const struct route *route, struct buf *out)
{
	struct plan plan = plan_of(ways, route);
	int right = route->to_col - route->col;
	if (plan.outright) {
		ways_put(ways, WAY_CURSOR, route->to_row, route->to_col, out);
		return;
	}
	if (plan.across == FROM_START) {
		buf_putc(out, '\r');
	}
	repeat(out, '\n', route->to_row - route->row);
	switch (plan.across) {
	case STAY:
		break;
	case BACKSPACES:
		repeat(out, '\b', -right);
		break;
	case LEFT:
		ways_put(ways, WAY_LEFT, -right, 0, out);
		break;
	case RIGHT:
		ways_put(ways, WAY_RIGHT, right, 0, out);
		break;
	case COLUMN:
		ways_put(ways, WAY_COLUMN, route->to_col, 0, out);
		break;
	case FROM_START:
		if (route->to_col > 0) {
			ways_put(ways, WAY_RIGHT, route->to_col, 0, out);
		}
		break;
	}
}
