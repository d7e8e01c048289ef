/* The index of the last start: taken where nothing has changed, never believed where it is broken. */
#include "links/prebuilt.h"
#include "scratch.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { DOCS = 12 };

static struct config config;
static struct entities ents;
static const struct prebuilt_key key = {.rules = 1, .settings = 2};

/* A document with its own count of mentions, and a time long past. */
static void make_doc(int i, const char *more)
{
	char path[32];
	struct buf text = {0};
	const struct timespec past[2] = {{.tv_sec = 1000000 + i}, {.tv_sec = 1000000 + i}};

	snprintf(path, sizeof(path), "d/%02d.txt", i);
	buf_printf(&text, "Paper %d\n\n%d May 1956\n\n", i, i + 1);
	for (int k = 0; k <= i; k++) {
		buf_puts(&text, "The isle of Iturup was named by Shigeru Yoshida.\n\n");
	}
	buf_puts(&text, more);
	scratch_file(path, buf_span(&text));
	buf_finish(&text);
	assert_int_equal(utimensat(AT_FDCWD, path, past, 0), 0);
}

static int enter(void **state)
{
	struct report report = {0};
	struct err err;

	if (scratch_enter(state) != 0 || mkdir("d", 0755) != 0) {
		return -1;
	}
	config_init(&config);
	scratch_file("entities.rec", SPAN("Id: etorofu\nKind: island\nName: Etorofu\nAlias: Iturup\n\n"
		"Id: yoshida\nKind: person\nName: Shigeru Yoshida\n\n"
		"Id: shimoda\nKind: treaty\nName: Treaty of Shimoda\nDate: 1855-02-07/1856\n"
		"Place: Shimoda\nParty: Japan\nParty: Russia\nNote: a border\n\n"
		"Id: black-ship\nKind: ship\nName: Kurofune\nAlias: Black Ships\n"));
	for (int i = 0; i < DOCS; i++) {
		make_doc(i, "");
	}
	return !entities_load(&ents, "entities.rec", NULL, &config, &report, &err) || report.n > 0;
}

static int leave(void **state)
{
	int failed = scratch_leave(state);

	entities_finish(&ents);
	config_finish(&config);
	return failed;
}

struct opened {
	struct catalog catalog;
	struct xref xref;
	struct prebuilt built;
	struct report report;
	uint32_t taken;
	bool used;
};

static void open_all(struct opened *o, const char *index)
{
	struct gathered gathered;
	struct gather *gather;
	struct err err;

	*o = (struct opened){0};
	assert_true(catalog_list(&o->catalog, "d", &config, &o->report, &err));
	gather = gather_new(&ents, NULL, o->catalog.listed, &err);
	assert_non_null(gather);
	o->used = prebuilt_open(&o->built, index, &key, &err);
	o->taken = o->used ? prebuilt_take(&o->built, &o->catalog, gather) : 0;
	assert_true(gather_ready(gather, &err));
	assert_true(catalog_read(&o->catalog,
		&(struct catalog_each){.take = gather_take, .owner = gather}, &o->report, &err));
	assert_true(gather_end(gather, &o->catalog, &gathered, &o->report, &err));
	assert_true(xref_make(&o->xref, &o->catalog, &ents, NULL, &gathered, &o->report, &err));
}

static void close_all(struct opened *o)
{
	xref_finish(&o->xref);
	catalog_finish(&o->catalog);
	prebuilt_close(&o->built);
	report_finish(&o->report);
}

static void save(const struct opened *o)
{
	const struct prebuilt_whole whole = {.folder = {.listing = 3, .when = o->catalog.when},
		.report = &o->report, .report_to = o->report.n, .links = &o->report};
	struct err err;

	if (!prebuilt_save("index", &key, &o->catalog, &o->xref, &whole, &err)) {
		fail_msg("%s", err.msg);
	}
}

/* The same without a look at the folder. False where the index does not lend itself to that. */
static bool lend_all(struct opened *o, const char *index)
{
	struct err err;

	*o = (struct opened){0};
	const struct prebuilt_lending to = {.root = "d", .config = &config, .ents = &ents,
		.folder = {.listing = 3}};

	o->used = prebuilt_map(&o->built, index, &key, &err) &&
		prebuilt_lend(&o->built, &to, &o->catalog, &o->xref, &err);
	return o->used;
}

