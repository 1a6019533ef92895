"""Shapes of pictures in which words have to find room: panels, dots, bars, boxes, barcodes."""

from itertools import accumulate
from textwrap import fill, wrap

from helpers.looks import (
    BLUE,
    COLOURS,
    FAINT,
    INK,
    LETTER,
    PAPER,
    QUIET,
    WASH,
    WIDTH,
    extent,
    key,
    labels,
    start,
)


def panels(rows, height, along, **options):
    """A figure `height` inches high and its axes, one below the other, with named rows in each.

    `rows` are {title of the axes: names of its rows at 0, 1, 2 ... from the top}; `along` says what
    the last x axis, and so all of them, measures.
    """
    figure, grid = start().subplots(len(rows), 1, figsize=(WIDTH, height), **options)
    for axes, (title, names) in zip(grid, rows.items(), strict=True):
        axes.set(title=title, ylim=(len(names) - 0.4, -0.6))
        axes.set_yticks(range(len(names)), names)
    for axes in grid[:-1]:
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(bottom=False)
    grid[-1].set_xlabel(along)
    return figure, grid


def placed(title, blocks, ticks, along):
    """A figure from 0 to 1 of words at their dots, in blocks {name: dots}, none over another.

    A dot is (share, words, address), full from a half on; `ticks` are {share: words}, each with a
    line down.
    """
    figure, axes = start().subplots()
    axes.set_xlim(-0.015, 1.015)
    y = 0
    for name, dots in blocks.items():
        axes.text(0, y, name, weight="bold", va="center_baseline")
        y += 1.4 + _words_at(axes, y + 1, dots)
    axes.vlines(list(ticks), -0.6, y, color=FAINT, linewidth=1, zorder=0)
    axes.set(yticks=[], ylim=(y - 0.3, -0.7))
    axes.set_xticks(list(ticks), list(ticks.values()))
    axes.set_xlabel(along)
    figure.suptitle(title, x=0.01, ha="left")
    figure.set_size_inches(WIDTH, 0.7 + 0.165 * y)
    return figure


def _words_at(axes, top, dots):
    """Write words at dots from `top` down, each in the first row with room; return the rows."""
    point, rows = 1.03 / (WIDTH * 72 * 0.97), []  # how much of the axis a point is
    for x, words, address in sorted(dots):
        full, room = x >= 0.5, (extent(words) + 7) * point
        left = x + room > 1 if full else x - room > 0  # away from the line at a half
        ends = [x - room, x + 5 * point] if left else [x - 5 * point, x + room]
        row = next((n for n, taken in enumerate(rows) if taken <= ends[0]), len(rows))
        rows[row : row + 1] = [ends[1] + 4 * point]
        look = {"s": 22, "c": [BLUE if full else PAPER], "edgecolors": [BLUE if full else QUIET]}
        axes.scatter([x], [top + row], zorder=3, **look).set_urls([address])
        at, side = (x - 6 * point, "right") if left else (x + 6 * point, "left")
        axes.text(at, top + row, words, url=address, ha=side, va="center_baseline")
    return len(rows)


def bars(values):
    """A figure of a bar a row of a series, its name above it, its value beside it, first on top."""
    names = [fill(name, 56) for name in labels(values.index, 250)]
    ends = list(accumulate(0.17 * (name.count("\n") + 1) + 0.3 for name in names))  # inches
    figure, axes = start().subplots(figsize=(WIDTH, ends[-1] + 0.45))
    drawn = axes.barh([end - 0.19 for end in ends], list(values), height=0.15, color=BLUE)
    axes.bar_label(drawn, [f" {value:,}" for value in values])
    for name, top in zip(names, [0, *ends], strict=False):
        axes.text(0, top + 0.02, name, va="top")
    axes.set(ylim=(ends[-1], 0), xlim=(0, 1.14 * max(1, *values)), yticks=[], xlabel=values.name)
    return figure


def courses(rates, days, ticks):
    """A figure of a line a column of a frame over the days of its rows, a sign at each.

    `ticks` are the words for each day; where days stand close, the first one keeps them.
    """
    figure, axes = start().subplots(figsize=(WIDTH, 2.6))
    for (_, course), colour, sign in zip(rates.items(), COLOURS, "osD", strict=False):
        axes.plot(days, course, color=colour, marker=sign, markersize=5, linewidth=1.2)
    shown, apart = [], (days[-1] - days[0]) / 11
    for n, day in enumerate(days):
        if not shown or day - days[shown[-1]] > apart:
            shown.append(n)
    axes.set_xticks([days[n] for n in shown], [ticks[n] for n in shown])
    axes.set(ylim=(0, None), ylabel="per 1,000 words")
    axes.grid(axis="y")
    key(figure, axes.get_lines(), labels(rates.columns))
    return figure


