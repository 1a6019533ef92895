"""The shape of every table and file of a corpus, read strictly: nothing is repaired.

corpus/datapackage.json declares the tables (Frictionless Table Schema: fields, required cells,
vocabularies, patterns, keys); a field's `separator` parts the items of a cell that holds several,
and `rows` of a table, where a corpus gives it, is how many there are, so that a lost one is seen.
"""

import csv
import io
import json
import re
from pathlib import Path
from typing import NamedTuple
from unicodedata import category, normalize

from helpers.checking.files import Problem, read_text, text_of

PROJECT = Path(__file__).resolve().parents[2] / "corpus"
NEEDED = ("articles", "segments")
OTHER_FILES = ("README.md", "CODEBOOK.md", "datapackage.json", "stopwords.txt", "articles")
LEAVES = "leaves the folder", "put the file itself there, not a link out of the folder"
# Cells that are held against the words of an article, so that they may begin with any mark.
VERBATIM = ("starts", "quote", "before", "cue", "form", "except", "expression", "inserted")
FORMULA = re.compile(r"""=[\w(+"'-]|[+@-]\w[\w.]*[(!|]""")
ERROR_VALUE = re.compile(r"#(?:NAME\?|REF!|VALUE!|N/A|DIV/0!|NUM!|NULL!|#+\Z)")
MARKS = str.maketrans("’‘“”‐‑", "''\"\"--")


class Field(NamedTuple):
    """What a column's cells may hold; with a separator they hold several things."""

    required: bool
    enum: list
    pattern: re.Pattern | None
    separator: str | None


class Shape(NamedTuple):
    """A table: fields by column, primary key, keys into others: (column, table, its column)."""

    fields: dict
    key: list
    foreign: list
    rows: int | None


def declared(folder):
    """The Shape of every table by its name, and what is wrong with the declaration.

    The project's datapackage.json declares them. A folder's own one may add columns to theirs,
    change vocabularies and patterns and count rows; where it cannot be read there are no shapes.
    """
    own, shapes = Path(folder) / "datapackage.json", _shapes(PROJECT / "datapackage.json")
    try:
        theirs = _shapes(own) if own.is_file() else {}
        for name, shape in shapes.items():
            new = theirs[name] if theirs else shape._replace(rows=None)
            if missing := [column for column in shape.fields if column not in new.fields]:
                raise ValueError(f"no column {missing[0]!r} in {name}.csv")
            shapes[name] = shape._replace(fields=new.fields, rows=new.rows)
    except (OSError, ValueError, LookupError, TypeError, AttributeError, re.error) as error:
        words = f"does not declare the tables ({type(error).__name__}: {error})"
        mend = "change words only in a copy of this project's corpus/datapackage.json, or remove it"
        return {}, [Problem(own.name, 0, words, mend)]
    return shapes, []


def _shapes(path):
    resources = json.loads(path.read_text("utf-8"))["resources"]
    return {each["name"]: _shape(**each) for each in resources if "schema" in each}


def _shape(schema, rows=None, **_):
    fields = {}
    for field in schema["fields"]:
        rules, separator = field.get("constraints", {}), field.get("separator")
        enum, pattern = [*map(str, rules.get("enum", ()))], rules.get("pattern")
        pattern = re.compile(pattern) if pattern else None
        fields[field["name"]] = Field(rules.get("required", False), enum, pattern, separator)
    keys = [(key["fields"], key["reference"]) for key in schema.get("foreignKeys", ())]
    foreign = [(own[0], other["resource"], other["fields"][0]) for own, other in keys]
    return Shape(fields, schema.get("primaryKey", []), foreign, rows)


def tables(folder, shapes, instead):
    """The rows of every table as dicts with `row`, the names of those read whole, and problems.

    `instead` has the text of a table's file, by its name, where that is to stand for the file.
    """
    found, whole, problems = {}, set(), list(_stray_files(folder, shapes))
    for name, shape in shapes.items():
        found[name], wrong = _rows(folder / f"{name}.csv", name, shape, instead)
        if {problem.row for problem in wrong} <= {row["row"] for row in found[name]}:
            whole.add(name)  # no row was lost: what is missing is not there
            if shape.rows not in (None, len(found[name])):
                words = f"has {len(found[name])} rows where datapackage.json counts {shape.rows}"
                mend = "bring back what was lost, or count anew (`rows` in datapackage.json)"
                problems.append(Problem(f"{name}.csv", 0, words, mend))
        problems += wrong
    for name, shape in shapes.items():
        problems += _doubled(name, shape.key, found[name])
        for column, other, key in shape.foreign:
            known = [row[key] for row in found[other]]
            if other in whole and (known or other != "sides"):  # without the table any side passes
                problems += _unknown(name, column, found[name], other, known)
    return found, whole, problems


def _stray_files(folder, shapes):
    """Files that no table explains, so that a misspelt or forgotten one is noticed."""
    known = sorted([*(f"{name}.csv" for name in shapes), *OTHER_FILES])
    for path in sorted(folder.iterdir()):
        if path.name == "articles" or path.name.startswith("."):
            continue
        if path.name not in known:
            mend = f"remove it, or give it one of the names {', '.join(known)}"
            yield Problem(path.name, 0, "does not belong in a corpus folder", mend)
        elif not path.is_file():
            yield Problem(path.name, 0, "is not a file", "put the file itself there, or remove it")
        elif leaves(path, folder):
            yield Problem(path.name, 0, *LEAVES)


