"""Voices: every word belongs to one, and a name is counted once, under the longest form."""

import pytest

from helpers import corpus, tokens, voices
from helpers.tests import tiny


@pytest.fixture
def home(tmp_path):
    return tiny.write(tmp_path)


def said(home, **wanted):
    """The tokens whose columns have the wanted values, as one string."""
    words = voices.words(home)
    for column, value in wanted.items():
        words = words[words[column] == value]
    return " ".join(words["token"])


def test_every_word_of_a_file_is_there_once_with_one_voice(home):
    for folder in (home, None):
        words, segments = voices.words(folder), corpus.segments(folder)
        whole = [token for text in segments["text"] for token in tokens.tokens(text)]
        assert list(words["token"]) == whole
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
    assert said(home, utterance="m2") == ""
    assert "stolen" in said(home, article="morning", voice="narrator").split()


def test_translated_words_are_the_speakers_and_say_so():
    """A Russian general's ISIL is a translator's word as well as his."""
    words = voices.words()
    isil = words[(words["article"] == "mcclatchy") & (words["token"] == "ISIL")]
    assert set(isil["voice"]) == {"quoted"}
    by = dict(zip(isil["speaker"], isil["speech"], strict=True))
    assert by == {"Ash Carter": "direct", "Igor Koneshenkov": "translated"}


def test_what_an_editor_put_into_a_quotation_is_not_the_speakers():
    words = voices.words()
    text = corpus.articles().loc["mcclatchy", "text"]
    at = text.index("(Iranian leader)")
    own = words[(words["article"] == "mcclatchy") & words["start"].between(at, at + 15)]
    assert list(own["token"]) == ["iranian", "leader"] and set(own["voice"]) == {"narrator"}


def test_other_quotations_can_be_asked_about():
    all_words = voices.words()
    none = voices.words(quotations=corpus.quotations().iloc[:0])
    assert set(none["voice"]) == {"narrator", "wire", "apart"} and len(none) == len(all_words)


def names(home):
    found = voices.naming(home)
    return list(zip(found["article"], found["form"], found["referent"], strict=True))


def test_a_name_is_found_under_its_longest_form_outside_its_exceptions(home):
    forms = [form for article, form, _ in names(home) if article == "morning"]
    assert forms == ["cat"] * 4 + ["the fox", "cat"]
    assert not len(voices.naming(home).query("kind == 'comment'"))  # What a cat!
    tiny.change(home, "names.csv", "What a cat", "")
    assert len(voices.naming(home).query("kind == 'comment'")) == 1


def test_a_form_of_two_referents_counts_for_each():
    found = voices.naming()
    both = found[found["form"].str.startswith("U.S.-Russian")]
    assert len(both) == 2 and set(both["referent"]) == {"United States", "Russia"}


def test_no_name_runs_over_from_one_segment_into_the_next(home):
    tiny.append(home, "names.csv", "x,across,added. Share,,\n")
    assert "added. Share" not in [form for _, form, _ in names(home)]


def test_a_name_stands_where_it_says_with_the_voice_of_its_first_word():
    words = voices.words().set_index(["article", "start"])
    texts = corpus.articles()["text"]
    for row in voices.naming().itertuples():
        found = tokens.tokens(texts[row.article][row.start : row.end])
        assert found == tokens.tokens(row.form)
        assert row.voice == words.loc[(row.article, row.start), "voice"]


SENSES = [
    ("Washington", "Washington Post"),
    ("opposition", "opposition to Russia"),
    ("dictator", "Iraqi dictator"),
    ("regime", "regime change"),
    ("US", "US Air Force"),
]


@pytest.mark.parametrize(("form", "phrase"), SENSES)
def test_words_with_two_senses_in_the_five_articles(form, phrase):
    found, texts = voices.naming(), corpus.articles()["text"]
    places = [(name, text.find(phrase)) for name, text in texts.items() if phrase in text]
    assert len(places) == 1
    [(article, at)] = places
    own = found[(found["article"] == article) & (found["form"] == form)]
    assert not own["start"].between(at, at + len(phrase)).any()