ACROSS = 5  # columns of cards
HEAD = PAPER, INK, LETTER


def cards(title, columns, looks):
    """A figure of words in boxes: {head: [(words, kind, address), ...]}, five heads abreast.

    `looks` has {kind: (colour of the box, colour of its letters, size in points)}; a box leads to
    its address. Heads that find no room abreast begin another row.
    """
    figure, axes = start().subplots()
    names, top = list(columns), 0
    for first in range(0, len(names), ACROSS):
        row = names[first : first + ACROSS]
        below = top + max(_card(axes, n, top, name, HEAD, "") for n, name in enumerate(row))
        for n, name in enumerate(row):
            y = below
            for words, kind, address in columns[name]:
                y += _card(axes, n, y, words, looks[kind], address)
            top = max(top, y + 8)
    axes.set(xlim=(0, 72 * WIDTH), ylim=(top, 0))
    axes.set_axis_off()
    figure.suptitle(title, x=0.01, ha="left")
    figure.set_size_inches(WIDTH, 0.35 + top / 72)
    return figure


def _card(axes, n, y, words, look, address):
    """Draw one box of words in column n from y down; its height in points."""
    room, (colour, letters, size) = 72 * WIDTH / ACROSS, look
    x, bold = n * room, not address or size > LETTER
    letters_a_line = int(room / size / (0.66 if bold else 0.56))
    lines = [each for line in words.split("\n") for each in wrap(line, letters_a_line)]
    height = len(lines) * size * 1.22 + 7
    if address:
        box = axes.fill_between([x + 1, x + room - 3], y, y + height, facecolor=colour, url=address)
        box.set(edgecolor=QUIET, linewidth=0.7 * (colour == PAPER))
    look = {"c": letters, "size": size, "weight": "bold" if bold else "normal"}
    for line, words in enumerate(lines):
        axes.text(x + 4, y + 3 + size * (0.95 + 1.22 * line), words, url=address or None, **look)
    return height + 3


def barcodes(title, texts, colours):
    """A figure of texts as bars of their words in reading order, each from its first to its last.

    `texts` is {name: (length, words at the right, runs, names)}; a run is (who, whether in their
    own words, address, first word, last word), drawn in the colour of `who` over a strip, lower
    when retold, and leads to its address. `names` are {who: words}, written over the longest run.
    """
    figure, axes = start().subplots(figsize=(WIDTH, 0.35 + 0.78 * len(texts)))
    for n, (name, (length, words, runs, names)) in enumerate(texts.items()):
        axes.text(0, n + 0.15, name, weight="bold", va="center", fontsize=10)
        axes.text(1, n + 0.15, words, ha="right", va="center")
        axes.fill_between([0, 1], n + 0.58, n + 0.92, facecolor=WASH, linewidth=0)
        _strokes(axes, n + 0.58, n + 0.92, length, runs, colours)
        _named(axes, n + 0.41, length, runs, names, colours)
    axes.set(xlim=(0, 1), ylim=(len(texts), 0))
    axes.set_axis_off()
    figure.suptitle(title, x=0.01, ha="left")
    return figure


def _strokes(axes, top, bottom, length, runs, colours):
    """Draw the runs of one text, all as one artist."""
    from matplotlib.collections import PolyCollection

    edges = [(a / length, (b + 1) / length, top + 0.13 * (not own)) for _, own, _, a, b in runs]
    boxes = [[(a, bottom), (a, y), (b, y), (b, bottom)] for a, b, y in edges]
    look = {"facecolors": [colours[who] for who, *_ in runs], "linewidths": 0}
    axes.add_collection(PolyCollection(boxes, urls=[run[2] for run in runs], **look))


def _named(axes, y, length, runs, names, colours):
    """Write who speaks over their longest run, none over another."""
    middles = {
        who: (first + last + 1) / 2 / length
        for who, _, _, first, last in sorted(runs, key=lambda run: run[4] - run[3])
    }
    room, rows, free = 70 * WIDTH, [], 0  # points: less than the picture, as the axes are
    for middle, who in sorted((middles[who], who) for who in names):
        width = extent(names[who]) / room
        rows.append((who, middle, width, max(free, middle - width / 2)))
        free = rows[-1][-1] + width + 0.02
    free = 1
    for who, middle, width, left in reversed(rows):
        left = min(left, free - width)
        axes.text(left, y, names[who], va="center", in_layout=False)
        axes.plot([middle, middle], [y + 0.11, y + 0.17], color=colours[who], linewidth=2)
        free = left - 0.02
