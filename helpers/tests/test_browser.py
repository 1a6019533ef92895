"""The pages and the notebooks as readers meet them: in Chromium, on a desk, a phone and paper."""

import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

import nbformat
import pytest

from helpers import publish, reader
from helpers.tests import browser, copies, samples

pytestmark = pytest.mark.browser

LIMIT = 250 * 1024  # bytes a page
A4 = 643  # CSS pixels between the margins of page.css, 170 mm
BOOKS = publish.notebooks()
NAMES = [f"{path.stem}.html" for path in BOOKS] or ["00-start.html"]
SAMPLES = ["00-start.html", "01-all.html", "99-hostile.html", "98-careless.html"]
PAGES = [("pages", name) for name in (*NAMES, "index.html")]
# What an SVG of matplotlib is made of: shapes and nothing that runs.
DRAWN = "svg metadata RDF Work type format defs style g path use clipPath rect image pattern"
VIEWS = [(width, scheme) for width in (1280, 375) for scheme in ("light", "dark")]
COLOURS = ["color-contrast", "link-in-text-block"]  # all that a dark page could do worse
# Words that stand where a description should be.
STOCK = re.compile(r"no description|^(image|figure|plot|chart|png|output)$|\.(png|svg)$", re.I)


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address and folder of all pages: `pages` as published from the stored notebooks,
    `samples` with every kind of output and with hostile text."""
    folder = tmp_path_factory.mktemp("site")
    books = [(path, publish.read(path)) for path in BOOKS]
    reader.write_pages(books or samples.everything(), folder / "pages")
    for make in (samples.careless, samples.hostile, samples.everything):
        reader.write_pages(make(), folder / "samples")
    with browser.served(folder) as home:
        yield home, folder


@pytest.fixture(
    scope="module",
    params=[(*page, *view) for page in PAGES[:-1] for view in VIEWS]
    + [("pages", "index.html", 1280, "light")]
    + [("samples", name, *view) for name in SAMPLES for view in ((1280, "light"), (375, "dark"))],
    ids=lambda each: "-".join(map(str, each)),
)
def seen(request, chromium, site):
    """A page, visited once in one view with every fold open."""
    folder, name, width, scheme = request.param
    home, files = site
    address = f"{home}/{folder}/{name}"
    with browser.visit(chromium, address, width, scheme) as (page, asked, said):
        one = SimpleNamespace(folder=folder, name=name, file=files / folder / name)
        one.folded = page.evaluate("document.querySelectorAll('details[open]').length === 0")
        browser.unfold(page)
        one.look = page.evaluate(browser.LOOK)
        one.ran = page.evaluate("window.ran")
        one.violations = browser.violations(page, COLOURS if scheme == "dark" else None)
        one.asked, one.said = asked, said
    return one


def test_a_page_asks_nothing_of_any_server(seen):
    assert seen.asked == []


def test_a_page_runs_no_script_and_has_no_complaint(seen):
    assert (seen.look["scripts"], seen.ran, seen.said) == (0, None, [])


def test_axe_finds_nothing_wrong(seen):
    assert seen.violations == []


def test_nothing_overflows_and_nothing_is_clipped(seen):
    assert (seen.look["width"], seen.look["clipped"]) == (0, [])


def test_headings(seen):
    """One h1, the first words of the page, and no level skipped on the way down."""
    levels = [level for level, _ in seen.look["headings"]]
    assert levels.count(1) == 1
    assert seen.look["first"] == seen.look["headings"][0][1]
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert all(words for _, words in seen.look["headings"])
    assert seen.look["lang"] == "en"


def test_links_lead_somewhere(seen):
    ids = {seen.name: seen.look["ids"]}
    for link in seen.look["links"]:
        url = urlsplit(link or "#text")
        if url.scheme in ("http", "https"):
            continue
        assert not url.scheme and not url.netloc
        name = url.path or seen.name
        if name not in ids:
            html = (seen.file.parent / name).read_text("utf-8")
            ids[name] = re.findall(r'<[^>]* id="([^"]+)"', html)
        assert not url.fragment or unquote(url.fragment) in ids[name], link
    assert len(set(seen.look["ids"])) == len(seen.look["ids"])


def test_every_figure_is_loaded_and_has_its_authors_words(seen):
    for alt, width, caption in seen.look["pictures"]:
        assert width > 0
        assert len(alt.strip()) > (5 if seen.folder == "samples" else 40)
        assert not STOCK.search(alt.strip())
        assert caption or seen.folder == "samples"
        assert alt != caption


def test_every_table_is_captioned_scoped_and_within_reach(seen):
    for table in seen.look["tables"]:
        assert table["caption"]
        assert (table["unscoped"], table["scroller"]) == (0, True)


def test_code_and_data_begin_folded(seen):
    assert seen.folded


def test_a_page_is_light(seen):
    assert seen.file.stat().st_size < LIMIT


def test_hostile_text_is_readable_text(chromium, site):
    """What the browser shows of a hostile article is the article's text."""
    with browser.visit(chromium, f"{site[0]}/samples/99-hostile.html") as (page, _, _):
        shown = page.evaluate("[...document.querySelectorAll('td')].map(e => e.textContent)")
        assert page.title() == "What is hostile?"
    for words in samples.HOSTILE:
        assert reader.CONTROL.sub(reader._visible, words) in shown


