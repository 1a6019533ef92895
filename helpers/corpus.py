"""The articles and what was read out of them: find every place, refuse what does not hold.

An annotation names a place by its words; this module finds the place once and turns it into
`start` and `end` (code points from the beginning of the file, end excluded). It never guesses a
nearby match. `python -m helpers.corpus` checks everything and prints each problem with its mend.
"""

import hashlib
import os
import re
import sys
from datetime import date
from pathlib import Path
from unicodedata import category

from helpers import checks, dates
from helpers.tables import EDITORIAL as EDITORIAL
from helpers.tables import KINDS, TABLES, Problem, read_rows, read_text

HOME = Path(__file__).resolve().parent.parent
OTHER_FILES = ("README.md", "CODEBOOK.md", "stopwords.txt")
# What may stand between the words given as `before` and the quote itself.
BETWEEN = " \n\t\u00a0“”‘’«»\"'(["
FOUND = {
    "articles": ("text",),
    "segments": ("n", "start", "end", "text"),
    "quotations": ("start", "end"),
    "positions": ("start", "end"),
    "events": ("first", "last"),
    "mentions": ("start", "end", "derived"),
}


class CorpusError(Exception):
    """The corpus does not hold; `problems` lists every Problem found."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__("\n".join([f"{_count(problems)} in the corpus", *map(str, problems)]))


def _count(problems):
    return f"{len(problems)} problem{'s' * (len(problems) != 1)}"


def folder(given=None):
    """The corpus folder: the one given, else the environment's CORPUS, else this project's."""
    return Path(given or os.environ.get("CORPUS") or HOME / "corpus")


def articles(folder=None):
    """One row an article, in order of publication, indexed by article id; `text` is the file.

    The order is that of the middle day between `published_earliest` and `published_latest`.
    Raises CorpusError with all problems of the corpus, as every loader here does.
    """
    return _frame("articles", folder).set_index("article", drop=False).rename_axis(None)


def segments(folder=None):
    """One row a stretch of a file, in reading order: article, n, kind, label, start, end, text.

    The segments of an article cover its file without a gap or an overlap.
    """
    return _frame("segments", folder)


def quotations(folder=None, reader=None):
    """One row a part of an attributed utterance, in order, with start and end; one reader's rows.

    Parts of one utterance share `utterance`; `within` names the utterance that relays it. Rows of
    kind echo, scare and silence are not speech. `reader` is by default the one of the first row.
    """
    return _frame("quotations", folder, reader)


def sides(folder=None):
    """One row a side a speaker can be on: side, meaning; without the table any side is let pass."""
    return _frame("sides", folder)


def names(folder=None):
    """The alias table, one row a form: referent, name, form (as written), except (what is not it).

    All forms of one referent stand together, the referents in the order of their first rows.
    `except` is a list of phrases that hold the form and mean something else.
    """
    return _frame("names", folder)


def questions(folder=None):
    """One row a question put to every article; `answers` a list, `opposed` a list of pairs."""
    return _frame("questions", folder)


def positions(folder=None, reader=None):
    """One row an answer by one voice to one question in one article; start and end, or -1."""
    return _frame("positions", folder, reader)


def events(folder=None):
    """One row an event, in order of its best date; `first` and `last` are its possible days."""
    return _frame("events", folder)


def mentions(folder=None, reader=None):
    """One row a telling of an event, with start, end and `derived` (from anchor and expression)."""
    return _frame("mentions", folder, reader)


def problems(folder=None):
    """Every Problem of a corpus, file by file; an empty list when all holds."""
    return _read(folder)[1]


def _frame(name, given, reader=None):
    import pandas as pd

    rows, wrong = _read(given)
    if wrong:
        raise CorpusError(wrong)
    frame = pd.DataFrame(rows[name], columns=[*TABLES[name].columns, *FOUND.get(name, ())])
    if "reader" in frame and len(frame):
        first = min(rows[name], key=lambda row: row["row"])
        frame = frame[frame["reader"] == (reader or first["reader"])]
    return frame.reset_index(drop=True)


def _read(given):
    """All tables as lists of dicts, their places found, and every problem: (rows, problems)."""
    home = folder(given)
    if not home.is_dir():
        return {}, [Problem(str(home), 0, "is no folder", "name the folder that holds articles/")]
    wrong, rows, whole = list(_stray_files(home)), {}, set()
    for name in TABLES:
        rows[name], found = read_rows(home / f"{name}.csv", name)
        wrong += found
        if {problem.row for problem in found} <= {row["row"] for row in rows[name]}:
            whole.add(name)  # no row was lost: what is missing is not there
    wrong += _read_articles(rows["articles"], home)
    if "articles" in whole:
        wrong += _missing_articles(rows["articles"], home)
        wrong += _unknown_articles(rows, {row["article"] for row in rows["articles"]} - {""})
    texts = {row["article"]: row["text"] for row in rows["articles"] if row.get("text")}
    wrong += _cut_segments(rows["segments"], texts)
    zones = {}
    if {"articles", "segments"} <= whole:
        wrong += _uncut_articles(rows)
        zones = checks.zones(_standing(rows["segments"]))
    for name in ("quotations", "positions", "mentions"):
        wrong += _find_places(name, rows[name], texts, zones)
    wrong += checks.all_problems(rows, whole)
    if not wrong:
        _sort(rows)
    return rows, wrong


def _stray_files(home):
    """Files that no table explains, so that a misspelt or forgotten one is noticed."""
    known = sorted([*(f"{name}.csv" for name in TABLES), *OTHER_FILES, "articles"])
    for path in sorted(home.iterdir()):
        if path.name.startswith("."):
            continue
        if path.name not in known:
            mend = f"remove it, or give it one of the names {', '.join(known)}"
            yield Problem(path.name, 0, "does not belong in a corpus folder", mend)
        elif path.name == "articles":
            if not path.is_dir():
                yield Problem(path.name, 0, "is not a folder", "make it the folder of the texts")
        elif not path.is_file():
            yield Problem(path.name, 0, "is not a file", "put the file itself there, or remove it")
        elif _leaves(path, home):
            mend = "put the file itself there, not a link out of the folder"
            yield Problem(path.name, 0, "leaves the folder", mend)
        elif path.name == "stopwords.txt" and path.stat().st_size:
            yield from read_text(path, path.name, spreadsheet=True)[1]


def _leaves(path, home):
    return not path.resolve().is_relative_to(home.resolve())


def _read_articles(rows, home):
    """Put `text` into each row; problems of ids, files, dates and checksums."""
    seen = set()
    for row in rows:
        name = row["article"]
        if not name.strip():
            continue  # reported as an empty cell
        if not is_id(name):
            mend = "use letters, digits and hyphens; its file is articles/ID.txt"
            yield Problem("articles.csv", row["row"], f"article {name!r} is no id", mend)
        elif name in seen:
            mend = "keep one row an article"
            yield Problem("articles.csv", row["row"], f"article {name!r} is there twice", mend)
        else:
            yield from _read_article(row, home)
        seen.add(name)
        yield from checks.publication_problems(row)


def is_id(name):
    """Whether a name can be an article's id, and so the name of its file: `articles/ID.txt`.

    Letters of any script with their marks, digits, hyphens and underscores; no mark begins it.
    """
    allowed = all(each in "-_\u200c\u200d" or category(each)[0] in "LMN" for each in name)
    return name != "" and allowed and category(name[0])[0] in "LN" and len(name.encode()) <= 200


def _missing_articles(rows, home):
    """Articles that the table does not name."""
    known = {row["article"] for row in rows}
    if not rows:
        mend = "add a row for each text in articles/"
        yield Problem("articles.csv", 0, "names no article", mend)
    for path in sorted((home / "articles").glob("*")):
        if path.name.startswith("."):
            continue
        if path.suffix != ".txt" or path.stem not in known:
            mend = f"add a row for {path.stem!r} to articles.csv, or take the file away"
            yield Problem(f"articles/{path.name}", 0, "has no row in articles.csv", mend)


def _read_article(row, home):
    file = f"articles/{row['article']}.txt"
    path = home / file
    if not path.is_file():
        mend = f"put {path.name} into articles/, or remove the row"
        yield Problem("articles.csv", row["row"], f"{file} is missing", mend)
        return
    if _leaves(path, home):
        mend = "put the file itself there, not a link out of the folder"
        yield Problem("articles.csv", row["row"], f"{file} leaves the folder", mend)
        return
    text, wrong = read_text(path, file)
    yield from wrong
    if wrong:
        return
    row["text"] = text
    if checksum(path) != row["sha256"]:
        words = f"{file} is not the text that was annotated: its sha256 is {checksum(path)}"
        mend = "restore the file; for a text that is new or changed on purpose enter this sha256"
        yield Problem("articles.csv", row["row"], words, mend)


def checksum(path):
    """The sha256 of a file, as articles.csv writes it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _unknown_articles(rows, known):
    """One problem for each unknown article of a table, at the first of its rows."""
    for name in ("segments", "quotations", "positions", "mentions"):
        unknown = {}
        for row in rows[name]:
            if row["article"].strip() and row["article"] not in known:
                unknown.setdefault(row["article"], []).append(row["row"])
        for article, numbers in unknown.items():
            more = f" (and in {len(numbers) - 1} more rows)" if numbers[1:] else ""
            mend = f"use one of: {', '.join(sorted(known))}"
            yield Problem(f"{name}.csv", numbers[0], f"unknown article {article!r}{more}", mend)


