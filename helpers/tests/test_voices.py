"""Voices: every word belongs to one, and a name is counted once, under the longest form."""

import pytest

from helpers import corpus, voices
from helpers.tests import tiny
from helpers.words import tokens


@pytest.fixture
def home(tmp_path):
    return tiny.write(tmp_path)


@pytest.fixture(scope="module")
def ours():
    return corpus.load()


def words_of(c):
    return voices.words(c.segments, c.quotations)


def names_of(c):
    return voices.naming(words_of(c), c.segments, c.names)


def said(home, **wanted):
    """The tokens whose columns have the wanted values, as one string."""
    words = words_of(corpus.load(home))
    for column, value in wanted.items():
        words = words[words[column] == value]
    return " ".join(words["token"])


def test_every_word_of_a_file_is_there_once_with_one_voice(home, ours):
    for c in (corpus.load(home), ours):
        words = words_of(c)
        assert list(words["token"]) == [
            token for text in c.segments["text"] for token in tokens(text)
        ]
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


def test_translated_words_are_the_speakers_and_say_so(ours):
    """A Russian general's ISIL is a translator's word as well as his."""
    words = words_of(ours)
    isil = words[(words["article"] == "mcclatchy") & (words["token"] == "ISIL")]
    assert set(isil["voice"]) == {"quoted"}
    by = dict(zip(isil["speaker"], isil["speech"], strict=True))
    assert by == {"Ash Carter": "direct", "Igor Koneshenkov": "translated"}


def test_what_an_editor_put_into_a_quotation_is_not_the_speakers(ours):
    words = words_of(ours)
    at = ours.articles.loc["mcclatchy", "text"].index("(Iranian leader)")
    own = words[(words["article"] == "mcclatchy") & words["start"].between(at, at + 15)]
    assert list(own["token"]) == ["iranian", "leader"] and set(own["voice"]) == {"narrator"}


def test_other_quotations_can_be_asked_about(ours):
    none = voices.words(ours.segments, ours.quotations.iloc[:0])
    assert set(none["voice"]) == {"narrator", "wire", "apart"}
    assert len(none) == len(words_of(ours))


def test_retold_words_are_the_writers_and_a_captions_are_its_own(home):
    tiny.change(home, "segments.csv", "evening,Fox,title,", "evening,Fox,caption,")
    words = words_of(corpus.load(home))
    words = words[words["voice"] != "apart"].assign(wording=voices.wording)
    whose = words.groupby("wording")["token"].agg(" ".join)
    assert whose["caption"] == "fox denies all"
    assert whose["agency"] == "tawny news the moon is made of rock the owl said"  # all its own
    assert "stolen" in whose["quoted"] and "the cat eats fish" in whose["quoted"]
    assert "the cat had the mat" in whose["the writer"] and "stolen" not in whose["the writer"]


def forms_of(home):
    found = names_of(corpus.load(home))
    return list(zip(found["article"], found["form"], found["kind"], strict=True))


def test_a_name_is_found_under_its_longest_form_outside_its_exceptions(home):
    found = forms_of(home)
    assert [form for article, form, _ in found if article == "morning"] == [
        *["cat"] * 4,
        "the fox",
        "cat",
    ]
    assert "comment" not in [kind for *_, kind in found]  # What a cat!
    tiny.change(home, "names.csv", "What a cat", "")
    assert [kind for *_, kind in forms_of(home)].count("comment") == 1


def test_a_form_of_two_referents_counts_for_each(ours):
    found = names_of(ours)
    both = found[found["form"].str.startswith("U.S.-Russian")]
    assert len(both) == 2 and set(both["referent"]) == {"United States", "Russia"}


def test_no_name_runs_over_from_one_segment_into_the_next(home):
    tiny.append(home, "names.csv", "x,across,added. Share,,\n")
    assert "added. Share" not in [form for _, form, _ in forms_of(home)]


def test_a_name_stands_where_it_says_with_the_voice_of_its_first_word(ours):
    words, texts = words_of(ours).set_index(["article", "start"]), ours.articles["text"]
    for row in names_of(ours).itertuples():
        assert tokens(texts[row.article][row.start : row.end]) == tokens(row.form)
        assert row.voice == words.loc[(row.article, row.start), "voice"]


SENSES = [
    ("Washington", "Washington Post"),
    ("opposition", "opposition to Russia"),
    ("dictator", "Iraqi dictator"),
    ("regime", "regime change"),
    ("US", "US Air Force"),
]


@pytest.mark.parametrize(("form", "phrase"), SENSES)
def test_words_with_two_senses_in_the_five_articles(ours, form, phrase):
    found, texts = names_of(ours), ours.articles["text"]
    [(article, at)] = [(name, text.find(phrase)) for name, text in texts.items() if phrase in text]
    own = found[(found["article"] == article) & (found["form"] == form)]
    assert not own["start"].between(at, at + len(phrase)).any()