/* Everything that a reader could see of it. */
static void put_all(const struct opened *o, struct buf *out)
{
	const struct mentions *mentions = &o->xref.mentions;

	for (uint32_t i = 0; i < o->catalog.n; i++) {
		const struct doc_head *head = catalog_head(&o->catalog, i);

		buf_printf(out, "%.*s|%.*s|%d-%d|%s|%u %u %u %zu\n", SPAN_ARG(head->path),
			SPAN_ARG(head->title), head->date.year, head->date.day, head->encoding,
			head->text_n, head->paras, head->source_n, head->outline.n);
		for (uint32_t k = o->xref.doc_first[i]; k < o->xref.doc_first[i + 1]; k++) {
			const struct mention *m = xref_mention(&o->xref, k);

			buf_printf(out, "%u %u-%u %u %d %d\n", m->doc.i, m->at.start, m->at.end,
				mentions->pool[m->ent], m->rule, m->certainty);
		}
	}
}

/* Looks at all that an index can say, in whatever state it is. */
static void look_at_all(const struct opened *o)
{
	for (uint32_t i = 0; i < o->catalog.n; i++) {
		const struct doc_head *head = catalog_head(&o->catalog, i);

		assert_int_equal(head->path.p[head->path.n], '\0');
		assert_true(o->xref.doc_first[i] <= o->xref.doc_first[i + 1]);
		assert_true(o->xref.doc_first[i + 1] <= o->xref.mentions.n);
		(void)catalog_find(&o->catalog, head->path);
		(void)catalog_doc(&o->catalog, (doc_id){i});
	}
	for (uint32_t i = 0; i < ents.n; i++) {
		struct slice of = xref_of(&o->xref, (ent_id){i}), open = xref_open(&o->xref, (ent_id){i});

		for (uint32_t k = 0; k < of.n; k++) {
			const struct mention *m = xref_mention(&o->xref, of.p[k]);

			(void)xref_names(&o->xref, m, (ent_id){i});
			assert_true(m->nents == 0 || xref_ents(&o->xref, m)[0] < ents.n);
			assert_true(m->doc.i < o->catalog.n);
			(void)xref_of_in(&o->xref, (ent_id){i}, m->doc);
		}
		for (uint32_t k = 0; k < open.n; k++) {
			(void)xref_mention(&o->xref, open.p[k]);
		}
		(void)xref_docs(&o->xref, (ent_id){i});
	}
}

/* What is there is the same as without an index. */
static void assert_true_to(const struct opened *o)
{
	struct opened fresh;
	struct buf here = {0}, there = {0};

	open_all(&fresh, "none");
	assert_false(fresh.used);
	put_all(o, &here);
	put_all(&fresh, &there);
	assert_string_equal(here.p, there.p);
	buf_finish(&here);
	buf_finish(&there);
	close_all(&fresh);
}

static void test_nothing_is_read_twice(void **state)
{
	struct opened o;

	(void)state;
	open_all(&o, "index");
	assert_false(o.used);
	assert_int_equal(o.xref.mentions.n, DOCS * (DOCS + 1));
	save(&o);
	close_all(&o);
	open_all(&o, "index");
	assert_int_equal(o.taken, DOCS);
	assert_int_equal(catalog_loaded(&o.catalog), 0);
	assert_true_to(&o);
	assert_int_equal(xref_of(&o.xref, (ent_id){1}).n, DOCS * (DOCS + 1) / 2);
	assert_true(span_starts(catalog_doc(&o.catalog, (doc_id){3})->text, SPAN("Paper 3\n")));
	save(&o); /* from what was taken */
	close_all(&o);
	open_all(&o, "index");
	assert_int_equal(o.taken, DOCS);
	assert_true_to(&o);
	close_all(&o);
}

static void test_what_has_changed_is_read(void **state)
{
	struct opened o;

	(void)state;
	make_doc(4, "And of Etorofu.\n"); /* the same time, another size */
	make_doc(DOCS, "");
	assert_int_equal(unlink("d/07.txt"), 0);
	scratch_file("d/documents.rec", SPAN("File: 09.txt\nTitle: Told\n"));
	open_all(&o, "index");
	assert_int_equal(o.taken, DOCS - 3);
	assert_int_equal(o.catalog.n, DOCS);
	assert_true_to(&o);
	save(&o);
	close_all(&o);
	open_all(&o, "index");
	assert_int_equal(o.taken, DOCS);
	assert_true_to(&o);
	close_all(&o);
	make_doc(7, "");
	assert_int_equal(unlink("d/12.txt"), 0);
	assert_int_equal(unlink("d/documents.rec"), 0);
}

/* A file that was written just now may be written again within the same tick of its clock. */
static void test_young_files_are_read_again(void **state)
{
	struct opened o;

	(void)state;
	assert_int_equal(utimensat(AT_FDCWD, "d/03.txt", NULL, 0), 0);
	open_all(&o, "none");
	save(&o);
	close_all(&o);
	open_all(&o, "index");
	assert_int_equal(o.taken, DOCS - 1);
	close_all(&o);
	make_doc(3, "");
}

