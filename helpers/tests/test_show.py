"""What notebooks show: inert tables, and the numbers of sentences."""

import numpy as np
import pandas as pd

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
    frame["where"] = [Link("w", id="x"), "", ""]
    fold = show.table(frame, "Numbers", fold=True).html
    assert fold.count("<summary>Numbers</summary>") == 1
    assert fold.index('<a data-jupyter-id="x">') < fold.index("<details>") < fold.index(' id="x"')
    assert '<td style="text-align:left"><span id="x"' in fold


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
    assert show.html(Link("w", id="x")) == '<span id="x" data-jupyter-id="x">w</span>'


def test_numbers_and_claims_say_what_they_are_and_never_stop(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda bundle, raw: shown.append(bundle))
    show.numbers(np.int64(3), 0.391, "carter")
    show.claim("both in summer", np.False_)
    assert [bundle[show.HELD] for bundle in shown] == [
        {"numbers": [3, 0.391, "carter"]},
        {"claim": "both in summer", "so": False},
    ]
    assert "39% (0.39)" in shown[0]["text/plain"] and "not so" in shown[1]["text/html"]
    assert "raw" not in shown[0] and "<small>" in shown[0]["text/html"]


def test_evidence_shows_words_range_and_doubt():
    shown = show.evidence([("so it is", "Tom")], "2 to 3", "firm", Link("there", "#x"))
    words = "“so it is” (Tom)\nUnder other readings: 2 to 3\nHow sure: firm\nSee: there"
    assert shown.plain == words
