#include "texts/inline.h"

#include "base/utf8.h"

#define RUNS_MOST 32 /* open runs of * and _ that are remembered */
#define BRACKETS_MOST 16 /* open brackets that are remembered */
#define TICKS_MOST 16 /* backticks that may open a code span */
#define ADDRESS_MOST 2048 /* bytes of an address with its title */

/* A run of * or _ that may open emphasis: count signs at off are left of it. */
struct run {
	uint32_t off, count;
	char sign;
	bool both; /* it could close as well: the rule of three applies */
};

struct bracket {
	uint32_t off; /* of [ or ![ */
	uint32_t text; /* behind it */
	uint32_t nruns; /* runs that were open before it */
};

struct scan {
	struct span text;
	uint32_t off, end;
	struct marks *marks;
	struct run runs[RUNS_MOST];
	uint32_t nruns;
	struct bracket brackets[BRACKETS_MOST];
	uint32_t nbrackets;
	bool no_ticks[TICKS_MOST + 1]; /* no closing run of this length is ahead */
	uint32_t no_address; /* up to here no address ends */
};

static void hide(struct scan *s, uint32_t start, uint32_t end)
{
	mark_add(s->marks, MARK_HIDE, (struct range){start, end});
}

static bool is_punct(char c)
{
	return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') ||
		(c >= '{' && c <= '~');
}

static uint32_t run_end(const struct scan *s, uint32_t off)
{
	uint32_t end = off;

	while (end < s->end && s->text.p[end] == s->text.p[off]) {
		end++;
	}
	return end;
}

/* What stands beside a run: white space (also the paragraph's ends), punctuation, or a word. */
enum side { SIDE_SPACE, SIDE_PUNCT, SIDE_WORD };

static enum side side_of(uint32_t c)
{
	if (utf8_is_space(c)) {
		return SIDE_SPACE;
	}
	return utf8_is_word(c) ? SIDE_WORD : SIDE_PUNCT;
}

static enum side side_before(const struct scan *s, uint32_t off, uint32_t start)
{
	size_t at = off;

	return off == start ? SIDE_SPACE : side_of(utf8_prev(s->text, &at));
}

static enum side side_behind(const struct scan *s, uint32_t off)
{
	size_t at = off;

	return off == s->end ? SIDE_SPACE : side_of(utf8_next(s->text, &at));
}

/* The open run that one of `sign` closes, as an index into runs; UINT32_MAX where there is none. */
static uint32_t opener_of(const struct scan *s, const struct run *closer)
{
	uint32_t floor = s->nbrackets == 0 ? 0 : s->brackets[s->nbrackets - 1].nruns;

	for (uint32_t i = s->nruns; i > floor; i--) {
		const struct run *run = &s->runs[i - 1];
		bool three = (run->both || closer->both) && (run->count + closer->count) % 3 == 0 &&
			!(run->count % 3 == 0 && closer->count % 3 == 0);

		if (run->sign == closer->sign && !three) {
			return i - 1;
		}
	}
	return UINT32_MAX;
}

/* Closes as much as there is to close with the signs of closer; what is left stays in it. */
static void close_runs(struct scan *s, struct run *closer)
{
	uint32_t i;

	while (closer->count > 0 && (i = opener_of(s, closer)) != UINT32_MAX) {
		struct run *run = &s->runs[i];
		uint32_t use = run->count >= 2 && closer->count >= 2 ? 2 : 1;
		uint32_t inner = run->off + run->count;

		mark_add(s->marks, use == 2 ? MARK_STRONG : MARK_EMPH,
			(struct range){inner, closer->off});
		hide(s, inner - use, inner);
		hide(s, closer->off, closer->off + use);
		closer->off += use;
		closer->count -= use;
		run->count -= use;
		s->nruns = run->count > 0 ? i + 1 : i;
	}
}

static void scan_run(struct scan *s, uint32_t start)
{
	uint32_t end = run_end(s, s->off);
	struct run run = {s->off, end - s->off, s->text.p[s->off], false};
	enum side before = side_before(s, s->off, start), behind = side_behind(s, end);
	bool left = behind == SIDE_WORD || (behind == SIDE_PUNCT && before != SIDE_WORD);
	bool right = before == SIDE_WORD || (before == SIDE_PUNCT && behind != SIDE_WORD);
	bool opens = left, closes = right;

	if (run.sign == '_') {
		opens = left && (!right || before == SIDE_PUNCT);
		closes = right && (!left || behind == SIDE_PUNCT);
	}
	run.both = opens && closes;
	s->off = end;
	if (closes) {
		close_runs(s, &run);
	}
	if (opens && run.count > 0 && s->nruns < RUNS_MOST) {
		s->runs[s->nruns++] = run;
	}
}

static void scan_ticks(struct scan *s)
{
	uint32_t end = run_end(s, s->off), n = end - s->off;

	if (n > TICKS_MOST || s->no_ticks[n]) {
		s->off = end;
		return;
	}
	for (uint32_t off = end; off < s->end;) {
		const char *tick = memchr(s->text.p + off, '`', s->end - off);
		uint32_t close, behind;

		if (tick == NULL) {
			break;
		}
		close = (uint32_t)(tick - s->text.p);
		behind = run_end(s, close);
		if (behind - close == n) {
			hide(s, s->off, end);
			mark_add(s->marks, MARK_CODE, (struct range){end, close});
			hide(s, close, behind);
			s->off = behind;
			return;
		}
		off = behind;
	}
	s->no_ticks[n] = true;
	s->off = end;
}

