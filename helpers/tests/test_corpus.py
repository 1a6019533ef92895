"""The corpus: what its loaders give, and that whatever does not hold is named with its mend."""

import csv
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import corpus
from helpers.tables import TABLES
from helpers.tests import copies, tiny


@pytest.fixture
def home(tmp_path):
    return tiny.write(tmp_path)


def only(home):
    """The one problem of a corpus, as (file and row, words, mend)."""
    problems = corpus.problems(home)
    assert len(problems) == 1, "\n".join(map(str, problems)) or "no problem"
    file, row, words, mend = problems[0]
    return f"{file}:{row}", words, mend


def test_a_corpus_that_holds(home):
    assert corpus.problems(home) == []


# The five articles

ORDER = ["mcclatchy", "one-world", "al-jazeera", "us-patriot", "informed-comment"]
ROWS = {
    "segments": [6, 3, 10, 12, 15],
    "quotations": [36, 16, 23, 7, 15],
    "positions": [22, 16, 22, 15, 19],
    "mentions": [78, 33, 73, 44, 26],
}


def test_the_project_holds():
    assert corpus.problems() == []


def test_five_articles_in_order_of_publication():
    articles = corpus.articles()
    assert list(articles.index) == ORDER
    assert sum(articles["text"].map(len)) == 24_453
    assert sum(len(text.encode()) for text in articles["text"]) == 24_786


@pytest.mark.parametrize("name", ROWS)
def test_rows_of_each_article(name):
    """Counted here once more, so that a row lost in a spreadsheet is noticed."""
    counts = getattr(corpus, name)()["article"].value_counts()
    assert [counts[article] for article in ORDER] == ROWS[name]


def test_rows_of_the_tables_that_hold_for_all():
    assert (len(corpus.names()), len(corpus.questions()), len(corpus.events())) == (55, 11, 154)


def test_words_between_blanks_by_kind():
    """The ledger of traps: two thirds of informed-comment are comments, its wire text is short."""
    segments = corpus.segments()
    words = segments["text"].str.split().map(len).groupby([segments["article"], segments["kind"]])
    words = words.sum()
    assert words["informed-comment", "comment"] == 730
    assert words["informed-comment", "wire"] == 83
    assert words["mcclatchy", "caption"] == 20
    assert words["us-patriot", "bio"] == 93
    editorial = words[words.index.get_level_values("kind").isin(corpus.EDITORIAL)]
    assert list(editorial.groupby("article").sum()[ORDER]) == [985, 343, 802, 575, 314]


def test_known_places():
    segments = corpus.segments().set_index(["article", "n"])
    texts = segments["text"]
    assert texts["us-patriot", 6].startswith("When the Russians showed up in Syria en masse")
    assert texts["us-patriot", 7] == "Syrian Forces"  # glued to the heading after it
    assert texts["us-patriot", 8] == "Change is in the Air\n\n"
    assert texts["al-jazeera", 4].strip() == "Syria"  # a stray chip
    comments = segments[segments["kind"] == "comment"]
    assert list(comments["label"]) == ["1", "1.1", "2", "3", "4", "4.1", "5"]
    mentions = corpus.mentions().set_index("mention")
    assert tuple(mentions.loc["ic-03", ["start", "end"]]) == (113, 195)


# What the loaders give


def test_articles_stand_in_order_of_publication_with_their_text(home):
    articles = corpus.articles(home)
    assert list(articles.index) == list(articles["article"]) == ["morning", "evening"]
    assert articles["text"].to_dict() == tiny.ARTICLES


def test_segments_cover_each_file_without_gap_or_overlap(home):
    for folder in (home, None):
        segments, texts = corpus.segments(folder), corpus.articles(folder)["text"]
        for article, own in segments.groupby("article", sort=False):
            assert "".join(own["text"]) == texts[article]
            assert list(own["n"]) == list(range(1, len(own) + 1))
            assert [0, *own["end"]] == [*own["start"], len(texts[article])]
        assert list(segments["article"].unique()) == list(texts.index)


