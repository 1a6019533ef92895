"""The timeline for other tools: doubt in words, markup as text, no slide for a wish."""

import json

import pandas as pd
import pytest

from helpers import corpus, dates
from helpers.timeline import ORDER, rows, slides, timelinejs


def slide(date, event="raid", what="A raid", told=(("it happened", "daily"),)):
    return {"event": event, "what": what, "date": date, "group": "claimed", "tellings": told}


def shown(*some):
    return json.loads(timelinejs("Title", "About", some))["events"]


@pytest.fixture
def tables():
    """Our own mentions (with made-up voices), events and articles."""
    mentions = corpus.mentions().assign(voice="narrator", who="the writer")
    return mentions, corpus.events().set_index("event", drop=False), corpus.articles()


@pytest.mark.parametrize(
    ("date", "words", "start", "end"),
    [
        ("2016-06-09", "9 June 2016", (2016, 6, 9), None),
        ("2016-06~", "about June 2016", (2016, 6, 1), (2016, 6, 30)),
        ("2014/2016-02", "between 2014 and February 2016", (2014, 1, 1), (2016, 2, 29)),
        ("../2016-06-10", "up to 10 June 2016", (2016, 6, 10), None),
        ("2016-06-04?/..", "from probably 4 June 2016 on", (2016, 6, 4), None),
    ],
)
def test_a_slide_covers_the_days_its_date_allows_and_says_so(date, words, start, end):
    [one] = shown(slide(date))
    assert one["display_date"] == words
    assert tuple(one["start_date"].values()) == start
    assert tuple(one.get("end_date", {}).values()) == (end or ())


def test_markup_in_an_article_stays_text():
    [one] = shown(slide("2016", what="<b>A</b>", told=[("<script>x</script>", "a & b")]))
    assert one["text"] == {
        "headline": "&lt;b&gt;A&lt;/b&gt;",
        "text": "<p>“&lt;script&gt;x&lt;/script&gt;” (a &amp; b)</p>",
    }
    assert one["autolink"] is False


def test_the_title_stands_alone_and_letters_of_any_script_stay():
    text = timelinejs("Хроника <1>", "О чём", [])
    assert json.loads(text)["events"] == []
    assert "Хроника &lt;1&gt;" in text and text.endswith("}\n")


@pytest.mark.parametrize("date", ["June", "unknown"])
def test_what_has_no_date_is_refused(date):
    with pytest.raises(ValueError, match="date"):
        shown(slide(date))


def test_the_strongest_status_decides_and_a_wish_or_denial_is_no_slide():
    told = [
        ("raid", "planned"),
        ("raid", "happened"),
        ("peace", "hypothetical"),
        ("pullout", "denied"),
        ("talks", "planned"),
        ("undated", "happened"),
    ]
    mentions = pd.DataFrame(told, columns=["event", "status"])
    mentions = mentions.assign(quote="words", article="daily", who="a spokesman")
    names = list(dict.fromkeys(event for event, _ in told))
    events = pd.DataFrame({"event": names, "what": names, "date": "2016"}, index=names)
    events.loc["undated", "date"] = "unknown"
    found = slides(mentions, events)
    assert [(one["event"], one["what"], one["group"]) for one in found] == [
        ("raid", "raid", "told as facts"),
        ("talks", "Planned: talks", "planned"),
    ]
    assert found[0]["tellings"] == [
        ("words", "daily, a spokesman: planned"),
        ("words", "daily, a spokesman: happened"),
    ]


def test_our_own_slides_are_dated_and_have_ids_of_their_own(tables):
    mentions, events, _ = tables
    one = shown(*slides(mentions, events))
    ids = [each["unique_id"] for each in one]
    assert len(ids) == len(set(ids)) > 0
    for each in one:
        assert each["display_date"] == dates.in_words(events.loc[each["unique_id"], "date"])


def test_every_mention_is_a_row_with_both_dates(tables):
    mentions, events, articles = tables
    table = rows(mentions, events, articles)
    assert tuple(table.columns) == ORDER
    assert list(table["mention"]) == list(mentions["mention"])
    assert list(table["best_date"]) == [events.loc[name, "date"] for name in mentions["event"]]
    assert table.notna().to_numpy().all()


def test_no_rows_give_no_rows(tables):
    mentions, events, articles = (table.iloc[:0] for table in tables)
    assert len(rows(mentions, events, articles)) == len(slides(mentions, events)) == 0
