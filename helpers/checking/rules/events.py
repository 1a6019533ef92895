"""Events and mentions: each telling's date follows from its words, and fits the event's."""

import re
from itertools import combinations
from unicodedata import decimal

from helpers import dates
from helpers.checking.rules.rows import grouped, no_date
from helpers.expressions import MONTH, derive


def dated(tables):
    """Dates that are none, and those from outside without a source."""
    for row in tables["events"]:
        if wrong := no_date(row["date"]):
            yield row, wrong, "write the date as EDTF"
        if row["basis"] == "external" and not row["source"]:
            yield row, "a date from outside has no source", "name the reference in `source`"


def mentions(tables):
    """Tellings whose date does not follow from their words; each row gets `derived`."""
    published = {row["article"]: row for row in reversed(tables["articles"])}
    by_id = {row["mention"]: row for row in reversed(tables["mentions"])}
    for row in tables["mentions"]:
        row["derived"] = ""
        if row["article"] not in published:
            continue  # reported as unknown
        found = [*_form(row, published[row["article"]]), *_anchor(row, by_id)]
        if not found:
            found = [*_derivation(row, by_id, published)]
        row["sound"] = not found
        for words, mend in found:
            yield row, f"{row['mention']}: {words}", mend


def _form(row, article):
    """The date is one, has the precision and basis it says, and did not happen after the text."""
    if wrong := no_date(row["date"]):
        yield wrong, "write the date as EDTF"
        return
    day = dates.when(row["date"])
    if day.precision != row["precision"]:
        words = f"date {row['date']} is of precision {day.precision}, not {row['precision']}"
        yield words, f"write {day.precision}, or date it as the text allows"
    if (row["basis"] == "unknown") != (day.precision == "unknown"):
        yield "basis and date do not agree on what is unknown", "both are `unknown`, or neither"
    if row["expression"] and row["expression"] not in article.get("text", row["expression"]):
        words = f"expression {row['expression']!r} is not in {row['article']}"
        yield words, "copy the time words from the file"
    if row["basis"] in ("stated", "relative") and not row["expression"]:
        yield f"basis {row['basis']} has no expression", "copy the time words, or use `inferred`"
    if row["basis"] == "inferred" and not row["note"]:
        yield "an inferred date has no note", "say in the note what it is inferred from"
    latest = _latest(article)
    if row["status"] in ("happened", "claimed") and day.first and latest and day.first > latest:
        words = f"{row['status']} on {row['date']}, after the article was published ({latest})"
        yield words, "mend the date, or the status (planned, hypothetical)"


def _latest(article):
    """The last day on which an article can have been published; None if its row has no date."""
    try:
        return dates.bounds(article["published_latest"] or article["published"])[1]
    except ValueError:
        return None  # reported with the article


def _anchor(row, by_id):
    anchor, seen = row["anchor"], {row["mention"]}
    if (row["basis"] == "stated") != (anchor == "absolute"):
        yield "basis `stated` and anchor `absolute` go together", "use both or neither"
    if row["basis"] == "relative" and anchor == "none":
        yield "a relative date has no anchor", "name `publication` or a mention"
    while anchor not in ("absolute", "publication", "none"):
        if anchor not in by_id:
            mend = "use absolute, publication, none, or the id of a mention"
            yield f"anchor {anchor!r} is missing", mend
            return
        if anchor in seen:
            yield f"anchors go round in a circle at {anchor!r}", "anchor one of them elsewhere"
            return
        seen.add(anchor)
        anchor = by_id[anchor]["anchor"]


def _derivation(row, by_id, published):
    """Put `derived` into a row; for a relative date it must be the date entered."""
    if row["basis"] == "stated":
        yield from _stated(row)
    if row["basis"] != "relative":
        return
    outer = by_id.get(row["anchor"])
    anchor = outer["date"] if outer else published[row["article"]]["published"]
    try:
        ahead = row["status"] in ("planned", "hypothetical") or None
        derived = derive(row["expression"], anchor, ahead)
    except ValueError:
        return  # the anchor is no date, and reported as such
    if derived is None and (outer or None not in dates.when(anchor)[:2]):
        mend = "use basis `inferred` with a note, or add a rule to helpers/expressions.py"
        yield f"no rule leads from {anchor} by {row['expression']!r} to a date", mend
    elif derived and derived != row["date"].replace("~?", "%").replace("?~", "%"):
        words = f"{row['expression']!r} counted from {anchor} gives {derived}, not {row['date']}"
        yield words, "mend date, expression or anchor (has a publication date changed?)"
    row["derived"] = derived or ""


def _stated(row):
    """The words of a stated date give its year, and no other day."""
    year = (dates.when(row["date"]).last or dates.when(row["date"]).first).year
    words = "".join(str(decimal(c)) if c.isdecimal() else c for c in row["expression"].lower())
    short = rf"{year % 100:02d}(?!\d)"
    states = rf"(?<!\d){year}(?!\d)|['’‘]{short}|\d (?:{MONTH})\.? {short}|\d[./-]{short}"
    derived = derive(row["expression"], row["date"])
    if not re.search(states, words):
        yield f"{row['expression']!r} states no year {year}", "basis relative or inferred"
    elif derived and not dates.overlap(derived, row["date"]):
        words = f"{row['expression']!r} states {derived}, not {row['date']}"
        yield words, "mend date or expression"


def _sound(event, tellings):
    return not no_date(event["date"]) and all(row.get("sound") for row in tellings)


def untold(tables):
    """Events nobody tells, and differences between text and best date that nobody owns up to."""
    told = grouped(tables["mentions"], "event")
    for event in tables["events"]:
        tellings = told.get((event["event"],), [])
        if not tellings:
            words = f"no mention tells of {event['event']!r}"
            yield event, words, "add its mention, or remove the event"
        if not _sound(event, tellings):
            continue
        own = [row for row in tellings if row["reader"] == event["reader"]]  # others by right
        apart = [row["mention"] for row in own if not dates.overlap(row["date"], event["date"])]
        if apart and not event["differs"]:
            words = f"the date {event['date']} cannot be that of {', '.join(apart)}"
            yield event, words, "mend a date, or say in `differs` how the two dates part"
        if event["differs"] and not apart:
            words = "`differs` is filled in, but no telling's date differs"
            yield event, words, "empty it, or mend the dates"


def tellings(tables):
    """Tellings of one event that cannot be of one day, though each could be of the event's.

    One that cannot be of the event's own date is owned up to there (`untold`).
    """
    events = {row["event"]: row for row in tables["events"]}
    for (event, _), own in grouped(tables["mentions"], "event", "reader").items():
        if event not in events or not _sound(events[event], own):
            continue
        may_be = [row for row in own if dates.overlap(row["date"], events[event]["date"])]
        for other, one in combinations(may_be, 2):
            if not dates.overlap(one["date"], other["date"]):
                words = f"{one['mention']} ({one['date']}) and {other['mention']} ({other['date']})"
                mend = "mend a date, or make two events of them"
                yield one, f"{words} cannot be one event {event!r}", mend
