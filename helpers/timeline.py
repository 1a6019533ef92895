"""The timeline for other tools: a table for spreadsheets, and slides for TimelineJS.

Doubt must survive both: dates stand in EDTF and in words, and what was only hoped for, feared or
denied is no slide. Format: https://timeline.knightlab.com/docs/json-format.html
"""

import json
from html import escape

from helpers import dates

# Which band an event's slide is shown in, by its strongest status; any other status has no slide.
BANDS = {
    "happened": "told as facts",
    "claimed": "claimed",
    "standing": "lasting states",
    "planned": "planned",
}
ORDER = (
    *("event", "what", "kind", "best_date", "best_in_words", "best_basis", "source", "differs"),
    *("mention", "article", "published", "status", "date", "in_words", "precision", "basis"),
    *("expression", "anchor", "voice", "who", "quote"),
)


def rows(mentions, events, articles):
    """One row a mention with all that is known of its event, as a pandas frame.

    `mentions` has two columns more than the loader gives, `voice` and `who` (who says so);
    `events` and `articles` are indexed by their ids. The text's own date is `date`, the best one
    `best_date`.
    """
    best = events[["what", "kind", "date", "basis", "source", "differs"]]
    best = best.rename(columns={"date": "best_date", "basis": "best_basis"})
    table = mentions.join(best, on="event")
    table["published"] = table["article"].map(articles["published"])
    table["in_words"] = table["date"].map(dates.in_words)
    table["best_in_words"] = table["best_date"].map(dates.in_words)
    return table[list(ORDER)]


def slides(mentions, events):
    """Events that are told as more than a wish and have a date: dicts, as timelinejs takes them.

    An event stands in the band of its strongest status; claims and plans say so in their headline.
    """
    found = []
    for event in events.itertuples():
        own = mentions[mentions["event"] == event.event]
        status = next((each for each in BANDS if each in set(own["status"])), None)
        if status and event.date != "unknown":
            start = "" if status in ("happened", "standing") else f"{status.title()}: "
            told = [
                (row.quote, f"{row.article}, {row.who}: {row.status}") for row in own.itertuples()
            ]
            slide = {"event": event.event, "what": start + event.what, "date": event.date}
            found.append(slide | {"group": BANDS[status], "tellings": told})
    return found


def timelinejs(headline, about, slides):
    """The JSON text of a timeline: a title slide, then one for each of `slides`.

    A slide runs over all days its date allows, an open date stands at the end that is known, and
    what a reader sees is always the date in words. Words are escaped, because TimelineJS reads
    them as HTML. Raises ValueError for a date that is none, or unknown.
    """
    title = {"text": {"headline": escape(headline), "text": _paragraph(about)}}
    timeline = {"title": title, "events": [_slide(slide) for slide in slides]}
    return json.dumps(timeline, ensure_ascii=False, indent=1) + "\n"


def _slide(slide):
    day = dates.when(slide["date"])
    ends = [end for end in (day.first, day.last) if end]
    if not ends:
        raise ValueError(f"{slide['event']!r} has no date, so it cannot be a slide")
    told = "".join(_paragraph(f"“{words}” ({source})") for words, source in slide["tellings"])
    shown = {
        "unique_id": slide["event"],
        "group": slide["group"],
        "display_date": dates.in_words(slide["date"]),
        "start_date": _date(ends[0]),
        "text": {"headline": escape(slide["what"]), "text": told},
        "autolink": False,
    }
    if ends[-1] != ends[0]:
        shown["end_date"] = _date(ends[-1])
    return shown


def _date(day):
    return {"year": day.year, "month": day.month, "day": day.day}


def _paragraph(words):
    return f"<p>{escape(words)}</p>"
