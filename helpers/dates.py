"""Dates as a reader can type them: a subset of the Extended Date/Time Format, and how texts date.

A date is a year, month or day (`2016`, `2016-06`, `2016-06-09`), each with `~` (approximately),
`?` (uncertain) or both; an interval `a/b`; an open interval `a/..` or `../b`; or `unknown`.
Source: Library of Congress, Extended Date/Time Format Specification (2019), levels 0 and 1.
"""

import calendar
import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

ONE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~\?|\?~|[~?%])?\Z")
LEVEL_1 = re.compile(
    r"\d{3}X\Z|\d\dXX\Z|\d{4}-XX\Z|\d{4}-(?:\d\d|XX)-XX\Z|\d{4}-2[1-4]\Z|[^/]+/\Z|/[^/]+\Z"
)
# 09/06/2016, 2016/06/09, Jun-16, 9-Jun-16, 2016-06-09 00:00:00: what a spreadsheet makes of dates.
REWRITTEN = re.compile(
    r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}\Z|(?:\d\d?-)?[A-Za-z]{3}-\d+\Z|\d{4}-\d\d-\d\d[ T]\d"
)
MONTH_NAMES = (  # not calendar.month_name, which follows the language of the machine
    *("January", "February", "March", "April", "May", "June", "July", "August", "September"),
    *("October", "November", "December"),
)
# Days that `~` allows on either side: two days, two weeks for a month, two quarters for a year.
APPROXIMATE = {"day": 2, "month": 14, "year": 182}


class When(NamedTuple):
    """A date as the days it can be, `first` to `last`, and what is said of it; None: open.

    `earliest` and `latest` are these days with what `~` allows beyond them.
    """

    first: date | None
    last: date | None
    precision: str
    approximate: bool
    uncertain: bool
    earliest: date | None
    latest: date | None


OPEN = When(None, None, "open", False, False, None, None)


@lru_cache(4096)
def when(edtf):
    """The days an EDTF string allows, as a When.

    Raises ValueError, in words a person can act on, when the string is not of the subset.
    """
    if not isinstance(edtf, str) or not edtf.strip():
        raise ValueError(f"{edtf!r} is not a date: write 2016, 2016-06, 2016-06-09, or unknown")
    if edtf == "unknown":
        return OPEN._replace(precision="unknown")
    if LEVEL_1.match(edtf):
        raise ValueError(
            f"{edtf!r} is EDTF of level 1 that is not read here (unspecified digits, seasons, an "
            "unknown end): write the interval it stands for, as 2016-06/2016-08, a/.. or ../b"
        )
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
    one, other = (OPEN if end == ".." else _one(end) for end in ends)
    if OPEN not in (one, other) and one.first > other.last:
        raise ValueError(f"{edtf!r} ends before it begins: swap its two dates")
    precision = "open" if OPEN in (one, other) else "interval"
    doubts = one.approximate or other.approximate, one.uncertain or other.uncertain
    return When(one.first, other.last, precision, *doubts, one.earliest, other.latest)


def _one(edtf):
    match = ONE.match(edtf)
    if not match:
        raise ValueError(
            f"{edtf!r} is not a date: write 2016, 2016-06, 2016-06-09, each with ~ or ? if in "
            "doubt, a/b, a/.., ../b, or unknown"
        )
    year, month, day, doubt = match.groups(default="")
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"{edtf!r} is no day of the calendar") from None
    if day:
        last, precision = first, "day"
    elif month:
        last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
        precision = "month"
    else:
        last, precision = first.replace(month=12, day=31), "year"
    approximate, uncertain = bool(set(doubt) & set("~%")), bool(set(doubt) & set("?%"))
    wider = APPROXIMATE[precision] * approximate
    earliest = first - timedelta(min(wider, (first - date.min).days))
    latest = last + timedelta(min(wider, (date.max - last).days))
    return When(first, last, precision, approximate, uncertain, earliest, latest)


def bounds(edtf):
    """First and last day an EDTF string allows, each end widened where it has `~`; None: open."""
    return when(edtf)[-2:]


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
    days = [each.strip("~?%").split("-") for each in (first, last)]
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
