"""The pages as text: what a notebook becomes, whichever way it is exported."""

import base64
import io
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from PIL import Image

from helpers import reader
from helpers.exporter import ReaderExporter
from helpers.tests import samples
from helpers.tests.samples import notebook, picture


def page(*parts, name="notebook"):
    """The parsed page of a notebook made of these parts."""
    book = notebook(*parts)
    text, _ = ReaderExporter().from_notebook_node(book, {"metadata": {"name": name}})
    return BeautifulSoup(text, "html.parser")


def written(books, folder):
    """{file name: page} after write_pages."""
    reader.write_pages(books, folder)
    return {path.name: path.read_text("utf-8") for path in folder.iterdir()}


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    """{file name: parsed page} of the sample edition."""
    pages = written(samples.everything(), tmp_path_factory.mktemp("pages"))
    return {name: BeautifulSoup(text, "html.parser") for name, text in pages.items()}


# Which pages there are, and how they hang together.


def test_index_is_the_first_page(tmp_path):
    pages = written(samples.everything(), tmp_path)
    assert sorted(pages) == ["00-start.html", "01-all.html", "index.html"]
    assert pages["index.html"] == pages["00-start.html"]


def test_pages_repeat_byte_for_byte(tmp_path):
    first = written(samples.everything(), tmp_path / "a")
    assert written(samples.everything()[::-1], tmp_path / "b") == first


def test_every_route_gives_the_same_page(tmp_path, monkeypatch):
    """`jupyter nbconvert` on one file, from its folder or another, and publishing agree."""
    books = samples.everything()
    for path, book in books:
        nbformat.write(book, tmp_path / path.name)
    pages = written(books, tmp_path / "pages")
    # A user's settings and a template of the same name in the current folder change nothing.
    (tmp_path / "reader").mkdir()
    (tmp_path / "reader" / "conf.json").write_text("{")
    settings = "c.HTMLExporter.template_name = 'classic'\nc.HTMLExporter.anchor_link_text = 'x'\n"
    (tmp_path / "jupyter_nbconvert_config.py").write_text(settings)
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path))
    for folder, file in ((tmp_path, "01-all.ipynb"), (tmp_path.parent, tmp_path / "01-all.ipynb")):
        command = [sys.executable, "-m", "nbconvert", "--to", "reader", "--stdout", str(file)]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True, timeout=60)
        assert done.stdout.decode("utf-8").strip() == pages["01-all.html"].strip()


def test_order_comes_from_the_numbered_notebooks_beside_it(tmp_path):
    for path, book in samples.everything():
        nbformat.write(book, tmp_path / path.name)
    shutil.copy(tmp_path / "01-all.ipynb", tmp_path / "Untitled.ipynb")
    assert sorted(reader.siblings("00-start", tmp_path)) == ["00-start", "01-all"]
    assert reader.siblings("Untitled", tmp_path) == {}
    assert reader.siblings("02-unsaved", tmp_path) == {}
    assert reader.siblings("notebook", None) == {}


def test_way_through(edition):
    start, full = edition["00-start.html"], edition["01-all.html"]
    assert [link["href"] for link in start.select("[rel=next]")] == ["01-all.html"]
    assert not start.select("[rel=prev]")
    assert [link["href"] for link in full.select("[rel=prev]")] == ["00-start.html"]
    assert not full.select("[rel=next]")
    for soup in (start, full):
        listed = [(a["href"], a.text) for a in soup.select(".pages a")]
        assert listed == [
            ("00-start.html", "Did they cooperate?"),
            ("01-all.html", "Who speaks, and in whose words?"),
        ]
    assert full.select_one(".pages [aria-current]").text == "Who speaks, and in whose words?"
    assert full.select_one(".top nav > a")["href"] == "00-start.html"


def test_a_single_notebook_has_no_way_through():
    soup = page("# Alone?", name="Untitled")
    assert not soup.select("header, .pages, .on")
    assert "Untitled.ipynb" in soup.footer.text


