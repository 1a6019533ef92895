"""The timeline: who tells what, how surely, and doubt that survives in other tools."""

import json
from datetime import date

import pandas as pd
import pytest

from helpers import corpus, dates, timeline

COLUMNS = ["article", "event", "status", "date", "quote", "who", "mention"]


def told(*rows, best="2016-06-09", what="A raid"):
    """A table as timeline.told gives it, of (article, event, status, date) rows."""
    rows = [(*row, "words", "the writer", f"m{n}") for n, row in enumerate(rows)]
    return pd.DataFrame(rows, columns=COLUMNS).assign(best=best, what=what)


def slides(table):
    return json.loads(timeline.slides(table))["events"]


@pytest.mark.parametrize(
    ("date", "start", "end"),
    [
        ("2016-06-09", (2016, 6, 9), ()),
        ("2016-06~", (2016, 6, 1), (2016, 6, 30)),
        ("../2016-06-10", (2016, 6, 10), ()),
        ("2016-06-04?/..", (2016, 6, 4), ()),
    ],
)
def test_a_slide_covers_the_days_its_date_allows_and_says_so(date, start, end):
    [one] = slides(told(("daily", "raid", "happened", date), best=date))
    assert one["display_date"] == dates.in_words(date)
    assert tuple(one["start_date"].values()) == start
    assert tuple(one.get("end_date", {}).values()) == end


def test_the_strongest_status_decides_and_a_wish_a_denial_or_no_date_is_no_slide():
    rows = [("raid", "planned"), ("raid", "happened"), ("peace", "hypothetical")]
    rows += [("pullout", "denied"), ("talks", "planned")]
    table = told(*(("daily", event, status, "2016") for event, status in rows))
    found = [(one["unique_id"], one["group"], one["text"]["headline"]) for one in slides(table)]
    assert found == [("raid", "told as facts", "A raid"), ("talks", "planned", "Planned: A raid")]
    assert slides(told(("daily", "raid", "happened", "unknown"), best="unknown")) == []


def test_markup_in_an_article_stays_text():
    [one] = slides(told(("<b>", "raid", "happened", "2016"), what="<script>"))
    assert one["text"]["headline"] == "&lt;script&gt;"
    assert one["text"]["text"] == "<p>“words” (&lt;b&gt;, the writer: happened)</p>"


def test_a_telling_has_its_surest_status_and_the_narrowest_date_as_sure():
    rows = [
        ("claimed", "2016"),
        ("happened", "../2016-06-10"),
        ("happened", "2016-06"),
        ("hypothetical", "2016-06-09"),  # what was feared dates no fact
    ]
    table = told(
        *(("daily", "raid", *row) for row in rows), ("weekly", "raid", "denied", "unknown")
    )
    found = timeline.tellings(table)[["article", "mention", "status", "date", "span"]]
    daily, weekly = found.itertuples(index=False, name=None)
    assert daily == ("daily", "m1", "happened", "2016-06", 29)
    assert weekly[:4] == ("weekly", "m4", "denied", "unknown") and weekly[4] > timeline.span(
        "../2016"
    )


def test_our_own_mentions_are_all_told_by_somebody_and_all_rows_of_the_table():
    c = corpus.load()
    mentions, table = c.mentions, timeline.told(c)
    rows = timeline.rows(table)
    assert list(rows["mention"]) == list(mentions["mention"]) and rows.notna().to_numpy().all()
    assert set(table["voice"]) == {"narrator", "quoted", "wire"} and table["who"].all()
    assert list(rows["best_in_words"]) == list(map(dates.in_words, table["best"]))
    own = table.set_index("mention")["who"]
    assert own["mc-35"] == "Ash Carter" and own["mc-14"] == "the writer"
    assert own["ic-19"].endswith(" > Russian Defence Ministry")


def test_a_date_that_leaves_no_room_for_the_true_day_is_off_by_the_days_between():
    rows = [
        ("2016-06-07", "2016-06-06", "relative", "external"),
        ("2016-06-01/2016-06-10", "2016-05-24", "stated", "external"),
        ("2016-06-08~", "2016-06-06", "relative", "external"),  # about: two days either way
        ("2016-06-01", "2016-06-04/..", "relative", "external"),
        ("../2016-06-01", "2016-06-04", "relative", "external"),
        ("2016-06-07", "2016-06-06", "inferred", "external"),  # no words of its own
        ("2016-06-07", "2016-06-06", "relative", "relative"),  # nothing to check it by
    ]
    table = pd.DataFrame(rows, columns=["date", "best", "basis", "best_basis"])
    assert list(timeline.checked(table)["gap"]) == [1, 8, 0, -3, -3]


def test_days_are_parted_where_long_none_comes():
    days = [date(2016, 3, 1), date(2015, 9, 1), date(2015, 10, 1), date(2015, 12, 29)]
    assert timeline.stretches(days) == [(days[1], days[0])]
    assert timeline.stretches(days, apart=64) == [(days[1], days[2]), (days[3], days[0])]
    assert timeline.stretches([]) == []
