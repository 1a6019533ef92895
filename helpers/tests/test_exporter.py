"""Pages: inert whatever a notebook holds, and nothing lost without a word."""

import base64
import hashlib
import io
import re
import zlib

import pandas as pd
import pytest
from nbformat import v4
from PIL import Image

from helpers import looks, show
from helpers.edition import exporter, run

PNG = (  # one pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
# The same with sound chunks and sums, but nothing that could be unpacked as pixels.
BROKEN = base64.b64decode(PNG)[:41] + bytes(13)
BROKEN += zlib.crc32(BROKEN[37:]).to_bytes(4, "big") + base64.b64decode(PNG)[58:]
BROKEN = base64.b64encode(BROKEN).decode()
NAMES = ("a map.png", "map (2).png", "map[3].png", "50%.png", "map")


@pytest.fixture
def page(tmp_path):
    """A function that gives the page of some cells; pictures lie beside the notebook."""
    for name in NAMES:
        (tmp_path / name).write_bytes(base64.b64decode(PNG))

    def make(*cells, name="00-cats"):
        title = v4.new_markdown_cell("# Cats: all of them")
        path = tmp_path / f"{name}.ipynb"
        path.write_text(run.stored(v4.new_notebook(cells=[title, *cells])), "utf-8")
        about = {"metadata": {"name": name, "path": str(tmp_path)}, "figures": tmp_path}
        return exporter.ReaderExporter().from_notebook_node(run.read(path), about)[0]

    return make


def markdown(*lines):
    return v4.new_markdown_cell("\n".join(lines))


def shown(metadata=None, **data):
    data = {kind.replace("_", "/", 1): value for kind, value in data.items()}
    out = v4.new_output("display_data", data, metadata=metadata or {})
    return v4.new_code_cell("show()", outputs=[out])


def body(made):
    return made[made.index("<main") : made.index("</main")]


def packed(picture, kind, **options):
    picture.save(buffer := io.BytesIO(), kind, **options)
    return base64.b64encode(buffer.getvalue()).decode()


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<p style="background:url(http://x.org)">x</p>',
    '<p style="color:red;position:fixed">x</p>',
    '<iframe src="http://x.org"></iframe>',
    '<svg onload="alert(1)"><script>x</script></svg>',
    '<input type="text" onfocus="alert(1)" autofocus>',
    '<form action="http://x.org"><button>x</button></form>',
    '<a href="data:text/html,<script>x</script>">x</a>',
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    '<img data-file="../x" data-cell="7" src="http://x.org/x.png" alt="x">',
    '</section></main><p id="text" data-lost="x">x</p>',
]


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_of_a_cell_runs_or_loads(page, html, capsys):
    made = page(markdown(html), shown(text_html=f"<b>kept</b>{html}"))
    assert made.count("</main") == made.count('id="text"') == 1
    found = body(made)
    assert not re.search(r"<(script|iframe|svg|form|style|math)|\son\w+=|javascript:|style=", found)
    assert not re.search(r'(src|href)="(?!#|data:image|00-cats)', found) and "<b>kept</b>" in found
    assert 'type="text"' not in found and "data-cell" not in found and "default-src 'none'" in made


PICTURES = [
    '![a](a%20map.png "A title")',
    "![a](<a map.png>)",
    "![a](<map (2).png>) and",
    "![a](map[3].png)",
    "![brackets [x]](50%25.png)",
    "![ref][m]\n\n[m]: a%20map.png",
    '<img src = "a map.png" alt="blanks">',
    "<img src=50%.png alt=bare>",
    "<img src='map?raw=1' alt=query>",
    '<img alt="a > b" src="./a map.png">',
    "<IMG SRC='a map.png'\nALT='caps'>",
    f"![a](data:image/png;base64,{PNG})",
]


@pytest.mark.parametrize("source", PICTURES)
def test_a_picture_is_embedded_however_it_is_written(page, source, capsys):
    cells = [markdown(source), shown(text_markdown=source), shown(text_html=f"<p>{source}</p>")]
    made = body(page(*cells[: 2 + (source[0] == "<")]))
    assert made.count('src="data:image/webp;base64,') == 2 + (source[0] == "<")
    words = re.sub("<[^>]*>", "", made.replace("a > b", ""))
    assert "base64" not in words and "map" not in words and capsys.readouterr().err == ""


