"""The shape of every table and file of a corpus, and reading them strictly.

Nothing is repaired here: a file that is not as it should be becomes a Problem, which names the
file, the row as a spreadsheet counts it (the header is row 1), what is wrong and how to mend it.
"""

import csv
import io
import re
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing that does not hold, and its mend; `row` 0 stands for the whole file."""

    file: str
    row: int
    words: str
    mend: str

    def __str__(self):
        place = f"{self.file}, row {self.row}" if self.row else self.file
        return f"{place}: {self.words}\n    Mend: {self.mend}"


class Table(NamedTuple):
    """Column names, the vocabularies of closed columns, the columns that may not be empty."""

    columns: tuple
    closed: dict
    needed: tuple = ()
    optional: bool = True


EDITORIAL = ("title", "subheading", "body", "wire", "caption")
KINDS = (*EDITORIAL, "byline", "bio", "promotion", "furniture", "comment", "duplicate")
BASES = ("stated", "relative", "inferred", "external", "unknown")
SPEECH = ("direct", "indirect", "mixed", "free")
NOT_SPEECH = ("echo", "scare", "silence")
OPEN = "leaves open"
STANCES = ("asserts", "attributes", "disputes", OPEN, "silent", "could not know yet")
WORDLESS = ("silent", "could not know yet")
EVENTS = ("strike", "offensive", "talks", "deal", "statement", "report", "state", "other")
STATUSES = ("happened", "claimed", "planned", "hypothetical", "denied", "standing")
PRECISIONS = ("day", "month", "year", "interval", "open", "unknown")

TABLES = {
    "articles": Table(
        (
            *("article", "outlet", "title", "byline", "genre", "country", "published"),
            *("published_earliest", "published_latest", "published_basis", "published_evidence"),
            *("published_reasoning", "url", "sha256", "note"),
        ),
        {"published_basis": BASES},
        ("article", "outlet", "title", "genre", "published", "published_basis"),
        optional=False,
    ),
    "segments": Table(
        ("article", "starts", "kind", "label", "note"),
        {"kind": KINDS},
        ("article", "starts", "kind"),
        optional=False,
    ),
    "sides": Table(("side", "meaning"), {}, ("side", "meaning")),
    "quotations": Table(
        (
            *("article", "utterance", "quote", "before", "kind", "speaker", "side", "cue"),
            *("within", "reader", "note"),
        ),
        {"kind": SPEECH + NOT_SPEECH},
        ("article", "utterance", "quote", "kind", "reader"),
    ),
    "names": Table(
        ("referent", "name", "form", "except", "note"), {}, ("referent", "name", "form")
    ),
    "questions": Table(
        ("question", "asks", "answers", "opposed", "note"), {}, ("question", "asks")
    ),
    "positions": Table(
        (
            *("question", "article", "stance", "answer", "by", "about", "quote", "before"),
            *("origin", "reader", "note"),
        ),
        {"stance": STANCES},
        ("question", "article", "stance", "reader"),
    ),
    "events": Table(
        ("event", "what", "kind", "date", "basis", "source", "differs", "note"),
        {"kind": EVENTS, "basis": BASES},
        ("event", "what", "kind", "date", "basis"),
    ),
    "mentions": Table(
        (
            *("mention", "article", "quote", "before", "expression", "anchor", "date"),
            *("precision", "basis", "status", "event", "reader", "note"),
        ),
        {"basis": BASES, "status": STATUSES, "precision": PRECISIONS},
        (
            *("mention", "article", "quote", "anchor", "date", "precision", "basis", "status"),
            *("event", "reader"),
        ),
    ),
}


def read_rows(path, name):
    """The rows of one table as dicts with `row` added, and its problems: (rows, problems).

    A byte order mark and CRLF are let through, since spreadsheets write both; cells keep their
    words exactly.
    """
    table, file = TABLES[name], f"{name}.csv"
    if not path.is_file():
        if table.optional:
            return [], []
        mend = "add the table; `python -m helpers.starter FOLDER` makes a first one"
        return [], [Problem(file, 0, "is missing", mend)]
    content, problems = read_text(path, file, spreadsheet=True)
    if problems:
        return [], problems
    records = []
    try:
        for record in csv.reader(io.StringIO(content, newline=""), strict=True):
            records.append(record)
    except csv.Error as error:
        mend = 'close every quotation mark; write a quotation mark in a cell as ""'
        words = f"cannot be read as CSV from here on ({error})"
        return [], [Problem(file, len(records) + 1, words, mend)]
    problems = list(_header_problems(file, table, records[0] if records else []))
    if problems:
        return [], problems
    rows = []
    for number, record in enumerate(records[1:], 2):
        if not any(record):
            continue
        if len(record) != len(table.columns):
            words = f"has {len(record)} cells where the header has {len(table.columns)}"
            mend = "put cells that hold a comma in quotation marks; give empty cells their comma"
            problems.append(Problem(file, number, words, mend))
            continue
        cells = dict(zip(records[0], record, strict=True))
        row = {"row": number} | {column: cells[column] for column in table.columns}
        problems += _cell_problems(file, table, row)
        rows.append(row)
    return rows, problems


def _header_problems(file, table, header):
    for mark, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) == 1 and mark in header[0]:
            yield Problem(file, 1, f"is separated by {name}", "save it separated by commas")
            return
    if set(header).isdisjoint(table.columns):
        mend = f"the first row reads {','.join(table.columns)}"
        yield Problem(file, 1, "does not begin with its column names", mend)
        return
    for column in table.columns:
        if header.count(column) != 1:
            words = f"column {column!r} is {'missing' if column not in header else 'there twice'}"
            yield Problem(file, 1, words, f"the header reads {','.join(table.columns)}")
    for column in dict.fromkeys(header):
        if column not in table.columns:
            mend = f"remove it; the header reads {','.join(table.columns)}"
            yield Problem(file, 1, f"unknown column {column!r}", mend)


# Cells that are held against the words of an article, so that they may begin with any mark.
VERBATIM = ("starts", "quote", "before", "cue", "form", "except", "expression")
FORMULA = re.compile(r"""=[\w(+"'-]|[+@-]\w[\w.]*[(!|]""")
ERROR_VALUE = re.compile(r"#(?:NAME\?|REF!|VALUE!|N/A|DIV/0!|NUM!|NULL!|#+\Z)")


def _cell_problems(file, table, row):
    for column in table.columns:
        wrong = _cell_problem(table, column, row[column])
        if wrong:
            yield Problem(file, row["row"], *wrong)


def _cell_problem(table, column, cell):
    """The first thing wrong with one cell as (words, mend), or None."""
    if ERROR_VALUE.match(cell) or (column not in VERBATIM and FORMULA.match(cell)):
        mend = "write words, and have the spreadsheet format the column as text"
        return f"{column} {cell!r} is a spreadsheet's formula", mend
    if column in table.needed and not cell.strip():
        return f"{column} is empty", f"fill in {column}"
    if cell != cell.strip() and column not in ("before", "starts"):
        return f"{column} {cell!r} begins or ends with a blank", "remove the blank"
    vocabulary = table.closed.get(column)
    if vocabulary and cell not in vocabulary:
        words = f"{column} {cell!r} is not in the vocabulary"
        return words, f"use one of: {', '.join(filter(None, vocabulary))}"
    return None


def read_text(path, file, spreadsheet=False):
    """The text of one file and what is wrong with its bytes: (text, problems)."""
    try:
        data = path.read_bytes()
    except OSError as error:
        words = f"cannot be read ({error.strerror})"
        return "", [Problem(file, 0, words, "see who may read the file, and that it is one")]
    if b"\x00" in data:
        words = "holds NUL characters" + (" (UTF-16?)" if data[:2] in UTF16 else "")
        return "", [Problem(file, 0, words, "save it as plain text in UTF-8")]
    if data[:3] == b"\xef\xbb\xbf":
        if not spreadsheet:
            mend = "save it as UTF-8 without BOM"
            return "", [Problem(file, 0, "begins with a byte order mark", mend)]
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        words = f"is not UTF-8 (line {line}, byte {error.start}: 0x{data[error.start]:02x})"
        return "", [Problem(file, 0, words, f"save it as UTF-8; {_fitting(data)}")]
    if not spreadsheet and "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        words = f"has carriage returns (first in line {line})"
        return "", [Problem(file, 0, words, "save it with LF line ends")]
    if not text.strip():
        return "", [Problem(file, 0, "is empty", "put the text in, or remove the file")]
    return text, []


UTF16 = (b"\xff\xfe", b"\xfe\xff")


def _fitting(data):
    """Which encoding reads these bytes, in words."""
    for encoding in ("utf-16" if data[:2] in UTF16 else "cp1252", "latin-1"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return f"it reads as {encoding}"
    return "no usual encoding fits"