def test_links_between_notebooks(edition):
    links = {a.text: a["href"] for a in edition["00-start.html"].main.find_all("a")}
    assert links["speakers"] == "01-all.html#Who-speaks?"
    links = {a.text: a["href"] for a in edition["01-all.html"].main.find_all("a")}
    assert links["above"] == "#Who-speaks?"
    assert links["start"] == "00-start.html#What-we-found"
    assert links["https://example.org"] == "https://example.org"


def test_a_file_that_is_no_page_is_named_and_not_linked(edition):
    assert "the codebook (corpus/CODEBOOK.md)." in edition["00-start.html"].main.text
    assert not [a for a in edition["00-start.html"].find_all("a") if "CODEBOOK" in a["href"]]


@pytest.mark.parametrize("link", ["#Nowhere", "00-a.ipynb#Nowhere", "00-b.html", "00-a.html#W-1"])
def test_dead_links_are_refused(tmp_path, link):
    book = notebook(f"# What?\n\n[x]({link})")
    with pytest.raises(ValueError, match=r"00-a.html: the link .+ leads nowhere"):
        reader.write_pages([(Path("00-a.ipynb"), book)], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_pictures_without_words_are_refused(tmp_path):
    mute = samples.output(picture())
    mute.metadata, mute.data["text/plain"] = {}, "<Figure size 640x480 with 1 Axes>"
    with pytest.raises(ValueError, match="a picture has no words"):
        reader.write_pages([(Path("00-a.ipynb"), notebook("# W?", ("plot", mute)))], tmp_path)


# What stands on a page.


def test_first_things_first(edition):
    for soup in edition.values():
        words = [each.name for each in soup.main.find_all(True, recursive=False)[:3]]
        assert words == ["h1", "p", "nav"] or soup is edition["01-all.html"]
        assert soup.html["lang"] == "en"
        assert soup.body.a["href"] == "#text"
    assert edition["00-start.html"].h1.decode_contents() == "Did they <em>cooperate</em>?"
    assert edition["01-all.html"].title.text == (
        "Who speaks, and in whose words? · Did they cooperate?"
    )


def test_one_h1_no_level_skipped_and_anchors_as_in_jupyterlab(edition):
    headings = [(h.name, h["id"]) for h in edition["01-all.html"].main.find_all(re.compile("^h"))]
    assert headings == [
        ("h1", "Who-speaks,-and-in-whose-words?"),
        ("h2", "Who-speaks?"),
        ("h3", "A-level-skipped"),
        ("h2", "Who-speaks?-2"),
        ("h2", "A-second-title"),
    ]


def test_a_notebook_without_a_title_gets_its_name():
    assert page("Words", name="x-y").main.find().decode() == '<h1 id="x-y">x-y</h1>'
    assert [h.name for h in page("## Two\n\n# One").find_all(re.compile("^h[1-6]"))] == [
        "h1",
        "h2",
        "h2",
    ]


def test_contents(edition):
    nav = edition["01-all.html"].select_one("nav.contents")
    assert [(a.text, a["href"]) for a in nav.find_all("a")] == [
        ("Who speaks?", "#Who-speaks%3F"),
        ("Who speaks?", "#Who-speaks%3F-2"),
        ("A second title", "#A-second-title"),
    ]
    assert not page("# One?\n\n## Only section").select("nav.contents")


def test_code_is_folded_after_what_it_computes():
    cell = page("# Q?", ("show.prose(1)", samples.show.prose("One."))).select_one(".cell")
    shown, fold = cell.find_all(True, recursive=False)
    assert shown.text == "One."
    assert fold.name == "details"
    assert not fold.has_attr("open")
    assert fold.summary.text == "Show the code [1]"
    assert fold.pre.text.strip() == "show.prose(1)"
    assert (fold.pre["tabindex"], fold.pre["aria-label"]) == ("0", "Code [1]")


def test_a_figure_carries_its_words():
    soup = page("# Q?", ("f", picture("One & <two>.\n\nThree.", "Rising “lines”", "01-a")))
    figure = soup.figure
    assert figure["id"] == "figure-01-a"
    assert figure.img["alt"] == "One & <two>.\n\nThree."
    assert figure.img["width"] == "691"  # 7.2 inches
    assert figure.figcaption.text == "Figure 01-a. Rising “lines”"
    fold = soup.select_one("details.words")
    assert [p.text for p in fold.find_all("p")] == ["One & <two>.", "Three."]


def test_a_picture_is_made_smaller_and_stays_the_same():
    png = picture().png
    address = reader.address_of(base64.b64encode(png).decode(), "image/png")
    small = base64.b64decode(address.removeprefix("data:image/webp;base64,"))
    assert len(small) < len(png) / 3
    before, after = (
        np.asarray(Image.open(io.BytesIO(each)).convert("RGB"), int) for each in (png, small)
    )
    assert abs(before - after).mean() < 0.2
    assert reader.address_of("AAAA", "image/png") == "data:image/png;base64,AAAA"


def test_a_colour_of_few_pixels_stays_what_it_is():
    """The orange of figure 04-swimlanes once came out brown."""
    shades = np.linspace([255, 255, 255], [0, 114, 178], 200).round().astype(np.uint8)
    drawing = np.tile(shades, (200, 1, 1))
    drawing[:3, :20] = orange = (213, 94, 0)
    Image.fromarray(drawing).save(png := io.BytesIO(), "png")
    address = reader.address_of(base64.b64encode(png.getvalue()).decode(), "image/png")
    small = base64.b64decode(address.removeprefix("data:image/webp;base64,"))
    after = np.asarray(Image.open(io.BytesIO(small)).convert("RGB"), int)
    assert abs(after[:3, :20] - orange).max() < 30


def test_tables_are_captioned_scoped_and_within_reach(edition):
    tables = edition["01-all.html"].find_all("table")
    captions = ["A level skipped", "What they say", "Behind it", "Fourteen columns"]
    assert [each.caption.text for each in tables] == [*captions, *["A level skipped"] * 2]
    for table in tables:
        assert table.parent["class"] == ["scroll"]
        assert table.parent["tabindex"] == "0"
        assert table.parent["aria-labelledby"] == table.caption["id"]
        assert all(head.text.strip() for head in table.find_all("th"))
        for head in table.find_all("th"):
            inside = head.find_parent("thead")
            assert head["scope"].startswith("col" if inside else "row")
    assert "colgroup" in [head["scope"] for head in tables[-1].find_all("th")]
    assert tables[2].find_parent("details").summary.text == "Behind it"
    assert tables[0].select_one("td.number").text == "12"
    assert "wide" in tables[3]["class"]


def test_dates_and_long_words_in_tables():
    frame = pd.DataFrame({"date": ["2016-06-09~", "2015/..", "../2015-09-30", "-5", "x" * 60]})
    cells = page("# Q?", ("t", samples.show.table(frame, "Dates"))).find_all("td")
    assert [each.get("class") for each in cells] == [["date"], None, ["date"], None, ["long"]]


def test_formulas_and_dollars_stay_as_they_are_written(edition):
    assert "weight = count × log(N / n)" in edition["01-all.html"].main.text
    assert "A price of $5, not of $6." in edition["01-all.html"].main.text


def test_colophon_is_said_once_a_page(edition):
    for soup in edition.values():
        assert soup.text.count("Cite as: a workbook.") == 1
    assert "Cite as: a workbook." in edition["01-all.html"].footer.text
    assert not edition["00-start.html"].main.find(string=re.compile(r"\d\d:\d\d"))


def test_errors_and_printed_words_are_shown():
    error = nbformat.v4.new_output(
        "error", ename="ValueError", evalue="no", traceback=["\x1b[31mValueError\x1b[0m: <no>"]
    )
    soup = page("# Q?", ("x", "one\n", error))
    assert [pre.text.strip() for pre in soup.select(".cell > div > pre")] == [
        "one",
        "ValueError: <no>",
    ]


# Harmful text.

SKELETON = {"html", "head", "meta", "link", "title", "style", "body", "main", "header", "footer"}
POLICY = "default-src 'none'; img-src data:; style-src 'sha256-"


def harm(soup):
    """Everything on a page that could run, load or lead astray."""
    for tag in soup.find_all(True):
        if tag.name not in {*reader.TAGS.split(), *SKELETON, "nav", "label", "input"}:
            yield tag.name
        for name, value in tag.attrs.items():
            if name.startswith("on") or name in ("style", "srcset", "formaction"):
                yield name
            if name == "href" and not re.match(r"https?:|mailto:|data:,$|#|[\w-]+\.html", value):
                yield value
            if name == "src" and not value.startswith("data:image/"):
                yield value
    if len(soup.find_all("style")) != 1 or len(soup.select("head, body, main, footer")) != 4:
        yield "not the page's own structure"


@pytest.mark.filterwarnings("ignore:Your element with mimetype")
@pytest.mark.parametrize("make", [samples.everything, samples.hostile, samples.careless])
def test_nothing_runs_and_nothing_loads(tmp_path, make):
    for text in written(make(), tmp_path).values():
        soup = BeautifulSoup(text, "html.parser")
        assert list(harm(soup)) == []
        assert soup.meta.find_next("meta")["content"].startswith(POLICY)
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


def test_hostile_text_is_shown_as_text(tmp_path):
    soup = BeautifulSoup(written(samples.hostile(), tmp_path)["index.html"], "html.parser")
    pictures = str.maketrans("\x00\x07\x1b\x9b\x7f", "␀␇␛�␡")
    for words in samples.HOSTILE:
        shown = words.translate(pictures)
        assert soup.select(".prose")[0].text.count(shown) == 1
        assert [td.text for td in soup.select(".table")[0].find_all("td")].count(shown) == 2
        assert [q.text for q in soup.select("blockquote p")].count(shown) == 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<b>a</b>", "<b>a</b>"),
        ("<script>a</script>b", "b"),
        ("<ScRiPt >a</sCrIpT>b", "b"),
        ("<unknown onclick=x>a</unknown>", "a"),
        ("<form><input value=a><button>b</button></form>", "b"),
        ("<p onclick=x style='color:red' title=t>a</p>", "<p>a</p>"),
        ("<a href='javascript:x'>a</a>", "<a>a</a>"),
        ("<a href=' java\nscript:x'>a</a>", "<a>a</a>"),
        ("<a href='JaVaScRiPt:x'>a</a>", "<a>a</a>"),
        ("<a href='data:text/html,x'>a</a>", "<a>a</a>"),
        ("<a href='//example.org'>a</a>", "<a>a</a>"),
        ("<a href='http://[x'>a</a>", "<a>a</a>"),
        ("<a href='http:x'>a</a>", "<a>a</a>"),
        ("<a href='https://example.org/?a&amp;b'>a</a>",) * 2,
        ("<a id='b'></a>", '<a id="b"></a>'),
        ("<p id='b'>a</p>", "<p>a</p>"),
        ("<img src='x.png' alt='words'>", "words"),
        ("<img src='data:text/html,x' alt='words'>", "words"),
        ("<img alt='w' src='data:image/png;base64,AA=='>",) * 2,
        ("<td style='text-align: right'>1</td>", '<td class="number">1</td>'),
        ("<!-- a --><?b?><!DOCTYPE c>d", "d"),
        ("<svg><script>a</script></svg><math><mi>b</mi></math>c", "c"),
        ("<style>a</style><svg><style><img src=x onerror=y></style></svg>c", "c"),
        ("a < b & c", "a &lt; b &amp; c"),
        ("no tags &amp; an entity", "no tags &amp; an entity"),
    ],
)
def test_inert(given, kept):
    assert reader.inert(given).replace('"', "'").replace("/>", ">") == kept.replace('"', "'")
