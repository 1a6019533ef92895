"""Rows by what they have in common, for the rules of every table."""

from helpers import dates
from helpers.checking.shapes import plain


def grouped(rows, *columns):
    """Rows by what stands in these columns: {(cell, ...): [row, ...]}."""
    groups = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in columns), []).append(row)
    return groups


def own(rows):
    """The rows of the reading that is the corpus's own: that of the table's first row."""
    return [row for row in rows if row["reader"] == rows[0]["reader"]]


def placed(row):
    """Whether a row's words have a place."""
    return row["start"] >= 0


def holds(outer, inner):
    """Whether a row's words stand within those of another of the same reader and article."""
    same = (outer["reader"], outer["article"]) == (inner["reader"], inner["article"])
    return same and outer["start"] <= inner["start"] and inner["end"] <= outer["end"]


def no_date(edtf):
    """What is wrong with a date, or nothing."""
    try:
        dates.when(edtf)
    except ValueError as error:
        return str(error)
    return ""


def repetitions(name, tables):
    """The same row twice: every column but the note and the row's own id alike."""
    seen, ids = {}, ("row", "note", "mention", "position")
    for row in tables[name]:
        first = seen.setdefault(tuple(v for k, v in row.items() if k not in ids), row)
        if first is not row:
            yield row, f"says the same as row {first['row']}", "remove one of the two rows"


def spellings(column, rows, known=()):
    """Names that differ from one further up, or a known speaker, only in how they are written."""
    seen = {}
    for name, row in [(each["speaker"], each) for each in known] + [(r[column], r) for r in rows]:
        alike = plain(name).replace("defense", "defence").removeprefix("the ")
        first, where = seen.setdefault(alike, (name, row))
        if first != name and column in row:
            place = f"row {where['row']}" if column in where else "quotations.csv"
            looks = ", which looks the same" if plain(name) == plain(first) else ""
            words = f"{column} {name!r} is {first!r} in {place}{looks}"
            yield row, words, "write it always alike"
