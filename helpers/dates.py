"""Dates as a reader can type them: a subset of the Extended Date/Time Format, and how texts date.

A date is a year, month or day (`2016`, `2016-06`, `2016-06-09`), each with `~` (approximately),
`?` (uncertain) or both; an interval `a/b`; an open interval `a/..` or `../b`; or `unknown`.
Source: Library of Congress, Extended Date/Time Format Specification (2019), levels 0 and 1.
"""

import calendar
import re
from contextlib import suppress
from datetime import date, timedelta
from typing import NamedTuple

ONE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~\?|\?~|[~?])?\Z")
# 09/06/2016, 2016/06/09, Jun-16, 9-Jun-16, 2016-06-09 00:00:00: what a spreadsheet makes of dates.
REWRITTEN = re.compile(
    r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}\Z|(?:\d\d?-)?[A-Za-z]{3}-\d+\Z|\d{4}-\d\d-\d\d[ T]\d"
)
PRECISIONS = ("day", "month", "year", "interval", "open", "unknown")
MONTH_NAMES = (  # not calendar.month_name, which follows the language of the machine
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
APPROXIMATE = 2  # days that `~` allows on either side of a day


class When(NamedTuple):
    """A date as the days it can be: `first` and `last` (None: open), and what is said of it."""

    first: date | None
    last: date | None
    precision: str
    approximate: bool
    uncertain: bool


def when(edtf):
    """The days an EDTF string allows, as a When.

    Raises ValueError, in words a person can act on, when the string is not of the subset.
    """
    if edtf == "unknown":
        return When(None, None, "unknown", False, False)
    if REWRITTEN.match(edtf):
        raise ValueError(
            f"{edtf!r} is a date as a spreadsheet rewrites it: write 2016, 2016-06 or 2016-06-09, "
            "and have the spreadsheet format the column as text"
        )
    if "/" not in edtf:
        return _one(edtf)
    ends = edtf.split("/")
    if len(ends) != 2 or ends == ["..", ".."] or "" in ends:
        raise ValueError(f"{edtf!r} is not an interval: write a/b, a/.. or ../b")
    opening, closing = (None if end == ".." else _one(end) for end in ends)
    sides = [side for side in (opening, closing) if side]
    if len(sides) == 2 and opening.first > closing.last:
        raise ValueError(f"{edtf!r} ends before it begins: swap its two dates")
    return When(
        opening and opening.first,
        closing and closing.last,
        "interval" if len(sides) == 2 else "open",
        any(side.approximate for side in sides),
        any(side.uncertain for side in sides),
    )


def _one(edtf):
    match = ONE.match(edtf)
    if not match:
        raise ValueError(
            f"{edtf!r} is not a date: write 2016, 2016-06, 2016-06-09, each with ~ or ? if in "
            "doubt, a/b, a/.., ../b, or unknown"
        )
    year, month, day, doubt = match.groups()
    doubt = doubt or ""
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"{edtf!r} is no day of the calendar") from None
    if day:
        last, precision = first, "day"
    elif month:
        last, precision = first.replace(day=_days(first)), "month"
    else:
        last, precision = first.replace(month=12, day=31), "year"
    return When(first, last, precision, "~" in doubt, "?" in doubt)


def _days(day):
    return calendar.monthrange(day.year, day.month)[1]


def bounds(edtf, slack=APPROXIMATE):
    """First and last day an EDTF string allows, `~` widened by `slack` days a unit; open ends None.

    A unit is a day, a week for a month, a quarter for a year.
    """
    return _widened(when(edtf), slack)


def _widened(day, slack=APPROXIMATE):
    unit = {"month": 7, "year": 91}.get(day.precision, 1) if day.approximate else 0
    wider = slack * unit
    return (
        day.first and day.first - timedelta(days=min(wider, (day.first - date.min).days)),
        day.last and day.last + timedelta(days=min(wider, (date.max - day.last).days)),
    )


