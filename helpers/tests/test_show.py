"""What notebooks show: inert tables and sentences that fail when their numbers change."""

import pandas as pd
import pytest

from helpers import show
from helpers.show import Link

HOSTILE = '<script>alert("US$5 to $6")</script>'


def test_every_cell_head_and_caption_is_escaped():
    frame = pd.DataFrame({HOSTILE: [HOSTILE, [HOSTILE, Link(HOSTILE, f'x"{HOSTILE}')]]})
    frame.index = pd.Index([HOSTILE, Link(HOSTILE, id='"<')], name=HOSTILE)
    shown = show.table(frame, HOSTILE, shade=frame.map(lambda _: 3), key={3: HOSTILE})
    for output in (shown, show.prose(HOSTILE), show.heading(HOSTILE), show.columns({HOSTILE: []})):
        assert "<script" not in output.html and "mathjax_ignore" in output.html
    assert "<script" not in show.quotations([(HOSTILE, HOSTILE)]).html


def test_a_table_has_heads_that_head_and_cells_that_count():
    index = pd.MultiIndex.from_tuples([("a", "x"), ("a", "y"), ("b", "x")], names=["one", "two"])
    frame = pd.DataFrame({"n": [1234, 2, 3], "share": [0.5, None, 2.0]}, index=index)
    html = show.table(frame, "Numbers").html
    assert '<th scope="rowgroup" rowspan="2">a</th>' in html
    assert '<td class="number">1,234</td><td class="number">0.50</td>' in html
    assert show.table(frame, "Numbers", fold=True).html.count("<summary>Numbers</summary>") == 1


def test_a_shaded_cell_has_class_for_pages_and_style_for_the_notebook():
    frame = pd.DataFrame({"a": ["x"]})
    html = show.table(frame, "t", shade=pd.DataFrame({"a": [4]}), key={4: "dark"}).html
    assert '<td class="shade s4" style="background:#1f5f99;color:#ffffff">x</td>' in html
    assert html.count("s4") == 2 and "dark</p>" in html
    linked = show.table(pd.DataFrame({"a": [Link("x", "#y")]}), "t", shade=pd.DataFrame({"a": [4]}))
    assert '<a style="color:#ffffff" href="#y">x</a>' in linked.html  # else blue on blue


def test_shades_keep_their_contrast():
    def light(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    for paper, ink in show.SHADES:
        bright, dark = sorted((light(paper), light(ink)), reverse=True)
        assert (bright + 0.05) / (dark + 0.05) >= 4.5
    greys = [light(paper) for paper, _ in show.SHADES]
    assert greys == sorted(greys, reverse=True)


def test_link_is_a_place_or_leads_to_one():
    assert show.html(Link("w", "a.ipynb#x")) == '<a href="a.ipynb#x">w</a>'
    assert show.html(Link("w", id="x")) == '<span id="x">w</span>'


HOLDING = [
    ("3 of 5 writers answer", (3, 5)),
    ("Three of five writers", (3, 5)),
    ("40% of 1,197 words", (0.4, 1197)),
    ("a cosine of 0.31", (0.314,)),
    ("on 30 September 2015, 2 raids", (2,)),
    ("World War II, in 70 years", (70,)),
    ("carter holds in all of them", ("carter",)),
    ("12.5% of it", (0.125,)),
    ("the most, 6, and 1,234, too", (6, 1234)),
]


@pytest.mark.parametrize(("sentence", "values"), HOLDING)
def test_a_sentence_holds(sentence, values):
    assert show.holds(sentence, *values) is None


FALLEN = [
    ("3 of 5 writers", (4, 5), "“3” is now 4"),
    ("Three of five writers", (3, 6), "“five” is now six"),
    ("40% of it", (0.41,), "“40%” is now 41%"),
    ("1,197 words", (1198,), "“1,197” is now 1,198"),
    ("3 of 5 writers", (3,), "has 2 numbers, and 1 were"),
    ("carter holds", ("said",), "'said' is not in it"),
]


@pytest.mark.parametrize(("sentence", "values", "words"), FALLEN)
def test_a_sentence_that_no_longer_holds_is_named_with_the_value(sentence, values, words):
    with pytest.raises(AssertionError, match="no longer holds") as caught:
        show.holds(sentence, *values)
    assert sentence in str(caught.value) and words in str(caught.value)


def test_a_claim_that_is_not_so_is_named():
    with pytest.raises(AssertionError, match="what it claims is not so"):
        show.finding("Nobody speaks", when=False)


def test_a_draft_shows_what_no_longer_holds_and_goes_on(monkeypatch, capsys):
    monkeypatch.setenv("DRAFT", "1")
    show.holds("3 of 5", 4, 5)
    assert show.finding("2 of 3", 2, 3, sure="firm").plain == "How sure: firm"
    assert "Shown" in capsys.readouterr().out