@pytest.mark.parametrize("page", [*PAGES[:-1], ("samples", "01-all.html")], ids="-".join)
def test_on_paper_nothing_is_cut(chromium, site, page, tmp_path):
    """A4: nothing wider than the sheet, no folded code, the folded data printed."""
    with browser.visit(chromium, f"{site[0]}/{'/'.join(page)}", A4) as (shown, _, _):
        shown.emulate_media(media="print")
        for key in shown.query_selector_all("h2#Key"):  # not on the sheet that pupils get
            assert key.evaluate("heading => getComputedStyle(heading).breakBefore") == "page"
        look = shown.evaluate(browser.LOOK)
        assert (look["width"], look["clipped"]) == (0, [])
        visible = "all => all.filter(e => e.checkVisibility({contentVisibilityAuto: true})).length"
        assert shown.eval_on_selector_all(".code, .top, .pages, .skip", visible) == 0
        assert (
            shown.eval_on_selector_all(
                "table", "all => all.filter(e => e.getBoundingClientRect().height < 9).length"
            )
            == 0
        )
        shown.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
    pdf = tmp_path / "page.pdf"
    assert pdf.read_bytes().startswith(b"%PDF")
    if shutil.which("pdftotext"):  # otherwise what Chromium measures above has to do
        boxes = subprocess.run(
            ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True
        ).stdout
        edges = [float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes)]
        assert max(edges) < 595 - 50  # points: A4 less the right margin, and some slack


def test_keyboard(chromium, site):
    """The first Tab shows the way past the page's head; arrow keys scroll a wide table."""
    with browser.visit(chromium, f"{site[0]}/samples/01-all.html", 375) as (page, _, _):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.evaluate("document.activeElement.getBoundingClientRect().height") > 20
        page.keyboard.press("Enter")
        assert page.url.endswith("#text")
        page.locator(".scroll:has(.wide)").focus()
        page.keyboard.press("ArrowRight")
        moved = "document.querySelector('.scroll:has(.wide)').scrollLeft > 0"
        for _ in range(50):  # asked from outside: the page's own policy forbids it to wait
            if page.evaluate(moved):
                break
            page.wait_for_timeout(100)
        assert page.evaluate(moved)
        page.locator("summary", has_text="Show the code").first.press("Enter")
        assert page.locator("details.code[open] pre").is_visible()


