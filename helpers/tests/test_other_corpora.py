"""Other articles, published as a person would: two about a cat, two in Hindi and Arabic."""

import re
import shutil

import pytest
from bs4 import BeautifulSoup

from helpers import figures, publish, starter
from helpers.tests import copies, tiny

# What only our five articles can make a page say.
OURS = re.compile(
    r"mcclatchy|one-world|al-jazeera|us-patriot|informed-comment|carter|russia|syria|armed group"
    r"|\bfive (?:articles|texts|sources|files)|did they cooperate",
    re.IGNORECASE,
)
# What each page says, once, of tables that are not there.
MISSING = {
    "02-compare-the-sources.html": (
        "quotations.csv has no rows yet",
        "names.csv has no rows yet",
        "questions.csv and positions.csv have no rows yet",
    ),
    "04-build-the-timeline.html": ("mentions.csv and events.csv have no rows yet",),
    "05-teaching-sheet.html": (
        "quotations.csv has no rows yet",
        "questions.csv and positions.csv have no rows yet",
    ),
}
HINDI = """गाँव की बिल्ली

बिल्ली चटाई पर बैठी है। चटाई पुरानी है, पर बिल्ली को अच्छी लगती है।

कुत्ते ने कहा कि चटाई उसकी है। बिल्ली ने उत्तर नहीं दिया।
"""
ARABIC = """القطة والحصيرة

جلست القطة على الحصيرة. الحصيرة قديمة، لكن القطة تحبها.

قال الكلب إن الحصيرة له. لم تجب القطة، ونامت حتى الصباح.
"""


@pytest.fixture
def corpus(tmp_path):
    """A folder for a corpus; what is published of it goes to `out` beside it."""
    (tmp_path / "corpus").mkdir()
    return tmp_path / "corpus"


def published(corpus):
    """The pages of a corpus, {name: soup}, after a run of the command that must succeed."""
    out = corpus.parent / "out"
    arguments = ("-m", "helpers.publish", "--corpus", corpus, "--to", out)
    run = copies.command(publish.PROJECT, *arguments, timeout=120)
    assert run.returncode == 0, run.stdout
    pages = {
        path.name: BeautifulSoup(path.read_text("utf-8"), "html.parser")
        for path in sorted((out / "pages").iterdir())
    }
    assert list(pages) == [*(f"{path.stem}.html" for path in publish.notebooks()), "index.html"]
    return pages


def faults(pages):
    """Words about our own articles, and sections with nothing in them."""
    for name, page in pages.items():
        for picture in page.find_all("img"):
            picture.replace_with(picture["alt"])
        if found := OURS.search(page.get_text(" ")):
            yield f"{name}: {found[0]}"
        for heading in page.main.find_all("h2"):
            below = heading.find_next_sibling()
            if below is None or below.name in ("h1", "h2"):
                yield f"{name}: nothing stands below {heading.get_text()}"


def said(pages):
    """{page: how often it says each of the sentences it must say once}."""
    return {
        name: [
            sum(p.get_text().startswith(words) for p in pages[name].find_all("p"))
            for words in sentences
        ]
        for name, sentences in MISSING.items()
    }


ONCE = {name: [1] * len(sentences) for name, sentences in MISSING.items()}


def test_two_articles_with_no_table_but_the_needed_ones(corpus):
    tiny.write(corpus)
    for path in corpus.glob("*.csv"):
        if path.name not in ("articles.csv", "segments.csv"):
            path.unlink()
    pages = published(corpus)
    assert list(faults(pages)) == []
    assert said(pages) == ONCE
    first = pages["index.html"]
    assert first.h1.get_text() == "Start here" and "Fox denies all" in first.get_text()
    drawn = {path.stem for path in (corpus.parent / "out/figures").iterdir()}
    assert {"01-made-of", "03-tfidf"} <= drawn
    assert not {name for name in drawn if name.startswith(("02", "04"))}


