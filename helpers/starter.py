"""First tables for a folder of texts, so that the notebooks run before anything is annotated.

`python -m helpers.starter FOLDER` reads FOLDER/articles/*.txt, or the texts that lie in FOLDER
itself, which it moves into FOLDER/articles/. It writes articles.csv, segments.csv (a title and a
body each) and a stop list, changes no text and replaces no file, and says what to fill in by hand.
"""

import argparse
import csv
import io
import os
import re
import shlex
import sys
from pathlib import Path
from typing import NamedTuple

from helpers import corpus, dates
from helpers.tables import FORMULA, TABLES, Problem, read_text

TITLE = 200  # characters; a longer first line is a paragraph
SHOWN = 80  # characters of a paragraph that stand for a missing title
LONGEST = 100_000  # characters of a cell that a table's reader takes
DATED = re.compile(r"([0-9]{4}(?:-[0-9]{2}){1,2})(?![0-9])")
OPEN = "not entered yet"
NEXT = """
To fill in by hand, in a spreadsheet whose date columns are set to text:
  articles.csv   outlet, genre, byline, country; whether title and published are right
  segments.csv   a row where a menu, a caption, a comment or other furniture begins
  stopwords.txt  is English: other words for another language
Speakers, names, questions and events are tables of their own; corpus/README.md of the
project describes them. None of them is needed. Then:
  python -m helpers.corpus {folder}
  python -m helpers.publish --corpus {folder} --to OUT
"""


class Text(NamedTuple):
    """A text found: its file now, its id (and so its name in articles/), its words and date."""

    path: Path
    article: str
    text: str
    published: str
    reason: str


class Refused(Exception):
    """The starter has written nothing; `problems` says why."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def start(folder, published=""):
    """Write the first tables of a folder of texts and return its Texts, in order of their ids.

    `published` is the EDTF date of texts whose name does not begin with one. Raises Refused, with
    every Problem, before anything is written or moved.
    """
    home = Path(folder)
    problems, paths = _paths(home)
    if published and not _is_date(published):
        mend = "write 2016, 2016-06 or 2016-06-09, or an interval with both ends"
        problems.append(Problem("--published", 0, f"{published!r} is no date", mend))
    found = []
    for path in paths:
        text, wrong = _text(path, home, published)
        problems += wrong
        found.append(text)
    problems += _clashes(found, home)
    if problems:
        raise Refused(problems)
    found.sort(key=lambda text: text.article)
    tables = _tables(found)
    for text in found:
        _move(text.path, home / f"articles/{text.article}.txt")
    for name, content in tables.items():
        _write(home / name, content)
    return found


def _paths(home):
    """What stands in the way at first sight, and the files of the texts."""
    if not home.is_dir():
        return [Problem(str(home), 0, "is no folder", "name the folder that holds the texts")], []
    problems = [
        Problem(file, 0, "is there already", "edit it by hand: the starter replaces nothing")
        for file in ("articles.csv", "segments.csv")
        if os.path.lexists(home / file)
    ]
    inside, beside = _texts(home / "articles"), _texts(home)
    if inside and beside:
        mend = "move it into articles/, or out of the folder"
        problems += [Problem(path.name, 0, "lies beside articles/", mend) for path in beside]
    if not inside and not beside:
        mend = "put the texts there as NAME.txt, in UTF-8"
        problems.append(Problem(str(home), 0, "holds no text, here or in articles/", mend))
    return problems, inside or beside


def _texts(folder):
    if not folder.is_dir():
        return []
    files = [path for path in folder.iterdir() if path.suffix.lower() == ".txt" and path.is_file()]
    other = ("stopwords.txt", *(path.name for path in files if path.name.startswith(".")))
    return sorted(path for path in files if path.name not in other)


def _text(path, home, published):
    """One file as a Text, and what is wrong with it."""
    file = path.relative_to(home).as_posix()
    text, problems = read_text(path, file)
    if path.is_symlink():
        problems.append(Problem(file, 0, "is a link", "put the text itself there"))
    article = path.stem if corpus.is_id(path.stem) else _as_id(path.stem)
    if path.parent.name == "articles" and path.name != f"{article}.txt":
        mend = f"rename it, to {article}.txt for instance"
        problems.append(Problem(file, 0, "has a name that is no id of an article", mend))
    dated = DATED.match(path.stem)
    if dated and _is_date(dated[1]):
        return Text(path, article, text, dated[1], "the file's name begins with it"), problems
    if not published:
        mend = "begin its name with the date (2016-06-09-name.txt), or give --published 2016-06"
        problems.append(Problem(file, 0, "has no date of publication", mend))
    return Text(path, article, text, published, "given for all texts together"), problems


def _is_date(edtf):
    try:
        return None not in dates.when(edtf)[:2]
    except ValueError:
        return False


def _as_id(name):
    """A file's name with hyphens for what an id cannot hold."""
    plain = "".join(each if corpus.is_id(f"a{each}") else "-" for each in name)
    while len(plain.encode()) > 200:
        plain = plain[:-1]
    plain = re.sub("-+", "-", plain).strip("-_")
    return plain if plain and corpus.is_id(plain) else f"text-{plain}".rstrip("-")


