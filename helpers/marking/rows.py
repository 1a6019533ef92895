"""One table's text, changed a row at a time: every other byte stays as it is.

A text is what the file holds, decoded, with its byte order mark, its quoting and its line ends.
Rows are numbered as helpers.checking numbers them: the header is row 1.
"""

import csv
import functools
import io
import re

# No group is repeated possessively: Python before 3.11.5 gets that wrong (gh-106052).
FIELD = r'(?:"(?>(?:[^"]++|"")*)"[^,\r\n]*+|[^,\r\n]*+)'
RECORD = re.compile(rf"{FIELD}(?>(?:,{FIELD})*)(?:\r\n|\n|\r|\Z)")
CELL = re.compile(rf"{FIELD}(?=,|\r|\n|\Z)")
END = re.compile(r"(?:\r\n|\n|\r)?\Z")


@functools.lru_cache(64)
def records(text):
    """The rows of a table as they stand in it, each with its line end: a tuple of str."""
    return tuple(match[0] for match in RECORD.finditer(text) if match[0])


def cells(record):
    """The cells of one row, read."""
    found = next(csv.reader(io.StringIO(record.removeprefix("\ufeff"), newline="")), [])
    return [*found]


def row(text, number):
    """A row as {column: cell}."""
    found = records(text)
    return dict(zip(cells(found[0]), cells(found[number - 1]), strict=True))


def added(text, new, after=0):
    """The text with a row more, at the end or after the row numbered `after`.

    Columns that `new` lacks stay empty; it is quoted and ended as the rows around it.
    """
    found = records(text)
    columns, line = cells(found[0]), _end(found[0]) or "\n"
    after = after or len(found)
    record = _written([new.get(column, "") for column in columns], _all_quoted(found[-1]))
    if _end(found[after - 1]):
        return "".join([*found[:after], record + _end(found[after - 1]), *found[after:]])
    return "".join([*found[:after], line + record])  # the file ends without a line end, and may


def changed(text, number, new):
    """The text with other cells in one row: those whose words change are written anew."""
    found = [*records(text)]
    columns, record = cells(found[0]), found[number - 1]
    old, raw = cells(record), _raw(record)
    quoted = _all_quoted(record)
    for n, column in enumerate(columns):
        if column in new and new[column] != old[n]:
            raw[n] = _written([new[column]], quoted) if new[column] or quoted else ""
    found[number - 1] = ",".join(raw) + _end(record)
    return "".join(found)


def removed(text, number):
    """The text without one row."""
    found = [*records(text)]
    if not _end(found[number - 1]):  # the file goes on ending without a line end
        found[number - 2] = END.sub("", found[number - 2])
    return "".join(found[: number - 1] + found[number:])


def _end(record):
    return END.search(record)[0]


def _raw(record):
    """The cells of a row as they are written, quotation marks and all."""
    record, raw, at = END.sub("", record), [], 0
    while True:
        match = CELL.match(record, at)
        raw.append(match[0])
        if match.end() == len(record):
            return raw
        at = match.end() + 1


def _all_quoted(record):
    return all(cell.startswith('"') for cell in _raw(record.removeprefix("\ufeff")))


def _written(values, quoted):
    style = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    csv.writer(text := io.StringIO(newline=""), quoting=style, lineterminator="").writerow(values)
    return text.getvalue()
