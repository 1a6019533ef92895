"""Voices: every word belongs to one, and a name is counted once, under the longest form."""

from types import SimpleNamespace

import pytest

from helpers import corpus, voices
from helpers.tests import tiny
from helpers.words import tokens


@pytest.fixture
def home(tmp_path):
    return tiny.write(tmp_path)


def read(home=None):
    """A corpus with its words, its names and the text of each article."""
    c = corpus.load(home)
    words = voices.words(c.segments, c.quotations)
    names = voices.naming(words, c.segments, c.names)
    return SimpleNamespace(c=c, words=words, names=names, texts=c.articles["text"])


@pytest.fixture(scope="module")
def ours():
    return read()


def said(home, **wanted):
    """The tokens whose columns have the wanted values, as one string."""
    words = read(home).words
    for column, value in wanted.items():
        words = words[words[column] == value]
    return " ".join(words["token"])


def test_every_word_of_a_file_is_there_once_with_one_voice(home, ours):
    for own in (read(home), ours):
        words, segments = own.words, own.c.segments
        assert list(words["token"]) == [word for text in segments["text"] for word in tokens(text)]
        assert not words.duplicated(["article", "start"]).any()
        editorial = words["kind"].isin(corpus.EDITORIAL)
        assert ((words["voice"] == "apart") == ~editorial).all()
        assert ((words["voice"] == "wire") == (words["kind"] == "wire")).all()
        quoted = words[words["voice"] == "quoted"]
        assert quoted[["speaker", "side", "speech", "utterance"]].ne("").all(axis=None)
        assert not words.loc[words["voice"].isin(["narrator", "apart"]), "speaker"].any()


UTTERANCES = [
    ("m1", "", "the mat is mine i saw it first"),  # in two parts
    ("m2", "direct", "stolen"),  # mixed: between its marks
    ("m2", "indirect", "the cat had the mat"),
    ("m3", "direct", "the fox told me that the cat eats fish"),  # the dog's words, not the fox's
    ("m4", "", ""),
    ("e1", "", "the dog had said"),  # retold; the words quoted inside are the dog's
    ("e2", "", "the cat eats fish"),
    ("e3", "", "the fox thinks"),  # retold inside retold: the innermost speaker's
    ("e4", "", "the moon is cheese"),
]


@pytest.mark.parametrize(("utterance", "speech", "words"), UTTERANCES)
def test_words_are_the_innermost_speakers_whose_wording_they_are(home, utterance, speech, words):
    assert said(home, utterance=utterance, **({"speech": speech} if speech else {})) == words


def test_a_wire_text_is_wire_whoever_speaks_in_it(home):
    assert said(home, voice="wire", speaker="owl") == "the moon is made of rock"
    assert said(home, voice="wire", speaker="") == "tawny news the owl said"


@pytest.mark.parametrize("kind", ["echo", "scare", "silence"])
def test_marks_that_are_no_speech_leave_the_words_to_the_narrator(home, kind):
    tiny.change(home, "quotations.csv", ",,mixed,dog,", f",,{kind},dog,")
    tiny.change(home, "mentions.csv", "claimed,theft", "standing,theft")
    assert said(home, utterance="m2") == ""
    assert "stolen" in said(home, article="morning", voice="narrator").split()


def test_translated_words_are_the_speakers_and_say_so(ours):
    """A Russian general's ISIL is a translator's word as well as his."""
    isil = ours.words.query("article == 'mcclatchy' and token == 'ISIL'")
    assert set(isil["voice"]) == {"quoted"}
    by = dict(zip(isil["speaker"], isil["speech"], strict=True))
    assert by == {"Ash Carter": "direct", "Igor Koneshenkov": "translated"}


def test_what_an_editor_put_into_a_quotation_is_not_the_speakers(ours):
    at = ours.texts["mcclatchy"].index("(Iranian leader)")
    own = ours.words.query(f"article == 'mcclatchy' and {at} <= start <= {at + 15}")
    assert list(own["token"]) == ["iranian", "leader"] and set(own["voice"]) == {"narrator"}


def test_other_quotations_can_be_asked_about(ours):
    none = voices.words(ours.c.segments, ours.c.quotations.iloc[:0])
    assert set(none["voice"]) == {"narrator", "wire", "apart"} and len(none) == len(ours.words)


def test_retold_words_are_the_writers_and_a_captions_are_its_own(home):
    tiny.change(home, "segments.csv", "evening,Fox,title,", "evening,Fox,caption,")
    words = read(home).words.query("voice != 'apart'").assign(wording=voices.wording)
    whose = words.groupby("wording")["token"].agg(" ".join)
    assert whose["caption"] == "fox denies all"
    assert whose["agency"] == "tawny news the moon is made of rock the owl said"  # all its own
    assert "stolen" in whose["quoted"] and "the cat eats fish" in whose["quoted"]
    assert "the cat had the mat" in whose["the writer"] and "stolen" not in whose["the writer"]


def test_a_name_is_found_under_its_longest_form_outside_its_exceptions(home):
    found = read(home).names
    own = list(found.loc[found["article"] == "morning", "form"])
    assert own == [*["cat"] * 4, "the fox", "cat"]
    assert "comment" not in set(found["kind"])  # What a cat!
    tiny.change(home, "names.csv", "What a cat", "")
    assert (read(home).names["kind"] == "comment").sum() == 1


def test_a_form_of_two_referents_counts_for_each(ours):
    both = ours.names[ours.names["form"].str.startswith("U.S.-Russian")]
    assert len(both) == 2 and set(both["referent"]) == {"United States", "Russia"}


def test_no_name_runs_over_from_one_segment_into_the_next(home):
    tiny.append(home, "names.csv", "x,across,added. Share,,\n")
    assert "added. Share" not in set(read(home).names["form"])


def test_a_name_stands_where_it_says_with_the_voice_of_its_first_word(ours):
    voice = ours.words.set_index(["article", "start"])["voice"]
    for row in ours.names.itertuples():
        assert tokens(ours.texts[row.article][row.start : row.end]) == tokens(row.form)
        assert row.voice == voice[row.article, row.start]


SENSES = {"Washington": "Washington Post", "opposition": "opposition to Russia"}
SENSES |= {"dictator": "Iraqi dictator", "regime": "regime change", "US": "US Air Force"}


@pytest.mark.parametrize(("form", "phrase"), SENSES.items())
def test_words_with_two_senses_in_the_five_articles(ours, form, phrase):
    [article] = [name for name, text in ours.texts.items() if phrase in text]
    at = ours.texts[article].index(phrase)
    own = ours.names[(ours.names["article"] == article) & (ours.names["form"] == form)]
    assert not own["start"].between(at, at + len(phrase)).any()