static void test_another_key_takes_nothing(void **state)
{
	struct prebuilt_key other = key;
	struct prebuilt built;
	struct err err;

	(void)state;
	other.entities.size = 7;
	assert_false(prebuilt_open(&built, "index", &other, &err));
	assert_non_null(strstr(err.msg, "other rules"));
	assert_int_not_equal(prebuilt_rules(), 0);
	uint64_t settings = prebuilt_settings(&config);
	assert_int_equal(settings, prebuilt_settings(&config));
	config.links_descriptions = true;
	assert_int_not_equal(settings, prebuilt_settings(&config));
	config.links_descriptions = false;
	config.layout_measure++;
	assert_int_equal(settings, prebuilt_settings(&config));
	config.layout_measure--;
}

/* Damage anywhere: the sums tell, and all is read. Where a proof says there is none it hurts nobody. */
static void test_damage_costs_time_only(void **state)
{
	struct buf bytes = {0};
	struct err err;
	unsigned seed = 1;

	(void)state;
	assert_true(file_read("index", 1 << 24, &bytes, NULL, &err));
	for (int i = 0; i < 60; i++) {
		struct opened o;
		size_t at = (size_t)(seed = seed * 1103515245 + 12345) % bytes.n;

		bytes.p[at] = (char)(bytes.p[at] ^ (1 << i % 8));
		assert_true(file_write("broken", buf_span(&bytes), true, 0600, &err));
		open_all(&o, "broken");
		assert_true_to(&o);
		close_all(&o);
		(void)scratch_proof("broken", prebuilt_rules());
		open_all(&o, "broken");
		close_all(&o);
	}
	buf_finish(&bytes);
}

/* What was said when the index was made: of documents, and of links. */
static void assert_messages(const struct prebuilt *built)
{
	struct prebuilt_told told[PREBUILT_SORTS];
	struct report documents = {0}, links = {0};

	prebuilt_lend_sums(built, told);
	assert_int_equal(told[0].n, 1);
	assert_string_equal(told[0].first.p, "d/01.txt: odd");
	assert_int_equal(told[1].n, 1);
	assert_int_equal(prebuilt_lend_problems(built, &documents, &links), 0);
	assert_int_equal(documents.n, 1);
	assert_int_equal(links.n, 1);
	assert_string_equal(documents.items[0].text, "d/01.txt: odd");
	report_finish(&documents);
	report_finish(&links);
}

/* Everything that an alias table tells. */
static void put_table(const struct entities *table, struct buf *out)
{
	buf_printf(out, "%s %u %u %u\n", table->path, table->n, table->nnames, table->nkinds);
	for (uint32_t i = 0; i < table->n; i++) {
		const struct entity *ent = &table->items[i];
		buf_printf(out, "%u %.*s|%.*s|%.*s|%.*s|%u", table->by_id[i], SPAN_ARG(ent->id),
			SPAN_ARG(ent->place), SPAN_ARG(ent->note), SPAN_ARG(table->kinds[ent->kind]),
			ent->line);
		doc_date_put(&ent->date, out);
		doc_date_put(&ent->until, out);
		for (uint32_t k = ent->name; k < ent->name + ent->nnames; k++) {
			const struct name *name = &table->names[k];

			buf_printf(out, "|%.*s %u %u %d", SPAN_ARG(name->text), name->ent.i,
				name->line, name->main);
		}
		for (uint32_t k = ent->party; k < ent->party + ent->nparties; k++) {
			buf_printf(out, "|%.*s", SPAN_ARG(table->parties[k]));
		}
		buf_putc(out, '\n');
	}
}

/* The alias table of an index is the one that it was made with. */
static void test_names_are_lent(void **state)
{
	struct prebuilt built;
	struct entities table;
	struct buf here = {0}, there = {0};
	struct err err;

	(void)state;
	assert_true(prebuilt_map(&built, "index", &key, &err));
	assert_true(prebuilt_names_lend(&built, "entities.rec", &config, &table, &err));
	put_table(&ents, &here);
	put_table(&table, &there);
	assert_non_null(strstr(here.p, "1855-02-07"));
	assert_non_null(strstr(here.p, "|Japan"));
	assert_string_equal(here.p, there.p);
	assert_int_equal(entities_find(&table, SPAN("yoshida")).i, 1);
	assert_int_equal(entities_find(&table, SPAN("nobody")).i, ENT_NONE.i);
	buf_finish(&here);
	buf_finish(&there);
	entities_finish(&table);
	prebuilt_close(&built);
}

