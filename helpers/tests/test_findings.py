"""The findings of notebook 00: the same sentences in README, and none that outlives its numbers."""

import re

import pytest

from helpers import publish, show

NOTEBOOK = publish.PROJECT / "notebooks" / "00-start-here.ipynb"


def findings(book):
    """The sentences that a run notebook shows as findings, in order."""
    shown = [out["data"] for cell in book.cells for out in cell.get("outputs", []) if "data" in out]
    return [
        data["text/plain"].split("\n")[0]
        for data in shown
        if data.get("text/html", "").startswith('<div class="finding')
    ]


def test_readme_states_the_findings_of_the_notebook():
    readme = (publish.PROJECT / "README.md").read_text("utf-8")
    section = re.search(r"## What we found\n(.*?)\n## ", readme, re.DOTALL)[1]
    stated = re.findall(r"^- (.+)$", section, re.MULTILINE)
    assert stated == findings(publish.read(NOTEBOOK)), "copy the findings of notebook 00 to README"


def test_a_finding_that_no_longer_holds_names_its_sentence():
    with pytest.raises(AssertionError, match=r"no longer holds: Two of three\."):
        show.finding("Two of three.", False, "certain", ("Where", "01.ipynb"))