static void scan_escape(struct scan *s)
{
	uint32_t next = s->off + 1;

	if (next < s->end && (s->text.p[next] == '\n' || is_punct(s->text.p[next]))) {
		hide(s, s->off, next);
		next++;
	}
	s->off = next;
}

/* <scheme:address> or <name@host>: no blanks, no < inside. */
static void scan_angle(struct scan *s)
{
	uint32_t most = s->end - s->off < ADDRESS_MOST ? s->end : s->off + ADDRESS_MOST;
	bool address = false;

	for (uint32_t off = s->off + 1; off < most; off++) {
		char c = s->text.p[off];

		if (c == '>' && address) {
			hide(s, s->off, s->off + 1);
			mark_add(s->marks, MARK_LINK, (struct range){s->off + 1, off});
			hide(s, off, off + 1);
			s->off = off + 1;
			return;
		}
		if (c == '<' || c == '>' || c == ' ' || (unsigned char)c < 0x20) {
			break;
		}
		address = address || ((c == ':' || c == '@') && off > s->off + 1);
	}
	s->off++;
}

static void scan_open(struct scan *s, uint32_t width)
{
	if (s->nbrackets == BRACKETS_MOST) {
		memmove(s->brackets, s->brackets + 1, (BRACKETS_MOST - 1) * sizeof(*s->brackets));
		s->nbrackets--;
	}
	s->brackets[s->nbrackets++] = (struct bracket){s->off, s->off + width, s->nruns};
	s->off += width;
}

/* End of what stands from off up to a blank or the ) that matches none before it. */
static uint32_t target_end(const struct scan *s, uint32_t off, uint32_t most)
{
	uint32_t depth = 0;

	for (; off < most; off++) {
		char c = s->text.p[off];

		if ((unsigned char)c <= ' ' || (c == ')' && depth == 0)) {
			break;
		}
		depth += c == '(';
		depth -= c == ')';
		off += c == '\\' && off + 1 < most;
	}
	return off;
}

static uint32_t skip_blanks(const struct scan *s, uint32_t off, uint32_t most)
{
	while (off < most && (s->text.p[off] == ' ' || s->text.p[off] == '\n')) {
		off++;
	}
	return off;
}

/* End of the title in quotes at off, with the blanks behind it; off where there is none. */
static uint32_t title_end(const struct scan *s, uint32_t off, uint32_t most)
{
	const char *close;

	if (off + 1 >= most || (s->text.p[off] != '"' && s->text.p[off] != '\'')) {
		return off;
	}
	close = memchr(s->text.p + off + 1, s->text.p[off], most - off - 1);
	return close == NULL ? off : skip_blanks(s, (uint32_t)(close - s->text.p) + 1, most);
}

/* Behind the ) of the (address "title") at off; off where there is no such thing. */
static uint32_t address_end(struct scan *s, uint32_t off)
{
	uint32_t most = s->end - off < ADDRESS_MOST ? s->end : off + ADDRESS_MOST, end, title;

	if (off < s->no_address) {
		return off;
	}
	end = target_end(s, skip_blanks(s, off + 1, most), most);
	title = skip_blanks(s, end, most);
	end = title > end ? title_end(s, title, most) : title;
	if (end < most && s->text.p[end] == ')') {
		return end + 1;
	}
	if (end == most) {
		s->no_address = most;
	}
	return off;
}

static void scan_close(struct scan *s)
{
	struct bracket bracket;
	uint32_t close = s->off++, end;

	if (s->nbrackets == 0) {
		return;
	}
	bracket = s->brackets[--s->nbrackets];
	if (s->off >= s->end || s->text.p[s->off] != '(') {
		return;
	}
	end = address_end(s, s->off);
	if (end == s->off) {
		return;
	}
	hide(s, bracket.off, bracket.text);
	mark_add(s->marks, MARK_LINK, (struct range){bracket.text, close});
	hide(s, close, end);
	s->nruns = bracket.nruns;
	s->off = end;
}

static void scan_one(struct scan *s, uint32_t start)
{
	char c = s->text.p[s->off];

	if (c == '*' || c == '_') {
		scan_run(s, start);
	} else if (c == '`') {
		scan_ticks(s);
	} else if (c == '\\') {
		scan_escape(s);
	} else if (c == '<') {
		scan_angle(s);
	} else if (c == '[') {
		scan_open(s, 1);
	} else if (c == '!' && s->off + 1 < s->end && s->text.p[s->off + 1] == '[') {
		scan_open(s, 2);
	} else if (c == ']') {
		scan_close(s);
	} else {
		s->off++;
	}
}

void inline_marks(struct span text, struct range at, struct marks *marks)
{
	struct scan scan = {.text = text, .off = at.start, .end = at.end, .marks = marks};

	while (scan.off < scan.end) {
		scan_one(&scan, at.start);
	}
}
