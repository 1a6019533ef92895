"""Pages: inert whatever a notebook holds, and nothing lost without a word."""

import base64
import re
import zlib

import pytest
from nbformat import v4

from helpers.edition import exporter, run

PNG = (  # one pixel
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
# The same with sound chunks and sums, but nothing that could be unpacked as pixels.
BROKEN = base64.b64decode(PNG)[:41] + bytes(13)
BROKEN += zlib.crc32(BROKEN[37:]).to_bytes(4, "big") + base64.b64decode(PNG)[58:]
BROKEN = base64.b64encode(BROKEN).decode()


@pytest.fixture
def page(tmp_path):
    """A function that gives the page of some cells; a picture lies beside the notebook."""
    (tmp_path / "a map.png").write_bytes(base64.b64decode(PNG))

    def make(*cells):
        title = v4.new_markdown_cell("# Cats")
        path = tmp_path / "00-cats.ipynb"
        path.write_text(run.stored(v4.new_notebook(cells=[title, *cells])), "utf-8")
        about = {"metadata": {"name": "00-cats", "path": str(tmp_path)}}
        return exporter.ReaderExporter().from_notebook_node(run.read(path), about)[0]

    return make


def shown(**data):
    data = {kind.replace("_", "/"): value for kind, value in data.items()}
    return v4.new_code_cell("show()", outputs=[v4.new_output("display_data", data)])


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\nscript:alert(1)">x</a>',
    '<p style="background:url(http://x.org)">x</p>',
    '<iframe src="http://x.org"></iframe>',
    '<svg onload="alert(1)"><script>x</script></svg>',
    '<input type="text" onfocus="alert(1)" autofocus>',
    '<form action="http://x.org"><button>x</button></form>',
    '<a href="data:text/html,<script>x</script>">x</a>',
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
]


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_of_a_cell_runs_or_loads(page, html, capsys):
    made = page(v4.new_markdown_cell(html), shown(text_html=f"<b>kept</b>{html}"))
    body = made[made.index("<main") :]
    assert not re.search(r"<(script|iframe|svg|form|style|math)|\son\w+=|javascript:|style=", body)
    assert not re.search(r'(src|href)="(?!#|data:image|00-cats)', body) and "<b>kept</b>" in body
    assert 'type="text"' not in body and "default-src 'none'" in made


def test_pictures_beside_a_notebook_and_attachments_are_embedded(page, capsys):
    cell = v4.new_markdown_cell(
        "![b](attachment:my%20cat.png) <img src='attachment:my cat.png' alt='c'>"
    )
    cell["attachments"] = {"my cat.png": {"image/png": PNG}}
    beside = v4.new_markdown_cell('![a](a%20map.png)\n\n<img src="a map.png" alt="d">')
    made = page(cell, beside, shown(text_html='<img src="a map.png" alt="e">'))
    assert made.count('src="data:image/png;base64') == 5 and capsys.readouterr().err == ""


LOST = [
    (shown(text_html="<script>plot()</script>"), "cell 2: an output is a script only"),
    (shown(image_png="!!not base64"), "cell 2: a picture is damaged"),
    (shown(image_png=base64.b64encode(b"no png").decode()), "cell 2: a picture is damaged"),
    (shown(image_png=PNG[:64]), "cell 2: a picture is damaged"),  # cut off
    (shown(image_png=BROKEN), "cell 2: a picture is damaged"),
    (shown(application_x="{}"), "cell 2: no page shows application/x"),
    (v4.new_markdown_cell("![a cat](cat.png)"), "cell 2: the picture cat.png is not there"),
]


@pytest.mark.parametrize(("cell", "words"), LOST, ids=[words for _, words in LOST])
def test_what_a_page_cannot_show_is_replaced_by_words_and_named(page, cell, words, capsys):
    made = page(cell)
    assert f"00-cats, {words}" in capsys.readouterr().err
    assert re.search("a page cannot show|a cat", made)


def test_task_lists_and_numbers_keep_their_meaning(page):
    made = page(v4.new_markdown_cell("- [ ] to do\n- [x] done\n\n| n |\n| -: |\n| 5 |"))
    assert "☐ to do" in made and "☑ done" in made and '<td class="number">5</td>' in made


def test_a_broken_notebook_in_the_folder_breaks_no_other(page, tmp_path, capsys):
    (tmp_path / "01-empty.ipynb").write_text("")
    assert "Cats" in page(v4.new_markdown_cell("text"))
    assert "01-empty.ipynb is no notebook" in capsys.readouterr().err


def test_dead_links_and_mute_pictures_stop_an_edition(tmp_path):
    cells = [v4.new_markdown_cell("# A\n\n[x](#nowhere) [y](00-a.ipynb#A)"), shown(image_png=PNG)]
    with pytest.raises(ValueError, match="leads nowhere") as caught:
        exporter.write_pages([(tmp_path / "00-a.ipynb", v4.new_notebook(cells=cells))], tmp_path)
    assert "a picture has no words" in str(caught.value) and not list(tmp_path.glob("*.html"))
    assert str(caught.value).count("leads nowhere") == 1
