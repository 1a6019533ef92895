"""Answers that exclude each other, and how firm it is that they do."""

import pandas as pd
import pytest

from helpers import answers, corpus
from helpers.tests import tiny

QUESTIONS = pd.DataFrame({"question": ["fish"], "opposed": [[("yes", "no")]]})


def row(answer, about, article="a", origin="the cat", stance="attributes", id="x"):
    row = {"position": id, "question": "fish", "article": article, "stance": stance}
    return row | {"answer": answer, "by": "cat", "about": about, "origin": origin}


@pytest.mark.parametrize(
    ("one", "other", "n"),
    [
        (row("yes", "2016-06-01"), row("no", "2016-06-01", origin="b"), 1),
        (row("yes", "2016-06-01"), row("no", "2016-06-03", origin="b"), 0),
        (row("yes", "2016-06-01~"), row("no", "2016-06-03", origin="b"), 1),  # about a day
        (row("yes", "2016-05/2016-07"), row("no", "2016-06", origin="b"), 1),
        (row("yes", "2016-06-01"), row("no", "2016-06", origin="b"), 0),  # a day and a span
        (row("yes", "2016"), row("yes", "2016", origin="b"), 0),
        (row("yes", "2016"), row("no", "2016", origin="b", stance="leaves open"), 0),
        (row("yes", "2016"), row("no", "2016", article="b"), 1),  # one origin, told twice
    ],
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


# The owl adds that the moon is rock, the fox takes back its cheese, and cheese may exclude nothing.
DOUBTS = """\
taken-back,positions,p-4,,,The fox may joke.
owl-too,positions,b-1,reader,A,The other reader heard it.
both,questions,moon,opposed,cheese x rock,Some cheese is as hard as rock.
elsewhere,mentions,e-3,,,No answer hangs on it.
"""
OTHER = "b-1,moon,morning,attributes,rock,owl,2016-06,The mat is mine,,the mat,B,\n"


@pytest.fixture
def doubtful(tmp_path):
    """The tiny corpus with a second reader's answer and three doubts about answers."""
    tiny.write(tmp_path)
    tiny.append(tmp_path, "positions.csv", OTHER)
    head = "dispute,table,id,column,otherwise,why\n"
    (tmp_path / "disputed.csv").write_text(head + DOUBTS, "utf-8")
    return corpus.load(tmp_path)


def test_pairs_under_doubts_that_take_away_add_and_change_what_is_opposed(doubtful):
    read = answers.readings(doubtful)
    numbers = {"+".join(sorted(names)): len(pairs) for names, pairs in read["moon"]}
    assert len(numbers) == 8 and {name: n for name, n in numbers.items() if n} == {
        "": 1,
        "owl-too": 2,
    }
    assert [len(pairs) for _, pairs in read["fish"]] == [0]
    assert answers.reach(read) == (0, 2) and answers.reach(read, bool) == (0, 1)


def test_pairs_without_an_article_and_by_each_reader(doubtful):
    found = answers.counted(doubtful)
    assert list(found.loc[("as read", "")]) == [1, 0, 1]
    assert dict(found.loc["without", "pairs"]) == {"morning": 1, "evening": 0}
    assert dict(found.loc["reader", "pairs"]) == {"A": 1, "B": 2}, "what B has not read is A's"


def test_a_pair_is_firm_as_far_as_readers_see_it_and_doubts_leave_it(doubtful):
    [pair] = answers.clashes(doubtful, answers.readings(doubtful)).itertuples()
    assert (pair.one, pair.other, pair.question) == ("p-4", "p-5", "moon")
    assert (pair.inside, pair.readers, pair.of, pair.doubts) == (True, 1, 1, 2)


def test_a_span_in_words():
    assert answers.span([3, 0, 1]) == "0 to 3" and answers.span([2, 2]) == "always 2"
