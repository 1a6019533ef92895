"""What is still to do for one article: questions, sides, dates, and all that does not hold."""

from helpers.checking.places import NOT_SPEECH
from helpers.marking import forms
from helpers.marking.store import TASK


def tasks(store, article, reader):
    """What one reader has still to do, a list of dicts: kind, words, and what opens it.

    `question` opens a question to be asked of the article, `table` and `row` a row.
    """
    return [
        *_questions(store, article, reader),
        *_sides(store, article, reader),
        *_dates(store, article, reader),
        *_wrong(store, article),
    ]


def _questions(store, article, reader):
    asked = {row["question"] for row in forms.own(store, "positions", reader, article)}
    for row in store.tables["questions"]:
        if row["question"] not in asked:
            yield {"kind": "question", "words": row["asks"], "question": row["question"]}


def _sides(store, article, reader):
    for row in forms.own(store, "quotations", reader, article):
        if not row["side"] and row["kind"] not in NOT_SPEECH:
            words = f"“{_short(row['quote'])}” has no side"
            yield {"kind": "side", "words": words, "table": "quotations", "row": row["row"]}


def _dates(store, article, reader):
    told = {row["event"] for row in forms.own(store, "mentions", reader, article)}
    for row in store.tables["events"]:
        if row["event"] in told and row["date"] in ("", "unknown") and row["reader"] == reader:
            words = f"{row['what']}: no date"
            yield {"kind": "date", "words": words, "table": "events", "row": row["row"]}


def _wrong(store, article):
    """What helpers.checking finds in rows of this article and in rows of none."""
    for problem in store.problems:
        table = problem.file.removesuffix(".csv")
        row = next((r for r in store.tables.get(table, ()) if r["row"] == problem.row), {})
        if not TASK.match(problem.words) and row.get("article", article) == article:
            found = {"kind": "wrong", "words": f"{problem.words}: {problem.mend}"}
            yield found | ({"table": table, "row": problem.row} if row else {})


def _short(words, most=40):
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"
