"""Loading: once, whole, and out of reach of whoever got a frame."""

import inspect

import pytest

from helpers import answers, corpus, doubts, reading, terms, timeline, voices
from helpers.tests import tiny


@pytest.fixture
def small(tmp_path):
    tiny.write(tmp_path)
    row = "evening,e9,the cat eats fish,,indirect,owl,unnamed,had said,,,,B,\n"
    tiny.append(tmp_path, "quotations.csv", row)
    return tmp_path


def test_tables_stand_in_the_order_of_publication_and_of_the_file(small):
    c = corpus.load(small)
    assert list(c.articles.index) == ["morning", "evening"]
    assert list(c.quotations["article"].unique()) == ["morning", "evening"]
    for _, own in c.quotations.groupby("article"):
        assert own["start"].is_monotonic_increasing
    assert c.events["first"].dropna().is_monotonic_increasing


def test_segments_cover_their_file_and_places_are_those_of_the_words(small):
    c = corpus.load(small)
    for article, own in c.segments.groupby("article"):
        assert "".join(own["text"]) == c.articles.loc[article, "text"]
    for table in ("quotations", "positions", "mentions"):
        for row in getattr(c, table).query("start >= 0").itertuples():
            assert c.articles.loc[row.article, "text"][row.start : row.end] == row.quote


def test_what_is_done_to_a_frame_reaches_no_other(small):
    c = corpus.load(small)
    told = c.mentions
    told["extra"] = 1
    changed = c.quotations
    changed.loc[0, "speaker"] = "nobody"
    assert "extra" not in c.mentions and c.quotations.loc[0, "speaker"] == "cat"
    assert isinstance(c.questions["opposed"].iloc[0], tuple)


def test_another_reader_is_a_view_of_the_same_corpus(small):
    c = corpus.load(small)
    other = c.by("B")
    assert list(other.quotations["utterance"]) == ["e9"] and other.mentions.empty
    assert other.events.empty and len(other.articles) == 2 and c.readers("quotations") == ["A", "B"]
    filled = c.by("B", fill=True).quotations
    assert list(filled["utterance"][filled["article"] == "evening"]) == ["e9"]
    mine = c.quotations[c.quotations["article"] == "morning"]
    assert filled[filled["article"] == "morning"].reset_index(drop=True).equals(mine)
    assert set(c.everyone("quotations")["reader"]) == {"A", "B"}
    assert corpus.load(small, "B").quotations.equals(other.quotations)
    with pytest.raises(ValueError, match="no table has rows of a reader 'Z'"):
        c.by("Z")
    with pytest.raises(AttributeError, match="no table 'verbs'"):
        _ = c.verbs


def test_a_corpus_that_does_not_hold_is_not_loaded(small):
    tiny.change(small, "names.csv", "cat,cat,cat,", "cat,cat,lion,")
    tiny.change(small, "events.csv", "purchase,The mat is bought,deal,2015-05", "purchase,x,deal,x")
    with pytest.raises(corpus.CorpusError, match="'lion' matches nothing") as caught:
        corpus.load(small)
    assert {each.file for each in caught.value.problems} >= {"names.csv", "events.csv"}
    with pytest.raises(corpus.CorpusError, match="is no folder"):
        corpus.load(small / "nowhere")


def test_stop_words_may_carry_reasons_and_may_be_missing(small):
    assert corpus.load(small).stopwords == frozenset()
    (small / "stopwords.txt").write_text("# articles\nthe # everywhere\n\na\n", "utf-8")
    assert corpus.load(small).stopwords == {"the", "a"}


@pytest.mark.parametrize("room", [answers, doubts, reading, terms, timeline, voices])
def test_only_loading_knows_a_folder_and_a_reader(room):
    for name, function in inspect.getmembers(room, inspect.isfunction):
        assert {"folder", "reader"}.isdisjoint(inspect.signature(function).parameters), name
