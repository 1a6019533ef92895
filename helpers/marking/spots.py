"""Places in a text: as a browser counts them, as a person selects them, as a row names them.

Places are code points, end excluded; a browser counts UTF-16 units, in which an emoji is two.
"""

import re
from unicodedata import category

from helpers.checking import places

MARKS = {"“": "”", '"': '"', "‘": "’", "«": "»", "„": "“", "'": "'"}
WORD = re.compile(r"\S+")
START_WORDS, MOST_WORDS = 4, 60  # that a segment's `starts` and a `before` have


def units(text, place):
    """A place as the browser counts it."""
    return len(text[:place].encode("utf-16-le")) // 2


def points(text, unit):
    """The place of a browser's count; half an emoji counts as all of it."""
    return len(text.encode("utf-16-le")[: 2 * unit].decode("utf-16-le", "ignore"))


def whole(text, start, end):
    """A selection without blanks at its ends, and with the marks that belong to its letters."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while 0 < start < end and category(text[start])[0] == "M":
        start -= 1
    while start < end < len(text) and (category(text[end])[0] == "M" or text[end] == "\u200d"):
        end += 1 + (text[end] == "\u200d")
    return start, min(end, len(text))


def unquoted(text, start, end):
    """A selection without the quotation marks around the whole of it."""
    inner = text[start + 1 : end - 1]
    closing = MARKS.get(text[start : start + 1])
    if closing and text[end - 1 : end] == closing and closing not in inner and inner.strip():
        return whole(text, start + 1, end - 1)
    return start, end


def paragraphs(text, start, end):
    """The pieces of a selection, one a line: [(start, end)]."""
    lines = [(start + m.start(), start + m.end()) for m in re.finditer(r"[^\n]+", text[start:end])]
    return [piece for line in lines if (piece := whole(text, *line))[0] < piece[1]]


def around(text, start, end):
    """The paragraph in which a place lies: (start, end)."""
    stop = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if stop < 0 else stop


def before(text, zones, start, end):
    """The fewest words before a quote by which it is found; "" also where none would do.

    `zones` are the stretches of editorial text, [(start, end)].
    """
    row = {"quote": text[start:end], "article": "", "before": ""}
    head = text[:start].rstrip(places.BETWEEN)
    heads = [head[m.start() :] for m in reversed([*WORD.finditer(head)][-MOST_WORDS:])]
    for row["before"] in ["", *heads, places.FIRST]:
        if places.place(row, text, zones) is None and row["start"] == start:
            return row["before"]
    return ""


def starts(text, start, after):
    """The fewest words, four at least, by which a segment from `start` on is found after `after`.

    "" where none would do.
    """
    ends = [m.end() for m in WORD.finditer(text, start)][:MOST_WORDS]
    for end in ends[START_WORDS - 1 :] or ends[-1:]:
        words = " ".join(text[start:end].split())
        pattern = places.start_pattern(words)
        found = pattern.search(text, after)
        if found and found.start() == start and not pattern.search(text, start + 1):
            return words
    return ""
