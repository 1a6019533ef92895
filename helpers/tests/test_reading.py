"""The articles with their marks: no letter lost, every mark in its place, every id once."""

import json
import re
from collections import Counter
from html import unescape
from types import SimpleNamespace

import pytest

from helpers import corpus, reading, voices


@pytest.fixture(scope="module")
def shown():
    """{article: its output} of all articles, with the marks of reader A and names."""
    articles, segments, marks = corpus.articles(), corpus.segments(), reading.marks()
    named = voices.naming().assign(layer="name", look="", id="")
    return {
        name: reading.article(
            text,
            name,
            segments[segments["article"] == name],
            list(marks[marks["article"] == name].itertuples()),
            list(named[named["article"] == name].itertuples()),
        ).html
        for name, text in articles["text"].items()
    }


def plain(html):
    """What is left of a line when its signs and tags are taken away."""
    return unescape(re.sub(r"<[^>]+>", "", re.sub(r'<a [^>]*class="sign[^>]*>\d+</a>', "", html)))


def test_an_article_reads_as_its_file(shown):
    for name, text in corpus.articles()["text"].items():
        lines = re.findall(rf'<(\w+) id="{name}-(\d+)b?"[^>]*>(.*?)</\1>', shown[name], re.DOTALL)
        read = {}
        for _, number, inner in lines:
            read[int(number)] = read.get(int(number), "") + plain(inner)
        file = {n: line for n, line in enumerate(text.split("\n"), 1) if line.strip()}
        assert {n: "".join(line.split()) for n, line in read.items()} == {
            n: "".join(line.split()) for n, line in file.items()
        }


def test_every_mark_has_one_sign_and_one_note(shown):
    marks, html = reading.marks(), "".join(shown.values())
    ids = Counter(re.findall(r' id="([^"]+)"', html))
    assert not {id for id, n in ids.items() if n > 1}
    assert set(marks["id"]) <= set(ids) and {f"{id}-note" for id in marks["id"]} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)


def test_marks_that_cross_are_cut_at_every_border():
    spans = [SimpleNamespace(start=2, end=6), SimpleNamespace(start=4, end=8)]
    found = reading.pieces("0123456789", 0, 10, spans)
    assert [(a, b, len(over)) for a, b, over in found] == [
        *((0, 2, 0), (2, 4, 1), (4, 6, 2)),
        *((6, 8, 1), (8, 10, 0)),
    ]


def test_hostile_words_are_shown_and_not_run():
    text = '<img onerror="x"> said <script>y</script>'
    segment = SimpleNamespace(kind="body", label="", start=0, end=len(text), text=text)
    frame = SimpleNamespace(itertuples=lambda: [segment])
    mark = SimpleNamespace(id="m", layer="voice", look="", start=0, end=17, label=["<b>"])
    html = reading.article(text, "a", frame, [mark]).html
    assert "<img" not in html and "<script" not in html and "<b>" not in html


def test_a_place_has_the_paragraph_it_stands_in():
    text = "one\n\ntwo\nthree"
    assert [n for n, *_ in reading.paragraphs(text)] == [1, 3, 4]
    assert reading.paragraph(text, "a", text.index("three")) == "a-4"


def test_web_annotations_find_their_words_in_both_ways():
    articles, marks = corpus.articles(), reading.marks()
    page = json.loads(reading.web_annotations(marks, articles))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld" and len(page["items"]) == len(
        marks
    )
    for item in page["items"]:
        text = articles.loc[item["target"]["source"].split("/")[-1][:-4], "text"]
        quote, place = item["target"]["selector"]
        assert text[place["start"] : place["end"]] == quote["exact"]
        assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in text
        assert {body["purpose"] for body in item["body"]} == {"classifying", "describing"}
