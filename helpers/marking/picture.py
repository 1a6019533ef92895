"""The desk as a picture, for those who read and do not run: a paragraph, a form, a row."""

import re
from textwrap import wrap

from helpers.looks import INK, LETTER, QUIET, WIDTH, extent, start
from helpers.marking import spots

MARGIN, LINE = 5, 1.6 * LETTER  # points
ROOM = 72 * WIDTH - 2 * MARGIN
FORM = 1.2 * LETTER * 6  # points from the names of a form's fields to their values
LOOKS = {  # as in desk.css: the ground of a mark, and the lines below it
    "quotations": ("#d0e1fc", ""),
    "mentions": ("", "#2e9e5b"),
    "positions": ("", "#a855d6"),
}


def drawn(desk, words, table="quotations"):
    """A figure of the paragraph in which words stand, of the form for them and of their row."""
    view, at = desk.view(), desk.view()["text"].index(words)
    form = desk.do({"do": "fill", "table": table, "start": at, "end": at + len(words)})["form"]
    [mark] = [m for m in view["marks"] if (m["table"], m["quote"]) == (table, words)]
    first, stop = spots.around(view["text"], at, at + len(words))
    figure, axes = start().subplots()
    axes.set_position((0, 0, 1, 1))
    y = _text(axes, view, first, stop, mark, _head(axes, "1  Words are selected", LINE))
    y = _head(axes, "2  The form fills itself", y + LINE)
    for field in form["fields"]:
        if (value := form["values"].get(field["name"])) and field["name"] != "utterance":
            axes.text(0, y, field["name"], color=QUIET)
            axes.text(FORM, y, value)
            y += LINE
    y = _head(axes, f"3  The row stands in {table}.csv", y + LINE)
    for line in wrap(mark["record"], 54):
        axes.text(0, y, line, family="DejaVu Sans Mono", size=LETTER)
        y += LINE
    axes.set(xlim=(-MARGIN, ROOM + MARGIN), ylim=(y, 0))
    axes.set_axis_off()
    figure.set_size_inches(WIDTH, y / 72)
    return figure


def _head(axes, words, y):
    axes.text(0, y, words, weight="bold", size=LETTER + 1)
    return y + 1.2 * LINE


def _text(axes, view, first, stop, chosen, y):
    """Draw a paragraph with its marks, the chosen one on orange; where it ends."""
    for begin, end in _lines(view["text"], first, stop):
        line = view["text"][begin:end]
        for mark in [*view["marks"], chosen | {"table": "chosen"}]:
            a, b = max(mark["start"], begin), min(mark["end"], end)
            if a < b:
                left, right = extent(line[: a - begin]), extent(line[: b - begin])
                _mark(axes, mark["table"], left, right, y)
        axes.text(0, y, line, color=INK)
        y += LINE
    return y


def _mark(axes, table, left, right, y):
    ground, colour = LOOKS.get(table, ("", "")) if table != "chosen" else ("#ffd98c", "")
    if ground:
        axes.fill_between([left, right], y - LETTER, y + 0.3 * LETTER, facecolor=ground)
    for below in (2.2, 3.4)[: (table == "positions") + 1] if colour else ():
        axes.hlines(y + below, left, right, color=colour, linewidth=0.9)


def _lines(text, first, stop):
    """Where the lines of a paragraph begin and end that have room side by side."""
    begin = end = first
    for word in re.finditer(r"\S+", text[first:stop]):
        if extent(text[begin : first + word.end()]) > ROOM:
            yield begin, end
            begin = first + word.start()
        end = first + word.end()
    yield begin, end
