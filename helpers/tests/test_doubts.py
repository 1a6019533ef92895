"""Doubts: taken away, changed, added, turned; every combination once."""

import pytest

from helpers import corpus, doubts
from helpers.tests import tiny

DISPUTED = """\
dispute,table,id,column,otherwise,why
gone,positions,p-5,,,It may be a guess.
other,positions,p-4,answer,rock,Cheese may be a kind of rock.
other,positions,p-4,note,turned,Cheese may be a kind of rock.
added,positions,p-b,reader,A,Another reader has it.
turned,questions,moon,opposed,cheese x rock,Both may be true.
turned,questions,fish,opposed,yes x maybe,They may not.
shorter,quotations,m2,quote,the cat had,The rest may be the writer's.
"""
ADDED = "p-b,moon,morning,attributes,cheese,fox,2016-06,the cat eats fish,,the fox again,B,\n"


@pytest.fixture
def c(tmp_path):
    tiny.write(tmp_path)
    tiny.change(tmp_path, "positions.csv", "p-3,moon,morning,silent,,,,,,,A,\n", "")
    row = "p-3,moon,morning,attributes,rock,dog,2016-06,the cat eats fish,,the dog,A,\n"
    tiny.append(tmp_path, "positions.csv", row + ADDED)
    tiny.change(tmp_path, "questions.csv", "yes | no,", "yes | no | maybe,")
    (tmp_path / "disputed.csv").write_text(DISPUTED, "utf-8")
    return corpus.load(tmp_path)


def read(c, **frames):
    return dict(doubts.readings(c, **frames))


def test_every_combination_of_the_doubts_about_some_rows_none_first(c):
    found = read(c, positions=c.positions)
    assert next(iter(found)) == () and len(found) == 8
    assert set(found) >= {("gone",), ("gone", "other"), ("gone", "other", "added")}
    assert len(list(doubts.readings(c, at_once=1, positions=c.positions))) == 4
    fish = c.positions[c.positions["question"] == "fish"]
    assert list(read(c, positions=fish)) == [()], "an answer is added to its own question only"


def test_a_doubt_takes_away_changes_and_adds(c):
    found = read(c, positions=c.positions)
    rows = {names: frames["positions"].set_index("position") for names, frames in found.items()}
    assert "p-5" in rows[()].index and "p-5" not in rows[("gone",)].index
    assert rows[("other",)].loc["p-4", ["answer", "note"]].tolist() == ["rock", "turned"]
    assert "p-b" not in rows[()].index and rows[("added",)].loc["p-b", "answer"] == "cheese"
    assert list(rows[("added",)].columns) == list(rows[()].columns)


def test_a_pair_of_opposed_answers_is_taken_from_a_question_that_has_it_or_added(c):
    found = read(c, questions=c.questions)[("turned",)]["questions"].set_index("question")
    assert found["opposed"].to_dict() == {"fish": (("yes", "no"), ("yes", "maybe")), "moon": ()}


def test_a_shorter_quotation_has_its_own_place(c):
    frames = read(c, quotations=c.quotations)[("shorter",)]
    row = frames["quotations"].set_index("utterance").loc["m2"]
    assert c.articles.loc["morning", "text"][row["start"] : row["end"]] == "the cat had"
