"""The few shapes that pictures share: bars, dots on lines, strips, days with words beside them."""

from datetime import timedelta
from math import ceil
from textwrap import fill

from helpers.looks import (
    BLUE,
    FAINT,
    INK,
    LETTER,
    ORANGE,
    PALE,
    PAPER,
    QUIET,
    WIDTH,
    ink,
    key,
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
    grid[-1].set_xlabel(along)
    return figure, grid


def ranked(axes, names, values, colours, hollow=()):
    """Draw values as dots on lines, a name a line, the first on top; `hollow` ones are outlines."""
    places = range(len(values))
    faces = [PAPER if n in hollow else colour for n, colour in zip(places, colours, strict=True)]
    axes.hlines(places, 0, values, color=FAINT, linewidth=1)
    axes.scatter(values, places, s=36, c=faces, edgecolors=colours, linewidths=1.5, zorder=3)
    axes.set_yticks(places, names)
    axes.set(xlim=(0, None), ylim=(len(places) - 0.4, -0.6))


def strips(axes, rows, length, looks):
    """Draw a strip a row, {name: [(place, kind), ...]}, each place as the sign of its kind.

    `length` is the end of the strips and `looks` {kind: settings of scatter}.
    """
    axes.hlines(range(len(rows)), 0, length, color=FAINT, linewidth=0.8)
    for y, places in enumerate(rows.values()):
        for kind, look in looks.items():
            at = [place for place, other in places if other == kind]
            axes.scatter(at, [y] * len(at), zorder=3, **look)
    axes.set_yticks(range(len(rows)), list(rows))
    axes.set_ylim(len(rows) - 0.4, -0.6)


def months(axes, first, last, every=1):
    """Set the x axis to run from one day to another, a tick a month or half a month."""
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    half = len(days) < 92
    days = [day for day in days if day.day == 1 or (half and day.day == 15)][::every]
    years = [day.year for day in days]
    words = [
        f"{day.day} " * half + names[day.month - 1] + f"\n{day.year}" * (day.year not in years[:n])
        for n, day in enumerate(days)
    ]
    axes.set_xticks(days, words)
    axes.set_xlim(first, last + timedelta(days=1))


def published(axes, days, top, bottom):
    """Shade the days, first and last, on which an article can have been published."""
    look = {"color": QUIET, "alpha": 0.27, "linewidth": 0, "zorder": 0, "label": "published"}
    axes.fill_betweenx([top, bottom], days[0], days[1] + timedelta(days=1), **look)


def beside(axes, left, right, y, words, **look):
    """Write words beside a stretch of an axis of time, on the side where there is more room."""
    low, high = axes.get_xlim()
    gap, after = (high - low) / 48, high - right > left - low
    look |= {"ha": "left" if after else "right", "va": "center_baseline", "in_layout": False}
    axes.text(right + gap if after else left - gap, y, words, **look)


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


# How a telling is drawn: the fuller, the surer.
SURE = {
    "told as a fact": {"facecolor": BLUE},
    "claimed": {"facecolor": PALE},
    "planned or supposed": {"facecolor": PAPER, "linestyle": (0, (1.6, 1))},
}


def line(axes, y, words, sure, days, known=None):
    """Draw one line of a timeline from y down: words, a bar, ticks; return its height in rows.

    The bar, looking as SURE says, covers the `days` a text allows, first and last: pointed where
    one is None, thin where they are more than a month. Ticks stand at the days `known` otherwise.
    """
    low, high = axes.get_xlim()
    tip = (high - low) / 60
    a, b = (day and axes.convert_xunits(day) for day in days)
    a, b = b - 3 * tip if a is None else a, a + 3 * tip if b is None else b + 1
    a, b = min(a, (a + b) / 2 - tip), max(b, (a + b) / 2 + tip)
    c, d = (axes.convert_xunits(day) + n for n, day in enumerate(known)) if known else (a, b)
    left, right = max(min(a, c), low), min(max(b, d), high)
    room = int(max(left - low, high - right) / (high - low) * 64) - 1  # letters
    if room < 16:
        rows, at = 2.2, y + 1
        axes.text(low, y, words, va="center_baseline", in_layout=False)
    else:
        words = fill(words, min(room, len(words) // ceil(len(words) / room) + 6))
        rows = words.count("\n") + 1
        at = y + (rows - 1) / 2
        beside(axes, left, right, at, words)
    half = 0.12 if b - a > 31 else 0.27
    x = [a + tip * (days[0] is None), b - tip * (days[1] is None)]
    y = [at - half, at - half, at, at + half, at + half, at]
    axes.fill([*x, b, *x[::-1], a], y, edgecolor=BLUE, label=sure, zorder=3, **SURE[sure])
    if known:
        half = (d - c) / 2 if d - c > 1 else 0
        look = {"fmt": "none", "capsize": 5.5, "zorder": 4}
        for colour, width in ((PAPER, 3.6), (ORANGE, 2.2)):
            look |= {"ecolor": colour, "elinewidth": width - 0.8, "capthick": width}
            axes.errorbar((c + d) / 2, at, xerr=half, **look)
        if days[0] and d <= a:  # no day fits both
            axes.hlines(at, d, a, color=ORANGE, linewidth=1, linestyles=":")
    return rows + 0.3


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

    boxes = []
    for _, own, _, first, last in runs:
        y, a, b = top if own else top + 0.13, first / length, (last + 1) / length
        boxes.append([(a, bottom), (a, y), (b, y), (b, bottom)])
    look = {"facecolors": [colours[who] for who, *_ in runs], "linewidths": 0}
    axes.add_collection(PolyCollection(boxes, urls=[run[2] for run in runs], **look))


def _named(axes, y, length, runs, names, colours):
    """Write who speaks over their longest run, none over another."""
    longest = {}
    for who, _, _, first, last in runs:
        longest[who] = max(
            longest.get(who, (0, 0)), (last - first, (first + last + 1) / 2 / length)
        )
    order = sorted(names, key=lambda who: longest[who][1])
    letter = 0.0168  # how wide one is, of the picture
    widths, places, free = [len(names[who]) * letter for who in order], [], 0
    for who, width in zip(order, widths, strict=True):
        places.append(max(free, longest[who][1] - width / 2))
        free = places[-1] + width + letter
    free = 1
    for who, width, left in reversed([*zip(order, widths, places, strict=True)]):
        left, middle = min(left, free - width), longest[who][1]
        axes.text(left, y, names[who], va="center", in_layout=False)
        axes.plot([middle, middle], [y + 0.11, y + 0.17], color=colours[who], linewidth=2)
        free = left - letter