def test_attachments_are_embedded_by_either_spelling(page, capsys):
    cell = markdown("![b](attachment:my%20cat.png) <img src='attachment:my cat.png' alt='c'>")
    cell["attachments"] = {"my cat.png": {"image/png": PNG}}
    made = page(cell, markdown("![d](attachment:other.png)"))
    assert made.count('src="data:image/webp;base64') == 2 and "cannot show: d" in made
    assert "cell 3: the picture attachment:other.png is not there" in capsys.readouterr().err


def test_code_that_shows_how_to_set_a_picture_stays_code(page, capsys):
    fence = ["```", "![a](a%20map.png)", "- [ ] a task", "```", "", "`<img src='a map.png'>`"]
    made = body(page(markdown(*fence)))
    assert "![a](a%20map.png)\n- [ ] a task" in made and "&lt;img src='a map.png'&gt;" in made
    assert "<img" not in made and capsys.readouterr().err == ""


NOTHING_LEFT = {
    "audio": {"text_html": "<audio controls>Your browser is old</audio>", "text_plain": "<Audio>"},
    "plotly": {"text_html": '<div><div id="x"></div><script>x()</script></div>'},
    "widget": {
        "application_vnd.jupyter.widget-view+json": {"model_id": "x"},
        "text_plain": "Box()",
    },
    "style": {"text_html": "<style>p { color: red }</style>"},
    "video": {"text_html": "<iframe src='https://x.org'></iframe>", "image_jpeg": ""},
}
LOST = [(shown(**data), "cell 2: no page shows ") for data in NOTHING_LEFT.values()]
LOST += [
    (shown(image_png=data), "cell 2: a picture is damaged")
    for data in ("!!not base64", base64.b64encode(b"no png").decode(), PNG[:64], BROKEN)
]
LOST += [
    (markdown("![a cat](cat.png)"), "cell 2: the picture cat.png is not there"),
    (
        markdown("![a cat](https://x.org/cat.png)"),
        "cell 2: the picture https://x.org/cat.png is on",
    ),
    (shown(text_html='<img src="cat.png" alt="a cat">'), "cell 2: the picture cat.png is not"),
]


@pytest.mark.parametrize(("cell", "words"), LOST, ids=[*NOTHING_LEFT, *map(str, range(7))])
def test_what_a_page_cannot_show_is_replaced_by_words_and_named(page, cell, words, capsys):
    made = body(page(cell))
    assert f"00-cats, {words}" in capsys.readouterr().err
    assert re.search("a page cannot show(: see|: a cat)?", made) and "browser" not in made


def test_pictures_of_every_kind_are_shown_as_they_are(page):
    colours = [Image.new("RGB", (8, 6), colour) for colour in ("red", "blue")]
    moving = {"save_all": True, "append_images": colours[1:]}
    gif, webp = (packed(colours[0], kind, **moving) for kind in ("gif", "webp"))
    svg = "<svg xmlns='http://www.w3.org/2000/svg'></svg>"
    cells = [shown(image_gif=gif, text_plain="<Image>"), shown(image_webp=webp)]
    cells += [shown(**{"image_svg+xml": svg}), markdown(f'<img src="data:image/svg+xml,{svg}">')]
    made = page(*cells)
    assert f"data:image/gif;base64,{gif}" in made and f"data:image/webp;base64,{webp}" in made
    assert made.count(f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}") == 2


def test_a_photograph_keeps_its_tones_and_a_picture_the_size_it_was_given(page):
    photo = Image.radial_gradient("L")
    photo = Image.merge(
        "RGB", [photo, photo.rotate(90), photo.resize((256, 256), box=(9, 0, 99, 99))]
    )
    size = {"image/png": {"width": 128, "height": 100}}
    made = page(shown(size, image_png=packed(photo, "png")))
    found = re.search(r'height="100" src="data:image/webp;base64,([^"]*)" width="128"', made)
    again = Image.open(io.BytesIO(base64.b64decode(found[1]))).convert("RGB")
    assert again.tobytes() == photo.tobytes()


