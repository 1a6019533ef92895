"""First tables for a folder of texts, so that the notebooks run before anything is annotated.

`python -m helpers.starter FOLDER` reads FOLDER/articles/*.txt, or the texts that lie in FOLDER
itself, which it moves into FOLDER/articles/. It writes articles.csv, segments.csv (a title and a
body each) and a stop list, changes no text and replaces no file, and says what to fill in by hand.
"""

import csv
import io
import re
from pathlib import Path
from typing import NamedTuple

from helpers.checking.files import Problem
from helpers.checking.places import checksum, start_pattern
from helpers.checking.shapes import FORMULA, OTHER_FILES, PROJECT, declared, plain
from helpers.sentences import sentences
from helpers.starter import containers, sources
from helpers.starter.sources import Refused, as_id

TITLE = 200  # characters of a title at most
SPEAKER = re.compile(r"[^:\n]{1,60}: ")
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
    if published and not containers.is_date(published):
        mend = "write 2016, 2016-06 or 2016-06-09, or an interval with both ends"
        problems.append(Problem("--published", 0, f"{published!r} is no date", mend))
    found = []
    for path in paths:
        text, wrong = _text(path, home, published)
        problems += wrong
        found.append(text)
    if problems := [*problems, *_clashes(found)] or [*_lacking(found, home)]:
        raise Refused(problems)
    found.sort(key=lambda text: text.article)
    _install(found, home)
    return found


def _paths(home):
    """What stands in the way at first sight, and the files of the texts."""
    if not home.is_dir():
        return [Problem(str(home), 0, "is no folder", "name the folder that holds the texts")], []
    found, places = sources.texts(home, (".txt",)), (home / "articles", home)
    inside, beside = ([path for path in found if path.parent == place] for place in places)
    strays = [path for path in sorted(home.iterdir()) if path not in beside]
    strays = [(path.name, _stray(path, sources.command("--part", home))) for path in strays]
    problems = [Problem(name, 0, *wrong) for name, wrong in strays if wrong]
    if inside and beside:
        mend = "move it into articles/, or out of the folder"
        problems += [Problem(path.name, 0, "lies beside articles/", mend) for path in beside]
    if not found and not problems:
        mend = "put the texts there as NAME.txt, in UTF-8"
        problems = [Problem(str(home), 0, "holds no text, here or in articles/", mend)]
    return problems, inside or beside


def _stray(path, parting):
    """What a folder or file that is no text is as (words, mend); None where a corpus has it."""
    if path.name in OTHER_FILES or path.name.startswith("."):
        return None
    if path.is_dir():
        n = len(sources.texts(path))
        mend = f"take it away; or `{parting}` writes all texts, its own too, into one new folder"
        return f"is a folder, with {n} text{'s' * (n != 1)} in it", mend
    if path.name in ("articles.csv", "segments.csv"):
        mend = "edit it by hand, as the starter replaces nothing; a table of your own rename, or "
        return "is there already", f"{mend}`{parting}` writes the texts that it holds"
    if path.suffix == ".csv" and path.stem in declared(PROJECT)[0]:
        return None
    if path.suffix.lower() in (*containers.TABLES, ".srt", ".vtt"):
        what, found = containers.found(path, sources.content(path, path.name)[0])
        if what:
            return f"holds {containers.counted(what, found)}", f"`{parting}` writes them elsewhere"
    if kind := sources.other_kind(path, path.name):
        return kind.words, kind.mend
    mend = "take it out of the folder; if it is plain text, name it NAME.txt"
    return "is no text (.txt) and no table", mend


