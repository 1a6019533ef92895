"""First tables for a folder of texts, so that the notebooks run before anything is annotated.

`python -m helpers.starter FOLDER` reads FOLDER/articles/*.txt, or the texts that lie in FOLDER
itself, which it moves into FOLDER/articles/. It writes articles.csv, segments.csv (a title and a
body each) and a stop list, changes no text and replaces no file, and says what to fill in by hand.
"""

import csv
import io
import re
import shlex
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from helpers.checking.files import Problem
from helpers.checking.places import checksum, start_pattern
from helpers.checking.shapes import FORMULA, OTHER_FILES, PROJECT, declared
from helpers.starter import containers
from helpers.starter.sources import (
    Refused,
    as_id,
    command,
    content,
    dated,
    is_date,
    other_kind,
    texts,
)

TITLE, SHOWN = 200, 80  # characters of a title at most, and of a paragraph that stands for one
OPEN = "not entered yet"


class Text(NamedTuple):
    """A text found: its file now, its id (and so its name in articles/), its words and date."""

    path: Path
    article: str
    text: str
    published: str
    reason: str


def start(folder, published=""):
    """Write the first tables of a folder of texts and return its Texts, in order of their ids.

    `published` is the EDTF date of texts whose name does not begin with one. Raises Refused, with
    every Problem, before anything is written or moved; a folder that cannot be written is left as
    it was.
    """
    home = Path(folder)
    problems, paths = _paths(home)
    if published and not is_date(published):
        mend = "write 2016, 2016-06 or 2016-06-09, or an interval with both ends"
        problems.append(Problem("--published", 0, f"{published!r} is no date", mend))
    found = []
    for path in paths:
        text, wrong = _text(path, home, published)
        problems += wrong
        found.append(text)
    problems += _clashes(found)
    if problems:
        raise Refused(problems)
    found.sort(key=lambda text: text.article)
    _install(found, home)
    return found


def _paths(home):
    """What stands in the way at first sight, and the files of the texts."""
    if not home.is_dir():
        return [Problem(str(home), 0, "is no folder", "name the folder that holds the texts")], []
    inside, beside = (texts(each, (".txt",), deep=False) for each in (home / "articles", home))
    problems = [*_strays(home, {*beside})]
    if inside and beside:
        mend = "move it into articles/, or out of the folder"
        problems += [Problem(path.name, 0, "lies beside articles/", mend) for path in beside]
    if not inside and not beside:
        mend = "put the texts there as NAME.txt, in UTF-8"
        problems.append(Problem(str(home), 0, "holds no text, here or in articles/", mend))
    return problems, inside or beside


def _strays(home, known):
    """Folders and files that are no texts, told before anything is moved."""
    shapes, parting = declared(PROJECT)[0], command("--part", shlex.quote(str(home)))
    for path in sorted(home.iterdir()):
        shape, many = shapes.get(path.stem), len(texts(path))
        if path in known or path.name.startswith("."):
            continue
        if path.name == "articles" and not path.is_dir():
            yield Problem("articles", 0, "is not a folder", "rename it")
        elif path.is_dir() and path.name != "articles":
            words = f"is a folder, with {many} text{'s' * (many != 1)} in it"
            mend = (
                f"take it away; or `{parting}` writes all texts, its own too, into one new folder"
            )
            yield Problem(path.name, 0, words, mend)
        elif path.name in ("articles.csv", "segments.csv"):
            header = content(path, path.name)[0].partition("\n")[0]
            if set(header.split(",")) >= {"article", shape.key[0] if shape.key else "starts"}:
                mend = "edit it by hand: the starter replaces nothing"
                yield Problem(path.name, 0, "is there already", mend)
            else:
                mend = f"rename it or take it away; if it holds texts, `{parting}` writes them out"
                yield Problem(path.name, 0, "is your own table, by a name that is needed", mend)
        elif path.suffix.lower() in (".csv", ".tsv", ".srt", ".vtt") and not shape:
            what, found = containers.found(path, content(path, path.name)[0] or " ")
            words = f"is {what} ({len([*found])})" if what else "is no text"
            mend = f"`{parting}` writes its texts" if what else "take it out of the folder"
            yield Problem(path.name, 0, words, mend)
        elif path.name not in OTHER_FILES and not (shape and path.suffix == ".csv"):
            mend = "take it out of the folder; if it is plain text, name it NAME.txt"
            strange = Problem(path.name, 0, "is no text (.txt) and no table", mend)
            yield other_kind(path, path.name) or strange


