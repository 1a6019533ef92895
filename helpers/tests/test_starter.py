"""First tables for any folder of texts: they hold, nothing is changed, nothing is replaced."""

import hashlib
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import corpus, starter, voices
from helpers.tests import copies

CAT = "Cat sits on mat\n\nThe cat sits on the mat.\nThe mat is hers."
FOX = "Fox denies all\n\nThe fox met the cat.\n\nShare this page"


def put(folder, **texts):
    """Write texts by the names of their files, with _ for a dot; returns the folder."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


def segments(home, article):
    """(kind, text) of the segments of an article."""
    found = corpus.segments(home).query("article == @article")
    return list(zip(found["kind"], found["text"], strict=True))


def test_texts_in_articles_stay_where_they_are(tmp_path):
    put(tmp_path / "articles", cat_txt=CAT, fox_txt=FOX)
    before = copies.files(tmp_path)
    starter.start(tmp_path, "2016-06")
    assert corpus.problems(tmp_path) == []
    after = copies.files(tmp_path)
    assert before.items() <= after.items()
    assert after.keys() - before.keys() == {"articles.csv", "segments.csv", "stopwords.txt"}
    assert after["stopwords.txt"] == (corpus.HOME / "corpus/stopwords.txt").read_bytes()


def test_texts_beside_move_into_articles_unchanged(tmp_path):
    put(tmp_path, cat_txt=CAT, fox_TXT=FOX)
    starter.start(tmp_path, "2016-06")
    assert corpus.problems(tmp_path) == []
    files = copies.files(tmp_path)
    assert files["articles/cat.txt"] == CAT.encode() and files["articles/fox.txt"] == FOX.encode()
    assert "cat.txt" not in files


def test_first_tables_say_what_is_known_and_what_is_not(tmp_path):
    put(tmp_path, **{"2016-06-09-cat_txt": CAT}, fox_txt=FOX)
    starter.start(tmp_path, "2016")
    articles = corpus.articles(tmp_path)
    assert list(articles.index) == ["2016-06-09-cat", "fox"]
    cat = articles.loc["2016-06-09-cat"]
    assert cat["title"] == "Cat sits on mat"
    assert (cat["published"], cat["published_basis"]) == ("2016-06-09", "external")
    assert "the file's name begins with it" in cat["published_reasoning"]
    assert "given for all texts" in articles.loc["fox", "published_reasoning"]
    assert {cat["outlet"], cat["genre"]} == {"not entered yet"}
    assert cat["sha256"] == hashlib.sha256(CAT.encode()).hexdigest()
    assert segments(tmp_path, "fox") == [
        ("title", "Fox denies all\n\n"),
        ("body", "The fox met the cat.\n\nShare this page"),
    ]


def test_the_loaders_and_voices_run_on_first_tables(tmp_path):
    put(tmp_path, cat_txt=CAT, fox_txt=FOX)
    starter.start(tmp_path, "2016-06")
    assert set(voices.words(tmp_path)["voice"]) == {"narrator"}
    assert len(voices.naming(tmp_path)) == len(corpus.mentions(tmp_path)) == 0


TEXTS = {
    "one line": "The cat sits on the mat.",
    "one line and its end": "The cat sits on the mat.\n",
    "one long line": "The cat sits on the mat. " * 50,
    "one long word": "miau" * 50_000,
    "a title only in blanks": "\n \n\u00a0\nCat sits on mat\n\n\n",
    "blank lines first": "\n\n  Cat sits on mat\n\nThe cat sits.",
    "title twice": "Cat sits on mat\nCat sits on mat\n\nThe cat sits.",
    "title again at the end": "Cat\n\nThe cat sits.\n\nCat",
    "title is the text": "Cat\nCat",
    "title ends as the body": "The cat sits\ncat sits",
    "first words again": "Cat\n\n" + "The cat sits on the mat. " * 40 + "And sleeps.",
    "all words the same": "cat\n" + "cat " * 500,
    "first line is a paragraph": "The cat sits on the mat, " * 20 + "\n\nThe fox does not.",
    "formula": "=1+1\n\n=SUM(A1)\n@cat(says)",
    "wiki heading": "== Cat ==\n\n=== Mat ===\n",
    "commas and marks": 'Cat, "mat"\n\n"The cat", she said, "sits; on | the mat."',
    "no-break spaces": "Cat\u00a0sits\n\nThe\u00a0cat\u2028sits\x85on\x0cthe mat",
    "German": "Kätzchen sitzt\n\n„Die Matte ist meine“, sagte das Kätzchen.",
    "Arabic": "القطة على الحصيرة\n\nقالت القطة: «الحصيرة لي».",
    "Hindi": "बिल्ली चटाई पर\n\nबिल्ली ने कहा, “चटाई मेरी है।”",
    "Chinese": "猫坐在垫子上\n\n" + "猫坐在垫子上。" * 30 + "狐狸否认。",
    "emoji": "🐈\n\n🐈‍⬛ 🧶",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_gets_tables_that_hold(tmp_path, text):
    put(tmp_path, cat_txt=text)
    starter.start(tmp_path, "2016-06")
    assert corpus.problems(tmp_path) == []
    found = segments(tmp_path, "cat")
    assert "".join(words for _, words in found) == text
    assert [kind for kind, _ in found] in (["title", "body"], ["body"])
    title = corpus.articles(tmp_path)["title"]["cat"]
    assert title and len(title) <= 200


def test_titles(tmp_path):
    put(tmp_path, **{f"{n}_txt": text for n, text in enumerate(TEXTS.values())})
    starter.start(tmp_path, "2016-06")
    titles = corpus.articles(tmp_path)["title"]
    shown = {name: titles[str(n)] for n, name in enumerate(TEXTS)}
    assert shown["blank lines first"] == "Cat sits on mat"
    assert shown["one long line"] == "The cat sits on the mat. " * 3 + "The …"
    assert shown["formula"] == "1+1" and shown["wiki heading"] == "== Cat =="
    kinds = {name: [kind for kind, _ in segments(tmp_path, str(n))] for n, name in enumerate(TEXTS)}
    alone = [name for name, found in kinds.items() if found == ["body"]]
    assert alone == [
        *("one line", "one line and its end", "one long line", "one long word"),
        *("a title only in blanks", "title ends as the body", "first line is a paragraph"),
    ]


NAMES = {
    "القطة.txt": "القطة",
    "बिल्ली.txt": "बिल्ली",
    "2016-06-09-été.txt": "2016-06-09-été",
    "My cat (1).txt": "My-cat-1",
    "cat.mat.TXT": "cat-mat",
    "--.txt": "text",
    "+cat.txt": "cat",
    "a" * 240 + ".txt": "a" * 200,
}


@pytest.mark.parametrize(("file", "article"), NAMES.items())
def test_names_of_files_become_ids(tmp_path, file, article):
    (tmp_path / file).write_text(CAT, "utf-8")
    starter.start(tmp_path, "2016-06")
    assert corpus.problems(tmp_path) == []
    assert list(corpus.articles(tmp_path).index) == [article]


# What is refused: nothing is written, and every problem is said


def refused(home, published="2016-06"):
    """The problems of a start that is refused, as (file, words, mend)."""
    before = copies.files(home) if home.is_dir() else {}
    with pytest.raises(starter.Refused) as error:
        starter.start(home, published)
    assert before == (copies.files(home) if home.is_dir() else {})
    return [(file, words, mend) for file, _, words, mend in error.value.problems]


BAD = {
    "cp1252": (CAT.replace("cat", "Kätzchen").encode("cp1252"), "is not UTF-8", "reads as cp1252"),
    "BOM": (b"\xef\xbb\xbf" + CAT.encode(), "begins with a byte order mark", "without BOM"),
    "CRLF": (CAT.replace("\n", "\r\n").encode(), "has carriage returns", "LF line ends"),
    "UTF-16": (CAT.encode("utf-16"), "holds NUL characters (UTF-16?)", "plain text in UTF-8"),
    "empty": (b" \n", "is empty", "put the text in, or remove the file"),
}


@pytest.mark.parametrize(("data", "words", "mend"), BAD.values(), ids=BAD)
def test_a_text_is_never_repaired_in_silence(tmp_path, data, words, mend):
    put(tmp_path, cat_txt=data, fox_txt=FOX)
    ((file, said, mended),) = refused(tmp_path)
    assert file == "cat.txt" and words in said and mend in mended


def test_all_that_stands_in_the_way_is_said_at_once(tmp_path):
    put(tmp_path, cat_txt=CAT.encode("utf-16"), fox_txt=FOX, segments_csv="mine")
    assert [file for file, *_ in refused(tmp_path, "")] == [
        *("segments.csv", "cat.txt", "cat.txt", "fox.txt"),
    ]


def test_tables_are_never_replaced(tmp_path):
    put(tmp_path, cat_txt=CAT)
    starter.start(tmp_path, "2016-06")
    assert [words for _, words, _ in refused(tmp_path)] == ["is there already"] * 2


def test_a_stop_list_that_is_there_stays(tmp_path):
    put(tmp_path, cat_txt=CAT, stopwords_txt="die\nder\n")
    starter.start(tmp_path, "2016-06")
    assert (tmp_path / "stopwords.txt").read_text() == "die\nder\n"
    assert list(corpus.articles(tmp_path).index) == ["cat"]


@pytest.mark.parametrize("published", ["", "soon", "2016-06/..", "unknown", "09/06/2016"])
def test_a_date_of_publication_is_needed(tmp_path, published):
    put(tmp_path, **{"2016-13-cat_txt": CAT})
    problems = refused(tmp_path, published)
    if published:
        assert [problem[:2] for problem in problems] == [
            ("--published", f"{published!r} is no date")
        ]
    else:
        assert [problem[1] for problem in problems] == ["has no date of publication"]
        assert "give --published 2016-06" in problems[0][2]


def test_names_in_articles_are_left_to_the_person(tmp_path):
    put(tmp_path / "articles", **{"My cat_txt": CAT, "fox_TXT": FOX})
    words = "has a name that is no id of an article"
    assert refused(tmp_path) == [
        ("articles/My cat.txt", words, "rename it, to My-cat.txt for instance"),
        ("articles/fox.TXT", words, "rename it, to fox.txt for instance"),
    ]


def test_texts_with_one_name_are_refused(tmp_path):
    put(tmp_path, **{"a cat_txt": CAT, "a-cat_txt": FOX})
    assert refused(tmp_path)[0][1] == "would have the same name as a cat.txt: a-cat.txt"


def test_texts_here_and_in_articles_are_refused(tmp_path):
    put(tmp_path / "articles", cat_txt=CAT)
    put(tmp_path, fox_txt=FOX)
    assert refused(tmp_path)[0][:2] == ("fox.txt", "lies beside articles/")


def test_links_are_refused(tmp_path):
    put(tmp_path, cat_txt=CAT)
    put(tmp_path / "home")
    (tmp_path / "home/cat.txt").symlink_to("../cat.txt")
    assert refused(tmp_path / "home")[0][:2] == ("cat.txt", "is a link")


def test_a_folder_without_texts_is_refused(tmp_path):
    assert refused(tmp_path)[0][1] == "holds no text, here or in articles/"
    assert refused(tmp_path / "none")[0][1] == "is no folder"
    put(tmp_path, cat_txt=CAT, articles=b"")
    assert ("articles", "is not a folder", "rename it") in refused(tmp_path)


# The command


def command(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "helpers.starter", *map(str, arguments)],
        env=copies.environment(corpus.HOME, **environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_command_says_what_it_did_and_what_is_next(tmp_path):
    home = put(tmp_path / "my texts", cat_txt=CAT, **{"القطة_txt": CAT})
    done = command(home, "--published", "2016-06", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    first, _, last, *rest = done.stdout.splitlines()
    assert first == "cat.txt: articles/cat.txt, published 2016-06"
    assert last == f"2 texts in {home}: first tables written."
    assert f"  python -m helpers.corpus '{home}'" in rest
    again = command(home)
    assert again.returncode == 1 and again.stdout.endswith("\nNothing was written.\n")


def test_command_says_what_does_not_hold_yet(tmp_path):
    put(tmp_path, cat_txt=CAT, notes_docx="")
    done = command(tmp_path, "--published", "2016-06")
    assert done.returncode == 1
    assert "notes.docx: does not belong in a corpus folder" in done.stdout


PIECES = ["cat", "The", "mat,", " ", " ", "\n", "\n\n", "\u00a0", "=", '"']


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(st.one_of(st.lists(st.sampled_from(PIECES)).map("".join), st.text(max_size=60)))
def test_whatever_is_text_gets_tables_that_hold(tmp_path_factory, text):
    home = put(tmp_path_factory.mktemp("any"), cat_txt=text.encode("utf-8", "replace"))
    try:
        starter.start(home, "2016-06")
    except starter.Refused as error:
        assert {problem.words.split(" (")[0] for problem in error.problems} <= {
            *("is empty", "has carriage returns", "holds NUL characters"),
        }
    else:
        assert corpus.problems(home) == []
