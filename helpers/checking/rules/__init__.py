"""What must hold across the tables of a corpus: a part for each table.

A rule gets all tables, as lists of row dicts with `row`, `start` and `end` (-1 where no place was
found), and yields what does not hold in its own one: (row, words, mend). What is asked of a reading
as a whole is asked of the corpus's own one, which is that of a table's first row.
"""

from functools import partial

from helpers.checking.files import Problem
from helpers.checking.rules import articles, events, names, positions, quotations, rows

KEYS = {"quotations": "utterance", "positions": "position", "mentions": "mention"}
KEYS |= {"questions": "question"}  # by what a doubt names a row


def problems(tables, whole):
    """Everything that can be wrong across tables, asked of those read whole (their names)."""
    for name, needed, rule in RULES:
        if whole.issuperset(needed.split()):
            for row, words, mend in rule(tables):
                yield Problem(f"{name}.csv", row["row"] if row else 0, words, mend)


def _disputed(tables):
    """Disputed rows that are not there, columns that their table does not have."""
    for row in tables["disputed"]:
        if row["table"] not in KEYS:
            continue  # reported with its cell
        known = {each[KEYS[row["table"]]]: each for each in tables[row["table"]]}
        if row["id"] not in known:
            yield row, f"{row['table']} has no row {row['id']!r}", "name a row by its id"
        elif row["column"] and row["column"] not in known[row["id"]]:
            words = f"{row['table']} has no column {row['column']!r}"
            yield row, words, "name a column, or leave it empty"
        else:
            yield from _otherwise(row, known[row["id"]], tables)


def _otherwise(row, known, tables):
    """What a doubtful cell could not hold: no date, no answer to its question, no pair of them."""
    other, asked = row["otherwise"], known.get("question", "")
    answers = [each["answers"] for each in tables["questions"] if each["question"] == asked]
    if row["column"] in ("about", "date") and (wrong := rows.no_date(other)):
        yield row, f"otherwise: {wrong}", "write EDTF, as 2016-06 or 2016-06-09"
    if row["column"] == "answer" and other and answers and other not in answers[0]:
        yield row, f"{asked} has no answer {other!r}", "write one of its answers, or leave it empty"
    pair = {*other.split(" x ")}
    if row["column"] == "opposed" and not (len(pair) == 2 and pair <= {*answers[0]}):
        yield row, f"{other!r} is no pair of answers to {asked}", "write it as `one x other`"


# (the table of a rule, the tables that must have been read whole, the rule); mentions come before
# what looks at how sound they are.
RULES = (
    *((name, "", partial(rows.repetitions, name)) for name in KEYS),
    ("articles", "", articles.publication),
    ("quotations", "articles quotations", quotations.attribution),
    ("quotations", "quotations", quotations.speakers),
    ("names", "articles names", names.forms),
    ("names", "names", names.referents),
    ("questions", "questions", positions.vocabulary),
    ("positions", "articles questions positions", positions.answers),
    ("positions", "questions positions", positions.consequences),
    ("positions", "quotations positions", positions.speakers),
    ("events", "", events.dated),
    ("mentions", "articles events mentions", events.mentions),
    ("events", "articles events mentions", events.untold),
    ("mentions", "articles events mentions", events.tellings),
    *((name, "quotations", partial(quotations.voices, name)) for name in quotations.GIVING),
    ("disputed", "disputed quotations positions mentions questions", _disputed),
)
