"""Shapes of pictures in which time runs along the axis: bars of days with words beside them."""

from datetime import timedelta
from math import ceil
from textwrap import fill

from helpers.looks import BLUE, ORANGE, PALE, PAPER, QUIET, WIDTH, key, start


def months(axes, first, last):
    """Set the x axis to run from one day to another, a tick a month or half a month."""
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    half = len(days) < 92
    days = [day for day in days if day.day == 1 or (half and day.day == 15)]
    years = [day.year for day in days]
    words = [
        f"{day.day} " * half + names[day.month - 1] + f"\n{day.year}" * (day.year not in years[:n])
        for n, day in enumerate(days)
    ]
    axes.set_xticks(days, words)
    axes.set_xlim(first, last + timedelta(days=1))


def _published(axes, y, days, words):
    """Shade the days, first and last, on which an article can have been published, in one row."""
    first, last = (axes.convert_xunits(day) + n for n, day in enumerate(days))
    axes.barh(y, last - first, 0.5, first, color=QUIET, alpha=0.45, linewidth=0)
    _beside(axes, first, last, y, words)


def _beside(axes, left, right, y, words, **look):
    """Write words beside a stretch of an axis of time, on the side where there is more room."""
    low, high = axes.get_xlim()
    gap, after = (high - low) / 48, high - right > left - low
    look |= {"ha": "left" if after else "right", "va": "center_baseline", "in_layout": False}
    axes.text(right + gap if after else left - gap, y, words, **look)


def timeline(first, last, lanes):
    """A figure of the days between two, with a lane for each article: {name: (days, words, lines)}.

    `days`, first and last, are those of publication, `words` say so. A line is (words, one of SURE,
    the days that the text allows, the days known otherwise or None, address); an open end is None.
    """
    figure, axes = start().subplots()
    pad, y = timedelta(days=10), 0
    months(axes, first - pad, last + pad)
    for name, (days, words, lines) in lanes.items():
        axes.text(axes.get_xlim()[0], y, name, weight="bold", va="center_baseline")
        _published(axes, y + 1, days, words)
        y += 2.1
        for line in lines:
            y += _line(axes, y, *line)
        y += 0.35
    axes.set(ylim=(y - 0.5, -0.7), yticks=[])
    _signs(figure, axes)
    figure.set_size_inches(WIDTH, 1.05 + 0.158 * y)
    return figure


# How a telling is drawn: the fuller, the surer.
SURE = {
    "told as a fact": {"facecolor": BLUE},
    "claimed": {"facecolor": PALE},
    "planned or supposed": {"facecolor": PAPER, "linestyle": (0, (1.6, 1))},
}


def _line(axes, y, words, sure, days, known, address):
    """Draw one line of a timeline from y down: words, a bar, ticks; return its height in rows.

    The bar, looking as SURE says, covers the `days` a text allows, first and last: pointed where
    one is None, thin where they are more than a month. Ticks stand at the days `known` otherwise,
    if there are any.
    """
    low, high = axes.get_xlim()
    tip = (high - low) / 60
    a, b = (day and axes.convert_xunits(day) for day in days)
    a, b = b - 3 * tip if a is None else a, a + 3 * tip if b is None else b + 1
    a, b = min(a, (a + b) / 2 - tip), max(b, (a + b) / 2 + tip)
    c, d = (axes.convert_xunits(day) + n for n, day in enumerate(known)) if known else (a, b)
    if known:  # an open side reaches what is known
        a = min(a, c - tip) if days[0] is None else a
        b = max(b, d + tip) if days[1] is None else b
    left, right = max(min(a, c), low), min(max(b, d), high)
    room = int(max(left - low, high - right) / (high - low) * 64) - 1  # letters
    if room < 16:
        rows, at = 2.2, y + 1
        axes.text(low, y, words, va="center_baseline", in_layout=False, url=address)
    else:
        words = fill(words, min(room, len(words) // ceil(len(words) / room) + 6))
        rows = words.count("\n") + 1
        at = y + (rows - 1) / 2
        _beside(axes, left, right, at, words, url=address)
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
        if (days[0] and d <= a) or (days[1] and b <= c):
            look = {"color": ORANGE, "linewidth": 1, "linestyles": ":", "label": "no day fits both"}
            axes.hlines(at, min(b, d), max(a, c), **look)
    return rows + 0.3


def misses(title, rows):
    """A figure of dates that cannot be right, a row each: the days of the text and the true ones.

    A row is (what, the text's words for its days, its days first and last, words for the true days,
    these first and last, address); days are counted from the first that the text allows.
    """
    figure, axes = start().subplots()
    spans = [[(day - text[0]).days for day in (*text, *true)] for _, _, text, _, true, _ in rows]
    low, high = min(0, *(span[2] for span in spans)) - 3, max(max(span) for span in spans) + 2
    axes.set_xlim(low, high)
    y, flat = 0, {"in_layout": False, "linespacing": 1.15}
    for (what, by_text, _, known, _, address), (a, b, c, d) in zip(rows, spans, strict=True):
        what = fill(what, 52)
        axes.text(low, y, what, weight="bold", va="top", url=address, **flat)
        y += 1.9 + what.count("\n") * 1.1
        axes.text(high, y, by_text, ha="right", va="center_baseline", url=address, **flat)
        y += 1
        axes.hlines(y, min(b, d), max(a, c), color=ORANGE, linewidth=1.4, linestyles=":", zorder=1)
        axes.barh(y, b + 1 - a, 0.55, a, color=BLUE, zorder=2)
        axes.barh(y, d + 1 - c, 0.8, c, color=ORANGE, zorder=2)
        fits = (high - c) / (high - low) * 64 > len(known)  # letters
        place = {"ha": "left" if fits else "right", "va": "center_baseline"}
        axes.text(c if fits else d + 1, y + 1.1, known, **place, **flat)
        y += 2.5
    weeks = range(-(int(-low) // 7) * 7, int(high) + 1, 7)
    axes.set_xticks(weeks, [f"{day // 7}".replace("-", "\N{MINUS SIGN}") for day in weeks])
    axes.set(yticks=[], ylim=(y - 0.6, -0.5))
    axes.set_xlabel("weeks from the first day that the text allows")
    figure.suptitle(title, x=0.01, ha="left")
    figure.set_size_inches(WIDTH, 0.75 + 0.165 * y)
    return figure


def _signs(figure, axes):
    """Set the key of a picture of lines above it: the signs that stand in it, surest first."""
    axes.plot([], [], "<", color=BLUE, label="open on that side")
    axes.plot([], [], "|", color=ORANGE, ms=11, mew=2.2, label="day known from outside")
    handles, names = axes.get_legend_handles_labels()
    found = dict(zip(names, handles, strict=True))
    shown = [name for name in (*SURE, *names[-2:], "no day fits both") if name in found]
    key(figure, [found[name] for name in shown], shown, 2)
