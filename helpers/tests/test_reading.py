"""The articles with their marks: no letter lost, every mark in its place, every id once."""

import json
import re
from collections import Counter
from html import unescape

import pandas as pd
import pytest

from helpers import annotations, concordance, corpus, reading, voices
from helpers.tests import tiny


@pytest.fixture(scope="module")
def c():
    return corpus.load()


@pytest.fixture(scope="module")
def shown(c):
    """{article: its output} of all articles, with the marks of reader A and names."""
    words = voices.words(c.segments, c.quotations)
    named, marks = voices.naming(words, c.segments, c.names), reading.marks(c)
    return {
        name: reading.article(name, text, c.segments, marks, named).html
        for name, text in c.articles["text"].items()
    }


def drawn(text, *marks, kind="body"):
    """A text of one line with marks (id, layer, first word, last word), as HTML."""
    segment = {"article": "a", "kind": kind, "start": 0, "end": len(text), "text": text}
    rows = [
        (id, layer, "a", text.index(first), text.index(last) + len(last), "", ["who: what"])
        for id, layer, first, last in marks
    ]
    columns = ["id", "layer", "article", "start", "end", "look", "label"]
    none = pd.DataFrame(columns=["article", "start", "end"])
    frames = pd.DataFrame([segment]), pd.DataFrame(rows, columns=columns), none
    return reading.article("a", text, *frames).html