def leaves(path, folder):
    """Whether a file is a link out of its folder."""
    return not path.resolve().is_relative_to(folder.resolve())


def _rows(path, name, shape, instead):
    """The rows of one table and its problems."""
    if path.name in instead:
        content, problems = text_of(instead[path.name].encode(), path.name)
    elif path.is_file():
        content, problems = read_text(path, path.name)
    else:
        mend = "add the table; `python -m helpers.starter FOLDER` makes a first one"
        return [], [Problem(path.name, 0, "is missing", mend)] * (name in NEEDED)
    if problems:
        return [], problems
    records, rows = [], []
    try:
        for record in csv.reader(io.StringIO(content, newline=""), strict=True):
            records.append(record)
    except csv.Error as error:
        mend = 'close every quotation mark; write a quotation mark in a cell as ""'
        words = f"cannot be read as CSV from here on ({error})"
        return [], [Problem(path.name, len(records) + 1, words, mend)]
    header = records[0]
    if wrong := _header_problem(header, shape.fields):
        return [], [Problem(path.name, 1, *wrong)]
    columns = [(column, header.index(column), field) for column, field in shape.fields.items()]
    for number, record in enumerate(records[1:], 2):
        if not any(record):
            continue
        if len(record) != len(header):
            words = f"has {len(record)} cells where the header has {len(header)}"
            mend = "put cells that hold a comma in quotation marks; give empty cells their comma"
            problems.append(Problem(path.name, number, words, mend))
            continue
        row = {"row": number}
        for column, at, field in columns:
            row[column] = cell = record[at]
            if wrong := cell_problem(column, cell, field):
                problems.append(Problem(path.name, number, *wrong))
            if field.separator:
                row[column] = items(cell, field.separator)
        rows.append(row)
    return rows, problems


def _header_problem(header, columns):
    """What is wrong with a table's first row as (words, mend), or None."""
    reads = f"the header reads {','.join(columns)}"
    if len(header) == 1 and (set(header[0]) & {";", "\t"}):
        words = "is not separated by commas, but by semicolons or tabs"
        return words, "save it separated by commas"
    if set(header).isdisjoint(columns):
        return "does not begin with its column names", reads
    wrong = [f"column {column!r} is missing" for column in columns if column not in header]
    wrong += [f"column {c!r} is unknown" for c in header if c not in columns]
    wrong += [f"column {column!r} is there twice" for column in columns if header.count(column) > 1]
    return ("; ".join(wrong), reads) if wrong else None


def items(cell, separator):
    """The items of a cell, parted by its column's separator."""
    return tuple(part.strip() for part in cell.split(separator) if part.strip())


def cell_problem(column, cell, field):
    """The first thing wrong with one cell as (words, mend), or None."""
    if not cell and not field.required:
        return None
    formula = cell[:1] in ("=", "+", "@", "-") and column not in VERBATIM and FORMULA.match(cell)
    if formula or (cell[:1] == "#" and ERROR_VALUE.match(cell)):
        mend = "write words, and have the spreadsheet format the column as text"
        return f"{column} {cell!r} is a spreadsheet's formula", mend
    if field.required and not cell.strip():
        return f"{column} is empty", f"fill in {column}"
    if cell != cell.strip() and column not in ("before", "starts"):
        return f"{column} {cell!r} begins or ends with a blank", "remove the blank"
    if field.enum and cell not in field.enum:
        empty = "" if field.required else ", or leave it empty"
        mend = f"use one of: {', '.join(field.enum)}{empty}"
        return f"{column} {cell!r} is not in the vocabulary", mend
    if field.pattern and not field.pattern.fullmatch(cell):
        mend = f"write what the pattern {field.pattern.pattern} allows (see datapackage.json)"
        return f"{column} {cell!r} is not written as it should be", mend
    return None


def plain(words):
    """Words as they are compared: signs that look alike, or cannot be seen, make no difference."""
    words = normalize("NFKC", words).translate(MARKS)
    if not words.isascii():
        words = "".join(each for each in words if category(each) != "Cf")
    return " ".join(words.split()).casefold()


def _doubled(name, key, rows):
    """Rows whose key a row above them has."""
    seen = {}
    for row in rows:
        value = tuple(row[column] for column in key)
        if any(value) and seen.setdefault(value, row) is not row:
            words = f"{key[0]} {' '.join(filter(None, value))!r} is there twice (row "
            mend = "give the row a key of its own, or remove one of the two"
            yield Problem(f"{name}.csv", row["row"], f"{words}{seen[value]['row']})", mend)


def _unknown(name, column, rows, other, known):
    """One problem for each value that another table does not know, at the first of its rows."""
    found, known = {}, dict.fromkeys(known)
    for row in rows:
        if row[column] not in known and row[column].strip():
            found.setdefault(row[column], []).append(row["row"])
    for value, numbers in found.items():
        more = f" (and in {len(numbers) - 1} more rows)" if numbers[1:] else ""
        use = f"use one of: {', '.join(known)}; or " if len(known) < 20 else ""
        if alike := [each for each in known if plain(each) == plain(value)]:
            use = f"copy {alike[0]!r}, which only looks the same; or "
        words = f"unknown {column} {value!r}{more}"
        yield Problem(f"{name}.csv", numbers[0], words, f"{use}add it to {other}.csv")
