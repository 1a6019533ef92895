"""The pages and the notebooks as readers meet them: in Chromium, on a desk, a phone and paper."""

from itertools import pairwise

import pytest

from helpers.edition import exporter, run
from helpers.tests import browser

pytestmark = pytest.mark.browser

LIMIT = 250 * 1024  # bytes a page
LONG = ("read-the", "index-of")  # pages that hold all words of the articles may weigh twice that
PHONE, DESK, A4 = 375, 1280, 643  # CSS pixels; A4 between its margins, 170 mm
BOOKS = run.notebooks()
READ = next(path.stem for path in BOOKS if "read-the" in path.stem)
PAGES = [f"{path.stem}.html" for path in BOOKS]
# Contrast takes axe four fifths of its time: it looks once a page, `browser.faint` at the rest.
SHAPE = {"rules": {"color-contrast": {"enabled": False}}}


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The address and folder of all pages, made from the stored notebooks."""
    folder = tmp_path_factory.mktemp("site")
    exporter.write_pages([(path, run.read(path)) for path in BOOKS], folder)
    with browser.served(folder) as home:
        yield home, folder


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_folded_and_unfolded(name, chromium, site):
    """No script, no request, no axe fault, nothing wider than the page, every picture in words."""
    with browser.visit(chromium, f"{site[0]}/{name}") as (page, asked, said):
        assert page.evaluate("document.querySelectorAll('details[open]').length") == 0
        browser.turn(page, PHONE)
        assert browser.violations(page, **SHAPE) == []
        browser.unfold(page)
        assert browser.violations(page, **SHAPE) == []
        phone = page.evaluate(browser.LOOK)
        browser.turn(page, PHONE, "dark")
        assert browser.faint(page) == []
        assert browser.violations(page, runOnly=["link-in-text-block"]) == []
        browser.turn(page, DESK)
        assert browser.violations(page) == []
        look = page.evaluate(browser.LOOK)
        assert (asked, said, look["scripts"]) == ([], [], 0)
    for each in (look, phone):
        assert (each["width"], each["clipped"], each["small"]) == (0, [], [])
        assert each["first"] == each["headings"][0][1]
    assert (look["hidden"], phone["unnamed"]) == ([], 0)  # on a phone a wide drawing scrolls
    levels = [level for level, _ in look["headings"]]
    assert levels.count(1) == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    assert look["lang"] == "en" and len(set(look["ids"])) == len(look["ids"])
    for alt, drawn, caption in (*look["pictures"], *phone["pictures"]):
        assert drawn > 0 and len(alt) > 40 and caption and alt != caption
    assert all(table["caption"] and not table["unscoped"] for table in look["tables"])


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_light(name, site):
    assert (site[1] / name).stat().st_size < LIMIT * (2 if any(n in name for n in LONG) else 1)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_lies_on_anything(name, chromium, site):
    """At every width, scrolled by half screens: a full picture of a page hides what sticks."""
    with browser.visit(chromium, f"{site[0]}/{name}") as (page, _, _):
        for width in (PHONE, 768, DESK, 1600, 1920):
            browser.turn(page, width)
            assert page.evaluate(browser.COVERED) == [], f"{width} px"


def test_code_is_shown_in_its_place_and_printed_only_when_asked_for(chromium, site):
    with browser.visit(chromium, f"{site[0]}/{PAGES[0]}") as (page, _, _):
        shown = "all => all.filter(e => e.checkVisibility()).length"
        for asked in (False, True):
            page.get_by_label("Code", exact=True).set_checked(asked)
            for media in ("screen", "print"):
                page.emulate_media(media=media)
                assert bool(page.eval_on_selector_all(".code", shown)) == asked
            page.emulate_media(media="screen")
        cell = page.locator(".cell:not(.bare)").first
        assert cell.locator(".code").bounding_box()["y"] == cell.bounding_box()["y"]


def test_the_menu_names_every_page_as_the_page_names_itself(chromium, site):
    with browser.visit(chromium, f"{site[0]}/{PAGES[1]}", PHONE, local=True) as (page, _, _):
        page.get_by_text("All pages").click()
        names = page.locator(".pages a").all_inner_texts()
        assert len(names) == len(PAGES) == len(set(names))
        page.get_by_role("link", name=names[-1]).first.click()
        assert page.locator("h1").inner_text() == names[-1]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_picture_is_in_the_page_s_colours(scheme, chromium, site):
    with browser.visit(chromium, f"{site[0]}/{PAGES[0]}", DESK, scheme) as (page, _, _):
        paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
        drawing = page.locator(".picture svg path").first
        assert drawing.evaluate("e => getComputedStyle(e).fill") == paper


@pytest.mark.parametrize("name", PAGES)
def test_on_paper_nothing_is_cut_and_no_code_printed(name, chromium, site):
    with browser.visit(chromium, f"{site[0]}/{name}", A4) as (page, _, _):
        page.emulate_media(media="print")
        look = page.evaluate(browser.LOOK)
        visible = "all => all.filter(e => e.checkVisibility({contentVisibilityAuto: true})).length"
        assert page.eval_on_selector_all(".code, .top, .contents, .skip", visible) == 0
    assert (look["width"], look["clipped"]) == (0, [])


# Read the articles


LAYERS = ("voices", "events", "answers", "names")


@pytest.mark.parametrize("layer", LAYERS)
def test_each_layer_can_be_shown_and_hidden(layer, chromium, site):
    with browser.visit(chromium, f"{site[0]}/{READ}.html", PHONE, "dark") as (page, _, _):
        for each in LAYERS:
            page.locator(f"#show-{each}").set_checked(each == layer)
        browser.unfold(page)
        assert browser.faint(page) == []
        browser.turn(page, PHONE)
        assert browser.faint(page) == []
        assert browser.violations(page, ".article", **SHAPE) == []
        look = page.evaluate(browser.LOOK)
        kind = layer.rstrip("s").replace("name", "none")
        signs = "all => all.filter(e => e.checkVisibility()).map(e => e.className)"
        shown = page.eval_on_selector_all(".article sup, .article .marks li", signs)
        assert all(kind in each for each in shown) and bool(shown) == (layer != "names")
    assert (look["width"], look["clipped"]) == (0, [])


# What is lit, and whether it is in view: the words, the signs and the note of the mark led to.
LIT = """id => {
  const anchor = document.getElementById(id), n = '.' + anchor.className;
  const row = anchor.closest('.row');
  const parts = [...row.querySelectorAll(n)].filter(e => e.textContent);
  const ground = e => getComputedStyle(e).backgroundColor;
  const words = [...row.querySelectorAll('*')].filter(e => e.textContent);
  const lit = words.filter(e => ground(e) == ground(parts[0]));
  const box = e => e.getBoundingClientRect();
  return [
    parts.every(e => e.checkVisibility() && lit.includes(e)),
    lit.every(e => parts.includes(e)),
    [parts[0], row.querySelector('li' + n)].every(
      e => box(e).top >= 0 && box(e).bottom <= innerHeight)];
}"""


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("shown", [(), ("voices",), LAYERS])
def test_a_link_lights_the_words_and_the_note_of_a_mark_whatever_is_shown(
    shown, width, chromium, site
):
    marks = ("mc-23", "ow01", "cooperation-up-1", "cooperation-mc-1")
    with browser.visit(chromium, f"{site[0]}/{READ}.html", width, local=True) as (page, _, _):
        for each in LAYERS:
            page.locator(f"#show-{each}").set_checked(each in shown)
        page.mouse.move(0, 0)  # a sign that it points at would be lit too
        for mark in marks:
            page.evaluate("id => { location.hash = id }", mark)
            assert page.evaluate(LIT, mark) == [True, True, True], mark


def test_every_mark_is_reached_by_keyboard(chromium, site):
    with browser.visit(chromium, f"{site[0]}/{READ}.html") as (page, _, _):
        for each in LAYERS:
            page.locator(f"#show-{each}").check()
        signs, dead = ".article sup a", "all => all.filter(e => e.tabIndex < 0 || !e.href).length"
        assert page.locator(signs).count() and page.eval_on_selector_all(signs, dead) == 0
        page.locator(signs).nth(9).press("Enter")
        assert page.evaluate(LIT, page.url.partition("#")[2]) == [True, True, True]


def test_notes_stand_beside_their_paragraph_and_the_bar_stays(chromium, site):
    with browser.visit(chromium, f"{site[0]}/{READ}.html", DESK) as (page, _, _):
        beside = """rows => rows.map(row => [row.querySelector('.line'), row.querySelector('li')])
          .filter(([line, note]) => note && note.checkVisibility())
          .map(([line, note]) => [line, note].map(e => e.getBoundingClientRect()))
          .filter(([a, b]) => b.left < a.right || Math.abs(b.top - a.top) > 60).length"""
        assert page.eval_on_selector_all(".article .row", beside) == 0
        page.locator("#al-jazeera-31").scroll_into_view_if_needed()
        assert abs(page.locator(".bar").bounding_box()["y"]) < 1


def test_what_is_copied_is_the_article(chromium, site):
    with browser.visit(chromium, f"{site[0]}/{READ}.html", DESK) as (page, _, _):
        page.evaluate(
            "([a, b]) => getSelection().setBaseAndExtent(a, 0, b, b.childNodes.length)",
            [page.query_selector(f"#mcclatchy-{n}") for n in (16, 22)],
        )
        copied = page.evaluate("getSelection().toString()")
    text = (run.PROJECT / "corpus/articles/mcclatchy.txt").read_text("utf-8").split("\n")[15:22]
    assert "".join(copied.split()) == "".join("".join(text).split())