def test_a_styled_table_keeps_its_colours_or_says_that_it_lost_them(page, capsys):
    sheet = "#T_1_row0_col0 {background-color: #023858; color: red}"
    table = '<table id="T_1"><tr><td id="T_1_row0_col0">5</td></tr></table>'
    made = page(shown(text_html=f"<style>{sheet}</style>{table}"))
    assert 'class="paint-023858-ff0000"' in made and "style=" not in body(made)
    style = re.search("<style>(.*?)</style>", made)[1]
    assert ".paint-023858-ff0000{background:#023858;color:#ff0000}" in style
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"sha256-{digest}" in made and capsys.readouterr().err == ""
    own = show.table(pd.DataFrame({"n": [5]}), "n", shade=pd.DataFrame({"n": [4]})).html
    assert "style=" in own and not re.search("style=|paint", body(page(shown(text_html=own))))
    bars = f"{sheet} #T_1 td {{background: linear-gradient(red, blue)}}"
    made = page(shown(text_html=f"<style>{bars}</style>{table}"))
    assert "Some colours" in made and "cell 2: some colours" in capsys.readouterr().err


def test_lists_tables_and_anchors_keep_their_meaning(page):
    rows = ["| | n |", "|-| -: |", "| a | 5 |", "", '<a name="old"></a>']
    made = page(markdown("- [ ] to do", "- [x] done", "", *rows))
    assert "☐ to do" in made and "☑ done" in made and 'id="old"' in made
    assert '<td class="number" data-label="n" role="cell">5</td>' in made


