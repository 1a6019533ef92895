"""Sentences that state results: held to what is computed below them, in notebooks and in README."""

import re

import pytest
from nbformat import v4

from helpers.edition import run, statements
from helpers.show import HELD

NOTEBOOKS = run.notebooks()
COUNTED = re.compile(r"\b(?:five|5|fünf) (?:articles|texts|writers)\b", re.IGNORECASE)


def book(source, *bundles):
    """A notebook of one Markdown cell and one code cell that shows what is held."""
    outputs = [v4.new_output("display_data", {HELD: bundle}) for bundle in bundles]
    cells = [v4.new_markdown_cell(source), v4.new_code_cell("", outputs=outputs)]
    return v4.new_notebook(cells=cells)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_statement_of_a_stored_notebook_holds(path):
    found = statements.stale(run.read(path), path.stem)
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_who_says_how_many_articles_there_are_is_held_to_it(path):
    own = run.read(path)
    held = {cell.id for cell, *_ in statements.held(own)}
    for cell in own.cells:
        if cell.cell_type == "markdown" and cell.id not in held:
            assert not COUNTED.search(cell.source), cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_held_is_of_this_corpus(path):
    for cell, *_ in statements.held(run.read(path)):
        assert "this-corpus" in cell.metadata.get("tags", []), cell.source


@pytest.mark.parametrize(
    ("source", "numbers", "mended"),
    [
        ("In 3 of five, 39%.", [4, 6, 0.4251], "In 4 of six, 43%."),
        ("**1. Two** say 1,197 in 2016.", [3, 1250], "**1. Three** say 1,250 in 2016."),
        ("Of 3 Marines five Mayors say", [4, 6], "Of 4 Marines six Mayors say"),
        ("On 9 June 3 said “Six bombers”.", [12], "On 9 June 12 said “Six bombers”."),
        ("See [07 Index](07-index.ipynb), `x[3]`; ten.", [14], None),
        ("Of ten words 7 to 10 stay.", [10, 7, 10], "Of ten words 7 to 10 stay."),
    ],
)
def test_numbers_are_written_in_the_form_they_had(source, numbers, mended):
    own = book(source, {"numbers": numbers})
    statements.mend(own, {})
    assert own.cells[0].source == (mended or source)
    assert bool(statements.stale(own, "n")) == (mended is None)


def test_a_claim_that_is_untrue_or_not_there_is_for_a_person():
    own = book(
        "Both in *summer*.", {"claim": "Both in summer", "so": False}, {"numbers": ["carter"]}
    )
    assert not any(each.mends for each in statements.stale(own, "n"))
    statements.mend(own, {})
    assert own.cells[0].source == "Both in *summer*."
    assert not statements.stale(book("Both.", {"claim": "Both", "so": True}), "n")
    (told,) = statements.stale(book("One.", {"claim": "Both", "so": True}), "n")
    assert told.todo == "rewrite it: 'Both', which is so, is not in it" and not told.mends
    assert not statements.stale(
        book("All 9 do.", {"claim": "All … do", "so": True, "numbers": [9]}), "n"
    )
    (told,) = statements.stale(
        book("No. All *four* do.", {"claim": "All *…* do", "so": False, "numbers": [4]}), "n"
    )
    assert told.sentence == "All four do."


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_claim_has_no_number_of_its_own(path):
    for *_, claims in statements.held(run.read(path)):
        assert not [words for words, _ in claims if statements.NUMBER.search(words)]


def test_a_claim_that_is_untrue_may_be_written_otherwise():
    assert not statements.stale(book("Only one.", {"claim": "Both", "so": False}), "n")


def test_words_that_were_computed_are_mended_where_they_stood():
    own = book("Two stay: *carter, major*.", {"numbers": [3, "carter, kirby, major"]})
    before = {own.cells[0].id: ([2], ["carter, major"])}
    (told,) = statements.stale(own, "n", before)
    assert told.mends and told.todo == "Two is now Three; carter, major is now carter, kirby, major"
    statements.mend(own, before)
    assert own.cells[0].source == "Three stay: *carter, kirby, major*."
    assert statements.texts(own) == {own.cells[0].id: ([3], ["carter, kirby, major"])}


def test_a_sentence_with_a_number_may_be_taken_out():
    own = book(
        "Of 12 answers 5 say no.", {"numbers": [12, 4, 2, 5]}
    )  # “4 say yes: 2 hedge” is gone
    assert not statements.stale(own, "n")
    own = book("Of 12 answers 5 say no.", {"numbers": [13, 4, 2, 6]})
    (told,) = statements.stale(own, "n")
    assert not told.mends and told.todo.endswith("not those computed: 13 · 4 · 2 · 6")
    before = {own.cells[0].id: ([12, 4, 2, 5], [])}
    statements.mend(own, before)
    assert own.cells[0].source == "Of 13 answers 6 say no."
    for source in ("9 of 12.", "None."):
        assert statements.stale(book(source, {"numbers": [12, 9, 3]}), "n")


def test_a_sentence_is_told_once_and_what_a_person_rewrites_apart():
    own = book("Of 3, 4 say 5. So 6.", {"numbers": [4, 5, 5, 6]}, {"claim": "So 6.", "so": False})
    told = [*map(str, statements.stale(own, "n"))]
    assert told == [
        "n: “Of 3, 4 say 5.”: 3 is now 4; 4 is now 5",
        "n: “So 6.”: rewrite 'So 6.', which is not so",
    ]


def test_a_draft_marks_the_sentence():
    own = book("There are 3.", {"numbers": [4]})
    marked = statements.marked(own, statements.stale(own, "n"))
    assert "3 is now 4" in marked.cells[1].source and len(own.cells) == 2


def test_readme_states_the_findings_of_the_first_notebook():
    text, first = (run.PROJECT / "README.md").read_text("utf-8"), run.read(NOTEBOOKS[0])
    assert statements.findings(first) and statements.readme(text, first) == text
    with pytest.raises(run.Trouble, match="markers"):
        statements.readme("", first)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_quotation_leads_to_its_place(path):
    for cell in run.read(path).cells:
        for output in cell.get("outputs", ()):
            html = output.get("data", {}).get("text/html", "")
            for quoted in re.findall(r"<blockquote>(.*?)</blockquote>", html, re.DOTALL):
                assert re.search(r'<a href="(02-read-the-articles\.ipynb)?#', quoted), quoted