def _clashes(found, home):
    """Texts that would have one name, and places that are taken."""
    taken = {}
    for text in found:
        other = taken.setdefault(text.article.casefold(), text)
        if other is not text:
            words = f"would have the same name as {other.path.name}: {text.article}.txt"
            yield Problem(text.path.name, 0, words, "rename one of the two")
    if (home / "articles").exists() and not (home / "articles").is_dir():
        yield Problem("articles", 0, "is not a folder", "rename it")


def _tables(found):
    """The content of each new file by its name."""
    articles = [_article(text) for text in found]
    segments = [row for text in found for row in _segments(text)]
    return {
        "articles.csv": _csv("articles", articles),
        "segments.csv": _csv("segments", segments),
        "stopwords.txt": (corpus.HOME / "corpus/stopwords.txt").read_bytes(),
    }


def _csv(name, rows):
    out = io.StringIO()
    table = csv.DictWriter(out, TABLES[name].columns, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode()


def _article(text):
    return {
        "article": text.article,
        "outlet": OPEN,
        "title": _title(text.text),
        "genre": OPEN,
        "published": text.published,
        "published_basis": "external",
        "published_reasoning": f"Not checked against the text: {text.reason}.",
        "sha256": corpus.checksum(text.path),
    }


def _title(text):
    """The first line that says something; the beginning of a paragraph, if it is one."""
    line = text.strip().split("\n")[0].strip()
    if len(line) > TITLE:
        line = line[:SHOWN].rsplit(maxsplit=1)[0] + " …"
    return line.lstrip("=+@-").strip() if FORMULA.match(line) else line


def _segments(text):
    """A title and a body, or a body alone where a title cannot be told from it."""
    words = text.text
    first = len(words) - len(words.lstrip())
    line_end = words.find("\n", first)
    title = words[first:line_end].strip() if line_end > 0 else ""
    body = re.compile(r"\S").search(words, max(line_end, 0))
    starts = title and len(title) <= TITLE and body and _starts(words, body.start(), first + 1)
    if starts:
        yield {"article": text.article, "starts": _some(words[first:line_end]), "kind": "title"}
        yield {"article": text.article, "starts": starts, "kind": "body"}
    else:
        yield {"article": text.article, "starts": _some(words[first:]), "kind": "body"}


def _some(words, length=40):
    """The first words, some forty characters of them."""
    return " ".join(re.match(rf".{{1,{length}}}\S{{0,20}}", words, re.DOTALL)[0].split())


def _starts(text, at, after):
    """The fewest words at a place that are found there first and nowhere later; None if none are.

    They are sought as helpers.corpus seeks them, from `after` on.
    """
    length = 40
    while True:
        words = _some(text[at:], length)
        pattern = corpus.start_pattern(words)
        found = pattern.search(text, after)
        if found.start() == at and not pattern.search(text, at + 1):
            return words
        if length > min(len(text), LONGEST):
            return None
        length *= 2


def _move(path, to):
    """Move a text to its place, unless it is there or the place is taken."""
    if path == to:
        return
    to.parent.mkdir(exist_ok=True)
    if to.exists():
        raise FileExistsError(to)
    path.rename(to)


def _write(path, content):
    """Write a file that is not there yet; a stop list that is there stays."""
    if path.name == "stopwords.txt" and path.exists():
        return
    with path.open("xb") as file:
        file.write(content)


def main(arguments):
    """Start the folder named on the command line; 1 when it was refused, or does not hold yet."""
    parser = argparse.ArgumentParser(prog="python -m helpers.starter", description=__doc__)
    parser.add_argument("folder", metavar="FOLDER")
    parser.add_argument(
        "--published",
        metavar="DATE",
        default="",
        help="when texts whose name begins with no date were published: 2016-06-09, 2016-06, 2016",
    )
    options = parser.parse_args(arguments)
    try:
        found = start(options.folder, options.published)
    except Refused as refused:
        print(refused, "Nothing was written.", sep="\n")
        return 1
    for text in found:
        print(f"{text.path.name}: articles/{text.article}.txt, published {text.published}")
    print(f"{len(found)} text{'s' * (len(found) != 1)} in {options.folder}: first tables written.")
    problems = corpus.problems(options.folder)
    for problem in problems:
        print(problem)
    print(NEXT.format(folder=shlex.quote(options.folder)), end="")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # a console without our letters
    sys.exit(main(sys.argv[1:]))
