"""The notebooks in a real JupyterLab: as cloned, as run, linked, saved, exported, published.

JupyterLab is started in a folder above the project's. An output of a notebook that was run is
trusted: styles and ids stay, which are taken out of one that was only cloned. Because a run gives
the stored outputs again (nbval compares them), most notebooks are trusted here and not run.
"""

import json
import re
import shutil

import pytest

from helpers.edition import exporter, publish, run
from helpers.starter import tables
from helpers.tests import browser, copies, lab

pytestmark = pytest.mark.browser

BOOKS = [path.name for path in run.notebooks()]
FIRST, READ, OWN = BOOKS[0], *(n for n in BOOKS if "read-the-art" in n or "own-texts" in n)
LIGHT, DARK = "JupyterLab Light", "JupyterLab Dark"
LINK = re.compile(r"([0-9][0-9]-[a-z-]+\.ipynb)#([^\s\"')]+)")
VERSION = re.compile(rb'"version": "[0-9.]+"')  # of the Python by which a notebook was run
# What a notebook shows before anybody scrolls, below the title: words, and more than words.
SCREEN = """panel => {
  const seen = e => {
    const box = e.getBoundingClientRect(), shown = Math.min(box.bottom, innerHeight - 24) - box.top;
    return box.height && shown >= Math.min(box.height, 48);
  };
  const some = names => [...panel.querySelectorAll(names)].some(seen);
  return { title: some('h1'), finding: some('.jp-MarkdownOutput :is(p, li)'),
    more: some('.jp-OutputArea-output :is(img, table, p, li, .widget):not(.held *)') };
}"""
CONTROLS = """panel => [...panel.querySelectorAll('.jp-OutputArea-output input, button, select')]
  .filter(e => e.closest('.jp-OutputArea-output') && e.checkVisibility()).length"""
FOLDED = """panel => [...panel.querySelectorAll('.jp-CodeCell')].map(
  e => !e.querySelector('.jp-Cell-inputArea')?.checkVisibility())"""
# The line on what running adds, which stands where the boxes do not.
UNRUN = "panel => Boolean(panel.querySelector('p.unrun')?.checkVisibility())"
# The places a link can lead to, by name: whether it is in sight, or folded. The first one counts.
PLACES = """panel => Object.fromEntries([...panel.querySelectorAll('[data-jupyter-id]')].reverse()
  .map(e => [e.dataset.jupyterId, e.closest('details:not([open])') === null]))"""
RAISED = """panel => { const signs = [...panel.querySelectorAll('.article .line sup')];
  const look = e => [getComputedStyle(e), e.parentElement.closest('.line')];
  return signs.length && signs.every(e => parseFloat(look(e)[0].fontSize) <
    parseFloat(getComputedStyle(look(e)[1]).fontSize)); }"""
IN_VIEW = """(panel, id) => { const place = panel.querySelector(`[data-jupyter-id="${id}"]`);
  const view = panel.querySelector('.jp-WindowedPanel-outer').getBoundingClientRect();
  const top = place?.getBoundingClientRect().top;
  return place?.checkVisibility() && top >= view.top - 2 && top < view.bottom - 20; }"""


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """JupyterLab with the first notebook open, as a page; the project is in `project`."""
    top = tmp_path_factory.mktemp("lab")
    project = copies.copy(top / "project")
    with (
        browser.chromium() as chromium,
        lab.start(top, PYTHONPATH=str(project)) as server,
        lab.opened(chromium, server, f"project/notebooks/{FIRST}") as page,
    ):
        yield page


@pytest.fixture(scope="module")
def seen(page):
    """What was seen of every notebook: {name: what}, each opened once and never run."""
    folder, kernel = page.server.folder / "project/notebooks", page.server.ask("kernels")[0]
    return {name: _see(page, folder / name, {"id": kernel["id"]}) for name in BOOKS}


def _see(page, path, kernel):
    before = path.read_bytes()
    lab.turn_to(page, f"project/notebooks/{path.name}", kernel=kernel)
    found = {"screen": lab.ask(page, SCREEN), "controls": lab.ask(page, CONTROLS)}
    found["raised"] = path.name != READ or lab.ask(page, RAISED)
    found["folded"], found["unrun"] = lab.ask(page, FOLDED), [lab.ask(page, UNRUN)]
    found["places"] = [lab.ask(page, PLACES)]
    found["faint"] = {"cloned, light": lab.faint(page)}
    lab.theme(page, DARK)
    found["faint"]["cloned, dark"] = lab.faint(page)
    lab.save(page)
    found["bytes"] = before, path.read_bytes()
    lab.trust(page)
    found["unrun"].append(lab.ask(page, UNRUN))
    found["places"].append(lab.ask(page, PLACES))
    found["faint"]["run, dark"] = lab.faint(page)
    lab.theme(page, LIGHT)
    found["faint"]["run, light"] = lab.faint(page)
    lab.close(page, end=path.name == BOOKS[-1])
    return found


