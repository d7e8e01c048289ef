#include "links/pet_name.h"

static const struct {
	const char *full;
	const char *cut; /* written with a full stop, or as if there were one; begin alike, or with X */
	const char *pet;
} names[] = {
	{"Alexander", "Alex Alexr", "Alec Sandy"},
	{"Alfred", "Alf", "Alf"},
	{"Andrew", "Andw And", "Andy"},
	{"Anthony", "Anty Ant", "Tony"},
	{"Arthur", "Arth", ""},
	{"Benjamin", "Benj Benjn Ben", "Ben"},
	{"Catherine", "Cath", "Kate Kitty"},
	{"Charles", "Chas Ch", "Charlie Charley"},
	{"Christopher", "Chris Chrisr Xpher", "Kit"},
	{"Daniel", "Danl Dan", "Dan"},
	{"Edmund", "Edm Edmd", ""},
	{"Edward", "Edw Edwd", "Ned Ted"},
	{"Elizabeth", "Eliz Elizth", "Bess Betsy Betty Lizzie"},
	{"Francis", "Fra Fras", "Frank"},
	{"Frederick", "Fred Fredk", "Fred"},
	{"George", "Geo", ""},
	{"Gilbert", "Gilb", ""},
	{"Henry", "Hen Heny Hy", "Harry Hal"},
	{"James", "Jas", "Jim Jimmy"},
	{"John", "Jno Jn", "Jack Johnny"},
	{"Jonathan", "Jona", ""},
	{"Joseph", "Jos", "Joe"},
	{"Joshua", "Josh", ""},
	{"Margaret", "Margt", "Meg Peggy"},
	{"Matthew", "Matt Mattw", "Matt"},
	{"Michael", "Michl Mich", "Mike"},
	{"Nathaniel", "Nath Nathl", "Nat"},
	{"Nicholas", "Nich Nichs", "Nick"},
	{"Patrick", "Patk", "Pat"},
	{"Philip", "Phil", ""},
	{"Richard", "Richd Rich Rd", "Dick"},
	{"Robert", "Robt Rob", "Bob Robin"},
	{"Samuel", "Saml Sam", "Sam"},
	{"Stephen", "Steph", ""},
	{"Theodore", "Theo", "Teddy"},
	{"Theophilus", "Theoph", ""},
	{"Thomas", "Thos Tho", "Tom"},
	{"Timothy", "Tim", "Tim"},
	{"Walter", "Walt", "Wat"},
	{"William", "Wm Will Willm", "Will Bill Billy"},
	{"Zachary", "Zach", ""},
};

static struct span without_stop(struct span word)
{
	while (word.n > 0 && word.p[word.n - 1] == '.') {
		word.n--;
	}
	return word;
}

/* Whether word is one of those in list. */
static bool is_in(const char *list, struct span word)
{
	while (*list != '\0') {
		size_t n = 0;
		while (list[n] != '\0' && list[n] != ' ') {
			n++;
		}
		if (n == word.n && span_eq_nocase((struct span){list, n}, word)) {
			return n > 0;
		}
		list += n + (list[n] == ' ');
	}
	return false;
}

bool pet_name_fits(struct span full, struct span word)
{
	word = without_stop(word);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if (span_eq_nocase(span_of(names[i].full), full)) {
			return is_in(names[i].cut, word) || is_in(names[i].pet, word);
		}
	}
	return false;
}

bool pet_name_is_cut(struct span word)
{
	word = without_stop(word);
	char first = word.n == 0 ? '\0' : (char)(word.p[0] & ~0x20);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		if ((names[i].full[0] == first || first == 'X') && is_in(names[i].cut, word)) {
			return true;
		}
	}
	return false;
}
