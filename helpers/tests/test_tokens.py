"""Words, sentences and keywords in context: tiny texts, facts of the five articles, any Unicode."""

import re
import signal
import sys
import unicodedata
from collections import Counter
from contextlib import contextmanager

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import corpus
from helpers import tokens as words
from helpers.tokens import concordance, sentences, spans, stopwords, tokens

# The same examples in every run, and no folder of earlier ones left in the project.
settings.register_profile("workbook", derandomize=True, database=None, deadline=None)
settings.load_profile("workbook")
TRICKY = "aAbsSUu.'’‘-‐‑–,/:%19_ \u00a0\n\u00ad\u200c\u200d\u0301\u093f\ufe0fé中กI…“”?!।。"
ANY_TEXT = st.one_of(st.text(), st.text(alphabet=TRICKY, max_size=60))


@contextmanager
def within(seconds):
    """Stop what takes longer, so that a pattern that runs wild fails instead of hanging."""

    def stop(*_):
        raise TimeoutError(f"not done after {seconds} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


# Words


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        # the country, the pronoun, the acronym
        "US and U.S. and U.S": "US and US and US",
        "us, Us: contact us": "us us contact us",
        "the USA, usa": "the USA usa",
        "ISIS ISIL NATO KGB UN G20 COVID-19": "ISIS ISIL NATO KGB UN g20 COVID-19",
        "(also known as IS/ISIL) is": "also known as IS ISIL is",
        "the US/UK base": "the US UK base",
        "ООН и США, Россия": "ООН и США россия",
        # hyphens
        "al-Qaeda, Al-Teyb": "al-qaeda al-teyb",
        "Tu-22M3 long-range bombers": "tu-22m3 long-range bombers",
        "U.S.-led, US-led": "US-led US-led",
        "U.S.-Russian relations": "US-russian relations",
        "de-conflict; de\u2010conflict": "de-conflict de-conflict",
        "anti-ISIS, ISIS-related": "anti-ISIS ISIS-related",
        "- a -- b -c d- –e–f—g": "a b c d e f g",
        # apostrophes
        "I don’t, I don't, DON’T": "i don't i don't don't",
        "Russia’s, ISIS’s, the Assad’s, U.S.’s": "russia ISIS the assad US",
        "Russians’ airstrikes": "russians airstrikes",
        "it’s, That's, she’s, here’s": "it's that's she's here's",
        "int’l": "int'l",
        "‘cept making $$$": "'cept making",
        "‘Coalition against terrorism’": "coalition against terrorism",
        "O’Neil's": "o'neil",
        # figures
        "0200 gmt, 21 Jul 16": "0200 gmt 21 jul 16",
        "less than 20% of 1,197 or 3.5.": "less than 20% of 1,197 or 3.5",
        "9/11 at 10:30, 202-383-0014;": "9/11 at 10:30 202-383-0014",
        "in ’89-’91": "in 89 91",
        # signs
        "in other news…evicted": "in other news evicted",
        "the ministry said.. .": "the ministry said",
        "3. ¿What?": "3 what",
        "Bashir\u00a0al Assad": "bashir al assad",
        "public_html __x__": "public html x",
        "the end.Next and/or": "the end next and or",
        "J.F.K. at 5 p.m.": "JFK at 5 p.m.",
        "George W. Bush, a I": "george w bush a i",
        "👩‍🚀 1️⃣ 🇺🇸!": "1",
        "co\u00adoperate": "cooperate",
    }.items(),
)
def test_tokens(text, expected):
    assert tokens(text) == expected.split()


@pytest.mark.parametrize(
    "text",
    ["हिन्दी भाषा में", "क्\u200dष", "مُحَمَّد رَسُولُ", "می\u200cخواهم", "שָׁלוֹם עוֹלָם", "Việt Nam"],
)
def test_other_scripts_do_not_shatter(text):
    assert tokens(text) == text.lower().split()
    assert tokens(unicodedata.normalize("NFD", text)) == tokens(text)


