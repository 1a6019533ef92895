"""Agreement, against published examples and by hand."""

import csv
import io
import math
import re
import subprocess

import pandas as pd
import pytest

from helpers import agreement, corpus, voices
from helpers.checking import places
from helpers.edition import run
from helpers.tests import tiny

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section B: nominal data, two
# observers, no missing data; alpha = 0.692.
MEG = "aabbdcccedda"
OWEN = "babbbccceddd"


def test_alpha_is_that_of_the_published_example():
    assert agreement.alpha(list(zip(MEG, OWEN, strict=True))) == pytest.approx(0.692, abs=5e-4)
    assert math.isnan(agreement.alpha(["aa"] * 4))
    asked = [("yes", "yes", 1), ("yes", "no", 1), ("both", "both", 2), ("war", "war", 2)]
    by_chance = (4 - 3 * 2 / 3) + (4 - (2 + 2) / 3)  # within each question
    assert agreement.alpha(asked) == pytest.approx(1 - 2 / by_chance)


def test_kappa_is_cohens():
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    assert agreement.kappa(pairs) == pytest.approx(0.4)  # (0.7 - 0.5) / (1 - 0.5)


def test_spans_match_once_and_the_best_first():
    one = [("a", 0, 10), ("a", 20, 30), ("b", 0, 10)]
    other = [("a", 0, 9), ("a", 2, 10), ("b", 5, 15)]
    assert agreement.matches(one, other) == [(0, 0)]
    assert agreement.matches(one, other, 0.3) == [(0, 0), (2, 2)]
    assert agreement.span_f1(one, other) == pytest.approx(2 / 6)
    assert agreement.span_f1([], []) == 1


def test_the_interval_holds_the_value_and_is_the_same_again():
    groups = [[(1, 1)] * 3, [(1, 0)], [(0, 0)] * 4, [], [(0, 1)]] * 6

    def share(units):
        return sum(a == b for a, b in units) / len(units)

    assert all(map(math.isnan, agreement.interval(agreement.kappa, [[(1, 1)], []])))
    low, high = agreement.interval(share, groups, runs=200)
    assert low < 7 / 9 < high and (low, high) == agreement.interval(share, groups, runs=200)


# Before A was corrected: quotations and mentions, and positions, as the project's history has them.
COMMITS = {"quotations": "a67ceff", "mentions": "a67ceff", "positions": "f2033fe"}


@pytest.fixture
def before():
    """The tables of reader A as they stood then; without the history there is nothing to test."""
    tables = {}
    for name, commit in COMMITS.items():
        command = ["git", "show", f"{commit}:corpus/{name}.csv"]
        done = subprocess.run(command, cwd=run.PROJECT, capture_output=True, check=False)
        if done.returncode:
            pytest.skip("the project's history is not here")
        rows = csv.DictReader(io.StringIO(done.stdout.decode("utf-8")))
        tables[name] = [row for row in rows if row["reader"] == "A"]
    return tables


def test_agreement_before_the_correction_is_as_the_page_says(before):
    c, zones = corpus.load(), {}
    other = c.by("B")
    for row in c.segments[c.segments["kind"].isin(corpus.EDITORIAL)].itertuples():
        zones.setdefault(row.article, []).append((row.start, row.end))
    for row in (*before["quotations"], *before["mentions"]):
        row |= {"translated": "", "inserted": ()}
        text = c.articles.loc[row["article"], "text"]
        assert places.place(row, text, zones[row["article"]]) is None, row["quote"]

    def spans(frame):
        frame = frame[~frame["kind"].isin(corpus.NOT_SPEECH)] if "kind" in frame else frame
        return list(frame[["article", "start", "end"]].itertuples(index=False, name=None))

    def cells(frame):
        found = {}
        for row in frame.itertuples():
            own = found.setdefault((row.question, row.article), set())
            own |= {(row.by, row.answer)} if row.answer else set()
        return found

    own = {name: pd.DataFrame(rows) for name, rows in before.items()}
    words = [voices.words(c.segments, each) for each in (own["quotations"], other.quotations)]
    counted = (words[0]["voice"] != "apart") & words[0]["article"].isin(tiny.FIVE)
    one, two = (each.loc[counted, "utterance"] != "" for each in words)
    pairs = [(own[name], getattr(other, name)) for name in ("quotations", "mentions")]
    speech, told = (agreement.span_f1(*map(spans, pair)) for pair in pairs)
    then, theirs = cells(own["positions"]), cells(other.positions)
    same = sum(then[cell] == theirs.get(cell, set()) for cell in then)
    alpha = agreement.alpha(list(zip(one, two, strict=True)))
    computed = [f"{(one == two).mean():.1%}", f"{alpha:.2f}"]
    computed += [f"{speech:.2f}", f"{told:.2f}", f"{same} of {len(then)}"]
    page = next((run.PROJECT / "notebooks").glob("*-how-sure-is-the-reading.ipynb"))
    [table] = [cell.source for cell in run.read(page).cells if "| before A was" in cell.source]
    assert [line.split(" | ")[1] for line in re.findall(r"^\| .*", table, re.M)[2:]] == computed
