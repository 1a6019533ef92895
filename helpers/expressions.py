"""How a text's own words lead from a day known (the anchor) to the day meant.

A rule has to account for the whole expression; what fits no rule is left to a reader.
"""

import re
from contextlib import suppress
from datetime import date, timedelta

from helpers.dates import MONTH_NAMES, when

MONTHS = {name.lower(): n for n, name in enumerate(MONTH_NAMES, 1)}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()} | {"sept": 9}
DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
PARTS = ["early", "mid", "late"]
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
STEPS = {"last": -1, "previous": -1, "this": 0, "next": 1, "following": 1}
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
NUMBERS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
NUMBERS = f"{NUMBERS} fifteen sixteen seventeen eighteen nineteen twenty".split()
NUMBERS += ["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS = dict(zip(NUMBERS, map(str, [*range(1, 21), *range(30, 100, 10)]), strict=True))
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
    try:
        return _derived(_plain(expression), base, ahead)
    except (ValueError, OverflowError):
        return None  # a day that the calendar does not have


def _derived(words, base, ahead):
    """What the first rule makes of all the words, also without those that only lead up to them."""
    tried = [words]
    while LEAD.match(words):
        tried.append(words := LEAD.sub("", words, count=1))
    for words in tried:
        for pattern, rule in RULES:
            if match := pattern.fullmatch(words):
                if derived := rule(base, ahead, *match.groups()):
                    when(derived)  # refuses 31 June
                return derived
    return None


def _plain(expression):
    """Time words in one spelling: numbers in figures, `9 june`; no ordinals, commas, hyphens."""
    words = expression.lower().replace("’", "'").replace("‘", "'")
    words = re.sub(r"(?<=\d),(?=\d{3})", "", words)
    words = re.sub(r"(?<=\d)[-–](?=\d)", " to ", words)
    words = re.sub(r"'s?(?!\w)|[,.]", " ", words).replace("-", " ").replace("–", " ")
    words = re.sub(r"\b(\d+)(?:st|nd|rd|th)\b", r"\1", words)
    words = " ".join(NUMBERS.get(word, word) for word in words.split())
    words = re.sub(r"\b([2-9])0 ([1-9])\b", r"\1\2", words)  # twenty one
    words = re.sub(rf"\b(\d+) of (?={MONTH})|\b({MONTH}) of (?=\d)", r"\1\2 ", words)
    return re.sub(rf"(?<!\d )\b({MONTH}) (\d\d?)\b", r"\2 \1", words)


def _mark(base, approximate=False):
    """The doubts of the anchor, and `~` where the words themselves are vague."""
    return ["", "~", "?", "%"][(base.approximate or approximate) + 2 * base.uncertain]


def _span(base, first, last):
    """An EDTF day or interval with the doubts of the anchor it was counted from."""
    return "/".join(f"{day}{_mark(base)}" for day in dict.fromkeys([first, last]))


def _shifted(base, from_days, to_days):
    """The days from so many days after the anchor's first to so many after its last."""
    return _span(base, base.first + timedelta(days=from_days), base.last + timedelta(days=to_days))


def _away(base, n, unit, sign):
    """So many units before (-1) or after (1) the anchor; exact in days, about in all else."""
    n = 1 if n in ("a", "an") else int(n)
    if unit in ("day", "hour"):  # the same day for up to three hours, else those it may end on
        low, high = (n, n) if unit == "day" else (0, 0) if n <= 3 else (n // 24, -(-n // 24))
        return _shifted(base, *sorted((sign * low, sign * high)))
    base = base._replace(approximate=True)
    if unit == "week":
        return _shifted(base, sign * 7 * n, sign * 7 * n)
    months = sign * n * {"month": 1, "year": 12, "decade": 120}[unit]
    if abs(months) > 12:
        return f"{_month(base.last, months)[: 7 if abs(months) < 24 else 4]}{_mark(base)}"
    month = when(_month(base.first, months))
    return f"{month.first.replace(day=min(base.first.day, month.last.day))}{_mark(base)}"


def _month(day, months):
    """The month so many months after a day's, as EDTF."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return f"{year:04d}-{month + 1:02d}"


def _months_between(base, earliest, latest):
    """From so many months before the anchor to so many, both about."""
    ends = _month(base.first, -earliest), _month(base.last, -latest)
    return "/".join(f"{end}{_mark(base, approximate=True)}" for end in ends)


def _unit(base, step, unit):
    """The calendar week, month or year so many after the anchor's, or the day."""
    if unit == "week":
        return _of_week(base, 0, 6, step)
    if unit == "day":
        return _shifted(base, STEPS[step], STEPS[step])
    if unit == "month":
        return _month(base.last, STEPS[step]) + _mark(base)
    return f"{base.last.year + STEPS[step]:04d}{_mark(base)}"


def _of_week(base, first, last, step):
    """From one weekday (0: Monday) to another of the calendar week so many after the anchor's."""
    monday = timedelta(days=base.first.weekday()), timedelta(days=base.last.weekday())
    back = base._replace(first=base.first - monday[0], last=base.last - monday[1])
    return _shifted(back, 7 * STEPS[step] + first, 7 * STEPS[step] + last)


def _weekday(base, name, after, least=0):
    """The nearest such weekday after the anchor, or before it, `least` days away or more."""
    sign = 1 if after else -1

    def nearest(day):
        away = (sign * (DAYS.index(name) - day.weekday())) % 7
        return day + timedelta(days=sign * (away + 7 * (away < least)))

    return _span(base, nearest(base.first), nearest(base.last))


def _yearless(base, ahead, day, name):
    """The last such day or month not after the anchor, or the first not before it."""
    first, last = base.earliest, base.latest
    years = range(first.year, first.year + 9) if ahead else range(last.year, last.year - 9, -1)
    for year in years:  # 29 February can be eight years off
        with suppress(ValueError):
            found = when(_stated(year, name, day))
            if (found.last >= first) if ahead else (found.first <= last):
                return _stated(year, name, day)
    return None


def _settled(base, ahead, weekday, day, name):
    """The day in the anchor's year, the one before or after, that is the weekday it is said to be.

    There is one at most, as a date moves on by a weekday a year, or by two.
    """
    for year in range(base.first.year - 1, base.first.year + 2):
        with suppress(ValueError):
            found = date(year, MONTHS[name], int(day))
            if found.weekday() == DAYS.index(weekday):
                return str(found)
    return None


def _step_month(base, ahead, step, name):
    """The last or next such month, which is not the anchor's own."""
    here = base.first if step == "next" else base.last
    return _yearless(base, step == "next", "", name) if MONTHS[name] != here.month else None


def _stated(year, name, day=""):
    return f"{int(year):04d}-{MONTHS[name]:02d}" + (day and f"-{int(day):02d}")


def _short(base, ahead, day, name, year):
    """A day in a year of two figures, in the hundred years around the anchor."""
    year = base.first.year - (base.first.year - int(year) + 50) % 100 + 50
    return _stated(year, name, day)


def _part(base, ahead, part, words):
    """The first, second or last third of a month or a year."""
    whole = _derived(words, base, ahead)
    if not whole or when(whole).precision not in ("month", "year"):
        return None
    thirds = [("01", "04"), ("05", "08"), ("09", "12")]
    if when(whole).precision == "month":
        thirds = [("01", "10"), ("11", "20"), ("21", f"{when(whole).last.day}")]
    plain = whole.rstrip("~?%")
    ends = (f"{plain}-{end}{whole[len(plain) :]}" for end in thirds[PARTS.index(part)])
    return "/".join(ends)


def _season(year, name):
    first = date(int(year), SEASONS[name], 1)
    return f"{_month(first, 0)}/{_month(first, 2)}"


def _last_season(base, ahead, name):
    """The last such season that was over by the anchor."""
    ended = when(_season(base.first.year, name)).last < base.first
    return _season(base.first.year - (not ended), name)


def _range(base, ahead, one, other):
    """From one date to another; the month or year may stand with one of them only."""
    if re.fullmatch(r"\d\d?", one) and re.match(r"\d\d? \D", other):
        one = f"{one} {other.split(' ', 1)[1]}"
    if re.fullmatch(r"\d\d?", other) and re.fullmatch(rf"\d\d? (?:{MONTH})", one):
        other = f"{other} {one.split()[1]}"
    base = base._replace(approximate=False, uncertain=False)
    last = _derived(other, base, ahead)
    if last and "/" not in last and re.fullmatch(rf"(?:\d\d? )?(?:{MONTH})|{D}", one):
        base, ahead = when(last), False  # the last such day or month before the other date
    first = _derived(one, base, ahead)
    return f"{first}/{last}" if first and last and "/" not in first + last else None


N, UNIT = r"(\d+|an?)", "(hour|day|week|month|year|decade)s?"
D, M, Y = f"({'|'.join(DAYS)})", f"({MONTH})", r"((?:1\d|20)\d\d)"
TIME, STEP = "(?: (?:morning|afternoon|evening|night))?", f"({'|'.join(STEPS)})"
SEASON = f"({'|'.join(SEASONS)})"
SHIFTS = {  # days after the anchor's first, days after its last
    r"(?:earlier )?today|tonight|(?:that|same) day|this (?:time|morning|afternoon|evening)": (0, 0),
    r"(?:just )?hours (?:after|later|earlier|before)(?: .+)?": (0, 0),
    rf"yesterday{TIME}|last (?:night|evening)|day before": (-1, -1),
    rf"tomorrow{TIME}|day after": (1, 1),
    "day before yesterday": (-2, -2),
    "day after tomorrow": (2, 2),
    "past week": (-7, 0),
    "a few days (?:earlier|ago|before)": (-5, -2),
    "(?:just |a few )?days (?:after|later)": (1, 5),
    "(?:next few|coming) days|within days": (1, 7),
    "for weeks": (-42, 0),
}
RULES = {  # pattern: what it means, from the anchor, `ahead` and the pattern's groups
    rf"(?:{D} )?(\d\d?) {M} {Y}": lambda b, a, w, d, m, y: _stated(y, m, d),
    rf"(\d\d?) {M} (\d\d)": _short,
    rf"{M} {Y}": lambda b, a, m, y: _stated(y, m),
    Y: lambda b, a, y: y,
    r"((?:1\d|20)\d)0s": lambda b, a, y: f"{y}0/{y}9",
    r"(\d\d?) century": lambda b, a, n: f"{int(n) - 1:02d}01/{int(n):02d}00",
    rf"(?:(\d\d?) )?{M} (?:of )?{STEP} year": (
        lambda b, a, d, m, w: _stated(b.last.year + STEPS[w], m, d or "")
    ),
    rf"this {M}": lambda b, a, m: _stated(b.last.year, m),
    rf"(?:(?:early|late|earlier) )?{D}{TIME}": lambda b, a, d: _weekday(b, d, bool(a)),
    rf"({'|'.join(PARTS)}) (.+)": _part,
    rf"(\d\d?) {M}": _yearless,
    M: lambda b, a, m: _yearless(b, a, "", m),
    rf"{D} (\d\d?) {M}": _settled,
    r"(?:an? )?(.+) deadline|(?:an? )?deadline (?:of|on) (.+)": (
        lambda b, a, d, e: _derived(d or e, b, True)
    ),
    rf"(last|next) {M}": _step_month,
    rf"(last|next|(?:this )?coming) {D}{TIME}": lambda b, a, w, d: _weekday(b, d, w != "last", 1),
    rf"{D} (?:of )?(last|next) week": lambda b, a, d, w: _of_week(b, *[DAYS.index(d)] * 2, w),
    rf"(last|next) week {D}": lambda b, a, w, d: _of_week(b, *[DAYS.index(d)] * 2, w),
    rf"{STEP} (week|month|year)|(previous|next|following) (day)": (
        lambda b, a, w, u, x, d: _unit(b, w or x, u or d)
    ),
    r"this (?:time|day) last year": lambda b, a: _away(b, "1", "year", -1),
    r"earlier this (month|year)": lambda b, a, u: f"{when(_unit(b, 'this', u)).first}/{b.last}",
    r"later this (month|year)": lambda b, a, u: f"{b.first}/{when(_unit(b, 'this', u)).last}",
    rf"{SEASON} (?:of )?{Y}": lambda b, a, s, y: _season(y, s),
    rf"last {SEASON}": _last_season,
    r"this (spring|summer|autumn|fall)": lambda b, a, s: _season(b.last.year, s),
    rf"{N} {UNIT} (?:ago|earlier|before)": lambda b, a, n, u: _away(b, n, u, -1),
    rf"about {N} {UNIT} ago": lambda b, a, n, u: _away(b._replace(approximate=True), n, u, -1),
    rf"{N} {UNIT} (?:later|after|from now)": lambda b, a, n, u: _away(b, n, u, 1),
    rf"in {N} (hour|day|week)s?": lambda b, a, n, u: _away(b, n, u, 1),
    **{pattern: lambda b, a, days=days: _shifted(b, *days) for pattern, days in SHIFTS.items()},
    r"(?:past|last) (\d+) days": lambda b, a, n: _shifted(b, -int(n), 0),
    r"(?:past|last) (\d+) weeks": lambda b, a, n: _shifted(b, -7 * int(n), 0),
    r"a few months ago": lambda b, a: _months_between(b, 5, 2),
    r"(?:last|past) few months": lambda b, a: _months_between(b, 5, 0),
    r"(?:for )?more than (\d+) months": lambda b, a, n: f"../{_month(b.last, -int(n))}{_mark(b)}",
    r"(?:for )?(?:the )?first time in (\d+) years": (
        lambda b, a, n: f"{b.last.year - int(n):04d}{_mark(b, True)}"
    ),
    r"(?:from |between )?(.+?) (?:to|and|through) (.+)": _range,
}
RULES = [(re.compile(pattern), rule) for pattern, rule in RULES.items()]