def test_every_combining_mark_carries_a_word_on():
    marks = map(chr, range(sys.maxunicode + 1))
    marks = [mark for mark in marks if unicodedata.category(mark) in ("Mn", "Mc")]
    lost = [mark for mark in marks if not re.match(f"[{words._MARK}]", mark)]
    assert len(marks) > 2000 and not lost
    assert all(re.match(f"[{words._NEAR}]", mark) for mark in marks)


@given(ANY_TEXT)
def test_spans_are_the_tokens_and_where_they_stand(text):
    found = spans(text)
    assert [token for token, _, _ in found] == tokens(text)
    at = 0
    for token, start, end in found:
        assert at <= start < end <= len(text)
        assert words._spelled(unicodedata.normalize("NFC", text[start:end])) == token
        at = end


@given(ANY_TEXT)
def test_tokens_are_words_and_keep_every_letter(text):
    found = tokens(text)
    assert all(re.search(r"[^\W_]", token) and not re.search(r"[\s_]", token) for token in found)
    letters = Counter(re.findall(r"[^\W_]", unicodedata.normalize("NFC", text).lower()))
    letters -= Counter(re.findall(r"[^\W_]", "".join(found).lower()))
    assert set(letters) <= {"s"}, "only the s of a possessive may go"


@given(ANY_TEXT)
def test_equal_writings_give_equal_tokens(text):
    for form in ("NFC", "NFD"):
        assert tokens(unicodedata.normalize(form, text)) == tokens(text)
    assert tokens(text.replace("’", "'")) == tokens(text)


def test_offsets_are_those_of_the_text_as_given():
    text = unicodedata.normalize("NFD", "Ça, où l’été est né – Zoë’s 한국")
    found = [(token, text[start:end]) for token, start, end in spans(text)]
    assert [unicodedata.normalize("NFC", part).lower() for _, part in found] == [
        *("ça", "où", "l’été", "est", "né", "zoë", "한국")
    ]
    assert len(text) > len(unicodedata.normalize("NFC", text))


# Each, repeated to a megabyte, makes a careless pattern look back over all of it; ~ is a blank.
LONG = """a A1 A.B- U.S.~ a- 's a's- .~ ?” 9. 1, ’cept~ क्ष 中。 e\u0301 \u0301 \u200d"""


@pytest.mark.parametrize("piece", [piece.replace("~", " ") for piece in LONG.split()])
def test_a_megabyte_takes_linear_time(piece):
    text = piece * (1_000_000 // len(piece)) + "x"
    with within(60):
        assert len(tokens(text)) <= len(text)
        assert len(spans(text)) <= len(text)
        assert sentences(text)


# Sentences


def split(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Maj. Gen. Igor Koneshenkov said so.|Rep. Trent Franks did not.",
        "While President George W. Bush was accused.|Dr. No and Mr. Bean vs. Sen. Fog.",
        "The U.S. and Russia.|The U.S. Embassy informed the U.S.|",
        "It didn’t work.|“And at the present, it has.”|Officially (or not.)|Yes!",
        "“Why?” he asked.|“Why?”|He asked.",
        "the ministry said.. .|Source: Interfax",
        "Well ... perhaps.|Well…|No.|No. 5 won on Sept. 3.",
        "about 3.5 of 0200.|us war continues.|bombing is what we do.",
        "1. Cooperation is sensible.|  • “the premise.”|2. in other news…evicted.",
        "Collapsed truce\n|A few days earlier\n\n|  Indented  \n",
        "मैं गया।|वह आया।|هل جاء؟|نعم.",
        "他来了。|你呢？|好。",
        "Neither did I.|They did.",
    ],
)
def test_sentences(text):
    assert split(text.replace("|", " ")) == [
        part.strip() for part in text.split("|") if part.strip()
    ]


@given(ANY_TEXT)
def test_sentences_lose_no_text(text):
    places = sentences(text)
    assert "".join(text[start:end] for start, end in places).split() == text.split() or (
        "".join("".join(split(text)).split()) == "".join(text.split())
    )
    ends = [0, *(end for _, end in places)]
    assert all(before <= start < end for before, (start, end) in zip(ends, places, strict=False))
    assert all(part == part.strip() and "\n" not in part for part in split(text))


# The stop list


