#include "read/linear_word.h"

#include "base/byte.h"
#include "base/utf8.h"

/* The digits that a line begins with, taken off it; 0 where there are none. */
static uint32_t take_count(struct span *rest)
{
	enum { COUNT_MOST = 99999999 };
	uint32_t count = 0;

	while (rest->n > 0 && byte_is_digit(rest->p[0])) {
		count = count > COUNT_MOST / 10 ? COUNT_MOST
			: count * 10 + (uint32_t)(rest->p[0] - '0');
		*rest = (struct span){rest->p + 1, rest->n - 1};
	}
	return count;
}

/* The command bound to exactly these keys: none of it may run before they are all typed. */
static bool bound(const struct session *session, const struct key_sequence *keys,
	enum command_id *out)
{
	struct key_sequence head = *keys;

	for (head.n = 1; head.n < keys->n; head.n++) {
		if (keymap_look(&session->keymap, &head, out) != KEYMAP_MORE) {
			return false;
		}
	}
	return keymap_look(&session->keymap, keys, out) == KEYMAP_YES;
}

/* The command that keys as text stand for: as they are, or the name of a key without < and >. */
static bool key_command(const struct session *session, struct span word, enum command_id *out)
{
	struct key_sequence keys;
	struct buf name = {0};
	struct err err;
	bool found = key_parse(word, &keys, &err) && bound(session, &keys, out);

	if (!found && word.n > 1) {
		buf_printf(&name, "<%.*s>", SPAN_ARG(word));
		found = buf_ok(&name, &err) && key_parse(buf_span(&name), &keys, &err) &&
			bound(session, &keys, out);
	}
	buf_finish(&name);
	return found;
}

/* A key with its argument glued to it: `/treaty`, `ma`, `''`. The argument is what is left. */
static bool glued_command(const struct session *session, struct span *rest, enum command_id *out)
{
	struct span first = {rest->p, 1}, behind = {rest->p + 1, rest->n - 1};
	enum command_id command;
	bool sign;

	if (rest->n < 2 || !key_command(session, first, &command)) {
		return false;
	}
	sign = strchr("/?:", first.p[0]) != NULL;
	if (!(sign && commands[command].arg == ARG_TEXT) &&
		!(commands[command].arg == ARG_KEY && span_trim(behind).n == 1)) {
		return false;
	}
	*out = command;
	*rest = span_trim(behind);
	return true;
}

/* The command that the line names, which is taken off it. */
static bool take_command(const struct session *session, struct span *rest, enum command_id *out,
	struct err *err)
{
	struct span behind = *rest, word;

	if (!span_cut(&behind, ' ', &word)) {
		return err_set(err, "nothing was typed");
	}
	*out = command_named(word, err);
	if (*out == COMMAND_NONE && glued_command(session, rest, out)) {
		return true;
	}
	if (*out == COMMAND_NONE && !key_command(session, word, out)) {
		*out = word.n > 1 ? command_find(word, err) : COMMAND_NONE;
	}
	if (*out == COMMAND_NONE) {
		return word.n > 1 ? err_set(err, "%s: help tells what can be typed", err->msg)
			: err_set(err, "%.*s does nothing: help tells what can be typed",
				SPAN_ARG(word));
	}
	*rest = span_trim(behind);
	return true;
}

/* What stands behind the command. */
static bool take_argument(struct span rest, struct linear_word *out, struct err *err)
{
	const struct command *command = &commands[out->call.command];
	uint32_t number;

	switch (command->arg) {
	case ARG_TEXT:
		out->call.text = rest.n > 0 ? rest : (struct span){NULL, 0};
		return true;
	case ARG_KEY:
		if (rest.n > 1) {
			return err_set(err, "%s takes one letter", command->name);
		}
		out->asks_key = rest.n == 0;
		out->call.key = rest.n == 0 ? 0 : (unsigned char)rest.p[0];
		return true;
	case ARG_COUNT:
		if (rest.n > 0 && !span_u32(rest, &number)) {
			return err_set(err, "%s takes a number, not '%.*s'", command->name,
				SPAN_ARG(rest));
		}
		out->call.count = rest.n > 0 ? number : out->call.count;
		return true;
	case ARG_NONE:
		if (out->call.command == COMMAND_go && span_u32(rest, &out->number)) {
			out->kind = LINEAR_WORD_NUMBER;
		} else if (rest.n > 0) {
			return err_set(err, "%s takes nothing behind it", command->name);
		}
		return true;
	}
	return true;
}

bool linear_word_read(const struct session *session, struct span line, struct linear_word *out,
	struct err *err)
{
	struct span rest = span_trim(line);
	struct linear_word word = {.kind = LINEAR_WORD_NONE};

	if (rest.n == 0) {
		*out = word;
		return true;
	}
	if (utf8_valid_prefix(rest) < rest.n) {
		return err_set(err, "that was no UTF-8");
	}
	word.call.count = take_count(&rest);
	if (rest.n == 0) {
		word.kind = LINEAR_WORD_NUMBER;
		word.number = word.call.count;
		*out = word;
		return true;
	}
	word.kind = LINEAR_WORD_CALL;
	if (!take_command(session, &rest, &word.call.command, err) ||
		!take_argument(rest, &word, err)) {
		return false;
	}
	*out = word;
	return true;
}