def _uncut_articles(rows):
    """Articles whose file is not cut into segments, or has no segment to compare."""
    for row in rows["articles"]:
        kinds = {each["kind"] for each in rows["segments"] if each["article"] == row["article"]}
        if not kinds and row["article"].strip():
            mend = "mark its first segment with the words the file starts with"
            words = f"article {row['article']!r} has no segments"
            yield Problem("segments.csv", 0, words, mend)
        elif kinds and kinds.isdisjoint(EDITORIAL) and kinds <= set(KINDS):
            mend = f"mark what belongs to the article itself as one of: {', '.join(EDITORIAL)}"
            words = f"article {row['article']!r} has no editorial segment"
            yield Problem("segments.csv", 0, words, mend)


def _standing(segments):
    """The segments of articles that are cut without a problem."""
    fallen = {row["article"] for row in segments if "end" not in row or row["kind"] not in KINDS}
    return [row for row in segments if row["article"] not in fallen]


def _cut_segments(rows, texts):
    """Give each segment n, start, end and text: it begins at its words and runs to the next.

    A blank in `starts` stands for any blanks and line ends; blanks before the first words of a
    file belong to its first segment.
    """
    for article, text in texts.items():
        own, after = [row for row in rows if row["article"] == article], 0
        for n, row in enumerate(own, 1):
            if not row["starts"].strip():
                continue  # reported as an empty cell
            pattern = start_pattern(row["starts"])
            found = pattern.search(text, after)
            wrong = _start_problem(row, text, pattern, found, n)
            if wrong:
                yield Problem("segments.csv", row["row"], *wrong)
            else:
                row |= {"n": n, "start": found.start() if n > 1 else 0}
                after = found.start() + 1
        if own and all("start" in row for row in own):
            ends = [*(row["start"] for row in own[1:]), len(text)]
            for row, end in zip(own, ends, strict=True):
                row |= {"end": end, "text": text[row["start"] : end]}


