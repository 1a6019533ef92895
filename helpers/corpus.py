"""The articles and what was read out of them: loaded and checked once, as pandas frames.

`load` reads a corpus folder, has helpers.checking look at all of it, and gives a Corpus whose
attributes are the frames; nothing that does not hold is loaded.
"""

from datetime import date
from pathlib import Path

from helpers import checking, dates
from helpers.checking.places import EDITORIAL as EDITORIAL
from helpers.checking.places import NOT_SPEECH as NOT_SPEECH
from helpers.checking.places import QUOTED
from helpers.checking.shapes import PROJECT as HOME
from helpers.words import stop_list

# What loading adds to the columns of a table.
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


def load(folder=None, reader=None):
    """The Corpus of a folder (this project's, if none is given), read and checked once.

    `reader` is by default the one of each table's first row. Raises CorpusError with every
    Problem, and ValueError for a reader without any row.
    """
    folder = Path(folder or HOME)
    tables, problems = checking.checked(folder)
    if problems:
        raise CorpusError(problems)
    tables = {name: _sorted(name, rows, tables) for name, rows in tables.items()}
    frames = {name: _frame(name, rows, folder) for name, rows in tables.items()}
    return Corpus(folder, frames, _stopwords(folder)).by(reader)


class Corpus:
    """A loaded corpus as one reader marked it: each of its tables is an attribute, a frame.

    articles    a row an article, in order of publication, indexed by its id; `text` is the file
    segments    a row a stretch of a file, in reading order; those of an article cover its file
    quotations  a row a part of an attributed utterance, with start and end; parts of one share
                `utterance`, `within` names the one that relays it; kinds in NOT_SPEECH are none
    positions   a row an answer by one voice to one question in one article; start and end, or -1
    questions   a row a question put to every article; `opposed` are pairs of answers
    mentions    a row a telling of an event, with start and end, and `derived`, its counted date
    events      a row an event that the reader's mentions tell of, in order of its best date, with
                its possible days `first` and `last`, None where open
    names       a row a written form; the forms of one referent stand together
    sides, disputed, differences   the tables as they are

    Places count code points of the file, end excluded. A cell that holds several things is a
    tuple. Each access gives a frame of its own, so that nothing done to one changes another.
    """

    def __init__(self, folder, frames, stopwords, reader=None, fill=False):
        self.folder, self.stopwords, self.reader = folder, stopwords, reader
        self._frames, self._fill = frames, fill

    def __getattr__(self, name):
        if name.startswith("_") or name not in self._frames:
            raise AttributeError(f"a corpus has no table {name!r}")
        if name in QUOTED:
            return self.rows(name, self.reader, self._fill)
        if name == "events":
            frame = self._frames[name]
            return frame[frame["event"].isin(self.mentions["event"])].reset_index(drop=True)
        return self._frames[name].copy(deep=False)

    def by(self, reader, fill=False):
        """The same corpus as another reader marked it; a table without rows of theirs is empty.

        With `fill` an article in which they have no row of a table is there as the first one read
        it, so that what is counted over all articles can be compared.
        """
        if reader and reader not in {each for name in QUOTED for each in self.readers(name)}:
            raise ValueError(f"no table has rows of a reader {reader!r}")
        return Corpus(self.folder, self._frames, self.stopwords, reader, fill)

    def readers(self, table):
        """The readers with rows in a table, in the order of their first rows."""
        frame = self._frames[table].sort_values("row", kind="stable")
        return list(frame["reader"].unique())

    def compared(self, table):
        """Those of its readers who share with all before them at least half of their articles."""
        shared, found = set(self.articles.index), []
        for reader in self.readers(table):
            own = shared & set(self.rows(table, reader)["article"])
            if 2 * len(own) >= len(shared):
                found, shared = [*found, reader], own
        return found

    def rows(self, table, reader, fill=False):
        """The rows of a table by one reader (the first one, if none is given); `fill`: see `by`."""
        first, frame = next(iter(self.readers(table)), None), self._frames[table]
        own = frame["reader"] == (reader or first)
        if fill:
            own |= (frame["reader"] == first) & ~frame["article"].isin(frame["article"][own])
        return frame[own].drop(columns="row").reset_index(drop=True)

    def everyone(self, table):
        """The rows of a table by all readers."""
        return self._frames[table].drop(columns="row")


def _stopwords(folder):
    """The words of stopwords.txt, spelled as tokens are; none without it."""
    path = folder / "stopwords.txt"
    return stop_list(path.read_text("utf-8-sig"))[0] if path.is_file() else frozenset()


def _frame(name, rows, folder):
    import pandas as pd

    columns = [*checking.columns(name, folder), *FOUND.get(name, ()), *["row"] * (name in QUOTED)]
    cells = [[_frozen(row[column]) for column in columns] for row in rows]
    frame = pd.DataFrame(cells, columns=columns)
    if name == "articles":
        return frame.set_index("article", drop=False).rename_axis(None)
    return frame


def _frozen(cell):
    return tuple(cell) if isinstance(cell, list) else cell


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
