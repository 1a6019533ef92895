"""The articles and what was read out of them, as pandas frames; nothing that does not hold.

Every loader asks helpers.checking for the whole corpus and raises CorpusError with all problems.
"""

import os
from datetime import date
from pathlib import Path

from helpers import checking, dates
from helpers.checking.places import EDITORIAL as EDITORIAL

HOME = Path(__file__).resolve().parent.parent
NOT_SPEECH = ("echo", "scare", "silence")
FOUND = {
    "articles": ("text", "name"),
    "segments": ("n", "start", "end", "text"),
    "quotations": ("start", "end"),
    "positions": ("start", "end"),
    "events": ("first", "last"),
    "mentions": ("start", "end", "derived"),
}
BOUNDS = ("published_earliest", "published_latest")


class CorpusError(Exception):
    """The corpus does not hold; `problems` lists every Problem found."""

    def __init__(self, problems):
        self.problems = problems
        count = f"{len(problems)} problem{'s' * (len(problems) != 1)} in the corpus"
        super().__init__("\n".join([count, *map(str, problems)]))


def folder(given=None):
    """The corpus folder: the one given, else the environment's CORPUS, else this project's."""
    return Path(given or os.environ.get("CORPUS") or HOME / "corpus")


def articles(folder=None):
    """One row an article, in order of publication, indexed by article id; `text` is the file.

    The order is that of the middle day between `published_earliest` and `published_latest`, which
    are those of `published` where the table leaves them empty.
    """
    return _frame("articles", folder).set_index("article", drop=False).rename_axis(None)


def segments(folder=None):
    """One row a stretch of a file, in reading order: article, n, kind, label, start, end, text.

    The segments of an article cover its file without a gap or an overlap.
    """
    return _frame("segments", folder)


def quotations(folder=None, reader=None):
    """One row a part of an attributed utterance, in order, with start and end; one reader's rows.

    Parts of one utterance share `utterance`; `within` names the utterance that relays it;
    `inserted` is a list. Rows of a kind in NOT_SPEECH are no speech. `reader` is by default the one
    of the first row. Raises ValueError for a reader without rows.
    """
    return _frame("quotations", folder, reader)


def sides(folder=None):
    """One row a side a speaker can be on: side, meaning; without the table any side is let pass."""
    return _frame("sides", folder)


def names(folder=None):
    """The alias table, one row a form: referent, name, form (as written), except (a list).

    All forms of one referent stand together, the referents in the order of their first rows.
    """
    return _frame("names", folder)


def questions(folder=None):
    """One row a question put to every article; `answers` a list, `opposed` a list of pairs."""
    return _frame("questions", folder)


def positions(folder=None, reader=None):
    """One row an answer by one voice to one question in one article; start and end, or -1."""
    return _frame("positions", folder, reader)


def events(folder=None, reader=None):
    """One row an event that a reader's mentions tell of, in order of its best date.

    `first` and `last` are its possible days, None where open.
    """
    told = mentions(folder, reader)["event"]
    found = _frame("events", folder)
    return found[found["event"].isin(told)].reset_index(drop=True)


def mentions(folder=None, reader=None):
    """One row a telling of an event, with start, end and `derived` (from anchor and expression)."""
    return _frame("mentions", folder, reader)


def disputed(folder=None):
    """One row a cell that could be read otherwise: dispute, table, id, column, otherwise, why."""
    return _frame("disputed", folder)


def differences(folder=None):
    """One row a place where two readers differed: table, a, b, what, wrong, why."""
    return _frame("differences", folder)


def stopwords(given=None):
    """The words of a corpus's stopwords.txt: one a line, what follows a # is a reason.

    Empty for a corpus without the file.
    """
    path = folder(given) / "stopwords.txt"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))


def _frame(name, given, reader=None):
    import pandas as pd

    tables, problems = checking.checked(folder(given))
    if problems:
        raise CorpusError(problems)
    rows, fields = tables[name], checking.columns(name, folder(given))
    if "reader" in fields and name != "events" and rows:
        readers = list(dict.fromkeys(row["reader"] for row in rows))
        if reader and reader not in readers:
            raise ValueError(f"{name}.csv has no rows of reader {reader!r}, of {readers} only")
        rows = [row for row in rows if row["reader"] == (reader or readers[0])]
    rows = _sorted(name, rows, tables)
    return pd.DataFrame(rows, columns=[*fields, *FOUND.get(name, ())]).reset_index(drop=True)


def _sorted(name, rows, tables):
    """Rows in the order of publication, of the file, of dates; with what a frame adds to them."""
    articles = sorted(map(_published, tables["articles"]), key=_halfway)
    if name == "articles":
        return articles
    rank = {row["article"]: n for n, row in enumerate(articles)}
    asked = {row["question"]: n for n, row in enumerate(tables["questions"])}
    first = {row["referent"]: row["row"] for row in reversed(tables["names"])}
    keys = dict.fromkeys(
        ("segments", "quotations", "mentions"),
        lambda row: (rank[row["article"]], row["start"], -row["end"]),
    ) | {
        "positions": lambda row: (asked[row["question"]], rank[row["article"]], row["row"]),
        "names": lambda row: first[row["referent"]],
        "events": lambda row: (row["first"] or row["last"] or date.max, row["event"]),
    }
    for row in rows:
        if name == "questions":
            row["opposed"] = [tuple(pair.split(" x ")) for pair in row["opposed"]]
        if name == "events":
            row["first"], row["last"] = dates.when(row["date"])[:2]
    return sorted(rows, key=keys.get(name, lambda row: 0))


def _published(row):
    """A row of articles with its name, and the first and the last possible day filled in."""
    found = row | {"name": row["outlet"].partition(" (")[0]}
    for column, day in zip(BOUNDS, dates.bounds(row["published"]), strict=True):
        found[column] = row[column] or str(day)
    return found


def _halfway(row):
    """The day halfway between earliest and latest publication, and the id, to part equal days."""
    return dates.middle("/".join(row[column] for column in BOUNDS)), row["article"]