@pytest.mark.parametrize("name", ["quotations", "positions", "mentions"])
def test_every_place_holds_the_words_of_its_quote(home, name):
    for folder in (home, None):
        texts, segments = corpus.articles(folder)["text"], corpus.segments(folder)
        for row in getattr(corpus, name)(folder).itertuples():
            if row.quote:
                assert texts[row.article][row.start : row.end] == row.quote
                inside = segments[
                    (segments["article"] == row.article)
                    & (segments["start"] <= row.start)
                    & (row.end <= segments["end"])
                ]
                assert inside["kind"].isin(corpus.EDITORIAL).all() and len(inside) == 1
            else:
                assert (row.start, row.end) == (-1, -1)


def test_words_before_choose_among_places(home):
    tiny.change(home, "mentions.csv", "m-4,morning,the cat eats fish,", "m-4,morning,cat,The dog ")
    assert only(home)[1] == "quote 'cat' is in morning, but not after 'The dog '"
    tiny.change(home, "mentions.csv", ",cat,The dog ,", ",cat,The dog said that the,")
    assert corpus.problems(home) == []
    start = corpus.mentions(home).set_index("mention")["start"]["m-4"]
    assert tiny.ARTICLES["morning"][:start].endswith("The dog said that the ")


def test_marks_may_stand_between_before_and_quote(home):
    tiny.change(home, "quotations.csv", 'The mat is mine,",', 'The mat is mine,",on the mat.')
    assert corpus.problems(home) == []


def test_blanks_before_the_first_words_belong_to_the_first_segment(home):
    tiny.change(home, "articles/morning.txt", "Cat sits on mat", "\n \nCat sits on mat")
    tiny.seal(home)
    assert corpus.segments(home)["text"][0] == "\n \nCat sits on mat\n\n"


def test_a_blank_in_starts_stands_for_blanks_and_line_ends(home):
    tiny.change(home, "segments.csv", "morning,Cat sits", "morning,Cat sits on mat The cat")
    tiny.change(home, "segments.csv", "morning,The cat sits", "morning,cat sits on the")
    assert corpus.problems(home) == []


def test_lists_come_as_lists(home):
    assert corpus.names(home)["except"][0] == ["What a cat"]
    questions = corpus.questions(home)
    assert questions["answers"][1] == ["cheese", "rock"]
    assert questions["opposed"][1] == [("cheese", "rock")]


def test_forms_of_one_referent_come_together(home):
    """Wherever a row was added: a heading in a figure stands above all that it names."""
    tiny.append(home, "names.csv", "cat,mat,the mat,,\n")
    names = corpus.names(home)
    assert list(names["referent"]) == ["cat", "cat", "fox", "fox"]
    assert list(names["name"]) == ["cat", "mat", "fox", "the fox"]


def test_an_article_without_quotations_is_told_and_holds(home, capsys):
    rows = (home / "quotations.csv").read_text("utf-8").splitlines(keepends=True)
    kept = "".join(row for row in rows if not row.startswith("morning"))
    (home / "quotations.csv").write_text(kept, "utf-8")
    assert corpus.main([str(home)]) == 0
    assert capsys.readouterr().out == (
        f"{home}: everything holds\nmorning: no quotations yet; that may be right, or unfinished\n"
    )


def test_events_come_in_order_of_their_best_date(home):
    events = corpus.events(home)
    assert list(events["event"]) == ["purchase", "bark", "meeting", "claim", "theft", "supper"]
    assert str(events["first"][0]) == "2015-05-01" and str(events["last"][0]) == "2015-05-31"


def test_mentions_carry_the_date_derived_from_anchor_and_expression(home):
    derived = corpus.mentions(home).set_index("mention")["derived"]
    assert derived["m-1"] == "2016-06-07"  # Tuesday, counted from Wednesday 8 June
    assert derived["e-2"] == "2016-06-04"  # three days before that Tuesday
    assert derived["m-2"] == ""


def test_the_reader_shown_is_that_of_the_first_row(home):
    """Even where another reader's row stands earlier in the article."""
    second = "morning,x,The mat,,direct,cat,analyst,the cat said,,B,\n"
    tiny.append(home, "quotations.csv", second)
    assert set(corpus.quotations(home)["reader"]) == {"A"}
    assert list(corpus.quotations(home, reader="B")["utterance"]) == ["x"]


