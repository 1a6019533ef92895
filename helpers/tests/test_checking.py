"""The tables hold, other tools accept them, and each fault is refused with file, row and mend."""

import pytest

from helpers import corpus
from helpers.checking import __main__ as command
from helpers.checking import checked, shapes
from helpers.tests import tiny


def test_the_project_holds():
    tables, problems = checked(shapes.PROJECT)
    assert [str(problem) for problem in problems] == [] and len(tables["articles"]) == 5


def test_frictionless_accepts_the_package_and_its_tables():
    from frictionless import Package

    report = Package(str(shapes.PROJECT / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "type", "message"])[:5]


@pytest.fixture
def home(tmp_path):
    return tiny.write(tmp_path)


def test_a_small_corpus_holds(home, capsys):
    assert command.main([str(home)]) == 0 and "everything holds" in capsys.readouterr().out
    assert list(corpus.articles(home).index) == ["morning", "evening"]
    assert corpus.events(home)["event"].is_unique


# (file, old words, new words, what is said, the mend)
REFUSALS = [
    (
        "articles/morning.txt",
        "The cat sits",
        "The cat sat",
        "not the text that was annot",
        "restore",
    ),
    ("articles/morning.txt", "Cat sits on", b"\xef\xbb\xbfCat sits on", "byte order mark", "BOM"),
    ("articles/morning.txt", "Cat sits on", b"C\xe4t sits on", "is not UTF-8", "UTF-8"),
    ("articles/morning.txt", "Cat sits on mat\n", "Cat sits on mat\r\n", "carriage returns", "LF"),
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
    (
        "positions.csv",
        "attributes,yes,fox",
        "attributes,yes,narrator",
        "to the narrator",
        "speaker",
    ),
    ("positions.csv", "attributes,rock,owl", "asserts,rock,narrator", "writer asserts", "Voice:"),
    ("events.csv", "external,the diary of the fox", "external,", "no source", "name the reference"),
    ("events.csv", "purchase,", "purchse,", "unknown event", "add it to events.csv"),
    ("events.csv", "2016-06-04,relative", "2016-06-31,relative", "no day of the cal", "EDTF"),
    ("mentions.csv", "2016-06-04,day", "2016-06-05,day", "gives 2016-06-04", "mend date"),
    ("mentions.csv", "2015-05,month,stated", "2015-05,day,stated", "of precision month", "month"),
    ("mentions.csv", "e-1,2016-06-04", "e-9,2016-06-04", "anchor 'e-9' is missing", "use absolute"),
    (
        "mentions.csv",
        "in May 2015,absolute,2015-05",
        "in May 2015,absolute,2014-05",
        "no year",
        "or",
    ),
    ("mentions.csv", "claimed,theft", "happened,theft", "only claimed, by dog", "Presupposed:"),
]


@pytest.mark.parametrize(("file", "old", "new", "words", "mend"), REFUSALS)
def test_a_fault_is_refused_with_its_mend(home, file, old, new, words, mend):
    import re

    tiny.change(home, file, old, new)
    found = "\n".join(map(str, checked(home)[1]))
    assert re.search(words, found) and re.search(f"Mend: .*({mend})", found), found
    with pytest.raises(corpus.CorpusError, match="problem"):
        corpus.articles(home)


MORE = [
    ("questions.csv", "x,Is it?,yes,,,,\n", "no row says what"),
    ("questions.csv", "x,Is it?,yes,,yes > fish = maybe,,\n", "is in no vocabulary"),
    ("questions.csv", "fish,Is it?,yes,,,,\n", "question 'fish' is there twice"),
    (
        "mentions.csv",
        "m-1,morning,the cat,,,none,unknown,unknown,unknown,claimed,claim,A,\n",
        "twi",
    ),
    ("quotations.csv", "morning,m9,cat sits,,indirect,fox,UN,The,m8,,,A,\n", "is no utterance"),
    (
        "quotations.csv",
        "morning,m9,said that the cat,,free,fox,UN,,,,,A,why\n",
        "shares words with",
    ),
    ("names.csv", "fox,fox,Fox,,\n", "is also in row"),
    ("names.csv", "cat,cat,sits,The dog,\n", "does not hold the form"),
    (
        "disputed.csv",
        "dispute,table,id,column,otherwise,why\nd,positions,p-99,,,why\n",
        "no row 'p-99'",
    ),
    (
        "disputed.csv",
        "dispute,table,id,column,otherwise,why\nd,positions,p-1,x,,why\n",
        "no column 'x'",
    ),
    ("disputed.csv", "dispute,table,id,column,otherwise,why\nd,news,p-1,,,why\n", "vocabulary"),
    ("notes.csv", "x\n", "does not belong"),
    ("articles/third.txt", "x\n", "has no row in articles.csv"),
    (
        "quotations.csv",
        "morning,m9,the mat,,direct,Dog,media,The dog said,,,,A,\n",
        "speaker 'Dog'",
    ),
]


@pytest.mark.parametrize(("file", "row", "words"), MORE)
def test_what_does_not_belong_is_named(home, file, row, words):
    tiny.append(home, file, row)
    assert words in "\n".join(map(str, checked(home)[1]))


def test_a_reader_without_rows_is_named(home):
    with pytest.raises(ValueError, match=r"no rows of reader 'C', of \['A'\] only"):
        corpus.quotations(home, reader="C")