def start_pattern(words):
    """What finds the words a segment starts with."""
    return re.compile(r"\s+".join(map(re.escape, words.split())))


def _start_problem(row, text, pattern, found, n):
    words = f"{row['article']} does not have the words {row['starts']!r}"
    if not found and pattern.search(text):
        mend = "list the segments in the order in which they stand in the file"
        return f"{words} after the segment before", mend
    if not found:
        return words, _nearly(text, row["starts"])
    if n == 1 and text[: found.start()].strip():
        mend = "start the article's first segment with the first words of its file"
        return f"{row['article']}: the file begins before {row['starts']!r}", mend
    if n > 1 and pattern.search(text, found.start() + 1):
        mend = "copy more words, until they stand only once after the segment before"
        return f"{row['article']} has the words {row['starts']!r} twice", mend
    return None


def _nearly(text, words):
    """The mend for words that are not in a text; says so when only blanks or marks differ."""

    def plain(string):
        for odd, usual in (("\u00a0", " "), ("’", "'"), ("‘", "'"), ("“", '"'), ("”", '"')):
            string = string.replace(odd, usual)
        return " ".join(string.split()).casefold()

    if plain(words) in plain(text):
        return (
            "only blanks (a no-break space?), quotation marks or capitals differ: copy the words "
            "from the file"
        )
    return "copy the words from the file, character for character"


