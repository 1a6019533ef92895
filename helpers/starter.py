"""First tables for a folder of texts, so that the notebooks run before anything is annotated.

`python -m helpers.starter FOLDER` reads FOLDER/articles/*.txt, or the texts that lie in FOLDER
itself, which it moves into FOLDER/articles/. It writes articles.csv, segments.csv (a title and a
body each) and a stop list, changes no text and replaces no file, and says what to fill in by hand.
"""

import argparse
import csv
import io
import re
import shlex
import sys
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from helpers import checking, dates
from helpers.checking.places import checksum, is_id, start_pattern
from helpers.checking.shapes import FORMULA, PROJECT, Problem, declared, read_text

TITLE, SHOWN = 200, 80  # characters of a title at most, and of a paragraph that stands for one
OPEN = "not entered yet"
DATED = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?=[-_.]|\Z)(?!-\d\d? )")
OTHER_KINDS = (  # what begins a file that is no plain text, and how to get the text of it
    (rb"%PDF", "a PDF", "export its text (pdftotext FILE.pdf)"),
    (rb"\{\\rtf", "an RTF document", "save it as plain text in UTF-8 from your word processor"),
    (rb"PK\x03\x04|\xd0\xcf\x11\xe0", "a Word document", "save it as plain text in UTF-8"),
    (rb"\s*<(?:!doctype\s|html|\?xml)", "an HTML page", "copy its text from a browser into a file"),
)
FURNITURE = re.compile(
    r"\W*(?:share (?:this|on)|cookies?\b|we use cookies|accept (?:all|cookies)|sign (?:up|in)\b|"
    r"subscribe|newsletter|leave a (?:reply|comment)|related (?:stories|articles|posts)|"
    r"read (?:more|next)|advertisement|all rights reserved|follow us|contact us|menu|home\s*[|›>]|"
    r"comments? (?:are )?closed|skip to)",
    re.IGNORECASE,
)
NEXT = """
To fill in by hand, in a spreadsheet whose date columns are set to text:
  articles.csv   outlet, genre, byline, country; whether title and published are right
  segments.csv   a row where a menu, a caption, a comment or other furniture begins
  stopwords.txt  is English: other words for another language
Speakers, names, questions and events are tables of their own; corpus/README.md of the
project describes them. None of them is needed. Then:
  python -m helpers.checking {folder}
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
    """Nothing was written or moved; `problems` says why."""

    def __init__(self, problems):
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def start(folder, published=""):
    """Write the first tables of a folder of texts and return its Texts, in order of their ids.

    `published` is the EDTF date of texts whose name does not begin with one. Raises Refused, with
    every Problem, before anything is written or moved; a folder that cannot be written is left as
    it was.
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
    problems = [
        Problem(file, 0, "is there already", "edit it by hand: the starter replaces nothing")
        for file in ("articles.csv", "segments.csv")
        if (home / file).exists()
    ]
    if (home / "articles").exists() and not (home / "articles").is_dir():
        problems.append(Problem("articles", 0, "is not a folder", "rename it"))
    inside, beside = _texts(home / "articles"), _texts(home)
    if inside and beside:
        mend = "move it into articles/, or out of the folder"
        problems += [Problem(path.name, 0, "lies beside articles/", mend) for path in beside]
    if not inside and not beside:
        mend = "put the texts there as NAME.txt, in UTF-8"
        problems.append(Problem(str(home), 0, "holds no text, here or in articles/", mend))
    return problems, inside or beside


def _texts(folder):
    files = folder.iterdir() if folder.is_dir() else ()
    files = [path for path in files if path.suffix.lower() == ".txt" and path.is_file()]
    return sorted(p for p in files if p.name != "stopwords.txt" and not p.name.startswith("."))


def _text(path, home, published):
    """One file as a Text, and what is wrong with it."""
    file = path.relative_to(home).as_posix()
    wrong = _other_kind(path, file)
    text, problems = ("", [wrong]) if wrong else read_text(path, file)
    if path.is_symlink():
        problems.append(Problem(file, 0, "is a link", "put the text itself there"))
    article = as_id(path.stem)
    if path.parent.name == "articles" and path.name != f"{article}.txt":
        mend = f"rename it, to {article}.txt for instance"
        problems.append(Problem(file, 0, "has a name that is no id of an article", mend))
    dated = DATED.match(path.stem)
    if dated and _is_date(dated[1]):
        return Text(path, article, text, dated[1], "the file's name begins with it"), problems
    if not published:
        mend = "begin its name with the date and a hyphen (2016-name.txt, 2016-06-name.txt, "
        mend += "2016-06-09-name.txt), or give --published 2016-06"
        problems.append(Problem(file, 0, "has no date of publication", mend))
    return Text(path, article, text, published, "given for all texts together"), problems