def plain(html):
    """What is left of a line when its signs and tags are taken away."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r"<sup.*?</sup>", "", html)))


def test_an_article_reads_as_its_file(c, shown):
    for name, text in c.articles["text"].items():
        lines = re.findall(rf'<(\w+) id="{name}-(\d+)b?"[^>]*>(.*?)</\1>', shown[name], re.DOTALL)
        read = {}
        for _, number, inner in lines:
            read[int(number)] = read.get(int(number), "") + plain(inner)
        file = {n: line for n, line in enumerate(text.split("\n"), 1) if line.strip()}
        assert {n: "".join(line.split()) for n, line in read.items()} == {
            n: "".join(line.split()) for n, line in file.items()
        }


def test_every_mark_has_one_place_that_jupyterlab_finds_and_signs_and_a_note(c, shown):
    marks, html = reading.marks(c), "".join(shown.values())
    ids = Counter(re.findall(r' id="([^"]+)"', html))
    assert set(ids.values()) == {1} and set(marks["id"]) <= set(ids)
    assert Counter(re.findall(r' data-jupyter-id="([^"]+)"', html)) == ids
    notes = re.findall(r'<li class="(\w+) n\d+"><a href="#([^"]+)"', html)
    assert Counter(notes) == Counter(zip(marks["layer"], marks["id"], strict=True))
    signs = Counter(re.findall(r'<sup class="\w+ [^>]*><a href="#([^"]+)"', html))
    ends = {row.id: 1 + (row.layer == "answer") for row in marks.itertuples()}
    assert signs == ends


def test_a_sign_counts_its_own_layer_and_stands_after_the_sentence():
    marks = [("v", "voice", "The", "sat"), ("e", "event", "cat", "today")]
    marks += [("x", "answer", "The", "said"), ("y", "answer", "cat", "sat")]
    html = re.search(
        r'class="line[^>]*>(.*?)</p>', drawn("“The cat sat,” he said (today).", *marks)
    )
    tagless = re.sub(r"<sup.*?>([^<]+)</a></sup>", r"{\1}", html[1])
    assert re.sub(r"<[^>]+>", "", tagless) == "{B}“The {A}cat sat,”{1}{A} he said{B} (today).{a}"


def test_the_words_of_a_mark_its_signs_and_its_note_share_a_number():
    """They light up together, and those of another mark of the paragraph do not."""
    html = drawn("one two three", ("v", "voice", "one", "two"), ("e", "event", "two", "three"))
    n = re.search(r'<a id="v" [^>]*class="(n\d+)">', html)[1]
    words = re.findall(rf'<span class="[^"]*\b{n}\b[^"]*"[^>]*>([^<]*)</span>', html)
    assert words == ["one ", "two"] and len(re.findall(rf"<(?:sup|li) [^>]*\b{n}\b", html)) == 2


def test_no_paragraph_has_more_marks_than_the_stylesheet_can_light(shown):
    style = reading.layers().html
    for n in set(re.findall(r'class="(n\d+)"', "".join(shown.values()))):
        assert f".row:has(.{n}:target" in style


def test_marks_that_cross_are_cut_at_every_border():
    spans = [pd.Series({"start": 2, "end": 6}), pd.Series({"start": 4, "end": 8})]
    found = [(a, b, len(over)) for a, b, over in reading.pieces(0, 10, spans, cuts=[9])]
    assert found == [(0, 2, 0), (2, 4, 1), (4, 6, 2), (6, 8, 1), (8, 9, 0), (9, 10, 0)]


def test_without_a_stylesheet_letters_are_set_with_their_background():
    html = drawn("one two", ("v", "voice", "one", "two"))
    styles = re.findall(r'style="([^"]*background[^"]*)"', html)
    assert styles and all("color:#" in style for style in styles)
    agency = drawn("one two", ("v", "voice", "one", "two"), kind="wire")
    assert reading.STYLES["agency"] in agency


def test_hostile_words_are_shown_and_not_run():
    html = drawn('<img onerror="x"> <script>y', ("m", "voice", "<img", "<script>"))
    assert "<img" not in html and "<script" not in html


def test_what_is_left_out_stands_in_one_fold(tmp_path):
    c = corpus.load(tiny.write(tmp_path))
    none = reading.marks(c)[:0], pd.DataFrame(columns=["article", "start", "end"])
    html = reading.article("evening", c.articles["text"]["evening"], c.segments, *none).html
    assert re.findall("<summary>(.*?)</summary>", html) == ["left out: comment, furniture; 7 words"]


def test_an_index_leads_from_letters_to_words_to_places():
    places = [("Tom <b>", "“", "Cat", ", he said", "a.ipynb#p-1"), ("Ann", "a", "cat", "sat", "b")]
    html = concordance.index({"cat": places, "Ape": places[:1], "axe": places[:1]}).html
    assert re.findall('href="#(letter-.)"', html) == ["letter-A", "letter-C"]
    assert re.findall("<summary><b>(.*?)</b> .<", html) == ["Ape", "axe", "cat"]
    assert "Tom &lt;b&gt;" in html and "“</span><span><b>Cat</b>, he said</span>" in html
    assert "<span>a </span><span><b>cat</b> sat</span>" in html


def test_a_place_has_the_paragraph_it_stands_in():
    text = "one\n\ntwo\nthree"
    assert [n for n, *_ in reading.paragraphs(text)] == [1, 3, 4]
    assert reading.paragraph(text, "a", text.index("three")) == "a-4"


def test_web_annotations_find_their_words_in_both_ways(c):
    page = json.loads(annotations.web_annotations(c))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len(page["items"]) == len(reading.marks(c))
    for item in page["items"]:
        text = c.articles.loc[item["target"]["source"].split("/")[-1][:-4], "text"]
        quote, place = item["target"]["selector"]
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in text
        assert {body["purpose"] for body in item["body"]} == {"classifying", "describing"}


def test_web_annotations_carry_the_name_and_the_paths_of_their_corpus(tmp_path):
    c = corpus.load(tiny.write(tmp_path))
    assert f'"urn:{tmp_path.name}:annotations"' in annotations.web_annotations(c)
    (tmp_path / "datapackage.json").write_text('{"name": "two-cats"}')
    page = annotations.web_annotations(c)
    assert '"urn:two-cats:annotations"' in page and f'"{tmp_path.name}/articles/' in page
