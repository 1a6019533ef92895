"""The tables hold, other tools accept them, and each fault is refused with file, row and mend."""

import json
import re

import pytest

from helpers import corpus
from helpers.checking import __main__ as command
from helpers.checking import checked, shapes
from helpers.tests import tiny


def test_the_project_holds():
    tables, problems = checked(shapes.PROJECT)
    assert [str(problem) for problem in problems] == [] and tables["articles"]


def test_frictionless_accepts_the_package_and_its_tables():
    from frictionless import Package

    report = Package(str(shapes.PROJECT / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "type", "message"])[:5]


@pytest.fixture
def home(tmp_path):
    return tiny.write(tmp_path)


def test_a_small_corpus_holds(home, capsys):
    assert command.main([str(home)]) == 0 and "everything holds" in capsys.readouterr().out
    assert list(corpus.load(home).articles.index) == ["morning", "evening"]
    assert corpus.load(home).events["event"].is_unique


# (file, old words, new words, what is said, the mend)
REFUSALS = [
    ("articles/morning.txt", "The cat sits", "The cat sat", "not the text that was", "restore"),
    ("articles/morning.txt", "Cat sits on", b"C\xe4t sits on", "is not UTF-8", "UTF-8"),
    ("quotations.csv", "mixed,dog,media", "mixed,dog,me\u200bdia", "unknown side", "only looks"),
    ("quotations.csv", "mixed,dog,media", "mixed,do\u200dg,media", "looks the same", "alike"),
    ("quotations.csv", "e2,the cat", "e2,the c\u200bat", "is not in", "cannot be seen"),
    ("positions.csv", "attributes,rock,owl", "attributes,rock,The Owl", "is 'owl' in", "always al"),
    ("names.csv", "fox,the fox,the fox", "fox 2,the fox,the fox", "another than 'fox'", "note"),
    ("articles.csv", "2016-06-09,", "2016/06/09,", "date", "give published as EDTF|EDTF|write"),
    ("articles.csv", "on Tuesday", "on Monday", "is not in evening", "copy the words"),
    ("segments.csv", "morning,Cat sits", "morning,Dog sits", "does not have the words", "copy"),
    ("segments.csv", "morning,The cat sits,body", "morning,The cat sits,bodi", "vocabulary", "use"),
    ("segments.csv", "article,starts", "article;starts", "column|separated|names", "header|comma"),
    ("quotations.csv", '"The mat is mine,"', '"The mat is ours,"', "is not in morning", "copy"),
    ("quotations.csv", "mixed,dog,media", "mixed,dog,medium", "unknown side", "use one of"),
    ("quotations.csv", "thinks,e3", "thinks,e9", "is no utterance", "utterance"),
    ("quotations.csv", ",the dog added,", ",the dog cried,", "is not near", "copy the cue"),
    ("quotations.csv", "mixed,dog,media", "mixed,,media", "no speaker", "name both"),
    ("names.csv", "fox,fox,fox", "fox,fox,wolf", "matches nothing", "write it as"),
    ("positions.csv", "attributes,yes,fox", "attributes,maybe,fox", "vocabulary", "use: yes, no"),
    ("positions.csv", "attributes,rock,owl", "silent,rock,owl", "has words", "empty answer"),
    ("positions.csv", "butes,yes,fox", "butes,yes,narrator", "to the narrator", "speaker"),
    ("positions.csv", "attributes,rock,owl", "asserts,rock,narrator", "writer asserts", "Voice:"),
    ("events.csv", "external,the diary of the fox", "external,", "no source", "name the reference"),
    ("events.csv", "purchase,", "purchse,", "unknown event", "add it to events.csv"),
    ("events.csv", "2016-06-04,relative", "2016-06-31,relative", "no day of the cal", "EDTF"),
    ("mentions.csv", "2016-06-04,day", "2016-06-05,day", "gives 2016-06-04", "mend date"),
    ("mentions.csv", "2015-05,month,stated", "2015-05,day,stated", "of precision month", "month"),
    ("mentions.csv", "e-1,2016-06-04", "e-9,2016-06-04", "anchor 'e-9' is missing", "use absolute"),
    ("mentions.csv", "absolute,2015-05", "absolute,2014-05", "no year", "or"),
    (
        "mentions.csv",
        "claimed,theft",
        "happened,theft",
        "`happened` dog only claims",
        "Presupposed:",
    ),
    ("positions.csv", "attributes,yes,fox", "attributes,yes,owl", "not those of owl", "mark in"),
    ("mentions.csv", "happened,purchase", "claimed,purchase", "nobody says it", "whose words"),
]


@pytest.mark.parametrize(("file", "old", "new", "words", "mend"), REFUSALS)
def test_a_fault_is_refused_with_its_mend(home, file, old, new, words, mend):
    tiny.change(home, file, old, new)
    found = "\n".join(map(str, checked(home)[1]))
    assert re.search(words, found) and re.search(f"Mend: .*({mend})", found), found
    with pytest.raises(corpus.CorpusError, match="problem"):
        corpus.load(home)