def test_stop_list_agrees_with_the_tokens():
    lines = (corpus.folder() / "stopwords.txt").read_text("utf-8").splitlines()
    listed = [line for line in lines if line and not line.startswith("#")]
    assert [tokens(word) for word in listed] == [[word] for word in listed]
    assert len(listed) == len(set(listed)) == len(stopwords()) == 123
    assert lines[0].startswith("#"), "the list begins with its reasons"


def test_stop_list_takes_no_word_on_which_the_question_hangs():
    kept = """US us not no never without cannot can't don't didn't isn't against between front side
    sides both together part will would could should may might before after since until now said
    one two six eight twenty last first fire back state russia syria cooperation"""
    assert not stopwords() & set(kept.split())


def test_a_group_of_stop_words_has_a_reason(tmp_path):
    for group in (corpus.folder() / "stopwords.txt").read_text("utf-8").split("\n\n"):
        assert group.startswith("# "), group
    (tmp_path / "stopwords.txt").write_text("# why\nand\nor # too\n\n", "utf-8")
    assert stopwords(tmp_path) == {"and", "or"}


# Keyword in context

FRAME = pd.DataFrame(
    {
        "article": ["b", "b", "a"],
        "kind": ["title", "body", "body"],
        "start": [0, 9, 0],
        "end": [9, 60, 23],
        "text": [
            "US and us",
            "The U.S. bombed.\nThe Islamic State’s men; the Islamic state.",
            "They met us in the US",
        ],
    }
)


def test_concordance_finds_the_country_by_either_name():
    found = concordance("US", FRAME)
    assert list(found.columns) == ["left", "word", "right", "article", "position", "kind"]
    assert found.equals(concordance("U.S.", FRAME))
    assert list(found["word"]) == ["US", "U.S.", "US"]
    assert list(found["article"]) == ["b", "b", "a"]
    assert list(found["kind"]) == ["title", "body", "body"]
    assert list(found["position"]) == [0, 4 / 13, 5 / 6]
    assert list(concordance("us", FRAME)["word"]) == ["us", "us"]


def test_concordance_finds_phrases_and_cuts_whole_words():
    found = concordance("Islamic State", FRAME, width=12)
    assert found[["left", "word", "right"]].values.tolist() == [
        ["bombed. The", "Islamic State", "’s men;"],
        ["men; the", "Islamic state", "."],
    ]
    assert concordance("ISIL", FRAME).empty
    with pytest.raises(ValueError, match="no word"):
        concordance("$$$", FRAME)


# Facts of the five articles


def test_commonest_words_of_the_articles():
    segments = corpus.segments()
    editorial = segments[segments["kind"].isin(corpus.EDITORIAL)]
    counts = Counter(token for text in editorial["text"] for token in tokens(text))
    assert (counts.total(), len(counts)) == (3012, 993)
    assert counts.most_common(5) == [
        ("the", 205),
        ("in", 85),
        ("to", 82),
        ("and", 75),
        ("that", 55),
    ]
    weighty = [(word, n) for word, n in counts.most_common() if word not in stopwords()]
    assert weighty[:5] == [("syria", 39), ("russian", 34), ("russia", 32), ("said", 31), ("US", 29)]


def test_no_article_loses_its_country():
    for text in corpus.articles()["text"]:
        found = [token for token in tokens(text) if re.match(r"US\b", token)]
        assert len(found) == len(re.findall(r"\bU\.S\.|\bUS\b", text)) > 0


def test_asking_for_any_token_of_the_articles_finds_it():
    for text in corpus.articles()["text"]:
        assert all(tokens(token) == [token] for token in set(tokens(text)))


def test_sentences_of_the_articles():
    """As counted by careful reading, headings and captions included."""
    segments = corpus.segments()
    editorial = segments[segments["kind"].isin(corpus.EDITORIAL)]
    counts = editorial["text"].map(lambda text: len(sentences(text)))
    assert counts.groupby(editorial["article"]).sum().to_dict() == {
        "al-jazeera": 37,
        "informed-comment": 14,
        "mcclatchy": 38,
        "one-world": 14,
        "us-patriot": 27,
    }