def test_two_readers_may_date_one_event_apart(home):
    second = "b-1,evening,the dog had barked,,,none,2015,year,inferred,happened,bark,B,A guess.\n"
    tiny.append(home, "mentions.csv", second)
    assert only(home)[:2] == ("events.csv:3", "the date 2016-06-04 cannot be that of b-1")
    tiny.change(home, "events.csv", "evening,,\nclaim", "evening,B reads 2015,\nclaim")
    assert corpus.problems(home) == []


def test_optional_tables_may_be_missing(home):
    for name, table in TABLES.items():
        if table.optional:
            (home / f"{name}.csv").unlink()
    assert corpus.problems(home) == []
    for name in ("quotations", "names", "questions", "positions", "events", "mentions"):
        frame = getattr(corpus, name)(home)
        assert len(frame) == 0 and set(TABLES[name].columns) <= set(frame.columns)


@pytest.mark.parametrize("file", tiny.TABLES)
def test_what_spreadsheets_write_at_line_ends_and_at_the_start_is_let_through(home, file):
    data = (home / file).read_bytes()
    (home / file).write_bytes(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n"))
    assert corpus.problems(home) == []
    commas = b"," * (data.split(b"\n")[0].count(b",")) + b"\r\n"
    (home / file).write_bytes(data + b"\n" + commas)  # rows left empty
    assert corpus.problems(home) == []


def test_the_order_of_columns_is_free(home):
    rows = list(csv.reader((home / "names.csv").read_text("utf-8").splitlines()))
    turned = "\n".join(",".join(reversed(row)) for row in rows)
    (home / "names.csv").write_text(turned, "utf-8")
    assert corpus.problems(home) == []


@pytest.mark.parametrize("name", ["हिन्दी-समाचार", "تقرير", "2016-06-09-été", "新闻_1"])
def test_ids_of_any_script(home, name):
    (home / "articles/morning.txt").rename(home / f"articles/{name}.txt")
    for file in tiny.TABLES:
        data = (home / file).read_bytes()
        for before, after in ((b"\n", b","), (b",", b",")):
            data = data.replace(before + b"morning" + after, before + name.encode() + after)
        (home / file).write_bytes(data)
    assert corpus.problems(home) == []


# What is refused: one clear problem for one fault


def cases():
    """The cases of refused.txt: name, file changed, words, others, place, more, problem, mend."""
    blocks = Path(__file__).with_name("refused.txt").read_text("utf-8").split("\n\n")
    for block in blocks[1:]:
        head, *lines = block.strip().splitlines()
        name, _, place = head.partition(": ")
        place, more = place.removesuffix(" +"), place.endswith(" +")
        file, _, elsewhere = place.partition(" -> ")
        texts = [line.strip()[2:] for line in lines]
        for mark, meaning in (("\\n", "\n"), ("\\t", "\t"), ("␣", " ")):
            texts = [text.replace(mark, meaning) for text in texts]
        yield pytest.param(file.split(",")[0], elsewhere or place, more, *texts, id=name)


@pytest.mark.parametrize(("file", "place", "more", "old", "new", "words", "mend"), list(cases()))
def test_refused(home, file, place, more, old, new, words, mend):
    tiny.change(home, file, old, new)
    problems = corpus.problems(home)
    found = [each for each in problems if str(each).startswith(f"{place}: ")]
    assert [each for each in found if words in each.words and mend in each.mend], problems
    assert (len(problems) > 1) == more, problems


BYTES = {
    "cp1252": (
        lambda text: text.encode("cp1252"),
        *("is not UTF-8 (line 3, byte 42: 0x93)", "save it as UTF-8; it reads as cp1252"),
    ),
    "latin-1": (
        lambda text: text.replace("“", "\x81").replace("”", "é").encode("latin-1"),
        *("is not UTF-8 (line 3, byte 42: 0x81)", "save it as UTF-8; it reads as latin-1"),
    ),
    "utf-16": (
        lambda text: text.encode("utf-16"),
        *("holds NUL characters (UTF-16?)", "save it as plain text in UTF-8"),
    ),
    "utf-16 without NUL": (
        lambda text: "猫坐在墊子上".encode("utf-16"),
        *("is not UTF-8 (line 1, byte 0: 0xff)", "save it as UTF-8; it reads as utf-16"),
    ),
    "BOM": (
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        *("begins with a byte order mark", "save it as UTF-8 without BOM"),
    ),
    "CRLF": (
        lambda text: text.replace("\n", "\r\n").encode(),
        *("has carriage returns (first in line 1)", "save it with LF line ends"),
    ),
    "CR": (
        lambda text: text.replace("\n\nThe dog", "\r\rThe dog").encode(),
        *("has carriage returns (first in line 3)", "save it with LF line ends"),
    ),
    "NUL": (
        lambda text: text.replace(" ", "\0").encode(),
        *("holds NUL characters", "save it as plain text in UTF-8"),
    ),
    "nothing": (lambda text: b"", "is empty", "put the text in, or remove the file"),
    "blanks": (lambda text: b" \n\n\xc2\xa0", "is empty", "put the text in, or remove the file"),
}


@pytest.mark.parametrize(("encode", "words", "mend"), BYTES.values(), ids=BYTES)
def test_refused_bytes_of_an_article(home, encode, words, mend):
    """The checksum is the file's own: a text has to be as it should, not only unchanged."""
    (home / "articles/morning.txt").write_bytes(encode(tiny.ARTICLES["morning"]))
    tiny.seal(home)
    assert only(home) == ("articles/morning.txt:0", words, mend)


@pytest.mark.parametrize("name", ["cp1252", "utf-16", "NUL", "nothing"])
def test_refused_bytes_of_a_table(home, name):
    encode, _, mend = BYTES[name]
    table = (home / "quotations.csv").read_text("utf-8").replace("\n", " \n")
    (home / "quotations.csv").write_bytes(encode(table))
    place, _, mended = only(home)
    assert (place, mended) == ("quotations.csv:0", mend)


def test_refused_missing_and_extra_files(home):
    (home / "articles/morning.txt").rename(home / "articles/mourning.txt")
    (home / "notes.docx").write_bytes(b"")
    (home / "qoutations.csv").write_bytes(b"")
    (home / "articles/picture.png").write_bytes(b"")
    (home / "segments.csv").unlink()
    known = (
        "CODEBOOK.md, README.md, articles, articles.csv, events.csv, mentions.csv, names.csv, "
        "positions.csv, questions.csv, quotations.csv, segments.csv, sides.csv, stopwords.txt"
    )
    unknown = "does not belong in a corpus folder"
    rename = f"remove it, or give it one of the names {known}"
    unnamed, row = "has no row in articles.csv", "add a row for {!r} to articles.csv, or take the"
    assert corpus.problems(home) == [
        ("notes.docx", 0, unknown, rename),
        ("qoutations.csv", 0, unknown, rename),
        (
            *("segments.csv", 0, "is missing"),
            "add the table; `python -m helpers.starter FOLDER` makes a first one",
        ),
        (
            *("articles.csv", 3, "articles/morning.txt is missing"),
            "put morning.txt into articles/, or remove the row",
        ),
        ("articles/mourning.txt", 0, unnamed, row.format("mourning") + " file away"),
        ("articles/picture.png", 0, unnamed, row.format("picture") + " file away"),
    ]


def test_a_stop_list_is_text_or_nothing(home):
    (home / "stopwords.txt").write_bytes("für  # article".encode("cp1252"))
    words = "is not UTF-8 (line 1, byte 1: 0xfc)"
    assert only(home) == ("stopwords.txt:0", words, "save it as UTF-8; it reads as cp1252")
    (home / "stopwords.txt").write_bytes(b"")
    assert corpus.problems(home) == []


def test_hidden_files_are_let_be(home):
    (home / ".DS_Store").write_bytes(b"\0")
    (home / "articles/.DS_Store").write_bytes(b"\0")
    assert corpus.problems(home) == []


def test_refused_table_of_articles_without_rows(home):
    header = tiny.TABLES["articles.csv"].splitlines()[0]
    (home / "articles.csv").write_text(header, "utf-8")
    problems = [each[:3] for each in corpus.problems(home)]
    assert problems[0] == ("articles.csv", 0, "names no article")
    unknown = ("quotations.csv", 2, "unknown article 'morning' (and in 4 more rows)")
    assert unknown in problems  # once a table, not once a row


def test_refused_folder(tmp_path):
    assert only(tmp_path / "none")[1:] == ("is no folder", "name the folder that holds articles/")
    (tmp_path / "file").write_text("")
    assert only(tmp_path / "file")[1] == "is no folder"
    (tmp_path / "empty").mkdir()
    missing = [each[:3] for each in corpus.problems(tmp_path / "empty")]
    assert missing == [("articles.csv", 0, "is missing"), ("segments.csv", 0, "is missing")]


OUTSIDE = "put the file itself there, not a link out of the folder"


@pytest.fixture
def inner(tmp_path):
    (tmp_path / "home").mkdir()
    return tiny.write(tmp_path / "home")


def test_refused_files_that_leave_the_folder(inner, tmp_path):
    for name, target in (("articles/morning.txt", "secret.txt"), ("names.csv", "names.csv")):
        (inner / name).rename(tmp_path / target)
        (inner / name).symlink_to(tmp_path / target)
    assert corpus.problems(inner) == [
        ("names.csv", 0, "leaves the folder", OUTSIDE),
        ("articles.csv", 3, "articles/morning.txt leaves the folder", OUTSIDE),
    ]


def test_refused_folder_of_articles_that_leaves(inner, tmp_path):
    (inner / "articles").rename(tmp_path / "texts")
    (inner / "articles").symlink_to(tmp_path / "texts", target_is_directory=True)
    words = [each.words for each in corpus.problems(inner)]
    assert words == [f"articles/{name}.txt leaves the folder" for name in ("evening", "morning")]


def test_a_corpus_reached_by_a_link_holds(inner, tmp_path):
    (tmp_path / "link").symlink_to(inner, target_is_directory=True)
    assert corpus.problems(tmp_path / "link") == []


def test_refused_folders_and_dead_links_in_place_of_files(home):
    (home / "names.csv").unlink()
    (home / "names.csv").mkdir()
    (home / "questions.csv").unlink()
    (home / "positions.csv").unlink()
    (home / "positions.csv").symlink_to("nowhere.csv")
    assert [each[:3] for each in corpus.problems(home)] == [
        ("names.csv", 0, "is not a file"),
        ("positions.csv", 0, "is not a file"),
    ]


def test_all_problems_are_reported_at_once(home):
    """One fault in each table, a stray file and a changed text: none hides another."""
    (home / "notes.txt").write_bytes(b"")
    tiny.change(home, "articles/morning.txt", "on the mat.", "on a mat.")
    tiny.change(home, "articles.csv", ",2016-06-09,", ",soon,")
    tiny.change(home, "segments.csv", "Comments", "Remarks")
    tiny.change(home, "quotations.csv", "the dog added", "the dog barked")
    tiny.change(home, "names.csv", "fox,fox,fox", "fox,fox,vixen")
    tiny.change(home, "questions.csv", "yes x no", "yes x perhaps")
    tiny.change(home, "positions.csv", "fish,morning,attributes,yes", "fish,morning,attributes,aye")
    tiny.change(home, "events.csv", ",2016-06-04,", ",4 June,")
    tiny.change(
        home, "mentions.csv", "in May 2015,absolute,2015-05", "in May 2015,absolute,2014-05"
    )
    places = [(each.file, each.row) for each in corpus.problems(home)]
    assert places == [
        ("notes.txt", 0),
        ("articles.csv", 2),
        ("articles.csv", 3),
        ("segments.csv", 9),
        ("quotations.csv", 5),
        ("names.csv", 3),
        ("questions.csv", 2),
        ("positions.csv", 2),
        ("events.csv", 3),
        ("mentions.csv", 4),
    ]


def test_a_loader_raises_with_all_problems(home):
    tiny.change(home, "events.csv", ",2016-06-04,", ",4 June,")
    tiny.change(home, "names.csv", "fox,fox,fox", "fox,fox,vixen")
    for load in (corpus.articles, corpus.segments, corpus.mentions):
        with pytest.raises(corpus.CorpusError) as error:
            load(home)
        assert error.value.problems == corpus.problems(home)
        assert str(error.value).startswith("2 problems in the corpus\nnames.csv, row 3: 'vixen'")


# The dates of articles and mentions hang together


def test_a_moved_publication_moves_its_dependants_or_fails_by_name(home):
    tiny.change(home, "articles.csv", ",2016-06-09,", ",2016-06-10,")
    assert corpus.problems(home) == []  # Tuesday is still the 7th
    tiny.change(home, "articles.csv", ",2016-06-10,", ",2016-06-16,")
    assert only(home)[:2] == (
        "mentions.csv:6",
        "e-1: 'Tuesday' counted from 2016-06-16 gives 2016-06-14, not 2016-06-07",
    )
    tiny.change(
        home,
        "mentions.csv",
        "publication,2016-06-07,day,relative,happened,meeting",
        "publication,2016-06-14,day,relative,happened,meeting",
    )
    assert only(home)[:2] == (
        "mentions.csv:7",
        "e-2: 'Three days earlier' counted from 2016-06-14 gives 2016-06-11, not 2016-06-04",
    )


# The command


def command(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "helpers.corpus", *map(str, arguments)],
        env=copies.environment(copies.publish.PROJECT, **environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def test_command_prints_that_all_holds(home):
    for done in (command(home), command(CORPUS=str(home))):
        assert (done.returncode, done.stdout) == (0, f"{home}: everything holds\n")


def test_command_prints_each_problem_with_its_mend(home):
    tiny.change(home, "names.csv", "fox,fox,fox", "fox,fox,Füchsin")
    done = command(home, PYTHONIOENCODING="ascii")  # a console that knows no other letters
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        "names.csv, row 3: 'F\\xfcchsin' matches nothing in any article\n"
        "    Mend: write it as an article does, or remove it\n"
        "1 problem\n"
    )


# No table ends the check with a traceback

HOSTILE = st.one_of(
    st.text(max_size=8),
    st.sampled_from(["", " ", "=1+1", " | ", " x ", "the", "“", '"', "\r", "\n", "\0", "../x"]),
    st.sampled_from(["unknown", "..", "../2016", "2016/..", "9999-12-31~", "0001~", "Jun-16"]),
    st.sampled_from(["relative", "absolute", "publication", "none", "silent", "direct", "B"]),
    st.sampled_from(["morning", "evening", "e-1", "e-2", "e1", "e4", "m1", "bark", "o" * 300]),
    st.sampled_from(["99999999999 days ago", "in 9999 years", "31 June", "29 February"]),
)
EDITS = st.lists(
    st.tuples(
        st.sampled_from(sorted(tiny.TABLES)), st.integers(0, 11), st.integers(0, 14), HOSTILE
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=50, deadline=None, derandomize=True, database=None)
@given(EDITS, st.booleans())
def test_no_cell_ends_in_a_traceback(edits, quoted):
    with tempfile.TemporaryDirectory() as folder:
        home = tiny.write(Path(folder))
        for file, n, column, cell in edits:
            rows = list(csv.reader((home / file).read_text("utf-8", "replace").splitlines()))
            row = rows[n % len(rows)] if rows else []
            if row:
                row[column % len(row)] = cell
            with (home / file).open("w", encoding="utf-8", errors="replace", newline="") as out:
                if quoted:
                    csv.writer(out, lineterminator="\n").writerows(rows)
                else:
                    out.write("\n".join(",".join(row) for row in rows))
        problems = corpus.problems(home)
        assert all(str(each) for each in problems)
        if not problems:
            assert len(corpus.mentions(home)) == len(corpus.mentions(home)["derived"])