def _other_kind(path, file):
    """The Problem of a file that is no plain text, or None."""
    try:
        with path.open("rb") as content:
            begins = content.read(200)
    except OSError:
        return None  # reported by read_text
    for pattern, what, mend in OTHER_KINDS:
        if re.match(pattern, begins.removeprefix(b"\xef\xbb\xbf"), re.IGNORECASE):
            return Problem(file, 0, f"is {what}, not plain text", mend)
    return None


def _is_date(edtf):
    try:
        return None not in dates.when(edtf)[:2]
    except ValueError:
        return False


def as_id(name):
    """A file's name with hyphens for what an id cannot hold."""
    plain = "".join(each if is_id(f"a{each}") else "-" for each in name)
    while len(plain.encode()) > 200:
        plain = plain[:-1]
    plain = re.sub("-+", "-", plain).strip("-_")
    return plain if is_id(plain) else f"text-{plain}".rstrip("-")


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
        "segments": [r for t in found for r in segment_rows(t)],
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


def _title(text):
    """The first line that says something; the beginning of a paragraph, if it is one."""
    line = text.strip().split("\n")[0].strip()
    if len(line) > TITLE:
        line = line[:SHOWN].rsplit(maxsplit=1)[0] + " …"
    return line.lstrip("=+@-").strip() if FORMULA.match(line) else line


def segment_rows(text):
    """A title and a body, or a body alone where a title cannot be told from it."""
    words, row = text.text, {"article": text.article}
    parts = re.match(r"\s*(\S[^\n]*)\n\s*(?=(\S))", words)
    if parts and len(parts[1]) <= TITLE:
        body = start_pattern(_some(words[parts.start(2) :]))
        found = [place.start() for place in body.finditer(words, parts.start(1) + 1)]
        if found == [parts.start(2)]:
            yield row | {"starts": _some(parts[1]), "kind": "title"}
            yield row | {"starts": _some(words[found[0] :]), "kind": "body"}
            return
    yield row | {"starts": _some(words.lstrip()), "kind": "body"}


def _some(words, length=80):
    """The first words, some eighty characters of them."""
    return " ".join(re.match(rf".{{1,{length}}}\S{{0,20}}", words, re.DOTALL)[0].split())


def remarks(found, home):
    """What a person should look at before going on: twins, other files, likely furniture."""
    by_words, others = {}, sorted(path.name for path in home.iterdir())
    for text in found:
        twin = by_words.setdefault(text.text.strip(), text)
        if twin is not text:
            yield f"{twin.article} and {text.article} are the same text: take one away?"
    known = {"articles", "articles.csv", "segments.csv", "stopwords.txt"}
    for name in others:
        if name not in known and not name.startswith("."):
            yield f"{name} lies in the folder too; the check will ask you to take it away."
    lines = Counter(line for text in found for line in {*map(str.strip, text.text.split("\n"))})
    for text in found:
        for line in dict.fromkeys(map(str.strip, text.text.split("\n")[1:])):
            often = lines[line] >= max(3, len(found) // 2) and len(found) > 2
            if line and len(line) <= TITLE and (often or FURNITURE.match(line)):
                row = io.StringIO()
                csv.writer(row).writerow([text.article, _some(line), "furniture", "", ""])
                row = row.getvalue().strip()
                yield f"Perhaps no part of the article; if so, in segments.csv: {row}"


def main(arguments):
    """Start the folder named on the command line; 1 when it was refused, or does not hold yet."""
    parser = argparse.ArgumentParser(prog="python -m helpers.starter", description=__doc__)
    parser.add_argument("folder", metavar="FOLDER")
    words = "when texts whose name begins with no date were published: 2016-06-09, 2016-06, 2016"
    parser.add_argument("--published", metavar="DATE", default="", help=words)
    options = parser.parse_args(arguments)
    try:
        found = start(options.folder, options.published)
    except Refused as refused:
        print(refused, "Nothing was written.", sep="\n")
        return 1
    for text in found:
        print(f"{text.path.name}: articles/{text.article}.txt, published {text.published}")
    print(f"{len(found)} text{'s' * (len(found) != 1)} in {options.folder}: first tables written.")
    for remark in remarks(found, Path(options.folder)):
        print(remark)
    _, problems = checking.checked(Path(options.folder))
    for problem in problems:
        print(problem)
    print(NEXT.format(folder=shlex.quote(options.folder)), end="")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="backslashreplace")  # a console without our letters
    sys.exit(main(sys.argv[1:]))
