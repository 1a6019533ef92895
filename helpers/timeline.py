"""The timeline for other tools: a table for spreadsheets, and slides for TimelineJS.

Doubt must survive both: dates stand in EDTF and in words, and what was only hoped for, feared or
denied is no slide. Format: https://timeline.knightlab.com/docs/json-format.html
"""

import json
from html import escape

from helpers import corpus, dates

# From the surest to the least sure way in which an event is told.
STATUSES = ("happened", "standing", "claimed", "planned", "hypothetical", "denied")
# Which band an event's slide is shown in, by its strongest status; any other status has no slide.
BANDS = {
    "happened": "told as facts",
    "standing": "ongoing",
    "claimed": "claimed",
    "planned": "planned",
}


def told(c):
    """One row a mention of a Corpus with the one who tells it and all that is known of its event.

    To the columns of the mentions come `voice` (narrator, quoted, wire), `who` (the speakers of the
    utterances it stands wholly inside, the outermost first, joined by ` > `; else "the writer") and
    the event's `what`, `event_kind`, `best` date, `best_basis`, `source` and `differs`.
    """
    mentions, speech, segments = c.mentions, c.quotations, c.segments
    speech = list(speech[~speech["kind"].isin(corpus.NOT_SPEECH)].itertuples())
    wire = list(segments[segments["kind"] == "wire"].itertuples())
    rows = [_teller(row, speech, wire) for row in mentions.itertuples()]
    mentions["voice"], mentions["who"] = zip(*rows, strict=True) if rows else ((), ())
    events = c.events.set_index("event")
    best = events[["what", "kind", "date", "basis", "source", "differs"]]
    names = {"kind": "event_kind", "date": "best", "basis": "best_basis"}
    return mentions.join(best.rename(columns=names), on="event")


def _teller(row, speech, wire):
    """(voice, who) of a mention; a quotation mark may overhang."""
    around = [part for part in speech if _holds(part, row, 1)]
    around.sort(key=lambda part: (part.start, -part.end))
    chain = " > ".join(dict.fromkeys(part.speaker for part in around))
    if any(_holds(part, row, 0) for part in wire):
        return "wire", chain or "agency text"
    return ("quoted", chain) if chain else ("narrator", "the writer")


def _holds(part, row, marks):
    inside = part.start <= row.start + marks and part.end >= row.end - marks
    return inside and part.article == row.article


def tellings(told):
    """One row an event and article: the surest mention, with the narrowest date as sure there.

    A day that is only hoped for or feared dates no fact. `span` is how many days the date allows.
    """
    key = ["article", "event"]
    ranked = told.assign(rank=told["status"].map(STATUSES.index), span=told["date"].map(span))
    surest = ranked[ranked["rank"] == ranked.groupby(key)["rank"].transform("min")]
    narrow = surest.sort_values("span", kind="stable").drop_duplicates(key).set_index(key)
    first = surest.drop_duplicates(key).drop(columns=["date", "rank", "span"])
    return first.join(narrow[["date", "span"]], on=key)


def checked(told):
    """The tellings whose own words date them and whose event is dated from outside, to compare.

    One row a mention; `gap` is how many days the text is off where no day fits both: above zero it
    makes the event look later than it was, below earlier.
    """
    own = told["basis"].isin(("stated", "relative")) & told["best_basis"].eq("external")
    gaps = [_gap(row.date, row.best) for row in told[own].itertuples()]
    return told[own].assign(gap=gaps)


def _gap(date, best):
    if dates.overlap(date, best):
        return 0
    (first, last), (begun, ended) = dates.bounds(date), dates.bounds(best)
    return (first - ended).days if ended and first and first > ended else (last - begun).days


def stretches(days, apart=90):
    """Days as (first, last) of each stretch of them, parted where so many days bring none."""
    days, found = sorted(days), []
    for day in days:
        if found and (day - found[-1][-1]).days < apart:
            found[-1] = found[-1][0], day
        else:
            found.append((day, day))
    return found


def span(edtf):
    """How many days after its first a date allows: ten million when open, more when unknown."""
    first, last = dates.bounds(edtf)
    return (last - first).days if first and last else 10**7 + (edtf == "unknown")


def rows(told):
    """The table for spreadsheets: one row a mention, with dates in EDTF and in words."""
    table = told.assign(
        best_in_words=told["best"].map(dates.in_words), in_words=told["date"].map(dates.in_words)
    )
    event = ["event", "what", "event_kind", "best", "best_in_words", "best_basis", "source"]
    mention = ["differs", "mention", "article", "status", "date", "in_words", "precision", "basis"]
    return table[[*event, *mention, "expression", "anchor", "voice", "who", "quote"]]


def slides(told):
    """The JSON text of TimelineJS: a title, then a slide an event that is told as more than a wish.

    A slide stands in the band of its event's strongest status and runs over all days its date
    allows; an open date stands at the end that is known. Words are escaped, because TimelineJS
    reads them as HTML.
    """
    found = []
    for event, own in told[told["best"] != "unknown"].groupby("event", sort=False):
        status = next((each for each in BANDS if each in set(own["status"])), None)
        if status:
            found.append(_slide(event, status, own))
    about = f"{len(found)} of {told['event'].nunique()} events that the articles tell of"
    title = {"headline": "What happened when, according to whom", "text": _paragraph(about)}
    timeline = {"title": {"text": title}, "events": found}
    return json.dumps(timeline, ensure_ascii=False, indent=1) + "\n"


def _slide(event, status, own):
    best, what = own["best"].iloc[0], own["what"].iloc[0]
    day = dates.when(best)
    ends = [end for end in (day.first, day.last) if end]
    start = "" if status in ("happened", "standing") else f"{status.title()}: "
    words = [f"“{r.quote}” ({r.article}, {r.who}: {r.status})" for r in own.itertuples()]
    shown = {
        "unique_id": event,
        "group": BANDS[status],
        "display_date": dates.in_words(best),
        "start_date": _date(ends[0]),
        "text": {"headline": escape(start + what), "text": "".join(map(_paragraph, words))},
        "autolink": False,
    }
    return shown | ({"end_date": _date(ends[-1])} if ends[-1] != ends[0] else {})


def _date(day):
    return {"year": day.year, "month": day.month, "day": day.day}


def _paragraph(words):
    return f"<p>{escape(words)}</p>"