def test_hindi_and_arabic_with_names_and_nothing_else(corpus):
    """Figures write the letters that a font here has; others stand as numbers, never as boxes."""
    for name, text in (("2021-06-01-बिल्ली", HINDI), ("2021-06-02-القطة-والحصيرة", ARABIC)):
        (corpus / f"{name}.txt").write_text(text, "utf-8")
    starter.start(corpus)
    rows = ["referent,name,form,except,note", "cat,बिल्ली,बिल्ली,,", "cat,القطة,القطة,,"]
    (corpus / "names.csv").write_text("\n".join(rows), "utf-8")
    pages = published(corpus)
    assert list(faults(pages)) == []
    names = ONCE["02-compare-the-sources.html"].copy()
    names[1] = 0
    assert said(pages) == ONCE | {"02-compare-the-sources.html": names}
    compared = pages["02-compare-the-sources.html"].get_text()
    assert "बिल्ली 4" in compared and "القطة 4" in compared
    weighed = pages["03-weigh-the-terms.html"].get_text()
    assert "चटाई" in weighed and "الحصيرة" in weighed
    assert (corpus.parent / "out/figures/02-naming.svg").is_file()


def test_results_do_not_go_into_the_corpus(corpus):
    tiny.write(corpus)
    before = copies.files(corpus)
    with pytest.raises(publish.Trouble, match="give --to a folder beside it"):
        publish.publish(corpus, corpus / "out")
    assert copies.files(corpus) == before and not (corpus / "out").exists()


def test_one_article_is_too_few(corpus):
    (corpus / "2021-06-01-cat.txt").write_text("The cat sits.", "utf-8")
    starter.start(corpus)
    with pytest.raises(publish.Trouble, match="holds one article: add another"):
        publish.publish(corpus, corpus.parent / "out")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CORPUS", str(tmp_path))
    return tmp_path


def test_letters_that_no_font_has_become_numbers(folder, monkeypatch):
    monkeypatch.setattr(figures, "_other_fonts", lambda missing: [])
    figures.start()
    names = ["القطة", "Kätzchen", "बिल्ली"]
    assert figures.labels(names) == ["القطة", "Kätzchen", "article 3"]
    assert "numbers" in figures.numbered(names) and figures.numbered(names[:2]) == ""


def test_fonts_are_added_for_missing_letters_only(folder, monkeypatch):
    """A font of the machine is one that has them; here any second font of matplotlib's own."""
    letters = figures._letters_of
    hindi = frozenset(map(ord, HINDI))
    monkeypatch.setattr(
        figures, "_letters_of", lambda name: hindi if name == "cmr10" else letters(name)
    )
    (folder / "articles").mkdir()
    (folder / "articles/cat.txt").write_text("Katze, кошка, القطة", "utf-8")
    assert figures.start().rcParams["font.family"] == ["DejaVu Sans"]
    (folder / "articles/cat.txt").write_text(HINDI, "utf-8")
    assert figures.start().rcParams["font.family"] == ["DejaVu Sans", "cmr10"]
    shutil.rmtree(folder / "articles")
    assert figures.start().rcParams["font.family"] == ["DejaVu Sans"]


LONG = "2021-06-09-what-the-cat-said-to-the-fox-about-the-mat"


def test_labels_are_short_and_told_apart(folder):
    figures.start()
    assert figures.labels(["cat", LONG]) == ["cat", "2021-06-09-what-t…the-mat"]
    assert figures.labels([LONG, LONG + "s"], 20) == [
        "2021-06-09-wh…e-mat",
        "2021-06-09-wh…-mats",
    ]
    assert figures.labels([LONG, LONG], 12) == ["2021-06-…mat 1", "2021-06-…mat 2"]
    for lines in (1, 2, 3):
        for width in (8, 20, 26):
            label = figures.labels(["x" * 90, LONG, "猫" * 60, "أ" * 90], width, lines)[1]
            assert label.count("\n") < lines and max(map(len, label.split("\n"))) <= width + 2
