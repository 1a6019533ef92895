"""A sixth article, made up, goes through: into the tables, the pictures and the drafts."""

import csv
import re
import subprocess
import sys

import pytest

from helpers.checking import checked, places
from helpers.edition import run
from helpers.tests import copies

NAME = "harbour-post"
TEXT = """Syria Talks Leave Both Sides Guessing
By A Reporter

WASHINGTON, June 20, 2016 — The United States and Russia are not working together in Syria, the \
State Department spokesman John Kirby said on Monday.

Russian aircraft bombed fighters near Aleppo on Sunday, the Syrian Observatory said. They will meet
next Monday.

Share this
"""
NOT = "The United States and Russia are not working together in Syria"
BOMBED = "Russian aircraft bombed fighters near Aleppo on Sunday"
MEET = "They will meet"
OWN = {"article": NAME, "reader": "A"}
ROWS = {
    "articles": [
        {"article": NAME, "outlet": "Harbour Post", "title": "Syria Talks", "genre": "news report"}
        | {"published": "2016-06-20", "published_basis": "stated"}
    ],
    "segments": [
        {"article": NAME, "starts": "Syria Talks", "kind": "title"},
        {"article": NAME, "starts": "By A", "kind": "byline"},
        {"article": NAME, "starts": "WASHINGTON", "kind": "body"},
        {"article": NAME, "starts": "Share this", "kind": "furniture"},
    ],
    "quotations": [
        OWN | {"utterance": "hp01", "quote": NOT, "kind": "indirect", "speaker": "John Kirby"},
        OWN | {"utterance": "hp02", "quote": BOMBED, "kind": "indirect", "speaker": "Observatory"},
    ],
    "events": [
        {"event": "raid", "what": "Russian aircraft bomb fighters", "kind": "strike"}
        | {"date": "2016-06-19", "basis": "relative", "reader": "A"},
        {"event": "next-talks", "what": "They meet", "kind": "talks"}
        | {"date": "2016-06-27", "basis": "relative", "reader": "A"},
    ],
    "mentions": [
        OWN
        | {"mention": "hp-1", "quote": BOMBED, "expression": "on Sunday", "anchor": "publication"}
        | {"date": "2016-06-19", "precision": "day", "basis": "relative", "status": "claimed"}
        | {"event": "raid"},
        OWN
        | {"mention": "hp-2", "quote": MEET, "expression": "next Monday", "anchor": "publication"}
        | {"date": "2016-06-27", "precision": "day", "basis": "relative", "status": "planned"}
        | {"event": "next-talks"},
    ],
}


def add(home, name, rows):
    path = home / f"{name}.csv"
    columns = path.read_text("utf-8").partition("\n")[0].split(",")
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerows(rows)


@pytest.fixture
def project(tmp_path):
    """A copy of the project with the article in every table."""
    folder = copies.copy(tmp_path / "project", without=("tests",))
    home = folder / "corpus"
    (home / f"articles/{NAME}.txt").write_text(TEXT, "utf-8", newline="\n")
    for row in ROWS["articles"]:
        row["sha256"] = places.checksum(home / f"articles/{NAME}.txt")
    for row in ROWS["quotations"]:
        row |= {"side": "US government", "cue": "said"}
    for name, rows in ROWS.items():
        add(home, name, rows)
    for row in csv.DictReader((home / "questions.csv").open(encoding="utf-8")):
        answer = OWN | {"position": f"{row['question']}-{NAME}-1", "question": row["question"]}
        if row["question"] == "cooperation":
            answer |= {"stance": "attributes", "answer": "no", "by": "John Kirby", "quote": NOT}
            answer |= {"about": "2016-06-20", "origin": "the United States"}
        add(home, "positions", [{"stance": "silent"} | answer])
    return folder


def test_a_draft_shows_the_article_and_every_sentence_that_no_longer_holds(project):
    assert [*map(str, checked(project / "corpus")[1])] == []
    done = copies.command(project, "-m", "helpers.publish", "--draft")
    assert done.returncode == 0, done.stdout[-3000:]
    pages = {path.name[:2]: path.read_text("utf-8") for path in project.glob("*/pages/*.html")}
    assert [n for n in sorted(pages) if n < "06" and "Harbour Post" not in pages[n]] == []
    stale = {n: re.findall("This sentence no longer holds: “(.*?)”", pages[n]) for n in pages}
    assert {"00", "01", "02", "03", "04", "05"} <= {n for n in stale if stale[n]}
    assert not any("97%" in sentence for sentence in stale["06"]), "reader B has not read it"


@pytest.mark.parametrize("path", run.notebooks(), ids=lambda path: path.stem)
def test_what_is_said_of_our_articles_can_be_left_out(path, tmp_path):
    """`--corpus` leaves out the cells tagged this-corpus; no other cell needs a name of theirs."""
    left = tmp_path / path.name
    left.write_text(run.stored(run.read(path, {"this-corpus"})), "utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select=F821", left]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