def test_a_cell_below_a_spanning_head_knows_all_names_of_its_column(page):
    head = '<tr><th rowspan="2">who<th colspan="2">said</tr><tr><th>once<th>twice</tr>'
    rows = '<tr><th rowspan="2">A<td>1<td>2</tr><tr><td>3<td>4</tr>'
    made = page(shown(text_html=f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"))
    assert re.findall('data-label="([^"]*)"', made) == ["said once", "said twice"] * 2


def test_held_numbers_are_left_out_and_tags_become_classes(page):
    held = shown(**{exporter.HELD.replace("/", "_", 1): {"numbers": [3]}, "text_plain": "held: 3"})
    stale = v4.new_markdown_cell("Old.", metadata={"tags": ["stale"]})
    made = page(held, stale, v4.new_code_cell("x = 1"))
    assert "held: 3" not in made and made.count('class="cell bare"') == 2
    assert '<section class="text tag-stale"><p>Old.</p>' in made


SVG = """<svg xmlns:xlink="http://www.w3.org/1999/xlink" width="331.2pt" height="100pt"
 viewBox="0 0 331.2 100" xmlns="http://www.w3.org/2000/svg">
<defs><style type="text/css">*{stroke-linejoin: round}</style><path id="m1" d="M 0 1.23456
L 2 2"/></defs>
<g id="text_1"><text style="font-size: 9px; font-family: 'DejaVu Sans'; fill: #1a1a1a" x="1.00001"
 onclick="x()">one &lt;two&gt;</text></g>%s</svg>"""
LINK = '<a xlink:href="00-cats.ipynb#x"><use xlink:href="#m1" x="2" style="fill: #0072b2"/></a>'


def drawn(page, tmp_path, inner):
    (tmp_path / "00-cat.svg").write_text(SVG % inner)
    words = {"file": "00-cat", "alt": "A cat.", "caption": "Cats"}
    found = body(page(shown({"image/png": words}, image_png=PNG), markdown("[x](#x)")))
    return found[found.index("<figure") : found.index("</figure")], found


def test_a_drawing_of_the_workbook_is_set_as_svg_of_attributes(page, tmp_path):
    made, whole = drawn(page, tmp_path, "")
    assert '<svg role="img" aria-label="A cat." viewBox="0 0 331.2 100" width="442"' in made
    assert '<text fill="#1a1a1a" font-size="9px" x="1">one &lt;two&gt;</text>' in made
    assert not re.search('style|onclick|id="text_1"|<img|metadata', made) and "in words" in whole
    made, _ = drawn(page, tmp_path, LINK)
    assert 'role="group"' in made and '<path d="M 0 1.23 L 2 2" id="00-cat-m1"/>' in made
    use = '<use fill="#0072b2" href="#00-cat-m1" x="2"/>'
    assert f'<a href="00-cats.html#x">{use}<title>Cats: x</title></a>' in made


@pytest.mark.parametrize(
    "inner", ["<script>x</script>", "<image href='x.png'/>", "<foreignObject/>", "<g", ""]
)
def test_a_drawing_that_holds_anything_else_stays_a_picture(page, tmp_path, inner):
    made, _ = drawn(page, tmp_path, inner or '<text style="font-size: 4px">small</text>')
    assert ("<img" in made and "<svg" not in made) if inner else 'class="scroll"' in made


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(part * share for part, share in zip(parts, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_colour_that_is_drawn_has_one_for_the_night_with_contrast():
    css = "".join(path.read_text("utf-8") for path in exporter.STYLES)
    names = dict(re.findall(r'\[fill="(#\w{6})"\] \{ fill: var\((--[\w-]+)\)', css))
    assert names == dict(re.findall(r'\[stroke="(#\w{6})"\] \{ stroke: var\((--[\w-]+)\)', css))
    drawn = "".join(path.read_text("utf-8") for path in run.PROJECT.glob("figures/*.svg"))
    assert set(re.findall(r"(?:fill|stroke): (#\w{6})", drawn)) <= set(names)
    by_night = dict(re.findall(r"(--d-[\w-]+): (#\w{6})", css)) | {"--paper": "#17191b"}
    night = {colour: by_night.get(name) for colour, name in names.items()}
    for colour in {*looks.COLOURS, looks.INK, looks.QUIET}:
        assert contrast(night[colour], by_night["--paper"]) >= 3, colour
    for colour in (looks.BLUE, looks.PALE, looks.WASH, "#56b4e9", "#f0c27a"):  # with letters on
        assert contrast(night[colour], night[looks.ink(colour)]) >= 4.5, colour
    for colour in looks.COLOURS[:5]:  # strokes on the strip of 03; neighbours part in grey, too
        assert contrast(night[colour], night[looks.WASH]) >= 3, colour
    assert contrast(night[looks.COLOURS[1]], night[looks.COLOURS[3]]) >= 1.5


def test_the_menu_calls_every_page_by_its_title(page):
    page(name="01-dogs")
    made = page(markdown("text"))
    assert made.count("01-dogs.html") == 2 and ">Cats: all of them</a></li>" in made
    assert 'aria-current="page" href="00-cats.html">Cats</a>' in made
    assert "<title>Cats: all of them</title>" in made
    assert "<title>Cats: all of them · All of them</title>" in page(name="01-dogs")


def test_the_contents_stand_before_the_first_section(page):
    made = body(page(markdown("Lead."), markdown("## One two", "## Three")))
    assert made.index("Lead.") < made.index('<a href="#One-two">One two</a>') < made.index("<h2")
    assert (
        "contents" not in page(markdown("## One"))[1:].partition("<main")[2].partition("</main")[0]
    )


def test_a_broken_notebook_in_the_folder_breaks_no_other(page, tmp_path, capsys):
    (tmp_path / "01-empty.ipynb").write_text("")
    assert "Cats" in page(markdown("text"))
    assert "01-empty.ipynb is no notebook" in capsys.readouterr().err


@pytest.mark.parametrize(("first", "index"), [("00-a", "00-a"), ("10-a", "11-b")])
def test_the_index_is_the_first_page_and_of_other_peoples_texts_the_last(tmp_path, first, index):
    books = {name: v4.new_notebook(cells=[markdown(f"# {name}")]) for name in (first, "11-b")}
    exporter.write_pages(
        [(tmp_path / f"{name}.ipynb", book) for name, book in books.items()], tmp_path
    )
    pages = [(tmp_path / f"{name}.html").read_text("utf-8") for name in ("index", index)]
    assert pages[0] == pages[1]


def test_dead_links_and_mute_pictures_stop_an_edition(tmp_path):
    cells = [markdown("# A", "[x](#nowhere) [y](00-a.ipynb#A)"), shown(image_png=PNG)]
    with pytest.raises(run.Trouble, match="leads nowhere") as caught:
        exporter.write_pages([(tmp_path / "00-a.ipynb", v4.new_notebook(cells=cells))], tmp_path)
    assert "a picture has no words" in str(caught.value) and not list(tmp_path.glob("*.html"))
    assert str(caught.value).count("leads nowhere") == 1
