"""Sentences: tiny texts in many languages, and any Unicode."""

import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.sentences import sentences, wrapped
from helpers.tests.test_words import ANY_TEXT


def split(text, language="en"):
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    "text",
    """
    He lives on Main St. | He left. | It was Plan B. | The next day he left.
    Maj. Gen. Igor Koneshenkov said so. | Rep. Trent Franks did not.
    While President George W. Bush was accused. | Dr. No and Mr. Bean vs. Sen. Fog.
    The U.S. and Russia. | The U.S. Embassy informed the U.S. | It did. | At 5 p.m. ET he came.
    It didn’t work. | “And at the present, it has.” | Officially (or not.) | Yes!
    “Why?” he asked. | “Why? | I see.” | He asked. | ‘No. | Well.’ | So. | “[...]” (Smith 55).
    the ministry said.. . | Source: Interfax. | It felt ill. | He told me. | He did.
    Well ... perhaps. | Well… | No. | No. 5 won on Sept. 3. | us war continues. | us, too.
    1. Cooperation is sensible. | • “the premise.” | 2. in other news…evicted. | I am.
    • Neither did I. | They did. | about 3.5 of 0200. | Jane.Doe@example.com did.
    Apple Inc. said it would open a plant near Mt. Fuji. | Smith et al. [2004] agree.
    Roe v. Wade was on p. 55. | In Jan. it rose. | Then it fell. | Atty. Gen. Smith said so.
    They agreed.[1] | It met.² | Was it so?³ | He said “no.”[12][13] | It grew.* | So.(4) | It fell.
    They left the town.1 | Then came 3.5 of 10.[citation needed] | It was agreed[1] there. | Yes.¹
    See (Phil. 4:8) and Matt. 5:3 there. | By Art. 5 para. 2 it holds. | See vol. 2, pp. 4 f. there.
    de: „Das stimmt.“ | Dann ging er. | Am 12. Juni kam er, im 19. Jahrhundert nicht.
    de: Das gilt z. B. hier, d. h. überall. | Punkt.
    fr: « C’est vrai. » | Puis il partit.
    pl: W 1989 r. wybory wygrała opozycja. | Tak.
    el: Ποιος είναι; | Δεν ξέρω.
    hi: मैं गया। | वह आया। | هل جاء؟ | نعم.
    hy: Նա եկավ։ | Հետո գնաց։
    zh: 他来了。| 你呢？| 好。
    ja: 彼は「はい。」と言った。|そして帰った。
    am: አለህ፧|ቀን።
    """.strip().split("\n"),
)
def test_sentences(text):
    language, text = re.fullmatch(r"\s*(?:(\w\w):)?(.*)", text).groups()
    expected = [part.strip() for part in text.split("|")]
    assert split(text.replace(" | ", "  ").replace("|", ""), language or "en") == expected


def test_a_line_end_closes_a_sentence():
    assert split("Collapsed truce\nA few\n\n  days  \n") == ["Collapsed truce", "A few", "days"]


@given(ANY_TEXT, st.sampled_from(["en", "de", "ja", "xx"]))
def test_sentences_lose_no_text(text, language):
    places = sentences(text, language)
    assert "".join("".join(split(text, language)).split()) == "".join(text.split())
    ends = [0, *(end for _, end in places)]
    assert all(before <= start < end for before, (start, end) in zip(ends, places, strict=False))
    assert all(part == part.strip() and "\n" not in part for part in split(text, language))


def test_broken_lines_are_seen():
    line = "The president said on Friday that he was not in the city. "
    assert not wrapped("A list\nof four\nwords") and not wrapped(f"{line}\n" * 9)
    assert wrapped(textwrap.fill(line * 9, 70))
