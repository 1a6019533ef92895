"""The few shapes that pictures share: bars, words at dots, strips, boxes."""

from itertools import accumulate
from math import cos, radians
from textwrap import fill

from helpers.looks import (
    BLUE,
    COLOURS,
    FAINT,
    INK,
    LETTER,
    PALE,
    PAPER,
    QUIET,
    WIDTH,
    ink,
    key,
    labels,
    start,
)


def stacked(shares, colours, above=0.07, unit="{:.0%}"):
    """Axes with a stacked bar a row of a frame, parts from left to right, the first row on top.

    Parts of more than `above` of the longest bar carry their value; the key stands on top.
    """
    plt = start()
    figure, axes = plt.subplots(figsize=(WIDTH, 1 + 0.42 * len(shares) + 0.2 * (len(colours) // 3)))
    shares.plot.barh(
        stacked=True, ax=axes, color=colours, width=0.72, edgecolor=PAPER, legend=False
    )
    longest = shares.sum(axis=1).max()
    for bars, colour in zip(axes.containers, colours, strict=True):
        if colour == PAPER:
            plt.setp(bars, edgecolor=QUIET, linewidth=0.8)
        words = [unit.format(v) if v > above * longest else "" for v in bars.datavalues]
        axes.bar_label(bars, words, label_type="center", color=ink(colour), fontsize=LETTER)
    axes.set(xlim=(0, longest), ylabel="", yticks=range(len(shares)))
    axes.set_yticklabels([fill(name, 16) for name in shares.index])
    axes.invert_yaxis()
    key(figure, axes.containers, list(shares.columns))
    return axes


def panels(names, height, along, **options):
    """A figure `height` inches high and its axes, one below the other, each under its name.

    `along` says what the last x axis, and so all of them, measures.
    """
    figure, grid = start().subplots(len(names), 1, figsize=(WIDTH, height), **options)
    for axes, name in zip(grid, names, strict=True):
        axes.set_title(name)
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
    figure.suptitle(title, x=0.01, ha="left", fontsize=10, weight="bold")
    figure.set_size_inches(WIDTH, 0.7 + 0.165 * y)
    return figure


def _words_at(axes, top, dots):
    """Write words at dots from `top` down, each in the first row with room; return the rows."""
    point, rows = 1.03 / (WIDTH * 72 * 0.97), []  # how much of the axis a point is
    for x, words, address in sorted(dots):
        full, room = x >= 0.5, (_long(words) + 8) * point
        left = x + room > 1 if full else x - room > 0  # away from the line at a half
        ends = [x - room, x + 5 * point] if left else [x - 5 * point, x + room]
        row = next((n for n, taken in enumerate(rows) if taken <= ends[0]), len(rows))
        rows[row : row + 1] = [ends[1] + 4 * point]
        look = {"s": 22, "c": [BLUE if full else PAPER], "edgecolors": [BLUE if full else QUIET]}
        axes.scatter([x], [top + row], zorder=3, **look).set_urls([address])
        at, side = (x - 6 * point, "right") if left else (x + 6 * point, "left")
        axes.text(at, top + row, words, url=address, ha=side, va="center_baseline")
    return len(rows)


def _long(words):
    """How long words are, in points."""
    from matplotlib.textpath import TextPath

    return TextPath((0, 0), words, size=LETTER).get_extents().width


def strips(axes, rows, length, colours):
    """Draw a strip a row, {name: [(place, kind, address), ...]}, a stroke a place.

    `length` is the end of the strips; of the two kinds in `colours`, {kind: colour}, the first has
    its strokes above the line and the second below, so that none hides another.
    """
    axes.hlines(range(len(rows)), 0, length, color=QUIET, linewidth=0.8)
    for y, places in enumerate(rows.values()):
        for (kind, colour), end in zip(colours.items(), (-0.4, 0.4), strict=True):
            own = [(place, address) for place, other, address in places if other == kind]
            at = [place for place, _ in own]
            strokes = axes.vlines(at, y, y + end, color=colour, linewidth=1.6, label=kind)
            strokes.set_urls([address for _, address in own])
    axes.set_yticks(range(len(rows)), list(rows))
    axes.tick_params(length=0)
    axes.set(xlim=(0, None), ylim=(len(rows) - 0.4, -0.6))


def ways(axes, rows):
    """Draw the numbers that each of several ways gives, {way: [number, ...]}, a way a row.

    Equal numbers of a way are one dot, the larger the more there are; the first row's are dark,
    and a line leads from them down. A row of two numbers is a span.
    """
    for y, (numbers, colour) in enumerate(
        zip(rows.values(), [INK, *[BLUE] * (len(rows) - 1)], strict=True)
    ):
        times = {number: numbers.count(number) for number in numbers}
        axes.hlines(y, min(numbers), max(numbers), color=PALE, linewidth=5, zorder=1)
        sizes = [28 * count**0.45 for count in times.values()]
        axes.scatter(list(times), [y] * len(times), s=sizes, color=colour, zorder=3)
    axes.axvline(next(iter(rows.values()))[0], color=FAINT, zorder=0)
    axes.set_yticks(range(len(rows)), list(rows))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.xaxis.get_major_locator().set_params(integer=True)


def bars(values):
    """A figure of a bar a row of a series, its name above it, its value beside it, first on top."""
    names = [fill(name, 56) for name in labels(values.index, 250)]
    tall = [0.17 * (name.count("\n") + 1) + 0.3 for name in names]  # inches
    ends = list(accumulate(tall))
    figure, axes = start().subplots(figsize=(WIDTH, ends[-1] + 0.45))
    at = [end - 0.19 for end in ends]
    drawn = axes.barh(at, list(values), height=0.15, color=BLUE)
    axes.bar_label(drawn, [f" {value:,}" for value in values], fontsize=LETTER)
    for name, end, height in zip(names, ends, tall, strict=True):
        axes.text(0, end - height + 0.02, name, va="top", fontsize=LETTER)
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


def sketch(border, places, around, above=()):
    """A figure of a country's border, with places in it and the names of what lies around it.

    `border` is a list of (degrees east, north), `places` and `around` are {name: (east, north)};
    names stand right of their places, those of `above` above them.
    """
    figure, axes = start().subplots(figsize=(WIDTH, 2.45))
    axes.fill(*zip(*border, strict=True), facecolor=FAINT, edgecolor=QUIET, linewidth=1)
    for name, place in places.items():
        axes.scatter(*place, s=20, color=BLUE, zorder=3)
        look = {"xytext": (5, 0), "va": "center"}
        look = {"xytext": (0, 5), "ha": "center"} if name in above else look
        axes.annotate(name, place, textcoords="offset points", color=INK, **look)
    for name, place in around.items():
        axes.text(*place, name, color=QUIET, style="italic", ha="center", va="center")
    east, north = map(max, zip(*border, strict=True))
    shorter = cos(radians(north - 2))  # a degree east, against a degree north of 111 km
    kilometres = 100 / (111.3 * shorter)
    low = min(north for _, north in border)
    axes.hlines(low, east - kilometres, east, color=INK, linewidth=1.5)
    axes.text(east - kilometres / 2, low + 0.1, "100 km", ha="center", va="bottom")
    axes.set_aspect(1 / shorter)
    axes.set_axis_off()
    return figure


HEAD = PAPER, INK, LETTER


def cards(title, columns, looks, across=5):
    """A figure of words in boxes: {head: [(words, kind, address), ...]}, `across` heads abreast.

    `looks` has {kind: (colour of the box, colour of its letters, size in points)}; a box leads to
    its address. Heads that find no room abreast begin another row.
    """
    room = 72 * WIDTH / across  # points
    figure, axes = start().subplots()
    names, top = list(columns), 0
    for first in range(0, len(names), across):
        row = names[first : first + across]
        ends = [_card(axes, n * room, top, room, name, HEAD, "") for n, name in enumerate(row)]
        below = top + max(ends)
        for n, name in enumerate(row):
            y = ends[n] = below
            for words, kind, address in columns[name]:
                y += _card(axes, n * room, y, room, words, looks[kind], address)
            ends[n] = y
        top = max(ends) + 8
    axes.set(xlim=(0, room * across), ylim=(top, 0))
    axes.set_axis_off()
    figure.suptitle(title, x=0.01, ha="left", fontsize=10, weight="bold")
    figure.set_size_inches(WIDTH, 0.35 + top / 72)
    return figure


def _card(axes, x, y, room, words, look, address):
    """Draw one box of words from y down, in a column `room` points wide; its height in points."""
    colour, letters, size = look
    bold = not address or size > LETTER
    letters_a_line = int(room / size / (0.66 if bold else 0.56))
    words = "\n".join(fill(line, letters_a_line) for line in words.split("\n"))
    height = (words.count("\n") + 1) * size * 1.22 + 7
    if address:
        box = axes.fill_between([x + 1, x + room - 3], y, y + height, facecolor=colour, url=address)
        box.set(edgecolor=QUIET, linewidth=0.7 * (colour == PAPER))
    place = {"va": "top", "linespacing": 1.15, "weight": "bold" if bold else "normal"}
    axes.text(x + 4, y + 3, words, c=letters, size=size, url=address or None, **place)
    return height + 3


def barcodes(title, texts, colours):
    """A figure of texts as bars of their words in reading order, each from its first to its last.

    `texts` is {name: (length, words at the right, runs, names)}; a run is (who, whether in their
    own words, address, first word, last word), drawn in the colour of `who` over light grey, lower
    when retold, and leads to its address. `names` are {who: words}, written over the longest run.
    """
    figure, axes = start().subplots(figsize=(WIDTH, 0.35 + 0.78 * len(texts)))
    for n, (name, (length, words, runs, names)) in enumerate(texts.items()):
        axes.text(0, n + 0.15, name, weight="bold", va="center", fontsize=10)
        axes.text(1, n + 0.15, words, ha="right", va="center")
        axes.fill_between([0, 1], n + 0.58, n + 0.92, facecolor=FAINT, linewidth=0)
        _strokes(axes, n + 0.58, n + 0.92, length, runs, colours)
        _named(axes, n + 0.41, length, runs, names, colours)
    axes.set(xlim=(0, 1), ylim=(len(texts), 0))
    axes.set_axis_off()
    figure.suptitle(title, x=0.01, ha="left", fontsize=10, weight="bold")
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
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    font, longest = FontProperties(family=["DejaVu Sans"]), {}
    for who, _, _, first, last in runs:
        longest[who] = max(
            longest.get(who, (0, 0)), (last - first, (first + last + 1) / 2 / length)
        )
    order = sorted(names, key=lambda who: longest[who][1])
    points, gap = 70 * WIDTH, 0.02  # the axes are a little less wide than the picture
    ends = [TextPath((0, 0), names[who], size=LETTER, prop=font).get_extents().x1 for who in order]
    rows, free = [], 0
    for who, width in zip(order, [end / points for end in ends], strict=True):
        rows.append((who, width, max(free, longest[who][1] - width / 2)))
        free = rows[-1][2] + width + gap
    free = 1
    for who, width, left in reversed(rows):
        left, middle = min(left, free - width), longest[who][1]
        axes.text(left, y, names[who], va="center", in_layout=False)
        axes.plot([middle, middle], [y + 0.11, y + 0.17], color=colours[who], linewidth=2)
        free = left - gap