/* Before anybody has looked at the folder, what the index says is what was there. */
static void test_an_index_stands_for_the_folder(void **state)
{
	struct opened o, lent;
	struct buf here = {0}, there = {0};
	ent_id yoshida = {1};

	(void)state;
	open_all(&o, "none");
	report_add(&o.report, REPORT_WARNING, "d/01.txt", 0, "odd");
	save(&o);
	assert_true(lend_all(&lent, "index"));
	put_all(&o, &here);
	put_all(&lent, &there);
	assert_string_equal(here.p, there.p);
	assert_int_equal(xref_docs(&o.xref, yoshida), DOCS);
	assert_int_equal(xref_docs(&lent.xref, yoshida), DOCS);
	assert_int_equal(xref_of(&lent.xref, yoshida).n, xref_of(&o.xref, yoshida).n);
	assert_int_equal(catalog_find(&lent.catalog, SPAN("05.txt")).i, 5);
	assert_messages(&lent.built);
	assert_false(xref_guard_damaged(&lent.xref));
	look_at_all(&lent);
	close_all(&lent);
	scratch_file("d/documents.rec", SPAN("File: 09.txt\nTitle: Told\n"));
	buf_finish(&here);
	buf_finish(&there);
	close_all(&o);
	assert_int_equal(unlink("d/documents.rec"), 0);
}

/* A file that was edited since is noticed as soon as its text is read. */
static void test_lent_documents_notice_edits(void **state)
{
	struct opened o;

	(void)state;
	assert_true(lend_all(&o, "index"));
	assert_int_equal(catalog_stale(&o.catalog), 0);
	(void)catalog_doc(&o.catalog, (doc_id){2});
	assert_int_equal(catalog_stale(&o.catalog), 0);
	make_doc(4, "And of Etorofu.\n");
	(void)catalog_doc(&o.catalog, (doc_id){4});
	assert_int_equal(catalog_stale(&o.catalog), 1);
	assert_true(catalog_has_changed(&o.catalog, (doc_id){4}));
	assert_int_equal(unlink("d/05.txt"), 0);
	(void)catalog_doc(&o.catalog, (doc_id){5});
	assert_int_equal(catalog_stale(&o.catalog), 2);
	close_all(&o);
	make_doc(4, "");
	make_doc(5, "");
}

/* The alias table of such an index, and its messages, if it has any. */
static void look_at_names(const struct prebuilt *built)
{
	struct prebuilt_told told[PREBUILT_SORTS];
	struct report report = {0};
	struct entities table;
	struct buf out = {0};
	struct err err;

	prebuilt_lend_sums(built, told);
	(void)prebuilt_lend_problems(built, &report, &report);
	report_finish(&report);
	if (prebuilt_names_lend(built, "entities.rec", &config, &table, &err)) {
		put_table(&table, &out);
		(void)entities_find(&table, SPAN("yoshida"));
		entities_finish(&table);
		buf_finish(&out);
	}
}

/* An index whose sums are right and whose numbers are anything. */
static void test_lies_hurt_nobody(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct sections in;
		struct sections_out out;
		struct err err;
		struct opened o;

		assert_true(sections_open(&in, "index", &err));
		assert_true(sections_create(&out, "lies", &err));
		for (size_t s = 0; s < in.n; s++) {
			uint32_t element = in.table[s].element, id = in.table[s].id;
			uint64_t n;
			const void *p = sections_get(&in, id, element, &n);
			unsigned char *copy = malloc(n * element + 1);

			assert_non_null(copy);
			memcpy(copy, p, n * element);
			for (int k = 0; s > 0 && k < 3 && n > 0; k++) {
				seed = seed * 1103515245 + 12345;
				copy[seed % (n * element)] ^= (unsigned char)(seed >> 24 | 1);
			}
			sections_add(&out, id, element, copy,
				round % 7 == 6 && s == (size_t)round % in.n ? n / 2 : n);
			free(copy);
		}
		assert_true(sections_commit(&out, &err));
		sections_close(&in);
		open_all(&o, "lies");
		look_at_all(&o);
		close_all(&o);
		if (lend_all(&o, "lies")) {
			look_at_all(&o);
			look_at_names(&o.built);
		}
		close_all(&o);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_is_read_twice),
		cmocka_unit_test(test_what_has_changed_is_read),
		cmocka_unit_test(test_young_files_are_read_again),
		cmocka_unit_test(test_another_key_takes_nothing),
		cmocka_unit_test(test_an_index_stands_for_the_folder),
		cmocka_unit_test(test_names_are_lent),
		cmocka_unit_test(test_lent_documents_notice_edits),
		cmocka_unit_test(test_damage_costs_time_only),
		cmocka_unit_test(test_lies_hurt_nobody),
	};
	return cmocka_run_group_tests_name("prebuilt", tests, enter, leave);
}