def _text(path, home, published):
    """One file as a Text, and what is wrong with it."""
    file = path.relative_to(home).as_posix()
    text, problems = content(path, file)
    what, pieces = containers.found(path, text) if text else (None, [])
    if what:
        n = len([*pieces])
        parting = command("--part", shlex.quote(str(home)))
        mend = f"`{parting}` writes what it holds, without all else, into a new folder"
        words = f"is {what} of {n} text{'s' * (n != 1)}, and not the words of one only"
        problems.append(Problem(file, 0, words, mend))
    if path.is_symlink():
        problems.append(Problem(file, 0, "is a link", "put the text itself there"))
    article = as_id(path.stem)
    if path.parent.name == "articles" and path.name != f"{article}.txt":
        mend = f"rename it, to {article}.txt for instance"
        problems.append(Problem(file, 0, "has a name that is no id of an article", mend))
    if day := dated(path.stem):
        return Text(path, article, text, day, "the file's name begins with it"), problems
    if not published:
        mend = "begin its name with the date and a hyphen (2016-name.txt, 2016-06-name.txt, "
        mend += "2016-06-09-name.txt), or give --published 2016-06"
        problems.append(Problem(file, 0, "has no date of publication", mend))
    return Text(path, article, text, published, "given for all texts together"), problems


def _clashes(found):
    """Texts that would have one name."""
    taken = {}
    for text in found:
        other = taken.setdefault(text.article.casefold(), text)
        if other is not text:
            words = f"would have the same name as {other.path.name}: {text.article}.txt"
            yield Problem(text.path.name, 0, words, "rename one of the two")


def _install(found, home):
    """Move the texts and put the tables beside them, all of it or nothing."""
    tables = {
        "articles": map(article_row, found),
        "segments": [row for text in found for row in segment_rows(text)],
    }
    tables = {f"{name}.csv": _csv(name, rows) for name, rows in tables.items()}
    if not (home / "stopwords.txt").exists():
        tables["stopwords.txt"] = (PROJECT / "stopwords.txt").read_text("utf-8")
    with ExitStack() as undo:
        try:
            if not (home / "articles").exists():
                (home / "articles").mkdir()
                undo.callback((home / "articles").rmdir)
            for text in found:
                to = home / f"articles/{text.article}.txt"
                if text.path != to:
                    text.path.rename(to)
                    undo.callback(to.rename, text.path)
            for name, table in tables.items():
                undo.callback((home / name).unlink, missing_ok=True)
                (home / name).write_text(table, "utf-8", newline="")
            undo.pop_all()
        except OSError as error:
            words = f"cannot be written ({error.strerror})"
            mend = "make room, or see who may write there"
            raise Refused([Problem(str(home), 0, words, mend)]) from error


def _csv(name, rows):
    """The text of a table."""
    table = csv.DictWriter(
        text := io.StringIO(newline=""),
        declared(PROJECT)[0][name].fields,
        restval="",
        lineterminator="\n",
    )
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def article_row(text):
    """The cells that a Text gives its row in articles.csv."""
    return {
        "article": text.article,
        "outlet": OPEN,
        "title": _title(text.text),
        "genre": OPEN,
        "published": text.published,
        "published_basis": "external",
        "published_reasoning": f"Not checked against the text: {text.reason}.",
        "sha256": checksum(text.path),
    }


def _headline(text):
    """The first line with a word in it, as a match; the first line, where no line has one."""
    return re.search(r"^.*[^\W\d_].*$", text, re.MULTILINE) or re.search(r"^.*\S.*$", text, re.M)


def _title(text):
    """The first line that says something; the beginning of a paragraph, if it is one."""
    line = _headline(text)[0].strip()
    if len(line) > TITLE:
        line = line[:SHOWN].rsplit(maxsplit=1)[0] + " …"
    return line.lstrip("=+@-").strip() if FORMULA.match(line) else line


def segment_rows(text):
    """The cells of a Text's first rows in segments.csv."""
    for _, kind, words in segments(text.text):
        yield {"article": text.article, "starts": words, "kind": kind}


def segments(text):
    """A title and a body, or a body alone where a title cannot be told: (place, kind, starts)."""
    line, first = _headline(text), len(text) - len(text.lstrip())
    body = re.compile(r"\S").search(text, line.end())
    if body and len(line[0].strip()) <= TITLE and (own := starts(text, body.start(), first + 1)):
        return [
            (first, "title", _some(text[first : line.end()])),
            (body.start(), "body", own),
        ]
    return [(first, "body", _some(text[first:]))]


def starts(text, place, after):
    """Words that a segment starts with, as many as it takes to stand once after a place, or None.

    They are those that the check then finds there.
    """
    line = text.find("\n", place) % (len(text) + 1) - place
    for length in (min(80, line), 80, 160, 320, 640):
        pattern = start_pattern(words := _some(text[place : place + length + 20], length))
        found = pattern.search(text, after)
        if found and found.start() == place and not pattern.search(text, place + 1):
            return words
    return None


def _some(words, length=80):
    """The first words, some eighty characters of them."""
    return " ".join(re.match(rf".{{1,{length}}}\S{{0,20}}", words, re.DOTALL)[0].split())