def overlap(one, other):
    """Whether two EDTF strings can mean the same day, `~` counted in; unknown can be any day."""
    (a, b), (c, d) = bounds(one), bounds(other)
    return (a is None or d is None or a <= d) and (c is None or b is None or c <= b)


def middle(edtf):
    """The day halfway through what an EDTF string allows, or its one end; None when unknown."""
    day = when(edtf)
    ends = [end for end in (day.first, day.last) if end]
    return ends[0] + (ends[-1] - ends[0]) / 2 if ends else None


def in_words(edtf):
    """An EDTF string as a person says it: "9 June 2016", "about June 2016", "up to 2016"."""
    if edtf == "unknown":
        return "no date"
    if "/" not in edtf:
        return _one_in_words(edtf)
    first, last = edtf.split("/")
    if first == "..":
        return f"up to {_one_in_words(last)}"
    if last == "..":
        return f"from {_one_in_words(first)} on"
    if first == last:
        return _one_in_words(first)
    days = [each.strip("~?").split("-") for each in (first, last)]
    alike = days[0][:-1] == days[1][:-1], days[0][0] == days[1][0]  # the month, the year
    said = 3 - sum(alike) if min(map(len, days)) == 3 else 3
    return f"between {_one_in_words(first, said)} and {_one_in_words(last)}"


def _one_in_words(edtf, said=3):
    """A date that is no interval; of a day's number, month and year the first `said`."""
    day = _one(edtf)
    month = MONTH_NAMES[day.first.month - 1]
    words = {
        "day": " ".join([str(day.first.day), month, str(day.first.year)][:said]),
        "month": f"{month} {day.first.year}",
        "year": str(day.first.year),
    }[day.precision]
    doubts = ["probably"] * day.uncertain + ["about"] * day.approximate
    return " ".join([*doubts, words])


