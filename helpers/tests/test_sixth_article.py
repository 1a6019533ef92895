"""A sixth article, made up, goes the whole way: tables, numbers mended, pictures, pages, tests."""

import csv
import re
import subprocess
import sys

import pytest

from helpers.checking import checked, places
from helpers.edition import run
from helpers.tests import copies

NAME = "harbour-post"
# A line of the file is a paragraph; here they are broken.
TEXT = re.sub(
    r"(?<!\n)\n(?!\n)",
    " ",
    """\
Syria Talks Leave Both Sides Guessing

By A Reporter

WASHINGTON, Sept. 20, 2016 — The United States and Russia are not working together in Syria, the
State Department spokesman John Kirby said on Tuesday, a day after Russian aircraft bombed a
convoy of lorries outside Aleppo.

“Nobody in this building calls it cooperation,” Kirby told reporters. “We talk, because silence
in a crowded sky costs lives.”

In Moscow the Defense Ministry said that its crews had asked the Americans for the places of
their friends on the ground, and that no answer had come.

Both air forces still ring each other up before they fly. The telephone line, agreed last year,
is tested twice a day, and officers on either side know the voices at the other end. What they
may say is written on a card. A pilot who drifts is told so; a target is never named.

The lorries burned through the night. Drivers who had walked back to the crossing by morning
said that the first aircraft came over while they were unloading flour, and that the second came
when neighbours had run to help. No side has owned the raid. Kirby would not say whose aircraft
they were; the ministry spoke of a fire.

Analysts warned that the line may be all that is left. “Take it away and you have two strangers
in the dark,” said Harriet Onslow, who taught at the naval college and now keeps bees. Mrs. Onslow
expects the truce to fail within a week.

Diplomats will meet next Monday in Geneva. Nobody there expects a paper to be signed. The last
one lay on the table for ten days, and when it was lifted the ink had run.

In the port of Tartus, meanwhile, the cafés have menus in Russian, and the price of a room has
doubled since spring. The harbour master keeps a list of the ships on the wall behind him. He
counts what comes in: flour, cement, tyres, and long crates without a name. What goes out he
does not count. Asked whether the two powers work together, he pointed to the crane, which has
been broken since March. “They both promised me the part,” he said.

The war is older than most of the children who sell chewing gum at the gate. They know the sound
of each aircraft, and do not look up.

Share this

""",
)
KIRBY = "The United States and Russia are not working together in Syria"
NOBODY = "Nobody in this building calls it cooperation,"
RING = "Both air forces still ring each other up before they fly."
CONVOY = "Russian aircraft bombed a convoy of lorries outside Aleppo"
MEET = "Diplomats will meet next Monday in Geneva"
OWN = {"article": NAME, "reader": "A"}
SPOKEN = OWN | {"speaker": "John Kirby", "side": "US government"}
ROWS = {
    "articles": [
        {"article": NAME, "outlet": "Harbour Post", "title": "Syria Talks", "genre": "news report"}
        | {"published": "2016-09-20", "published_basis": "stated"}
    ],
    "segments": [
        {"article": NAME, "starts": "Syria Talks", "kind": "title"},
        {"article": NAME, "starts": "By A", "kind": "byline"},
        {"article": NAME, "starts": "WASHINGTON", "kind": "body"},
        {"article": NAME, "starts": "Share this", "kind": "furniture"},
    ],
    "quotations": [
        SPOKEN | {"utterance": "hp01", "quote": KIRBY, "kind": "indirect", "cue": "said"},
        SPOKEN | {"utterance": "hp02", "quote": NOBODY, "kind": "direct", "cue": "told reporters"},
    ],
    "events": [
        {"event": "lorries", "what": "Aircraft bomb a convoy of lorries", "kind": "strike"}
        | {"date": "2016-09-19", "basis": "relative", "reader": "A"},
        {"event": "hp-geneva", "what": "Diplomats meet in Geneva", "kind": "talks"}
        | {"date": "2016-09-26", "basis": "relative", "reader": "A"},
    ],
    "mentions": [
        OWN | {"mention": "hp-1", "quote": CONVOY, "anchor": "none", "event": "lorries"}
        | {"date": "2016-09-19", "precision": "day", "basis": "inferred", "status": "happened"}
        | {"note": "The day before Tuesday."},
        OWN | {"mention": "hp-2", "quote": MEET, "expression": "next Monday", "event": "hp-geneva"}
        | {"anchor": "publication", "date": "2016-09-26", "precision": "day"}
        | {"basis": "relative", "status": "planned"},
    ],
}  # fmt: skip
# What another person marked who read this article alone.
OTHER = {
    "quotations": ROWS["quotations"][0] | {"utterance": "d1"},
    "mentions": ROWS["mentions"][1] | {"mention": "d-1"},
    "positions": {"question": "cooperation", "position": "cooperation-d-1"}
    | {"stance": "attributes", "answer": "no", "by": "John Kirby", "quote": KIRBY}
    | {"about": "2016-09-20", "origin": "the United States"},
}
ANSWERS = [
    {"stance": "attributes", "answer": "no", "by": "John Kirby", "quote": KIRBY}
    | {"about": "2016-09-20", "origin": "the United States"},
    {"stance": "asserts", "answer": "limited", "by": "narrator", "quote": RING}
    | {"about": "2016-09", "origin": "the writer"},
]
# The tests that look at the articles or at what the notebooks say of them.
ABOUT_ARTICLES = ["agreement", "checking", "expressions", "notebooks", "reading", "second_ranges"]
ABOUT_ARTICLES += ["second_way", "statements", "terms", "timeline", "voices", "words"]
TO_REWRITE = r"""(\S+): “(.*)”: rewrite (it: )?(['"])(.*)\4, which is (?:not so|so, is not in it)"""