def test_a_phone_enlarges_a_figure(chromium, site):
    """Letters drawn for a desk are too small on a phone, so there a figure can be scrolled."""
    with browser.visit(chromium, f"{site[0]}/samples/01-all.html", 375) as (page, _, _):
        picture = page.locator(".picture img").first
        assert picture.bounding_box()["width"] < 375
        page.get_by_label("Enlarge").first.check()
        assert picture.bounding_box()["width"] > 680
        assert page.evaluate(browser.LOOK)["width"] == 0


# A hostile corpus, through everything that makes pages of it.


@pytest.fixture(scope="module")
def harmed(tmp_path_factory):
    """The folder of an edition that was published from a corpus with a hostile article."""
    folder = tmp_path_factory.mktemp("harmed")
    corpus = samples.hostile_corpus(folder / "corpus")
    arguments = ("--corpus", corpus, "--to", folder / "out")
    done = copies.command(publish.PROJECT, "-m", "helpers.publish", *arguments)
    assert done.returncode == 0, done.stdout
    return folder / "out"


@pytest.mark.skipif(not BOOKS, reason="no notebook yet")
def test_a_hostile_corpus_runs_nowhere_on_pages(harmed, chromium):
    words = ""
    with browser.served(harmed / "pages") as home:
        for path in BOOKS:
            address = f"{home}/{path.stem}.html"
            with browser.visit(chromium, address, 375) as (page, asked, said):
                browser.unfold(page)
                look = page.evaluate(browser.LOOK)
                assert (asked, said, look["scripts"]) == ([], [], 0)
                assert page.evaluate("window.ran") is None
                assert (look["width"], look["clipped"]) == (0, [])
                words += page.evaluate("document.body.textContent")
    for each in samples.HOSTILE:
        assert reader.CONTROL.sub(reader._visible, each) in words or "\x00" in each


@pytest.mark.skipif(not BOOKS, reason="no notebook yet")
def test_a_hostile_corpus_is_text_in_notebooks_and_figures(harmed):
    from bs4 import BeautifulSoup

    for path in sorted((harmed / "notebooks").glob("*.ipynb")):
        for out in outputs(publish.read(path).cells):
            data = out.get("data", {})
            assert not {"text/markdown", "application/javascript"} & set(data)
            for tag in BeautifulSoup(data.get("text/html", ""), "html.parser").find_all(True):
                assert tag.name in reader.TAGS.split()
                assert not tag.has_attr("style") and not any(a.startswith("on") for a in tag.attrs)
    for path in sorted((harmed / "figures").glob("*.svg")):
        assert {tag.tag.split("}")[1] for tag in ElementTree.parse(path).iter()} <= set(
            DRAWN.split()
        )


# JupyterLab, as a newcomer opens it.


