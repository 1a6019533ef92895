"""Voices: every word belongs to one, and a name is counted once, under the longest form."""

import pytest

from helpers import corpus, tokens, voices
from helpers.tests import tiny


@pytest.fixture
def home(tmp_path):
    return tiny.write(tmp_path)


def said(home, article, **wanted):
    """The tokens of an article whose columns have the wanted values, as one string."""
    words = voices.words(home)
    words = words[words["article"] == article]
    for column, value in wanted.items():
        words = words[words[column] == value]
    return " ".join(words["token"])


# Every word has one voice


def test_every_word_of_a_file_is_there_once_with_one_voice(home):
    for folder in (home, None):
        words, texts = voices.words(folder), corpus.articles(folder)["text"]
        segments = corpus.segments(folder)
        assert words["voice"].isin(voices.VOICES).all()
        assert not words.duplicated(["article", "start"]).any()
        for article, own in words.groupby("article"):
            whole = segments["text"][segments["article"] == article]
            assert list(own["token"]) == [token for text in whole for token in tokens.tokens(text)]
            assert own["start"].is_monotonic_increasing and (own["start"] < own["end"]).all()
            starts = [texts[article][start:end] for start, end in own[["start", "end"]].to_numpy()]
            assert all(text.strip() == text for text in starts)


def test_words_apart_are_those_outside_the_editorial_text(home):
    for folder in (home, None):
        words = voices.words(folder)
        editorial = words["kind"].isin(corpus.EDITORIAL)
        assert ((words["voice"] == "apart") == ~editorial).all()
        assert ((words["voice"] == "wire") == (words["kind"] == "wire")).all()
        assert not words.loc[~editorial, "speaker"].any()


def test_narrator_quoted_and_wire_add_up_to_the_editorial_words(home):
    for folder in (home, None):
        words = voices.words(folder)
        editorial = words[words["kind"].isin(corpus.EDITORIAL)]
        voice = editorial["voice"].value_counts()
        assert voice["narrator"] + voice["quoted"] + voice["wire"] == len(editorial)
        assert (editorial["utterance"] != "").sum() == editorial["speech"].ne("").sum()
        quoted = editorial[editorial["voice"] == "quoted"]
        assert (quoted["speaker"] != "").all() and (quoted["side"] != "").all()
        assert not editorial.loc[editorial["voice"] == "narrator", "speaker"].any()


def test_words_by_voice_in_the_five_articles():
    words = voices.words()
    share = words.groupby(["article", "voice"]).size().unstack(fill_value=0)
    editorial = share[["narrator", "quoted", "wire"]]
    # More than half of two articles is other people's words (traps, F2).
    quoted = (share["quoted"] / editorial.sum(axis=1)).round(2)
    assert quoted["mcclatchy"] > 0.5 and quoted["one-world"] > 0.5
    assert quoted["us-patriot"] < 0.2
    assert list(share.index[share["wire"] > 0]) == ["informed-comment"]


# Whose words


def test_an_utterance_in_two_parts_is_one_speakers(home):
    assert said(home, "morning", utterance="m1") == "the mat is mine i saw it first"
    words = voices.words(home).query("utterance == 'm1'")
    assert set(words["speaker"]) == {"cat"} and set(words["speech"]) == {"direct"}


def test_mixed_speech_is_direct_between_its_marks(home):
    assert said(home, "morning", utterance="m2", speech="direct") == "stolen"
    assert said(home, "morning", utterance="m2", speech="indirect") == "the cat had the mat"


def test_words_retold_in_direct_speech_stay_the_quoted_speakers(home):
    """“The fox told me that the cat eats fish,” the dog added: the words are the dog's."""
    assert said(home, "morning", speaker="fox") == ""
    assert said(home, "morning", utterance="m3") == "the fox told me that the cat eats fish"


def test_words_quoted_inside_words_retold_are_the_inner_speakers(home):
    """The fox denied that the dog had said “the cat eats fish”."""
    assert said(home, "evening", utterance="e1") == "the dog had said"
    assert said(home, "evening", utterance="e2") == "the cat eats fish"
    assert said(home, "evening", utterance="e2", speech="direct", speaker="dog", side="media")


def test_words_retold_inside_words_retold_are_the_innermost_speakers(home):
    """The owl says that the fox thinks the moon is cheese."""
    assert said(home, "evening", utterance="e3") == "the fox thinks"
    assert said(home, "evening", utterance="e4") == "the moon is cheese"


def test_of_two_utterances_with_the_same_words_the_relayed_one_is_inner(home):
    same = "e4,the fox thinks the moon is cheese"
    tiny.change(home, "quotations.csv", "e4,the moon is cheese", same)
    assert said(home, "evening", utterance="e3") == ""
    assert said(home, "evening", utterance="e4") == "the fox thinks the moon is cheese"


def test_a_wire_text_is_wire_whoever_speaks_in_it(home):
    assert said(home, "evening", voice="wire", speaker="owl") == "the moon is made of rock"
    assert said(home, "evening", voice="wire", speaker="") == "tawny news the owl said"