def _text(path, home, published):
    """One file as a Text, and what is wrong with it."""
    file = path.relative_to(home).as_posix()
    text, problems = sources.content(path, file)
    what, pieces = containers.found(path, text) if text else (None, [])
    if what:
        mend = f"`{sources.command('--part', home)}` writes them elsewhere"
        problems.append(Problem(file, 0, f"holds {containers.counted(what, pieces)}", mend))
    if path.is_symlink():
        problems.append(Problem(file, 0, "is a link", "put the text itself there"))
    article = as_id(path.stem)
    if path.parent.name == "articles" and path.name != f"{article}.txt":
        mend = f"rename it, to {article}.txt for instance"
        problems.append(Problem(file, 0, "has a name that is no id of an article", mend))
    if day := sources.dated(path.stem):
        return Text(path, article, text, day, "the file's name begins with it"), problems
    return Text(path, article, text, published, "given for all texts together"), problems


def _lacking(found, home):
    """What the texts lack as a whole: another one, or dates."""
    if len(found) == 1:
        words = "is the only text, and one alone cannot be compared"
        yield Problem(found[0].path.name, 0, words, "put another beside it")
    if undated := [text.path.name for text in found if not text.published]:
        more = f" and {len(undated) - 3} more" * (len(undated) > 3)
        words = "no date of publication at the beginning of the name"
        mend = f"`{sources.command(sources.SPAN, home)}`; {sources.NARROW}"
        yield Problem(", ".join(undated[:3]) + more, 0, words, mend)


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
    parts = [row for text in found for row in segment_rows(text)]
    tables = {"articles.csv": as_csv("articles", map(article_row, found))}
    tables["segments.csv"] = as_csv("segments", parts)
    if not (home / "stopwords.txt").exists():
        tables["stopwords.txt"] = (PROJECT / "stopwords.txt").read_text("utf-8")
    with sources.writing(home) as undo:
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


def as_csv(name, rows):
    """The text of a table."""
    text, fields = io.StringIO(newline=""), declared(PROJECT)[0][name].fields
    table = csv.DictWriter(text, fields, restval="", lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue()


def article_row(text):
    """The cells that a Text gives its row in articles.csv."""
    return {
        "article": text.article,
        "outlet": OPEN,
        "title": _title(text.text) or text.article,
        "published": text.published,
        "published_basis": "external",
        "published_reasoning": f"Not checked against the text: {text.reason}.",
        "sha256": checksum(text.path),
    }


def _headline(text):
    """The first line with a word in it, as a match; the first line, where no line has one."""
    return re.search(r"^.*[^\W\d_].*$", text, re.MULTILINE) or re.search(r"^.*\S.*$", text, re.M)


def _title(text):
    """The first line with words, if it is a title: short, and neither sentences nor talk."""
    line, after = _headline(text)[0].strip(), text[_headline(text).end() :].lstrip()
    talk = SPEAKER.match(line) and SPEAKER.match(after)
    ends = line.endswith((".", ",", ":", ";")) and not line.isupper()
    if len(line) > TITLE or talk or ends or len(sentences(line)) > 1:
        return ""
    return line.lstrip("=+@-").strip() if FORMULA.match(line) else line


def segment_rows(text, title=""):
    """The cells of a Text's first rows in segments.csv, with its title where that is known."""
    for _, kind, words in segments(text.text, title):
        yield {"article": text.article, "starts": words, "kind": kind}


def segments(text, title=""):
    """A title and a body, or a body alone where a title cannot be told: (place, kind, starts).

    What stands before a title that is given is furniture.
    """
    first = at = len(text) - len(text.lstrip())
    if line := _line(text, title) if title else _title(text) and _headline(text):
        at = line.start() if title else first
    body = line and re.compile(r"\S").search(text, line.end())
    if body and len(line[0].strip()) <= TITLE and (own := starts(text, body.start(), at + 1)):
        found = [(at, "title", _some(text[at : line.end()])), (body.start(), "body", own)]
        if at == first:
            return found
        if words := starts(text, at, first + 1):
            return [(first, "furniture", _some(text[first:at])), (at, "title", words), found[1]]
    return [(first, "body", _some(text[first:]))]


def _line(text, title):
    """The first line that is a title, or else the first that holds it, as a match, or None."""
    lines = [line for line in re.finditer(r"\S.*", text) if plain(title) in plain(line[0])]
    return min(lines, key=lambda line: plain(line[0]) != plain(title), default=None)


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
