"""Marking in a real JupyterLab, with mouse and keyboard, as a reader would."""

import contextlib

import pytest
from nbformat import v4

from helpers.checking import checked
from helpers.edition import run
from helpers.tests import browser, copies, lab, tiny
from helpers.tests import test_sixth_article as sixth

pytestmark = pytest.mark.browser
BOOK = "notebooks/10-mark-a-text.ipynb"
TEXT = "החתול אמר שהשטיח שלו. החתול ישן.\n\n🐈‍⬛ Café\u0301! The cat sits"
FOUND = """() => {
  const field = document.activeElement, box = field.getBoundingClientRect();
  const said = field.nextElementSibling, below = said.getBoundingClientRect();
  const top = (at) => document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2);
  return [field.name, said.className, top(box) === field && said.contains(top(below))];
}"""  # the field in hand, what stands below it, and whether both can be seen
UNDER = """name => {
  const side = document.querySelector('.desk-side'), field = side.querySelector(`[name="${name}"]`);
  side.scrollBy(0, field.getBoundingClientRect().top - side.getBoundingClientRect().top - 20);
}"""  # a field is brought below the layers' buttons, which stay on top
NARROW = """() => [...document.querySelectorAll('.desk *')].filter(each =>
  each.getBoundingClientRect().right > document.documentElement.clientWidth + 1
  && each.checkVisibility()).length"""
ANSWERED = ".desk:not([data-waits])"
TWICE = "for (const _ of 'ab') document.querySelector('.desk form').requestSubmit()"
BOX = """words => {
  const text = document.querySelector('.desk-text');
  const line = [...text.children].find(each => each.textContent.includes(words));
  line.scrollIntoView({block: 'center'});
  const at = line.textContent.indexOf(words), node = line.firstChild, range = new Range();
  return [at, at + words.length].map((place, n) => {
    range.setStart(node, n ? place - 1 : place);
    range.setEnd(node, n ? place : place + 1);
    const box = [...range.getClientRects()].pop();
    const right = (getComputedStyle(line).direction === 'rtl') !== Boolean(n);
    return [right ? box.right - 0.5 : box.left + 0.5, box.top + box.height / 2];
  });
}"""


class Hand:
    """A hand on the desk of one page, whose actions are counted.

    An action is words selected, a key or a button pressed, a cell filled or chosen.
    """

    def __init__(self, page):
        self.page, self.actions = page, 0
        page.wait_for_selector(".desk-text p")

    def select(self, words):
        """Select words of one paragraph with the mouse."""
        self.actions += 1
        (x, y), (right, bottom) = self.page.evaluate(BOX, words)
        self.page.mouse.move(x, y)
        self.page.mouse.down()
        self.page.mouse.move(right, bottom, steps=3)
        self.page.mouse.up()
        assert self.page.evaluate("String(document.getSelection())") == words

    def press(self, key):
        """Press a key, and wait for the desk's answer."""
        self.actions += 1
        self._answered(lambda: self.page.keyboard.press(key))

    def click(self, words, within=".desk"):
        """Press a button, and wait for the desk's answer."""
        self.actions += 1
        button = self.page.locator(within).get_by_role("button", name=words, exact=True).first
        self._answered(button.click)

    def cells(self, **cells):
        """Fill cells of the form, or choose them; `new_kind` is a cell of what is new."""
        for name, value in cells.items():
            self.actions += 1
            name = name.replace("new_", "event.")
            cell = self.page.locator(f".desk form [name='{name}']")
            if cell.evaluate("each => each.tagName") == "SELECT":
                cell.select_option(value)
            else:
                cell.fill(value)
        self.page.wait_for_selector(ANSWERED)

    def save(self):
        """Save with Enter; the words of the status."""
        self.press("Enter")
        return self.said()

    def said(self):
        return self.page.locator(".desk-status").inner_text()

    def refusal(self):
        return " ".join(self.page.locator(".desk-refusal").all_inner_texts())

    def mark(self, words, key, **cells):
        """Select words, press a layer's key, fill cells, save."""
        self.select(words)
        self.press(key)
        self.cells(**cells)
        assert self.save().startswith(("Saved", "Changed")), self.refusal()

    def _answered(self, act):
        act()
        self.page.wait_for_selector(ANSWERED)


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as running:
        yield running


@pytest.fixture(scope="module")
def window(chromium, server):
    """One JupyterLab for all tests, since it takes longer to open than a notebook in it."""
    with lab.opened(chromium, server, BOOK) as page:
        yield page