@pytest.mark.parametrize("kind", ["echo", "scare", "silence"])
def test_marks_that_are_no_speech_leave_the_words_to_the_narrator(home, kind):
    tiny.change(home, "quotations.csv", ",,mixed,dog,", f",,{kind},dog,")
    assert said(home, "morning", utterance="m2") == ""
    assert "stolen" in said(home, "morning", voice="narrator").split()


def test_words_without_any_quotation_are_the_narrators(home):
    (home / "quotations.csv").unlink()
    assert set(voices.words(home)["voice"]) == {"narrator", "wire", "apart"}


MARKS = ["“stolen”", "„stolen“", "„stolen”", "«stolen»", "»stolen«", "「stolen」", '"stolen"']


@pytest.mark.parametrize("marks", MARKS)
def test_marks_of_other_languages(home, marks):
    tiny.change(home, "articles/morning.txt", "“stolen”", marks)
    marks = marks.replace('"', '""')  # as a table writes them
    tiny.change(home, "quotations.csv", "“stolen”", marks)
    tiny.change(
        home, "mentions.csv", "the cat had “stolen” the mat", f'"the cat had {marks} the mat"'
    )
    tiny.seal(home)
    assert said(home, "morning", utterance="m2", speech="direct") == "stolen"


def test_an_apostrophe_opens_no_quotation(home):
    tiny.change(home, "articles/morning.txt", "“stolen”", "‘stolen’")
    for file in ("quotations.csv", "mentions.csv"):
        tiny.change(home, file, "“stolen”", "‘stolen’")
    tiny.seal(home)
    assert said(home, "morning", utterance="m2", speech="direct") == ""


def test_known_voices():
    words = voices.words()
    # A split utterance counts once.
    quotations = corpus.quotations()
    assert (quotations["utterance"].nunique(), len(quotations)) == (85, 97)
    carter = words[words["speaker"] == "Ash Carter"]
    assert set(carter["article"]) == {"mcclatchy"}
    # ISIL only in quotations, Islamic State only with the reporter or retold (traps, B4).
    mcclatchy = words[words["article"] == "mcclatchy"]
    isil = mcclatchy[mcclatchy["token"] == "ISIL"]
    assert set(isil["voice"]) == {"quoted"} and set(isil["speech"]) == {"direct"}


# What things are called


def names(home, article=None):
    found = voices.naming(home)
    found = found[found["article"] == article] if article else found
    return list(zip(found["name"], found["form"], strict=True))


def test_a_name_is_found_under_its_longest_form_only(home):
    assert names(home, "morning") == [("cat", "cat")] * 4 + [("the fox", "the fox"), ("cat", "cat")]
    assert names(home, "evening")[:2] == [("fox", "fox"), ("the fox", "the fox")]


def test_a_form_inside_its_exception_does_not_count(home):
    comments = voices.naming(home).query("kind == 'comment'")
    assert len(comments) == 0  # What a cat!
    tiny.change(home, "names.csv", "What a cat", "")
    assert len(voices.naming(home).query("kind == 'comment'")) == 1


def test_an_exception_of_one_form_bars_no_other(home):
    tiny.append(home, "names.csv", "cat,praise,What a,,\n")
    comments = voices.naming(home).query("kind == 'comment'")
    assert list(comments["name"]) == ["praise"]


def test_a_name_stands_where_it_says_with_the_voice_of_its_first_word(home):
    for folder in (home, None):
        words = voices.words(folder).set_index(["article", "start"])
        texts = corpus.articles(folder)["text"]
        found = voices.naming(folder)
        for row in found.itertuples():
            text = texts[row.article][row.start : row.end]
            assert tokens.tokens(text) == voices.form_tokens(row.form)
            first = words.loc[(row.article, row.start)]
            said_by = first["voice"], first["speech"], first["speaker"]
            assert (row.voice, row.speech, row.speaker) == said_by
        for _, own in found.groupby("article"):
            assert (own["start"].to_numpy()[1:] >= own["end"].to_numpy()[:-1]).all()


def test_no_name_runs_over_from_one_segment_into_the_next(home):
    """“… the dog added.” and “Share this page” are no phrase."""
    tiny.append(home, "names.csv", "x,across,added. Share,,\n")
    assert "across" not in [name for name, _ in names(home)]


def test_without_names_the_table_is_empty(home):
    (home / "names.csv").unlink()
    found = voices.naming(home)
    assert len(found) == 0 and {"article", "referent", "name", "voice"} <= set(found.columns)


@pytest.mark.parametrize(
    ("form", "phrase", "times"),
    [
        ("Washington", "Washington Post", 1),
        ("opposition", "opposition to Russia", 1),
        ("dictator", "Iraqi dictator", 1),
        ("regime", "regime change", 1),
        ("US", "US Air Force", 1),
    ],
)
def test_words_with_two_senses_in_the_five_articles(form, phrase, times):
    found, texts = voices.naming(), corpus.articles()["text"]
    places = [(name, text.find(phrase)) for name, text in texts.items() if phrase in text]
    assert len(places) == times
    for article, at in places:
        own = found[(found["article"] == article) & (found["form"] == form)]
        assert not own["start"].between(at, at + len(phrase)).any()
