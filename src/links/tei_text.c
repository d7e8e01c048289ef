#include "links/tei_text.h"

struct span tei_text_collapse(struct buf *text)
{
	size_t n = 0;
	bool gap = false;
	for (size_t i = 0; i < text->n; i++) {
		char c = text->p[i];
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			gap = true;
			continue;
		}
		c = c == TEI_TEXT_LINE ? '\n' : c;
		if (gap && n > 0 && c != '\n' && text->p[n - 1] != '\n') {
			text->p[n++] = ' ';
		}
		gap = false;
		text->p[n++] = c;
	}
	text->n = n;
	return text->p == NULL ? SPAN("") : span_trim((struct span){text->p, n});
}

bool tei_text_date(struct span text, struct doc_date *out)
{
	struct span day = {text.p, span_find(text, SPAN("T"), 0)}; /* of a moment: 1855-02-07T12:00 */
	struct range at;
	return doc_date_parse(day, out) || doc_date_find(text, 0, &at, out);
}

void tei_text_put_dates(const struct doc_date *from, const struct doc_date *until, struct buf *out)
{
	doc_date_put(from, out);
	if (until->year != 0 && doc_date_cmp(from, until) < 0) {
		buf_putc(out, '/');
		doc_date_put(until, out);
	}
}

/* "1st Duke of Wellington": a title of nobility with the name that it is of. */
static bool is_peer(struct span role)
{
	static const char *const peers[] = {"Lord", "Lady", "Baron", "Baroness", "Viscount",
		"Viscountess", "Earl", "Count", "Countess", "Marquess", "Marquis", "Marchioness", "Duke",
		"Duchess", "Prince", "Princess", "duc", "duchesse", "comte", "comtesse", "vicomte",
		"vicomtesse", "marquise", "baronne", "princesse", "Graf", "Herzog", "Freiherr"};
	struct span rest = role, word;
	bool peer = false;
	while (!peer && span_cut(&rest, ' ', &word)) {
		for (size_t i = 0; i < COUNT_OF(peers); i++) {
			peer = peer || span_eq_nocase(word, span_of(peers[i]));
		}
		if (!peer && (word.n == 0 || word.p[0] < '0' || word.p[0] > '9')) {
			return false;
		}
	}
	for (size_t i = 0; peer && i < rest.n; i++) {
		if ((i == 0 || rest.p[i - 1] == ' ' || rest.p[i - 1] == '\'') &&
			((rest.p[i] >= 'A' && rest.p[i] <= 'Z') || (unsigned char)rest.p[i] >= 0xC3)) {
			return true;
		}
	}
	return false;
}

void tei_text_put_name(struct buf parts[TEI_PARTS], struct buf *out)
{
	bool elided = false; /* "d'": no blank behind it */
	for (int i = 0; i < TEI_ROLE; i++) {
		struct span part = tei_text_collapse(&parts[i]);
		buf_puts(out, part.n > 0 && out->n > 0 && !elided ? " " : "");
		buf_put(out, part);
		elided = i == TEI_LINK && (span_ends(part, SPAN("'")) ||
			span_ends(part, SPAN("\xE2\x80\x99")));
	}
	struct span rest = tei_text_collapse(&parts[TEI_ROLE]), role;
	while (span_cut(&rest, ',', &role)) {
		role = span_trim(role);
		if (is_peer(role)) {
			buf_puts(out, ", ");
			buf_put(out, role);
		}
	}
}

void tei_text_put_idno(struct span type, struct span value, struct buf *out)
{
	bool alone = type.n == 0 || value.n == 0 || span_find(value, SPAN(":"), 0) < value.n;
	if (!alone) {
		buf_put(out, type);
		buf_putc(out, ':');
	}
	buf_put(out, value);
}
