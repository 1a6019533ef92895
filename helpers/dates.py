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

ONE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(~\?|\?~|[~?%])?\Z")
LEVEL_1 = re.compile(
    r"\d{3}X\Z|\d\dXX\Z|\d{4}-XX\Z|\d{4}-(?:\d\d|XX)-XX\Z|\d{4}-2[1-4]\Z|[^/]+/\Z|/[^/]+\Z"
)
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
    if not isinstance(edtf, str) or not edtf.strip():
        raise ValueError(f"{edtf!r} is not a date: write 2016, 2016-06, 2016-06-09, or unknown")
    if edtf == "unknown":
        return When(None, None, "unknown", False, False)
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
    return When(
        first, last, precision, doubt in ("~", "%", "~?", "?~"), doubt in ("?", "%", "~?", "?~")
    )


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


# How a text's own words lead from a day known (the anchor) to the day meant. A rule has to account
# for the whole expression; what fits no rule is left to a reader.
MONTHS = {name.lower(): n for n, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
MONTH, DAY = "|".join(sorted(MONTHS, key=len, reverse=True)), "|".join(DAYS)
YEAR, SEASON = r"(?:1\d|20)\d\d", "|".join(SEASONS)
SMALL = "a one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
SMALL = f"{SMALL} sixteen seventeen eighteen nineteen".split()
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
IN_WORDS = re.compile(
    rf"\b(?:({'|'.join(TENS)})(?: ({'|'.join(SMALL[1:10])}))?|({'|'.join(SMALL[1:])}))\b"
)
LEAD = re.compile(r"(?:on|in|at|during|the|over the|for the|since the) ")


def derive(expression, anchor, ahead=None):
    """The EDTF date that a time expression gives when counted from an anchor date (EDTF).

    `ahead` says whether the sentence looks ahead (a plan, a deadline) or back; unknown, a day or a
    month without its year and a bare weekday are the last ones not after the anchor, as in reports,
    unless the words say otherwise (next, coming, deadline, a weekday that settles the year). Doubt
    in the anchor passes on. Returns None where no rule accounts for all the words or the anchor is
    open or unknown; raises ValueError for an anchor that is no date.
    """
    base = when(anchor)
    if base.first is None or base.last is None or not isinstance(expression, str):
        return None
    words = _plain(expression)
    tried = [words]
    while LEAD.match(words):
        tried.append(words := LEAD.sub("", words, count=1))
    for words in tried:
        for pattern, rule in RULES:
            if match := pattern.fullmatch(words):
                try:
                    derived = rule(base, ahead, *match.groups())
                    when(derived or "unknown")
                except (ValueError, OverflowError):
                    return None
                return derived
    return None


def _plain(expression):
    """Time words in one spelling: numbers in figures, no ordinals, commas, hyphens, possessives."""
    words = expression.lower().replace("’", "'").replace("‘", "'")
    words = re.sub(r"(?<=\d),(?=\d{3})", "", words)
    words = re.sub(r"(?<=\d)[-–](?=\d)", " to ", words)
    words = re.sub(r"'s?(?!\w)|[,.]", " ", words).replace("-", " ").replace("–", " ")
    words = IN_WORDS.sub(_in_figures, words)
    words = re.sub(r"\b(\d+)(?:st|nd|rd|th)\b", r"\1", words)
    words = re.sub(rf"\b(\d+) of (?={MONTH})|\b({MONTH}) of (?=\d)", r"\1\2 ", words)
    return " ".join(words.split())


def _in_figures(found):
    tens, unit, small = found.groups()
    if small:
        return str(SMALL.index(small))
    return str(10 * TENS.index(tens) + 20 + (SMALL.index(unit) if unit else 0))


def _mark(base, approximate=False):
    """The doubts of the anchor, and `~` where the words themselves are vague."""
    return "~" * (base.approximate or approximate) + "?" * base.uncertain


def _span(base, first, last, approximate=False):
    """An EDTF day or interval with the doubts of the anchor it was counted from."""
    mark = _mark(base, approximate)
    return f"{first}{mark}" if first == last else f"{first}{mark}/{last}{mark}"


def _shifted(base, from_days, to_days=None, approximate=False):
    """The days from so many days after the anchor's first to so many after its last."""
    to_days = from_days if to_days is None else to_days
    first = base.first + timedelta(days=from_days)
    return _span(base, first, base.last + timedelta(days=to_days), approximate)


def _hours(base, n, sign):
    """So many hours from a day: the same one for up to three, else the days they may end on."""
    low, high = (0, 0) if n <= 3 else (n // 24, -(-n // 24))
    return _shifted(base, *sorted((sign * low, sign * high)))


def _away(base, n, unit, sign):
    """So many units before (-1) or after (1) the anchor; exact in days, about in all else."""
    n = 1 if n in ("a", "an") else int(n)
    if unit == "day":
        return _shifted(base, sign * n)
    if unit == "hour":
        return _hours(base, n, sign)
    if unit == "week":
        ends = (end + timedelta(days=sign * 7 * n) for end in (base.first, base.last))
        return "/".join(f"{end}{_mark(base, True)}" for end in dict.fromkeys(ends))
    months = sign * n * {"month": 1, "year": 12, "decade": 120}[unit]
    if abs(months) > 12:
        return f"{_month(base.last, months)[: 7 if abs(months) < 24 else 4]}{_mark(base, True)}"
    year, month = map(int, _month(base.first, months).split("-"))
    day = min(base.first.day, calendar.monthrange(year, month)[1])
    return f"{date(year, month, day)}{_mark(base, True)}"


def _month(day, months):
    """The month so many months after a day's, as EDTF."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return f"{year:04d}-{month + 1:02d}"


def _months_between(base, earliest, latest):
    """From so many months before the anchor to so many, both about."""
    ends = _month(base.first, -earliest), _month(base.last, -latest)
    return "/".join(f"{end}{_mark(base, approximate=True)}" for end in ends)


def _week(base, weeks):
    """Monday to Sunday of the calendar week so many after the anchor's."""
    first, last = (day - timedelta(days=day.weekday()) for day in (base.first, base.last))
    return _span(base, first + timedelta(days=7 * weeks), last + timedelta(days=7 * weeks + 6))


def _weekday(base, name, after, least=0):
    """The nearest such weekday after the anchor, or before it, `least` days away or more."""
    sign = 1 if after else -1

    def nearest(day):
        away = (sign * (DAYS.index(name) - day.weekday())) % 7
        return day + timedelta(days=sign * (away + 7 * (away < least)))

    return _span(base, nearest(base.first), nearest(base.last))


def _of_week(base, name, weeks):
    """A weekday of the calendar week so many after the anchor's."""
    days = (
        day - timedelta(days=day.weekday() - DAYS.index(name)) for day in (base.first, base.last)
    )
    return _span(base, *(day + timedelta(days=7 * weeks) for day in days))


def _yearless(base, ahead, name, day=1):
    """The last such day of a year not after the anchor, or the first not before it."""
    first, last = _widened(base)
    years = range(first.year, first.year + 9) if ahead else range(last.year, last.year - 9, -1)
    for year in years:  # 29 February can be eight years off
        with suppress(ValueError):
            found = date(year, MONTHS[name], int(day))
            end = date(year, MONTHS[name], _days(found.replace(day=1))) if day == 1 else found
            if (end >= first) if ahead else (found <= last):
                return found
    raise ValueError(f"{day} {name} is no day of the calendar")


def _settled(base, weekday, name, day):
    """The day without a year, nearest to the anchor, that is the weekday it is said to be."""
    years = range(base.first.year - 6, base.first.year + 7)
    days = [date(year, MONTHS[name], int(day)) for year in years if _is_day(year, name, day)]
    fits = [each for each in days if each.weekday() == DAYS.index(weekday)]
    found = min(fits, key=lambda each: abs(each - base.first), default=None)
    near = found and abs((found - base.first).days) < 366
    return str(found) if near else None


def _is_day(year, name, day):
    return 0 < int(day) <= calendar.monthrange(year, MONTHS[name])[1]


def _stated(year, name, day=""):
    return f"{int(year):04d}-{MONTHS[name]:02d}" + (day and f"-{int(day):02d}")


def _short(base, year):
    """A year of two figures, in the hundred years around the anchor."""
    return base.first.year - (base.first.year - int(year) + 50) % 100 + 50


def _part(base, part, month):
    """The first, second or last third of a month."""
    first = when(month).first
    begin, end = {"early": (1, 10), "mid": (11, 20), "late": (21, _days(first))}[part]
    return f"{month}-{begin:02d}/{month}-{end:02d}"


def _season(year, name):
    first = date(int(year), SEASONS[name], 1)
    return f"{_month(first, 0)}/{_month(first, 2)}"


def _last_season(base, name):
    """The last such season that was over by the anchor."""
    ended = when(_season(base.first.year, name)).last < base.first
    return _season(base.first.year - (not ended), name)


def _range(base, ahead, one, other):
    """From one date to another; the month or year may stand with one of them only."""
    if re.fullmatch(r"\d\d?", one) and re.match(r"\d\d? \D", other):
        one = f"{one} {other.split(' ', 1)[1]}"
    if re.fullmatch(r"\d\d?", other) and re.fullmatch(rf"(?:{MONTH}) \d\d?", one):
        other = f"{one.split()[0]} {other}"
    mark = f"{base.first}/{base.last}" if base.first != base.last else str(base.first)
    first, last = derive(one, mark, ahead), derive(other, mark, ahead)
    if ahead is None and first and last and when(last).first < when(first).first:
        first = derive(one, mark, False)
    joined = first and last and "/" not in first + last and f"{first}/{last}"
    return joined or None


def _compiled(rules):
    return [(re.compile(pattern), rule) for pattern, rule in rules]


N, UNIT, TIME = (
    r"(\d+|an?)",
    "(hour|day|week|month|year|decade)s?",
    "(?: (?:morning|afternoon|evening|night))?",
)
D, M = f"({DAY})", f"({MONTH})"
RULES = _compiled(
    [
        (rf"(?:{DAY}) (\d\d?) {M} ({YEAR})", lambda b, a, d, m, y: _stated(y, m, d)),
        (rf"(?:(?:{DAY}) )?{M} (\d\d?) ({YEAR})", lambda b, a, m, d, y: _stated(y, m, d)),
        (rf"(\d\d?) {M} ({YEAR})", lambda b, a, d, m, y: _stated(y, m, d)),
        (rf"(\d\d?) {M} (\d\d)", lambda b, a, d, m, y: _stated(_short(b, y), m, d)),
        (rf"{M} ({YEAR})", lambda b, a, m, y: _stated(y, m)),
        (rf"({YEAR})", lambda b, a, y: y),
        (rf"({YEAR[:-2]})0s", lambda b, a, y: f"{y}0/{y}9"),
        (rf"(early|mid|late) {M} ({YEAR})", lambda b, a, p, m, y: _part(b, p, _stated(y, m))),
        (
            rf"(early|mid|late) {M}(?: of)? this year",
            lambda b, a, p, m: _part(b, p, _stated(b.last.year, m)),
        ),
        (rf"(early|mid|late) {M}", lambda b, a, p, m: _part(b, p, str(_yearless(b, a, m))[:7])),
        (rf"(\d\d?) {M}(?: (?:this|of this) year)?", lambda b, a, d, m: str(_yearless(b, a, m, d))),
        (rf"{M} (\d\d?)", lambda b, a, m, d: str(_yearless(b, a, m, d))),
        (rf"{D} {M} (\d\d?)", lambda b, a, w, m, d: _settled(b, w, m, d)),
        (rf"{D} (\d\d?) {M}", lambda b, a, w, d, m: _settled(b, w, m, d)),
        (
            rf"{M} (\d\d?) deadline|an? {M} (\d\d?) deadline",
            lambda b, a, m, d, n, e: str(_yearless(b, True, m or n, d or e)),
        ),
        (
            rf"(?:an? )?deadline (?:of|on) {M} (\d\d?)",
            lambda b, a, m, d: str(_yearless(b, True, m, d)),
        ),
        (rf"{M}", lambda b, a, m: str(_yearless(b, a, m))[:7]),
        (
            rf"last {M}",
            lambda b, a, m: str(_yearless(b, False, m))[:7] if MONTHS[m] != b.last.month else None,
        ),
        (
            rf"next {M}",
            lambda b, a, m: str(_yearless(b, True, m))[:7] if MONTHS[m] != b.first.month else None,
        ),
        (rf"{D}{TIME}", lambda b, a, d: _weekday(b, d, bool(a))),
        (rf"last {D}{TIME}", lambda b, a, d: _weekday(b, d, False, 1)),
        (rf"(?:next|(?:this )?coming) {D}{TIME}", lambda b, a, d: _weekday(b, d, True, 1)),
        (rf"{D} last week|last week {D}", lambda b, a, d, e: _of_week(b, d or e, -1)),
        (rf"{D} (?:of )?next week|next week {D}", lambda b, a, d, e: _of_week(b, d or e, 1)),
        (
            r"today|tonight|that day|same day|this time|this (?:morning|afternoon|evening)",
            lambda b, a: _shifted(b, 0),
        ),
        (
            rf"yesterday{TIME}|last (?:night|evening)|day before|previous day",
            lambda b, a: _shifted(b, -1),
        ),
        (rf"tomorrow{TIME}|day after|next day|following day", lambda b, a: _shifted(b, 1)),
        (r"day before yesterday", lambda b, a: _shifted(b, -2)),
        (r"day after tomorrow", lambda b, a: _shifted(b, 2)),
        (r"this week", lambda b, a: _week(b, 0)),
        (r"last week|previous week", lambda b, a: _week(b, -1)),
        (r"next week|following week", lambda b, a: _week(b, 1)),
        (r"past week", lambda b, a: _shifted(b, -7, 0)),
        (r"(this|last|next) month", lambda b, a, w: _month(b.last, _STEP[w]) + _mark(b)),
        (r"(this|last|next) year", lambda b, a, w: f"{b.last.year + _STEP[w]:04d}{_mark(b)}"),
        (r"this time last year|this day last year", lambda b, a: _away(b, "1", "year", -1)),
        (r"earlier this year", lambda b, a: f"{b.last.year:04d}-01-01/{b.last}"),
        (r"later this year", lambda b, a: f"{b.first}/{b.first.year:04d}-12-31"),
        (r"earlier this month", lambda b, a: f"{b.last.replace(day=1)}/{b.last}"),
        (r"later this month", lambda b, a: f"{b.first}/{b.first.replace(day=_days(b.first))}"),
        (rf"({SEASON}) (?:of )?({YEAR})", lambda b, a, s, y: _season(y, s)),
        (rf"last ({SEASON})", lambda b, a, s: _last_season(b, s)),
        (rf"{N} {UNIT} (?:ago|earlier|before)", lambda b, a, n, u: _away(b, n, u, -1)),
        (rf"{N} {UNIT} (?:later|after|from now)", lambda b, a, n, u: _away(b, n, u, 1)),
        (rf"in {N} (hour|day|week)s?", lambda b, a, n, u: _away(b, n, u, 1)),
        (rf"about {N} week ago", lambda b, a, n: _away(b, n, "week", -1)),
        (r"(?:just )?hours (?:after|later|earlier|before)(?: .+)?", lambda b, a: _shifted(b, 0)),
        (r"a few days (?:earlier|ago|before)", lambda b, a: _shifted(b, -5, -2)),
        (r"(?:just |a few )?days (?:after|later)", lambda b, a: _shifted(b, 1, 5)),
        (r"(?:next few|coming) days|within days", lambda b, a: _shifted(b, 1, 7)),
        (
            r"(?:past|last) (\d+) (day|week)s",
            lambda b, a, n, u: _shifted(b, -int(n) * (7 if u == "week" else 1), 0),
        ),
        (r"for weeks", lambda b, a: _shifted(b, -42, 0)),
        (r"a few months ago", lambda b, a: _months_between(b, 5, 2)),
        (r"(?:last|past) few months", lambda b, a: _months_between(b, 5, 0)),
        (
            r"(?:for )?more than (\d+) months",
            lambda b, a, n: f"../{_month(b.last, -int(n))}{_mark(b)}",
        ),
        (
            r"(?:for )?(?:the )?first time in (\d+) years",
            lambda b, a, n: f"{b.last.year - int(n):04d}{_mark(b, True)}",
        ),
        (r"(?:from |between )?(.+?) (?:to|and|through) (.+)", _range),
    ]
)
_STEP = {"last": -1, "this": 0, "next": 1}