# How a text's own words lead from a day known (the anchor) to the day meant. Each rule is a
# pattern over the time expression and what it makes of the anchor; the first that fits is used.
MONTHS = {name.lower(): n for n, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
COUNTS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
MONTH, DAY = "|".join(sorted(MONTHS, key=len, reverse=True)), "|".join(DAYS)
COUNT = rf"\d+|{'|'.join(COUNTS)}"


def derive(expression, anchor):
    """The EDTF date that a time expression gives when counted from an anchor date (EDTF).

    "Wednesday" is the last one not after the anchor; "21 July" and "February" are the nearest in
    the past, "August 1 deadline" the nearest ahead. Doubt in the anchor passes on to dates that
    are counted from it. Returns None where the words fit no rule or lead to no day of the calendar,
    or the anchor is open or unknown; raises ValueError for an anchor that is no date.
    """
    base = when(anchor)
    if base.first is None or base.last is None:
        return None
    words = " ".join(expression.lower().replace("-", " ").split())
    for pattern, rule in RULES:
        match = re.search(pattern, words)
        if match:
            try:
                derived = rule(base, *match.groups())
                when(derived)
            except (ValueError, OverflowError):
                return None
            return derived
    return None


def _mark(base, approximate=False):
    """The doubts of the anchor, and `~` where the words themselves are vague."""
    return "~" * (base.approximate or approximate) + "?" * base.uncertain


def _span(base, first, last):
    """An EDTF day or interval with the doubts of the anchor it was counted from."""
    mark = _mark(base)
    return f"{first}{mark}" if first == last else f"{first}{mark}/{last}{mark}"


def _shifted(base, from_days, to_days):
    """The days from so many days after the anchor's first to so many after its last."""
    return _span(base, base.first + timedelta(days=from_days), base.last + timedelta(days=to_days))


def _count(word):
    return int(word) if word.isdigit() else COUNTS[word]


def _week_ago(base):
    ends = dict.fromkeys([base.first - timedelta(days=7), base.last - timedelta(days=7)])
    return "/".join(f"{day}{_mark(base, approximate=True)}" for day in ends)


def _week_before(base):
    """Monday to Sunday of the calendar week before the anchor's."""
    monday = timedelta(days=7)
    first, last = (day - timedelta(days=day.weekday()) - monday for day in (base.first, base.last))
    return _span(base, first, last + timedelta(days=6))


def _weekday(base, name):
    def latest(day):
        return day - timedelta(days=(day.weekday() - DAYS.index(name)) % 7)

    return _span(base, latest(base.first), latest(base.last))


def _months_ago(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return f"{year:04d}-{month + 1:02d}"


def _months_between(base, earliest, latest):
    """From so many months before the anchor to so many, both about."""
    ends = _months_ago(base.first, earliest), _months_ago(base.last, latest)
    return "/".join(f"{end}{_mark(base, approximate=True)}" for end in ends)


def _past(base, name, day=1):
    """The last such day of a year that is not after the anchor."""
    latest = _widened(base)[1]
    for year in range(latest.year, latest.year - 9, -1):  # 29 February can be eight years off
        with suppress(ValueError):
            if date(year, MONTHS[name], int(day)) <= latest:
                return date(year, MONTHS[name], int(day))
    raise ValueError(f"{day} {name} is no day of the calendar")


def _ahead(base, name, day):
    """The first such day of a year that is not before the anchor."""
    earliest = _widened(base)[0]
    for year in range(earliest.year, earliest.year + 9):
        with suppress(ValueError):
            if date(year, MONTHS[name], int(day)) >= earliest:
                return date(year, MONTHS[name], int(day))
    raise ValueError(f"{day} {name} is no day of the calendar")


def _early(base, name, year=None):
    month = _stated(year, name) if year else str(_past(base, name))[:7]
    return f"{month}-01/{month}-10"


def _stated(year, name, day=""):
    return f"{int(year):04d}-{MONTHS[name]:02d}" + (day and f"-{int(day):02d}")


RULES = [
    (rf"\bearly ({MONTH})\b(?: of)?(?: (\d{{4}})\b)?", _early),
    (rf"\b(\d{{1,2}}) ({MONTH})\b[.,]* (\d{{4}})\b", lambda _, d, m, y: _stated(y, m, d)),
    (rf"\b({MONTH})\b\.? (\d{{1,2}}),? (\d{{4}})\b", lambda _, m, d, y: _stated(y, m, d)),
    (rf"\b({MONTH})\b[.,]*(?: of)? (\d{{4}})\b", lambda _, m, y: _stated(y, m)),
    (rf"\b(\d{{1,2}}) ({MONTH})\b", lambda b, d, m: str(_past(b, m, d))),
    (rf"\b({MONTH})\b\.? (\d{{1,2}}) deadline", lambda b, m, d: str(_ahead(b, m, d))),
    (rf"\b({MONTH})\b\.? (\d{{1,2}})\b", lambda b, m, d: str(_past(b, m, d))),
    (rf"\b({MONTH})\b", lambda b, m: str(_past(b, m))[:7]),
    (rf"\b({DAY})\b", _weekday),
    (r"about a week ago", _week_ago),
    (r"last week", _week_before),
    (rf"({COUNT}) days after", lambda b, n: _shifted(b, _count(n), _count(n))),
    (rf"({COUNT}) days (?:earlier|before|ago)", lambda b, n: _shifted(b, -_count(n), -_count(n))),
    (r"a few days earlier", lambda b: _shifted(b, -5, -2)),
    (r"just days after", lambda b: _shifted(b, 1, 5)),
    (r"coming days|within days", lambda b: _shifted(b, 1, 7)),
    (rf"past ({COUNT}) weeks", lambda b, n: _shifted(b, -7 * _count(n), 0)),
    (r"for weeks", lambda b: _shifted(b, -42, 0)),
    (r"a few months ago", lambda b: _months_between(b, 5, 2)),
    (r"last few months", lambda b: _months_between(b, 5, 0)),
    (r"more than (\d+) months", lambda b, n: f"../{_months_ago(b.last, int(n))}{_mark(b)}"),
    (r"in (\d+) years", lambda b, n: f"{b.last.year - int(n):04d}{_mark(b, approximate=True)}"),
    (r"today|that day|this time|hours after|in one hour", lambda b: _shifted(b, 0, 0)),
]
