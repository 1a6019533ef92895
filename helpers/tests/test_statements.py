"""Sentences that state results: held beside where they are read, repeated nowhere unheld."""

import ast
import re

import pytest

from helpers.edition import run

NOTEBOOKS = run.notebooks()
HELD = ("holds", "finding")


def sentences(path):
    """(sentence held, Markdown above) for each `show.holds` and `show.finding` of a notebook."""
    above = []
    for cell in run.read(path).cells:
        if cell.cell_type == "markdown":
            above.append(re.sub(r"\*\*", "", cell.source))
            continue
        for node in ast.walk(ast.parse(cell.source)):
            name = getattr(getattr(node, "func", None), "attr", "")
            if name in HELD and node.args:
                yield ast.literal_eval(node.args[0]), " ".join(above[-1:])


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_sentence_that_is_held_stands_in_the_markdown_above(path):
    for sentence, above in sentences(path):
        assert " ".join(sentence.split()) in " ".join(above.split()), sentence


def findings():
    """The numbered sentences in bold of the first notebook."""
    cells = run.read(NOTEBOOKS[0]).cells
    prose = [cell.source for cell in cells if cell.cell_type == "markdown"]
    found = (re.match(r"\*\*\d\. (.+?)\*\*", words) for words in prose)
    return [match[1] for match in found if match]


def test_readme_states_the_findings_of_the_first_notebook():
    readme = (run.PROJECT / "README.md").read_text("utf-8")
    section = re.search(r"## What we found\n(.*?)\n## ", readme, re.DOTALL)[1]
    stated = re.findall(r"^\d\. (.+)$", section, re.MULTILINE)
    assert stated == findings() != [], "copy the findings of notebook 00 to README"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_quotation_leads_to_its_place(path):
    for cell in run.read(path).cells:
        for output in cell.get("outputs", ()):
            html = output.get("data", {}).get("text/html", "")
            for quoted in re.findall(r"<blockquote>(.*?)</blockquote>", html, re.DOTALL):
                assert re.search(r'<a href="(02-read-the-articles\.ipynb)?#', quoted), quoted