@pytest.mark.parametrize("name", BOOKS)
def test_words_are_legible_as_cloned_and_as_run_in_light_and_dark(name, seen):
    assert {state: words for state, words in seen[name]["faint"].items() if words} == {}
    assert seen[name]["raised"] and not seen[name]["controls"]


@pytest.mark.parametrize("name", BOOKS)
def test_the_first_screen_shows_title_finding_and_more(name, seen):
    assert seen[name]["screen"] == {"title": True, "finding": True, "more": True}


@pytest.mark.parametrize("name", BOOKS)
def test_what_sets_up_is_folded_and_what_running_adds_is_said(name, seen):
    cells = run.read(run.PROJECT / "notebooks" / name).cells
    code = [cell.metadata.get("jupyter", {}) for cell in cells if cell.cell_type == "code"]
    folded = [each.get("source_hidden", False) for each in code]
    assert folded[0] and seen[name]["folded"] == folded
    assert seen[name]["unrun"] == [name == READ, False]


@pytest.mark.parametrize("name", BOOKS)
def test_to_open_and_save_changes_no_byte(name, seen):
    before, after = (VERSION.sub(b"", data) for data in seen[name]["bytes"])
    assert before == after


def test_every_link_leads_to_a_place_that_is_there_and_not_folded(seen):
    lost = []
    for name in BOOKS:
        for target, place in sorted(set(LINK.findall(_words(name)))):
            for state, places in zip(("cloned", "run"), seen[target]["places"], strict=True):
                if not places.get(place):
                    why = "folded" if place in places else "missing"
                    lost.append(f"{name}: {target}#{place} is {why}, {state}")
    assert lost == []


def _words(name):
    """All that a notebook shows, links among it."""
    book = run.read(run.PROJECT / "notebooks" / name)
    cells = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    outputs = (each for cell in book.cells for each in cell.get("outputs", []))
    return "\n".join([*cells, *(each.get("data", {}).get("text/html", "") for each in outputs)])


def test_a_link_finds_its_place_once_the_notebook_is_open_run_or_not(page, seen):
    """JupyterLab looks for the place before it has drawn a notebook that it opens for a link."""
    first = f"project/notebooks/{FIRST}"
    mark = next(place for name, place in LINK.findall(_words(FIRST)) if name == READ)
    lab.turn_to(page, first)
    lab.follow(page, READ, mark)
    assert lab.ask(page, SCREEN)["title"]  # not open: the top of the notebook, no further
    for state in ("open", "run"):
        if state == "run":
            lab.run_all(page)
        lab.turn_to(page, first)
        lab.follow(page, READ, mark)
        assert page.evaluate(f"id => ({IN_VIEW})({lab.FRONT}.node, id)", mark), state
    assert lab.faint(page) == []
    lab.close(page)


def test_the_export_menu_gives_the_page_of_the_reader_edition(page, seen):
    lab.turn_to(page, f"project/notebooks/{FIRST}")
    names, html = lab.export(page, "Reader")
    assert names.count("Reader") == 1
    path = page.server.folder / "project/notebooks" / FIRST
    about = {"metadata": {"name": path.stem, "path": str(path.parent)}}
    assert html == exporter.ReaderExporter().from_notebook_node(run.read(path), about)[0]
    lab.close(page)


def test_other_peoples_texts_are_at_home_where_they_were_published(page, monkeypatch):
    """Run from JupyterLab a published notebook reads its corpus and writes its own figures."""
    top, texts = page.server.folder, page.server.folder / "texts"
    texts.mkdir()
    (texts / "2016-06-08 cat.txt").write_text("A cat\n\nThe cat sat on the mat.\n", "utf-8")
    (texts / "2016-06-09 dog.txt").write_text("A dog\n\nThe dog saw a marmoset.\n", "utf-8")
    tables.start(texts)
    monkeypatch.setattr(run, "run", _forget)  # so that all that is seen comes from JupyterLab
    publish.publish(texts, top / "out", say=lambda line: None)
    (top / "out/figures").mkdir()  # where a run would have left pictures
    others = copies.files(top / "project")

    lab.turn_to(page, f"out/notebooks/{OWN}")
    lab.run_all(page)
    assert "marmoset" in json.dumps(page.server.ask(f"contents/out/notebooks/{OWN}"))
    assert any(name.endswith(".svg") for name in copies.files(top / "out/figures"))
    lab.close(page)

    (top / "moved/notebooks").mkdir(parents=True)
    shutil.move(top / "out/notebooks" / OWN, top / "moved/notebooks")
    lab.turn_to(page, f"moved/notebooks/{OWN}")
    with pytest.raises(AssertionError, match=r"there is no folder .* where it was published"):
        lab.run_all(page)
    left = {name for name in copies.files(top / "moved") if "checkpoint" not in name}
    assert left == {f"notebooks/{OWN}"}
    project = copies.files(top / "project")
    assert {name: data for name, data in project.items() if name in others} == others
    lab.close(page)


def _forget(books, *more):
    """In place of a run: what a notebook showed of the project's articles is taken out."""
    for cell in (cell for book in books.values() for cell in book.cells):
        if cell.cell_type == "code":
            cell.outputs = []
