"""The few shapes that pictures share: bars, dots on lines, strips, days with words beside them."""

from datetime import timedelta
from itertools import accumulate
from math import ceil, cos, radians
from textwrap import fill

from helpers.looks import (
    BLUE,
    COLOURS,
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
