#include "read/panes.h"

enum { ROOT = 0, EVEN = 50, RULE_COLS = 1 };

void panes_init(struct panes *panes)
{
	*panes = (struct panes){0};
	panes->nodes[ROOT] = (struct pane_node){.used = true, .leaf = true};
	panes->live[0] = true;
}

static void node_layout(struct panes *panes, uint8_t number, struct rect at)
{
	struct pane_node *node = &panes->nodes[number];
	struct rect first = at, second = at;

	node->at = at;
	if (node->leaf) {
		return;
	}
	if (node->beside) {
		first.cols = (at.cols - RULE_COLS) * node->share / 100;
		second.col += first.cols + RULE_COLS;
		second.cols -= first.cols + RULE_COLS;
	} else {
		first.rows = at.rows * node->share / 100;
		second.row += first.rows;
		second.rows -= first.rows;
	}
	node_layout(panes, node->half[0], first);
	node_layout(panes, node->half[1], second);
}

void panes_layout(struct panes *panes, struct rect at)
{
	node_layout(panes, ROOT, at);
}

/* Number of the leaf that holds a pane. */
static uint8_t leaf_of(const struct panes *panes, uint8_t pane)
{
	uint8_t i = 0;

	while (!panes->nodes[i].used || !panes->nodes[i].leaf || panes->nodes[i].pane != pane) {
		i++;
	}
	return i;
}

struct rect panes_rect(const struct panes *panes, uint8_t pane)
{
	return panes->nodes[leaf_of(panes, pane)].at;
}

static int node_new(struct panes *panes)
{
	for (uint8_t i = 0; i < COUNT_OF(panes->nodes); i++) {
		if (!panes->nodes[i].used) {
			panes->nodes[i] = (struct pane_node){.used = true};
			return i;
		}
	}
	return -1;
}

static int pane_new(struct panes *panes)
{
	for (uint8_t i = 0; i < PANES_MAX; i++) {
		if (!panes->live[i]) {
			return i;
		}
	}
	return -1;
}

static bool has_room(struct rect at, bool beside)
{
	return beside ? at.cols >= 2 * PANE_MIN_COLS + RULE_COLS : at.rows >= 2 * PANE_MIN_ROWS;
}

int panes_split(struct panes *panes, bool beside)
{
	uint8_t number = leaf_of(panes, panes->focus);
	struct pane_node *node = &panes->nodes[number];
	int pane = pane_new(panes), first, second;

	if (pane < 0 || !has_room(node->at, beside)) {
		return -1;
	}
	/* A tree with as many leaves as there are slots has fewer nodes than the table. */
	first = node_new(panes);
	second = node_new(panes);
	panes->nodes[first].leaf = panes->nodes[second].leaf = true;
	panes->nodes[first].pane = panes->focus;
	panes->nodes[second].pane = (uint8_t)pane;
	panes->nodes[first].parent = panes->nodes[second].parent = number;
	node->leaf = false;
	node->beside = beside;
	node->share = EVEN;
	node->half[0] = (uint8_t)first;
	node->half[1] = (uint8_t)second;
	panes->live[pane] = true;
	node_layout(panes, number, node->at);
	return pane;
}

static uint8_t first_leaf(const struct panes *panes, uint8_t number)
{
	while (!panes->nodes[number].leaf) {
		number = panes->nodes[number].half[0];
	}
	return number;
}

/* Puts node `from` with its halves into the place of node `to`. */
static void node_move(struct panes *panes, uint8_t from, uint8_t to)
{
	uint8_t parent = panes->nodes[to].parent;
	struct rect at = panes->nodes[to].at;

	panes->nodes[to] = panes->nodes[from];
	panes->nodes[to].parent = parent;
	panes->nodes[from].used = false;
	if (!panes->nodes[to].leaf) {
		panes->nodes[panes->nodes[to].half[0]].parent = to;
		panes->nodes[panes->nodes[to].half[1]].parent = to;
	}
	node_layout(panes, to, at);
}

bool panes_close(struct panes *panes)
{
	uint8_t leaf = leaf_of(panes, panes->focus), parent = panes->nodes[leaf].parent;
	const struct pane_node *up = &panes->nodes[parent];

	if (leaf == ROOT) {
		return false;
	}
	panes->live[panes->focus] = false;
	panes->nodes[leaf].used = false;
	node_move(panes, up->half[0] == leaf ? up->half[1] : up->half[0], parent);
	panes->focus = panes->nodes[first_leaf(panes, parent)].pane;
	return true;
}

void panes_only(struct panes *panes)
{
	uint8_t pane = panes->focus;
	struct rect at = panes->nodes[ROOT].at;

	*panes = (struct panes){.focus = pane};
	panes->nodes[ROOT] = (struct pane_node){.used = true, .leaf = true, .pane = pane, .at = at};
	panes->live[pane] = true;
}

/* Leaves that share the length of a split in its direction. */
static uint32_t node_weight(const struct panes *panes, uint8_t number, bool beside)
{
	const struct pane_node *node = &panes->nodes[number];

	if (node->leaf || node->beside != beside) {
		return 1;
	}
	return node_weight(panes, node->half[0], beside) + node_weight(panes, node->half[1], beside);
}

void panes_equal(struct panes *panes)
{
	for (uint8_t i = 0; i < COUNT_OF(panes->nodes); i++) {
		struct pane_node *node = &panes->nodes[i];
		uint32_t first, second;

		if (!node->used || node->leaf) {
			continue;
		}
		first = node_weight(panes, node->half[0], node->beside);
		second = node_weight(panes, node->half[1], node->beside);
		node->share = (uint8_t)(100 * first / (first + second));
	}
	node_layout(panes, ROOT, panes->nodes[ROOT].at);
}

uint32_t panes_count(const struct panes *panes)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < PANES_MAX; i++) {
		n += panes->live[i];
	}
	return n;
}

static void node_order(const struct panes *panes, uint8_t number, uint8_t *order, uint32_t *n)
{
	const struct pane_node *node = &panes->nodes[number];

	if (node->leaf) {
		order[(*n)++] = node->pane;
		return;
	}
	node_order(panes, node->half[0], order, n);
	node_order(panes, node->half[1], order, n);
}

uint8_t panes_next(const struct panes *panes, uint8_t pane, int n)
{
	uint8_t order[PANES_MAX];
	uint32_t count = 0, at = 0;
	int step;

	node_order(panes, ROOT, order, &count);
	while (at < count - 1 && order[at] != pane) {
		at++;
	}
	step = n % (int)count;
	return order[((int)at + step + (int)count) % (int)count];
}

bool panes_is_first(const struct panes *panes, uint8_t pane)
{
	return panes->nodes[first_leaf(panes, ROOT)].pane == pane;
}

void panes_rules(const struct panes *panes, struct frame *frame)
{
	for (uint8_t i = 0; i < COUNT_OF(panes->nodes); i++) {
		const struct pane_node *node = &panes->nodes[i];

		if (node->used && !node->leaf && node->beside) {
			struct rect right = panes->nodes[node->half[1]].at;

			frame_vrule(frame, right.row, right.col - RULE_COLS, right.rows);
		}
	}
}
