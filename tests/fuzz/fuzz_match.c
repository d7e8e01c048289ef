/* Names over texts: forms, one a line up to an empty one; then a text. Then the rules over it. */
#include "fuzz.h"
#include "links/match.h"
#include "links/resolve.h"

#define FORMS_MOST 64

static void check_range(const struct doc *doc, struct range at, uint32_t behind)
{
	CHECK(at.start >= behind && at.start < at.end && at.end <= doc->text.n);
	CHECK((doc->text.p[at.start] & 0xC0) != 0x80);
	CHECK(at.end == doc->text.n || (doc->text.p[at.end] & 0xC0) != 0x80);
	struct range para = doc->paras[doc_para_at(doc, at.start)].at;
	CHECK(para.start <= at.start && at.end <= para.end);
}

static void check_hits(const struct doc *doc, const struct form *forms, uint32_t n)
{
	struct hits hits = {0};
	struct err err;
	struct matcher *matcher = match_new(forms, n, &err);
	CHECK(matcher != NULL);
	CHECK(match_scan(matcher, doc, &hits, &err));
	uint32_t end = 0;
	for (uint32_t i = 0; i < hits.n; i++) {
		const uint32_t *tags = match_tags(matcher) + hits.items[i].tag;
		check_range(doc, hits.items[i].at, end);
		CHECK(hits.items[i].ntags > 0);
		for (uint32_t k = 0; k < hits.items[i].ntags; k++) {
			CHECK(tags[k] >= 100 && tags[k] < 100 + n);
		}
		end = hits.items[i].at.end;
	}
	free(hits.items);
	match_free(matcher);
}

/* The forms become a catalogue: persons, treaties and islands by turns. */
static void make_records(const struct form *forms, uint32_t n, struct buf *out)
{
	static const char *const kinds[] = {"person", "treaty", "island", "place"};
	for (uint32_t i = 0; i < n; i++) {
		buf_printf(out, "Id: x%u\nKind: %s\nName: ", i / 2, kinds[i / 2 % COUNT_OF(kinds)]);
		buf_put(out, forms[i].text);
		if (i + 1 < n) {
			buf_puts(out, "\nAlias: ");
			buf_put(out, forms[++i].text);
		}
		buf_printf(out, "\nDate: %u\nParty: Japan\n\n", 1850 + i);
	}
}

static void check_mentions(const struct doc *doc, const struct form *forms, uint32_t n)
{
	struct buf records = {0};
	struct report report = {0};
	struct entities ents;
	struct mentions mentions = {0};
	struct err err;
	make_records(forms, n, &records);
	CHECK(entities_load(&ents, fuzz_file(buf_span(&records)), NULL, NULL, &report, &err));
	struct resolver *resolver = resolve_new(&ents, &err);
	CHECK(resolver != NULL);
	CHECK(resolve_doc(resolver, doc, (doc_id){7}, &mentions, &err));
	uint32_t end = 0;
	for (uint32_t i = 0; i < mentions.n; i++) {
		const struct mention *mention = &mentions.items[i];
		check_range(doc, mention->at, end);
		CHECK(mention->doc.i == 7 && mention->rule < RULE_COUNT);
		CHECK(mention->ent + mention->nents + mention->nrivals <= mentions.npool);
		CHECK((mention->certainty == CERTAIN_OPEN) == (mention->nents == 0));
		for (uint32_t k = 0; k < mention->nents + (uint32_t)mention->nrivals; k++) {
			CHECK(mentions.pool[mention->ent + k] < ents.n);
		}
		end = mention->at.end;
	}
	mentions_finish(&mentions);
	resolve_free(resolver);
	entities_finish(&ents);
	report_finish(&report);
	buf_finish(&records);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span rest = {(const char *)data, size};
	struct form forms[FORMS_MOST];
	uint32_t n = 0;
	while (n < FORMS_MOST && rest.n > 0) {
		struct span line = fuzz_line(&rest);
		if (line.n == 0) {
			break;
		}
		forms[n] = (struct form){line, 100 + n};
		n++;
	}
	struct doc doc;
	if (!fuzz_doc(rest, &doc)) {
		return 0;
	}
	check_hits(&doc, forms, n);
	check_mentions(&doc, forms, n);
	doc_finish(&doc);
	return 0;
}