def _find_places(name, rows, texts, zones):
    """Give each annotation start and end: its quote's one place in the article's editorial text.

    Both are -1 where there is no such place, or no article that stands to look in.
    """
    for row in rows:
        row |= {"start": -1, "end": -1}
        if not row["quote"] or row["quote"] != row["quote"].strip() or row["article"] not in zones:
            continue
        text, quote = texts[row["article"]], row["quote"]
        starts = [
            at
            for at in _occurrences(text, quote)
            if any(first <= at and at + len(quote) <= last for first, last in zones[row["article"]])
        ]
        wanted = row["before"].rstrip(BETWEEN)
        fits = [at for at in starts if text[:at].rstrip(BETWEEN).endswith(wanted)]
        if len(fits) == 1:
            row |= {"start": fits[0], "end": fits[0] + len(quote)}
        else:
            yield Problem(f"{name}.csv", row["row"], *_place_problem(row, text, starts, fits))


def _occurrences(text, words):
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _place_problem(row, text, starts, fits):
    quote, article = row["quote"], row["article"]
    if "\n" in quote:
        return f"quote {quote!r} runs over a line end", "give each paragraph a row of its own"
    if quote not in text:
        return f"quote {quote!r} is not in {article}", _nearly(text, quote)
    if not starts:
        words = f"quote {quote!r} stands outside the editorial text of {article}"
        return words, "quote from title, subheading, body, wire or caption (see segments.csv)"
    if not fits:
        words = f"quote {quote!r} is in {article}, but not after {row['before']!r}"
        return words, "copy the words just before it into `before`"
    words = f"quote {quote!r} stands {len(fits)} times in {article}"
    return words, "put the words just before the one you mean into `before`"


def _sort(rows):
    """Articles in order of publication, annotations by article and place, events by date."""
    rows["articles"].sort(key=lambda row: (checks.publication_middle(row), row["article"]))
    rank = {row["article"]: n for n, row in enumerate(rows["articles"])}
    for name in ("segments", "quotations", "mentions"):
        rows[name].sort(key=lambda row: (rank[row["article"]], row["start"], -row["end"]))
    asked = {row["question"]: n for n, row in enumerate(rows["questions"])}
    rows["positions"].sort(
        key=lambda row: (asked[row["question"]], rank[row["article"]], row["row"])
    )
    first = {row["referent"]: row["row"] for row in reversed(rows["names"])}
    rows["names"].sort(key=lambda row: first[row["referent"]])
    for row in rows["names"]:
        row["except"] = checks.listed(row["except"])
    for row in rows["questions"]:
        row["answers"] = checks.listed(row["answers"])
        row["opposed"] = [tuple(pair.split(" x ")) for pair in checks.listed(row["opposed"])]
    for row in rows["events"]:
        day = dates.when(row["date"])
        row |= {"first": day.first, "last": day.last}
    rows["events"].sort(key=lambda row: (row["first"] or row["last"] or date.max, row["event"]))


def main(arguments):
    """Print every problem of the corpus folder given (or the project's); 1 when there is one."""
    if "--help" in arguments:
        print("python -m helpers.corpus [FOLDER]: check a corpus; without FOLDER the project's")
        return 0
    rows, wrong = _read(*(arguments[:1] or [None]))
    for problem in wrong:
        print(problem)
    print(_count(wrong) if wrong else f"{folder(*arguments[:1])}: everything holds")
    for article in [] if wrong else rows["articles"]:
        for name in ("quotations", "mentions"):
            if rows[name] and not any(row["article"] == article["article"] for row in rows[name]):
                print(f"{article['article']}: no {name} yet; that may be right, or unfinished")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # a console without our letters
    sys.exit(main(sys.argv[1:]))