DISPUTED = "dispute,table,id,column,otherwise,why\nd,{},{},{},{},why\n"
THEFT = "m-{},morning,The cat sits,,,none,2016-06-0{},day,inferred,claimed,theft,A,x\n"
MORE = [
    ("questions.csv", "x,Is it?,yes,,,,\n", "no row says what"),
    ("questions.csv", "x,Is it?,yes,,yes > fish = maybe,,\n", "is in no vocabulary"),
    ("questions.csv", "fish,Is it?,yes,,,,\n", "question 'fish' is there twice"),
    ("mentions.csv", tiny.TABLES["mentions.csv"].splitlines()[4] + "\n", "'m-4' is there twice"),
    ("quotations.csv", "morning,m9,cat sits,,indirect,fox,UN,The,m8,,,A,\n", "is no utterance"),
    (
        "quotations.csv",
        "morning,m9,said that the cat,,free,fox,UN,,,,,A,why\n",
        "shares words with",
    ),
    (
        "quotations.csv",
        "morning,m9,the mat,,direct,Dog,media,The dog said,,,,A,\n",
        "speaker 'Dog'",
    ),
    ("mentions.csv", THEFT.format(8, 1) + THEFT.format(9, 3), "cannot be one event 'theft'"),
    ("names.csv", "fox,fox,Fox,,\n", "is also in row"),
    ("names.csv", "fox,fox,…,,\n", "has no word"),
    ("names.csv", "cat,cat,sits,The dog,\n", "does not hold the form"),
    ("disputed.csv", DISPUTED.format("positions", "p-99", "", ""), "no row 'p-99'"),
    ("disputed.csv", DISPUTED.format("positions", "p-1", "x", ""), "no column 'x'"),
    ("disputed.csv", DISPUTED.format("news", "p-1", "", ""), "vocabulary"),
    ("disputed.csv", DISPUTED.format("positions", "p-1", "about", "soon"), "'soon' is not a date"),
    ("disputed.csv", DISPUTED.format("positions", "p-1", "answer", "soon"), "fish has no answer"),
    ("disputed.csv", DISPUTED.format("questions", "fish", "opposed", "yes"), "is no pair of"),
    ("notes.csv", "x\n", "does not belong"),
    ("articles/third.txt", "x\n", "has no row in articles.csv"),
]


@pytest.mark.parametrize(("file", "row", "words"), MORE)
def test_what_does_not_belong_is_named(home, file, row, words):
    tiny.append(home, file, row)
    assert words in "\n".join(map(str, checked(home)[1]))


def test_what_looks_alike_is_said(home):
    """Accents composed otherwise, equal passages of which the first can be named, lost rows."""
    text = "Café\n\nIt is. It is. Zoë’s café."
    (home / "articles/evening.txt").write_bytes(text.encode())
    tiny.seal(home)
    article = (home / "articles.csv").read_text().splitlines()
    (home / "articles.csv").write_text("\n".join(article[:2]).replace("on Tuesday", "") + "\n")
    (home / "articles/morning.txt").unlink()
    (home / "segments.csv").write_text(
        "article,starts,kind,label,note\nevening,Café,title,,\nevening,It is. It,body,,\n"
    )
    header = tiny.TABLES["quotations.csv"].partition("\n")[0]
    for name in ("sides", "names", "questions", "positions", "events", "mentions"):
        (home / f"{name}.csv").unlink()
    row = "evening,e1,{},{},free,Zoë,,,,,,A,why"
    given = [("It is.", "the first"), ("It is.", "It is."), ("It is.", ""), ("Zoe\u0308’s", "")]
    table = "\n".join([header, *(row.format(*each) for each in given)])
    tables, problems = checked(home, instead={"quotations.csv": table})
    assert [row["start"] for row in tables["quotations"]] == [6, 13, -1, -1]
    said = "\n".join(str(problem) for problem in problems if "side" not in problem.words)
    assert "stands 2 times" in said and "first is meant by `the first`" in said
    assert "accents are composed differently" in said
    assert (home / "quotations.csv").read_text("utf-8") == tiny.TABLES["quotations.csv"]
    package = json.loads((shapes.PROJECT / "datapackage.json").read_text("utf-8"))
    next(each for each in package["resources"] if each["name"] == "segments")["rows"] = 3
    (home / "datapackage.json").write_text(json.dumps(package))
    assert "has 2 rows where datapackage.json counts 3" in str(checked(home)[1][0])


def test_other_people_s_files_are_read_as_they_are_saved(home):
    """Line ends and byte order marks of Windows change no place; stop words that match nothing."""
    before = checked(home)[0]
    for path in home.rglob("*.*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    tiny.seal(home)
    (home / "stopwords.txt").write_bytes("\ufeff# why\r\nThe\r\nU.S. # x\r\n".encode())
    tables, problems = checked(home)
    assert not problems and tables["mentions"] == before["mentions"]
    (home / "stopwords.txt").write_text("the\nNew York\n")
    assert "row 2: 'New York' is not one word" in str(checked(home)[1][0])


def test_a_telling_may_have_the_right_date_beside_one_that_has_not(home):
    row = "e-9,evening,The fox met,,,none,2016-06-06,day,inferred,happened,meeting,A,x\n"
    tiny.append(home, "mentions.csv", row)
    assert checked(home)[1] == [], "`differs` of the event owns up to the other"


def test_another_reader_s_rows_are_held_to_form_and_place_only(home):
    row = "p-9,moon,morning,asserts,rock,narrator,2016-06,{},,the writer,B,\n"
    tiny.append(home, "positions.csv", row.format("The mat is mine"))
    asked = "question,asks,answers,opposed,entails,unlike,note\n"
    entails = "moon,Is it?,cheese | rock,cheese x rock,rock > fish = yes,fish,\n"
    fish = tiny.TABLES["questions.csv"].splitlines()[1]
    (home / "questions.csv").write_text(f"{asked}{fish}\n{entails}")
    said = [problem for problem in checked(home)[1] if "entails" not in problem.words]
    assert {problem.row for problem in said} <= {6}, "reader A's own row entails, B's does not"
    for cells in (("positions", "p-9", "reader", "A"), ("questions", "moon", "answers", "")):
        (home / "disputed.csv").write_text(DISPUTED.format(*cells))
        assert "has no" not in "\n".join(map(str, checked(home)[1]))
    tiny.change(home, "positions.csv", "The mat is mine", "The mat is ours")
    assert "is not in morning" in "\n".join(map(str, checked(home)[1]))