@contextlib.contextmanager
def notebook(page, path):
    """A notebook that has been run in an open JupyterLab, alone there."""
    lab.turn_to(page, path)
    lab.run_all(page)
    try:
        yield page
    finally:
        lab.close(page)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """JupyterLab in a copy of the project, with the tiny corpus beside the real one."""
    browser.executable()
    folder = copies.copy(tmp_path_factory.mktemp("lab") / "project", without=("tests",))
    (folder / "tiny").mkdir()
    tiny.write(folder / "tiny")
    cell = 'from helpers import marking\n\nmarking.open("../tiny", "morning")'
    for name in ("one", "two"):
        book = v4.new_notebook(cells=[v4.new_code_cell(cell, id="desk")])
        (folder / f"notebooks/{name}.ipynb").write_text(run.stored(book), "utf-8")
    with lab.start(folder) as running:
        yield running


def test_a_sixth_article_from_its_text_file_to_the_tables(window, server, tmp_path):
    """The whole way of the guide, with its actions counted: 400 words, 3, 12 and 4 rows."""
    file, home = tmp_path / f"{sixth.NAME}.txt", server.folder / "corpus"
    file.write_text(sixth.TEXT, "utf-8", newline="\n")
    with notebook(window, BOOK) as page:
        hand = Hand(page)
        page.locator(".desk-head summary").click()
        page.locator(".desk input[type=file]").set_input_files(file)
        page.wait_for_selector(".desk form [name=published]")
        hand.actions += 2
        assert "By A Reporter" in page.locator(".desk-quote").inner_text()
        hand.cells(outlet="Harbour Post", genre="news report", published="2016-09-20")
        told = page.locator(".desk-told").all_inner_texts()
        assert "2016-09-20 is EDTF for a day: 20 September 2016." in told
        hand.cells(published_basis="stated")
        assert "is entered" in hand.save()
        page.wait_for_function("document.querySelector('.desk-text').innerText.includes('Tartus')")
        hand.mark("By A", "s", kind="byline")
        hand.mark("WASHINGTON", "s", kind="body")
        hand.mark("Share this", "s", kind="furniture")
        hand.mark(sixth.KIRBY, "q", speaker="John Kirby", side="US government")
        known = hand.actions
        hand.mark(sixth.NOBODY, "q")
        assert hand.actions - known == 3, "a speaker who is known takes three actions"
        onslow = {"speaker": "Harriet Onslow", "side": "analyst", "cue": "said Harriet Onslow"}
        hand.mark("Take it away and you have two strangers in the dark,", "q", **onslow)
        hand.mark(sixth.KIRBY, "p", question="cooperation", answer="no", about="2016-09-20")
        hand.mark(sixth.RING, "p", question="cooperation", answer="limited")
        note = {"date": "2016-09-19", "note": "The day before Tuesday."}
        hand.select(sixth.CONVOY)
        hand.press("m")
        hand.cells(event="lorries", expression="", **note)
        for label, name, words in (
            ("what happens", "event.what", "Aircraft bomb a convoy"),
            ("kind", "event.kind", "strike"),
        ):
            page.evaluate(UNDER, name)
            hand.press("Control+Enter")
            assert hand.refusal() == f"“{label}” is empty: fill it in."
            assert page.evaluate(FOUND) == [name, "desk-refusal", True]
            hand.cells(**{name.replace("event.", "new_"): words})
        hand.press("Control+Enter")
        assert hand.said().startswith("Saved"), hand.refusal()
        assert "\nlorries,Aircraft bomb a convoy,strike," in (home / "events.csv").read_text(
            "utf-8"
        )
        hand.mark(sixth.MEET, "m", event="Diplomats meet", new_kind="talks", status="planned")
        line, fails = "The telephone line, agreed last year,", "the truce to fail within a week"
        for words, event, kind, status in (
            (line, "The telephone line is agreed", "deal", "happened"),
            (fails, "The truce fails", "other", "hypothetical"),
        ):
            hand.select(words)
            hand.press("m")
            hand.cells(event=event, new_kind=kind, status=status)
            if not page.locator(".desk form [name=date]").input_value():
                hand.cells(expression="", date="2016-09-20/..", note="From the telling on.")
            hand.press("Control+Enter")
            assert hand.said().startswith("Saved"), hand.refusal()
        while page.locator(".desk-todo button", has_text="not answered here").count():
            hand.click("not answered here", ".desk-todo")
        assert page.locator(".desk-todo summary").inner_text() == "Still to do: 0"
        assert page.asked == [] and page.said == []
    assert [*map(str, checked(home)[1])] == []
    lines = [line for path in home.glob("*.csv") for line in path.read_text("utf-8").split("\n")]
    assert sum(sixth.NAME in line for line in lines) == 1 + 4 + 3 + 13 + 4
    print(f"{hand.actions} actions")
    assert hand.actions < 130


