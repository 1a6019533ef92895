"""Words: tiny texts, facts of the five articles, any Unicode."""

import re
import sys
import time
import unicodedata
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import corpus, words
from helpers.sentences import sentences
from helpers.tests import tiny
from helpers.words import spans, stop_list, stops_fit, tokens

# The same examples in every run, and no folder of earlier ones left in the project.
settings.register_profile("workbook", derandomize=True, database=None, deadline=None)
settings.load_profile("workbook")
TRICKY = "aAbsSUu.'’‘-‑–,/:%$&·1_ \u00a0\n\u00ad\u200b\u200d\u0301\u093f\ufe0féﬁʼצ״\"中กI…“”?!।。()"
ANY_TEXT = st.one_of(st.text(), st.text(alphabet=TRICKY, max_size=60))


@pytest.mark.parametrize(
    ("text", "expected"),
    {
        # the country, the pronoun, the acronym, the money
        "US, U.S. and U.S; us, Us: contact us": "US US and US us us contact us",
        "the USA, usa; ISIS ISIL NATO G20": "the USA usa ISIS ISIL NATO g20",
        "(also known as IS/ISIL) is": "also known as IS ISIL is",
        "ООН и США, Россия": "ООН и США россия",
        "US$5, US$ 5, HK$3.50, $7": "us$5 us$ 5 hk$3.50 7",
        # more acronyms
        "AT&T and R&D; Johnson&Son": "AT&T and R&D johnson son",
        "Ph.D. and M.D., M.Sc.; a PhD": "PhD and MD MSc a PhD",
        "J.F.K. at 5 p.m.; C.E.O.s and CEOs": "JFK at 5 p.m. CEOs and CEOs",
        "EU:s budget, NATO:n, LIVE:here": "EU budget NATO LIVE here",
        "THE MAYOR SAID; the IT firm in US": "the MAYOR SAID the IT firm in US",
        'צה״ל אמר, צה"ל': 'צה"ל אמר צה"ל',
        # hyphens
        "al-Qaeda, Al-Teyb, Tu-22M3, Su-25SM": "al-qaeda al-teyb tu-22m3 su-25sm",
        "U.S.-led, US-led, U.S.-Russian": "US-led US-led US-russian",
        "anti-ISIS, COVID-19; de\u2010conflict": "anti-ISIS COVID-19 de-conflict",
        "- a -- b -c d- –e–f—g": "a b c d e f g",
        # apostrophes
        "I don’t, I don't, donʼt, DON’T": "i don't i don't don't don't",
        "Russia’s, Russiaʼs, ISIS’s, U.S.’s": "russia russia ISIS US",
        "it’s, That's, she’s, here’s": "it's that's she's here's",
        "int’l, Russians’ airstrikes": "int'l russians airstrikes",
        "‘cept making $$$, ‘Coalition’": "'cept making coalition",
        "O’Neil's, l'ONU, L’Union": "o'neil l'ONU l'union",
        # figures
        "0200 gmt, 20% of 1,197 or 3.5.": "0200 gmt 20% of 1,197 or 3.5",
        "9/11 at 10:30, 202-383-0014; ’89-’91": "9/11 at 10:30 202-383-0014 89 91",
        # signs
        "other news…evicted. ¿What?": "other news evicted what",
        "Bashir\u00a0al Assad, public_html __x__": "bashir al assad public html x",
        "the end.Next and/or FoxNews.com": "the end next and or foxnews.com",
        "See https://www.example.org/a.html, www.a.de/b.": "see",
        "👩‍🚀 1️⃣ 🇺🇸!": "1",
        "co\u00adoperate Syr\u200bia \ufeffA": "cooperate syria a",
        "ﬁnal oﬃcer, col·lecció a·b": "final officer col·lecció a b",
        "ខ្មែរ\u200bភាសា": "ខ្មែរ ភាសា",
    }.items(),
)
def test_tokens(text, expected):
    assert tokens(text) == expected.split()


def test_other_scripts_do_not_shatter():
    text = "हिन्दी भाषा में क्\u200dष مُحَمَّد رَسُولُ می\u200cخواهم שָׁלוֹם עוֹלָם Việt Nam"
    assert tokens(text) == tokens(unicodedata.normalize("NFD", text)) == text.lower().split()