@pytest.fixture
def lab(tmp_path):
    """JupyterLab in a copy of the project, started with the README's line: its address, a token,
    the notebooks to run, emptied: the one it opens and one with a figure."""
    browser.executable()
    folder = copies.copy(tmp_path / "project", without=("tests",))
    if not BOOKS:
        for path, book in samples.everything():
            nbformat.write(book, folder / "notebooks" / path.name)
    paths = first_and_drawn(folder / "notebooks")
    for path in paths:
        book = publish.read(path)
        for cell in book.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(book, path)
    with socket.socket() as free:
        free.bind((browser.LOOPBACK, 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    home = tmp_path / "home"
    settings = {f"JUPYTER_{each}_DIR": str(home / each) for each in ("CONFIG", "DATA", "RUNTIME")}
    server = subprocess.Popen(
        [
            Path(sys.executable).parent / "jupyter",
            "lab",
            f"--LabApp.default_url=/lab/tree/notebooks/{paths[0].name}",
            "--no-browser",
            "--allow-root",
            f"--ServerApp.port={port}",
            f"--IdentityProvider.token={token}",
        ],
        cwd=folder,
        env=copies.environment(folder, HOME=str(home), IPYTHONDIR=str(home), **settings),
        stdout=subprocess.DEVNULL,
        stderr=(tmp_path / "lab.log").open("w"),
        start_new_session=True,
    )
    try:
        yield f"http://{browser.LOOPBACK}:{port}", token, paths
    finally:
        server.send_signal(signal.SIGTERM)  # ends its kernels too
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def ask(address, token, path):
    """The answer of JupyterLab's server to GET, as bytes."""
    request = urllib.request.Request(
        f"{address}/{path}", headers={"Authorization": f"token {token}"}
    )
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read()


def until(what, condition, sleep=time.sleep):
    """Poll a condition until it holds, and give what it gave; fails after a minute.

    A refusal by the server counts as "not yet": it cannot read a notebook that is being saved.
    While a page is open, `sleep` has to be its own: its requests stand still otherwise.
    """
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if given := condition():
                return given
        sleep(0.3)
    pytest.fail(f"not within a minute: {what}")


def first_and_drawn(folder):
    """The first notebook of a folder, and the first one that stores a figure."""
    paths = sorted(folder.glob("*.ipynb"))
    drawn = [path for path in paths if '"image/png"' in path.read_text("utf-8")]
    return list(dict.fromkeys([paths[0], *drawn[:1]]))


def run_all(page, address, token, where):
    """Choose "Run All Cells" for the notebook a page has just opened; it as stored afterwards."""

    def sleep(seconds):
        page.wait_for_timeout(1000 * seconds)

    def idle():
        sessions = json.loads(ask(address, token, "api/sessions"))
        states = [each["kernel"]["execution_state"] for each in sessions if each["path"] == where]
        return states == ["idle"]

    def finished():
        page.keyboard.press("Control+s")
        stored = json.loads(ask(address, token, f"api/contents/{where}"))["content"]
        cells = [each for each in stored["cells"] if each["cell_type"] == "code"]
        errors = [out for out in outputs(cells) if out["output_type"] == "error"]
        assert errors == []
        return stored if all(each["execution_count"] for each in cells) and idle() else None

    page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
    assert page.url.split("?")[0] == f"{address}/lab/tree/{where}"
    # Before there is a session, "Run All" would silently run nothing.
    until("a kernel is idle", idle, sleep)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    stored = until("every cell has run", finished, sleep)
    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    return stored


def outputs(cells):
    return [out for cell in cells for out in cell.get("outputs", [])]


def test_jupyterlab_runs_and_exports_the_notebooks(lab, chromium, tmp_path):
    address, token, paths = lab
    until("JupyterLab answers", lambda: ask(address, token, "api/status"))
    with browser.visit(chromium, f"{address}/?token={token}", local=True) as (page, _, _):
        for path in paths:
            where = f"notebooks/{path.name}"
            if path != paths[0]:
                page.goto(f"{address}/lab/tree/{where}")
            book = run_all(page, address, token, where)
            # Figures keep their words.
            for out in outputs(book["cells"]):
                if "image/png" in out.get("data", {}):
                    words = out["metadata"]["image/png"]
                    assert "".join(out["data"]["text/plain"]).endswith(words["alt"])
        page.get_by_role("menuitem", name="File", exact=True).click()
        page.locator(".lm-Menu-itemLabel", has_text="Save and Export Notebook As").hover()
        page.get_by_role("menuitem", name="Reader", exact=True).wait_for()
    # Lab's own handler gives the page that publishing gives.
    reader.write_pages(
        [(each, publish.read(each)) for each in paths[0].parent.glob("*.ipynb")], tmp_path / "pages"
    )
    for path in paths:
        route = f"nbconvert/reader/notebooks/{path.name}?download=true"
        exported = until("a page is exported", lambda route=route: ask(address, token, route))
        published = tmp_path / "pages" / f"{path.stem}.html"
        assert exported.decode() == published.read_text("utf-8")
