"""Answers that exclude each other, and what doubtful rows do to a result."""

import pandas as pd
import pytest

from helpers import answers

QUESTIONS = pd.DataFrame({"question": ["fish"], "opposed": [[("yes", "no")]]})


def row(answer, about, article="a", origin="the cat", stance="attributes", id="x"):
    row = {"position": id, "question": "fish", "article": article, "stance": stance}
    return row | {"answer": answer, "by": "cat", "about": about, "origin": origin}


PAIRS = [
    ("the same day", row("yes", "2016-06-01"), row("no", "2016-06-01", origin="b"), 1),
    ("another day", row("yes", "2016-06-01"), row("no", "2016-06-03", origin="b"), 0),
    ("about a day", row("yes", "2016-06-01~"), row("no", "2016-06-03", origin="b"), 1),
    ("spans that meet", row("yes", "2016-05/2016-07"), row("no", "2016-06", origin="b"), 1),
    ("a day and a span", row("yes", "2016-06-01"), row("no", "2016-06", origin="b"), 0),
    ("the same answer", row("yes", "2016"), row("yes", "2016", origin="b"), 0),
    ("left open", row("yes", "2016"), row("no", "2016", origin="b", stance="leaves open"), 0),
    ("one origin twice", row("yes", "2016"), row("no", "2016", article="b"), 1),
]


@pytest.mark.parametrize(
    ("one", "other", "n"), [each[1:] for each in PAIRS], ids=[p[0] for p in PAIRS]
)
def test_answers_exclude_each_other_about_the_same_time_only(one, other, n):
    assert len(answers.contradictions(pd.DataFrame([one, other]), QUESTIONS)) == n


def test_a_statement_told_twice_counts_once():
    rows = [
        row("yes", "2016"),
        row("no", "2016", origin="b"),
        row("no", "2016", article="c", origin="b"),
    ]
    assert len(answers.contradictions(pd.DataFrame(rows), QUESTIONS)) == 1
    rows[0]["origin"] = rows[1]["origin"] = rows[2]["origin"] = "the writer"
    assert len(answers.contradictions(pd.DataFrame(rows), QUESTIONS)) == 2  # two writers


def test_readings_take_every_dispute_one_way_and_the_other():
    frame = pd.DataFrame([row("yes", "2016", id="a"), row("no", "2016", id="b", origin="b")])
    disputed = pd.DataFrame(
        [
            ("hedge", "positions", "a", "answer", "", ""),
            ("hedge", "positions", "a", "stance", "leaves open", ""),
            ("gone", "positions", "b", "", "", ""),
            ("elsewhere", "mentions", "a", "", "", ""),
        ],
        columns=["dispute", "table", "id", "column", "otherwise", "why"],
    )
    found = list(answers.readings(frame, disputed, "positions", "position"))
    taken = [sorted(names) for names, _ in found]
    assert taken == [[], ["gone"], ["hedge"], ["gone", "hedge"]]
    assert found[0][1].equals(frame)
    assert list(found[1][1]["position"]) == ["a"]
    assert list(found[2][1]["stance"]) == ["leaves open", "attributes"]
    counts = [len(answers.contradictions(own, QUESTIONS)) for _, own in found]
    assert answers.span(counts) == "0 to 1" and answers.span([2, 2]) == "always 2"