def test_every_combining_mark_carries_a_word_on():
    marks = map(chr, range(sys.maxunicode + 1))
    marks = "".join(mark for mark in marks if unicodedata.category(mark) in ("Mn", "Mc"))
    assert len(marks) > 2000 and re.fullmatch(f"[{words._MARK}]+", marks)
    assert re.fullmatch(f"[{words._NEAR}]+", marks)


@given(ANY_TEXT)
def test_spans_are_the_tokens_and_where_they_stand(text):
    found, at = spans(text), 0
    assert [token for token, _, _ in found] == tokens(text)
    for token, start, end in found:
        assert at <= start < end <= len(text)
        assert words._spelled(words._usual(text[start:end])) == token
        at = end


@given(ANY_TEXT)
def test_tokens_are_words_that_keep_every_letter_and_equal_writings_are_equal(text):
    found = tokens(text)
    assert all(re.search(r"[^\W_]", token) and not re.search(r"[\s_]", token) for token in found)
    letters = Counter(re.findall(r"[^\W_]", words._usual(text).lower()))
    letters -= Counter(re.findall(r"[^\W_]", "".join(found).lower()))
    assert set(letters) <= set("sa"), "only a possessive's s and the ending of EU:s may go"
    for same in (unicodedata.normalize("NFD", text), text.replace("’", "'")):
        assert tokens(same) == found


def test_offsets_are_those_of_the_text_as_given():
    text = unicodedata.normalize("NFD", "Ça, où l’été est né – Zoë’s 한국 ﬁn Syr\u200bia")
    found = [unicodedata.normalize("NFC", text[start:end]) for _, start, end in spans(text)]
    assert found == ["Ça", "où", "l’été", "est", "né", "Zoë", "한국", "ﬁn", "Syr\u200bia"]


# Each, said again and again, makes a careless pattern look back over all of it; ~ is a blank.
LONG = """a A1 A.B- U.S.~ a- 's a's- .~ ?” 9. 1, ’cept~ क्ष 中。 e\u0301 \u0301 \u200d “Yes.~ (Yes.~
    .~.~. ... …~a !~—~ Mr.~ a~1.~ www. /:// AT&T~ l'ONU~ はい。」"""


@pytest.mark.parametrize("piece", [piece.replace("~", " ") for piece in LONG.split()])
def test_time_grows_with_the_length(piece):
    text, start = piece * (60_000 // len(piece)) + "x", time.process_time()
    assert len(tokens(text)) == len(spans(text)) and sentences(text)
    assert time.process_time() - start < 2, "a tenth of a second is usual"


def test_stop_words_are_spelled_as_words_are_or_named():
    listed = "# why\nThe\nDON’T # no\nU.S.\nNew York\nu\u0308ber\n%\n"
    assert stop_list(listed) == ({"the", "don't", "US", "über"}, [(5, "New York"), (7, "%")])
    assert stop_list("THE\nALSO\n")[0] == {"the", "also"}, "a list all in capitals"


def test_a_stop_list_of_another_language_is_seen():
    english = tokens("The president said on Friday that he was not in the city. " * 9)
    german = tokens("Der Präsident sagte, er sei am Freitag nicht in der Stadt gewesen. " * 9)
    stop = {"the", "that", "he", "was", "in", "on"}
    assert stops_fit(english, stop) and not stops_fit(german, stop)
    assert stops_fit(german[:50], stop) and stops_fit(german, set())


def test_words_and_sentences_of_the_articles():
    segments = corpus.load().segments
    own = segments[segments["kind"].isin(corpus.EDITORIAL) & segments["article"].isin(tiny.FIVE)]
    counts = Counter(token for text in own["text"] for token in tokens(text))
    assert (counts.total(), len(counts)) == (3012, 993)
    common = " ".join(word for word, _ in counts.most_common(10))
    assert common == "the in to and that of a syria russian on"
    sought = {*counts, *corpus.load().stopwords}
    assert all(tokens(word) == [word] for word in sought)
    lengths = own["text"].map(lambda text: len(sentences(text))).groupby(own["article"]).sum()
    # By careful reading about 36, 13, 37, 13 and 25; headings and captions are sentences here.
    assert lengths.sort_index().tolist() == [37, 14, 38, 14, 27]


def test_no_article_loses_its_country():
    for article, text in corpus.load().articles["text"].items():
        found = [token for token in tokens(text) if re.match(r"US\b", token)]
        assert len(found) == len(re.findall(r"\bU\.S\.|\bUS\b", text))
        assert found or article not in tiny.FIVE