def add(home, name, rows):
    path = home / f"{name}.csv"
    columns = path.read_text("utf-8").partition("\n")[0].split(",")
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, restval="", lineterminator="\n").writerows(rows)


def answered(question):
    """The article's answers to a question: two to the first, silence to the others."""
    given = ANSWERS if question == "cooperation" else [{"stance": "silent"}]
    for n, answer in enumerate(given, 1):
        yield OWN | answer | {"question": question, "position": f"{question}-{NAME}-{n}"}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project with the article in every table, as the guide enters it, and a D."""
    folder = copies.copy(tmp_path_factory.mktemp("sixth") / "project")
    home = folder / "corpus"
    (home / f"articles/{NAME}.txt").write_text(TEXT, "utf-8", newline="\n")
    ROWS["articles"][0]["sha256"] = places.checksum(home / f"articles/{NAME}.txt")
    for name, rows in ROWS.items():
        add(home, name, rows)
    for row in csv.DictReader((home / "questions.csv").open(encoding="utf-8")):
        add(home, "positions", answered(row["question"]))
    for name, row in OTHER.items():
        add(home, name, [row | {"article": NAME, "reader": "D"}])
    assert [*map(str, checked(home)[1])] == []
    return folder


def rewritten(project, left):
    """Put other words in the place of claims that are no longer so, as a person would.

    What an article before this one made untrue, and this one true again, is put back.
    """
    readme = project / "README.md"
    for name, sentence, again, _, words in left:
        path, told = project / f"notebooks/{name}.ipynb", 0
        book, sentence = run.read(path), sentence.removesuffix(" …")
        for cell in book.cells:
            if sentence in " ".join(cell.source.replace("*" * (not again), "").split()):
                told += bool(again) or words in cell.source
                cell.source = cell.source.replace(words, "(otherwise)") + f" {words}." * bool(again)
        assert told == 1, (name, sentence)
        path.write_text(run.stored(book), "utf-8")
        text = readme.read_text("utf-8")
        readme.write_text(text.replace(sentence, sentence.replace(words, "(otherwise)")), "utf-8")


def test_a_sixth_article_goes_through(project):
    """Numbers are mended, claims that are no longer so are left for a person, and nothing else."""
    done = copies.command(project, "-m", "helpers.publish", "--mend")
    assert done.returncode == 1 and " is now " in done.stdout, done.stdout[-3000:]
    mended, _, left = done.stdout.partition("\nNo longer so ")
    assert "rewrite" not in mended and re.search(r"\w is now .*; .* is now ", mended)
    left = [re.fullmatch(TO_REWRITE, line) for line in left.strip().splitlines()[1:]]
    assert all(left), done.stdout[-3000:]
    left = [line.groups() for line in left]
    claims = {words for *_, words in left}
    if len(list(project.glob("corpus/articles/*.txt"))) == 6:
        assert "of which the other" in claims, "it does not tell of the arrangement"
    assert not any("every writer" in each for each in claims), "what one reader read is no quarrel"
    pages = {path.name[:2]: path.read_text("utf-8") for path in project.glob("*/pages/*.html")}
    assert [n for n in sorted(pages) if n < "07" and "Harbour Post" not in pages[n]] == []
    for name in ("00-answer", "01-made-of", "03-voices", "05-survival", "06-timeline"):
        drawn = (path.read_text("utf-8") for path in project.glob(f"figures/{name}*.svg"))
        assert any("Harbour" in each for each in drawn), name
    rewritten(project, left)
    tests = [f"helpers/tests/test_{room}.py" for room in ABOUT_ARTICLES]
    strict = ["--override-ini=addopts=", "-p", "helpers.tests.plugin"]
    which = ["-k", "not rerun and not nbval"]
    done = copies.command(project, "-m", "pytest", "-q", *strict, *which, *tests)
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", run.notebooks(), ids=lambda path: path.stem)
def test_what_is_said_of_our_articles_can_be_left_out(path, tmp_path):
    """`--corpus` leaves out the cells tagged this-corpus; no other cell needs a name of theirs."""
    left = tmp_path / path.name
    left.write_text(run.stored(run.read(path, {"this-corpus"})), "utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select=F821", left]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    sources = [cell.source for cell in run.read(path).cells]
    loads = [each.count("corpus.load()") + each.count("marking.open()") for each in sources]
    assert sum(loads) == 1, "a notebook loads once, as publishing for another corpus expects"