def test_keyboard_alone_refusal_mend_and_undo(window, server):
    home = server.folder / "tiny"
    tiny.change(home, "articles/morning.txt", "The cat sits", TEXT)
    tiny.change(home, "segments.csv", "morning,The cat sits", "morning,החתול אמר")
    tiny.seal(home)
    before = copies.files(home)
    with notebook(window, "notebooks/one.ipynb") as page:
        hand, keys = Hand(page), page.keyboard
        page.locator(".desk-text").focus()
        for key in ("Control+Home", "ArrowDown", "ArrowDown", "Home"):
            keys.press(key)
        chosen = ""
        while "Café" not in chosen:
            keys.press("Shift+ArrowRight")
            chosen = page.evaluate("String(document.getSelection())")
            assert len(chosen) < 20
        hand.press("m")
        focused = "document.activeElement.name"
        assert page.evaluate(focused) == "event"
        keys.type("supper")
        while page.evaluate(focused) != "date":
            keys.press("Tab")
        keys.type("June")
        page.wait_for_selector(ANSWERED)
        told = page.locator(".desk-told").all_inner_texts()
        assert any("'June' is not a date" in each for each in told)
        hand.press("Enter")
        assert "'June' is not a date" in hand.refusal()
        assert page.evaluate(focused) == "date", "what does not hold has the focus"
        keys.press("Control+a")
        keys.type("unknown")
        page.wait_for_selector(ANSWERED)
        page.evaluate(TWICE)  # as on a machine that is slow to answer: it is one row
        page.wait_for_selector(ANSWERED)
        assert hand.said().startswith("Saved"), hand.refusal()
        line = "m-5,morning,🐈‍⬛ Café\u0301,,,none,unknown,unknown,unknown,happened,supper,A,"
        assert line in (home / "mentions.csv").read_text("utf-8").splitlines()
        assert checked(home)[1] == []
        assert page.evaluate("document.activeElement.className") == "desk-text"
        hand.press("u")
        assert hand.said().startswith("Taken back")
        assert copies.files(home) == before
        keys.press(".")
        assert hand.said() != "No further mark."
        hand.mark("החתול", "n", referent="cat", name="cat")
        assert page.said == []
        assert browser.violations(page, ".desk") == []
        lab.theme(page, "JupyterLab Dark")
        assert browser.violations(page, ".desk", runOnly=["color-contrast"]) == []


def test_two_notebooks_and_a_spreadsheet_on_one_corpus(chromium, server, window):
    home = server.folder / "tiny"
    with (
        notebook(window, "notebooks/one.ipynb") as first,
        lab.opened(chromium, server, "notebooks/two.ipynb", width=400) as second,
    ):
        lab.run_all(second)
        lab.command(second, "application:toggle-left-area")
        one, other = Hand(first), Hand(second)
        one.select("The cat sits on the mat")
        one.select("cat sits")  # within what is selected
        one.press("m")
        one.cells(event="supper")
        one.mark("bought", "n", referent="cat", name="cat")
        kept = first.locator(".desk form [name=event]")
        assert kept.input_value() == "supper", "a draft comes back after another form"
        one.press("Escape")
        one.press("u")
        one.mark("mat", "n", referent="mat", name="mat")
        other.select("stolen")
        other.press("n")
        other.cells(referent="theft", name="theft")
        assert other.save() == "Not saved. Your draft is kept."
        assert "names.csv was changed by another program" in other.refusal()
        assert other.save().startswith("Saved")
        tiny.append(home, "names.csv", "owl,owl,owl,,\n")
        theirs = (home / "names.csv").read_bytes()
        one.press("u")
        assert "was changed" in one.said() and (home / "names.csv").read_bytes() == theirs
        assert {"mat,mat,mat,,", "theft,theft,stolen,,", "owl,owl,owl,,"} <= {
            *theirs.decode().splitlines()
        }
        assert second.evaluate(NARROW) == 0, "on a phone nothing runs over the edge"
