"""Starting other people's texts: right tables, or one clear refusal and a folder as it was."""

import csv
import subprocess
import sys

import pytest

from helpers import checking
from helpers.checking.files import text_of
from helpers.starter import __main__ as command
from helpers.starter import containers, damage, sources
from helpers.starter import tables as starter

CAT = "The cat sits on the mat\n\nThe cat sat on the mat. It slept.\n"
DOG = "The dog barks at the cat\n\nNobody knows why it barks.\n"


@pytest.fixture
def folder(tmp_path):
    """A function that fills a folder with files, {name: text or bytes}."""

    def fill(files):
        for name, content in files.items():
            path = tmp_path / "texts" / name
            path.parent.mkdir(exist_ok=True, parents=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / "texts"

    return fill


def files(home):
    return {p.relative_to(home).as_posix(): p.read_bytes() for p in home.rglob("*") if p.is_file()}


def holds(home):
    """The tables of a folder in which everything holds."""
    tables, problems = checking.checked(home)
    assert not problems, "\n".join(map(str, problems))
    return tables


def test_texts_become_a_corpus_that_holds(folder):
    windows = b"\xef\xbb\xbf***\r\n\r\nDer Hund\r\n\r\nEr bellt.\r\n"
    home = folder({"2016-06-09-cat.txt": CAT, "2016-06-dog.txt": windows})
    assert [text.published for text in starter.start(home)] == ["2016-06-09", "2016-06"]
    tables = holds(home)
    titles = {row["title"] for row in tables["articles"]}
    assert titles == {"The cat sits on the mat", "Der Hund"}, "a title is a line with words"
    assert [row["kind"] for row in tables["segments"]] == ["title", "body"] * 2
    assert tables["segments"][3]["text"] == "Er bellt.\n"
    assert (home / "articles/2016-06-dog.txt").read_bytes() == windows


NAMES = {
    "1789": ("1789-Washington", "1789_Adams"),
    "2016-10": ("2016-10-things",),
    "2019-03-02": (
        "2019-03-02",
        "2019-03-02 Strike",
        "2019_03_02, x",
        "2019.3.2–x",
        "2019-03-02T10",
    ),
    "": ("1911-12 season", "2016-10 things to know", "2016-6-x", "20160609-x", "2016-02-30 x"),
}


@pytest.mark.parametrize("date", NAMES)
def test_a_name_gives_its_date_or_none(date):
    assert {sources.dated(name) for name in NAMES[date]} == {date}


def test_a_name_without_a_date_asks_for_one(folder):
    home = folder({"cat.txt": CAT, "2016-dog.txt": DOG})
    with pytest.raises(starter.Refused, match=r"has no date of publication\n.*2016-06-name"):
        starter.start(home)
    assert [text.published for text in starter.start(home, "2015")] == ["2016", "2015"]


CHAT = "12/06/2016, 21:14 - {} created group\n" + "12/06/2016, 21:15 - Ida: Hello\n" * 3
CUES = "1\n00:00:03,000 --> 00:00:05,500\n<i>Good</i> evening,\n[MUSIC]\n\n"
CUES += "2\n00:00:06,000 --> 00:00:08,500\nall.\n\n3\n00:00:07,000 --> 00:00:09,500\n- Hello!\n"
REFUSALS = [
    ({"2016-a.txt": b"%PDF-1.7 \x00"}, "is a PDF, not plain text", "pdftotext"),
    ({"2016-a.txt": rb"{\rtf1 x}"}, "is an RTF document", "word processor"),
    ({"2016-a.txt": b"PK\x03\x04abc"}, "is a Word document", "plain text"),
    ({"2016-a.txt": b"\n<!DOCTYPE html><p>x"}, "is an HTML page", "from a browser"),
    ({"2016-a.txt": "a long-range “café’s”".encode("cp1252")}, "is not UTF-8", "it may be cp1252"),
    ({"2016-a.txt": "don’t, cafés".encode("mac_roman")}, "is not UTF-8", "may be MacRoman"),
    ({"2016-a.txt": "Что это?".encode("cp1251")}, "is not UTF-8", "may be cp1251"),
    ({"2016-a.txt": "no mark".encode("utf-16-le")}, "NUL characters", "may be UTF-16"),
    ({"2016-a.txt": CAT, "articles.csv": "article,outlet\n"}, "is there already", "replaces"),
    ({"2016-a.txt": CAT, "articles.csv": "id,text\n1,x"}, "is your own table", "rename it"),
    ({"2016-A.txt": CAT, "2016-a.txt": DOG}, "would have the same name", "rename one"),
    ({"2016-a.txt": CAT, "articles/2016-b.txt": DOG}, "lies beside articles/", "move it"),
    ({"2016-a.txt": CAT, "2015/2015-b.txt": DOG}, "is a folder, with 1 text in it", "--part"),
    ({"2016-a.txt": CAT, "notes.doc": "x"}, "is no text (.txt) and no table", "take it out"),
    ({"2016-a.txt": CHAT}, "is a chat of 1 text", "--part"),
    ({"2016-a.txt": CAT, "2016-b.srt": CUES}, "is a file of subtitles", "--part"),
    ({"a.md": CAT}, "holds no text", "NAME.txt"),
]


@pytest.mark.parametrize(("content", "words", "mend"), REFUSALS, ids=[r[1] for r in REFUSALS])
def test_what_cannot_be_started_is_refused_and_left_as_it_was(folder, content, words, mend):
    home = folder(content)
    before = files(home)
    with pytest.raises(starter.Refused) as caught:
        starter.start(home)
    assert words in str(caught.value) and mend in str(caught.value)
    assert files(home) == before


@pytest.mark.parametrize("n", range(5))
def test_a_full_disk_is_one_sentence_and_leaves_all_as_it_was(folder, monkeypatch, n):
    home = folder({"2016-cat.txt": CAT, "2016-dog.txt": DOG})
    before, calls = files(home), []

    def failing(real):
        def move_or_write(path, *arguments, **options):
            calls.append(path)
            if len(calls) == n + 1:
                path.touch()
                raise OSError(28, "No space left on device")
            return real(path, *arguments, **options)

        return move_or_write

    for name in ("rename", "write_text"):
        monkeypatch.setattr(starter.Path, name, failing(getattr(starter.Path, name)))
    with pytest.raises(starter.Refused, match=r"cannot be written \(No space left on device\)"):
        starter.start(home)
    assert files(home) == before


# Furniture after the title, within the text, twice in it, at its end.
SHARED = "Ferry {0}\n\nShare this article\n\nThe board met {0}.\n\n"
SHARED += "Subscribe\nFollow us\n\nIt was late {0}.\n\nShare this article\n"
PLAIN = "Ferry\n\nBy Anna\n\nShare this article\n\nThe board met. It was late.\n"


@pytest.mark.parametrize("page", [SHARED, PLAIN])
def test_advice_on_furniture_pasted_as_told_holds_and_keeps_the_text(folder, page):
    home = folder({f"2016-{name}.txt": page.format(name) for name in "ab"})
    found = starter.start(home)
    said = [remark for remark in command.remarks(found, home) if "no part of" in remark]
    assert len(said) == 2 * (1 + 2 * (page == SHARED)), "one remark a block"
    rows = [*csv.reader((home / "segments.csv").read_text().splitlines())]
    for remark in said:
        head, *given = remark.split("\n    ")
        own = [n for n, row in enumerate(rows) if row[0] == head.split(",")[0]][-1]
        place = own if "in place of its last row" in head else own + 1
        rows[place : own + 1] = [*csv.reader(given)]
    with (home / "segments.csv").open("w", newline="") as table:
        csv.writer(table).writerows(rows)
    kept = [r["text"].split() for r in holds(home)["segments"] if r["kind"] != "furniture"]
    words = " ".join(word for words in kept for word in words)
    assert words.count("The board met") == words.count("It was late") == 2
    assert not {"Share", "Subscribe", "Follow"} & set(words.split())


def test_what_a_person_should_look_at_is_said(folder, capsys):
    german = "Das sagte er\n\n" + "Der Mann sagte, die Frau und das Kind sind nicht da. " * 20
    broken = "Letters\n\nThe boardâ€™s well-\nknown &amp; old <b>sign</b>, a \ufffd.\n"
    texts = (CAT, CAT, german, broken, "1 2 3\n\n4 5")
    home = folder({f"2016-{name}.txt": text for name, text in zip("abcde", texts, strict=True)})
    assert command.main([str(home)]) == 0 and holds(home)
    said = capsys.readouterr().out
    assert "2016-a and 2016-b are the same text" in said and "2016-e has no word" in said
    assert "2016-c hardly has English words" in said and "2016-a hardly" not in said
    kinds = "1 words broken at a line's end, 1 entities (&amp;), 2 tags (<br>), "
    kinds += "1 lines with letters misread (â€™), 1 signs lost (U+FFFD)"
    assert f"2016-d: {kinds}" in said and "--mend" in said
    assert "-m helpers.publish --corpus" in said


# Containers

NEXIS = """
                               1 of 2 DOCUMENTS

                              The Harbour Times

                             June 14, 2016 Tuesday

Board closes ferry

BYLINE: ANNA BERG

LENGTH: 48 words

The board voted to
close the ferry.

LOAD-DATE: June 15, 2016

                               2 of 2 DOCUMENTS

The Island Post

Bridge opens

LENGTH: 4 words

It is open.

LANGUAGE: ENGLISH
"""
UNI = """Board closes ferry\n\nThe Harbour Times\n\nJune 14, 2016 Tuesday\n\nSection: NEWS; Pg. 4
\nBody\n\nThe board voted to\nclose the ferry.\n\nLoad-Date: June 15, 2016\n\nEnd of Document\n"""
FACTIVA = """News\nBoard closes ferry\nBy Anna Berg\n48 words\n14 June 2016\nThe Harbour Times\nHARB
English\nCopyright 2016 Harbour\n\nThe board voted to close the ferry.
\nDocument HARB000020160614ec6e0001x\n"""
CODED = """HD    Board closes ferry\nWC    48 words\nPD    14 June 2016\nLP    The board voted to
close the ferry.\nNS    x\nAN    Document HARB000020160614ec6e0001x\n"""
PROQUEST = """____________________________________________________________\n\nDocument 1 of 1
\nBoard closes ferry\n\nAuthor: Berg\n\nFull text: The board voted to close the ferry.
\nSubject: Ferries\n\nPublication date: Jun 14, 2016\n\nProQuest document ID: 17\n\n_____________
"""
BOOK = """An eBook\n\nTitle: Board closes ferry
\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\nThe board voted to close the ferry.
\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\n\nLicence\n"""
TABLE = 'id;date;title;text\n1;13/06/2016;One;"The ferry\nis closed"\n2;14/06/2016;Two;It is open\n'
APPLE = "[14.06.16, 08:03:11] Ida: Yes:\nand no\n[15.06.16, 08:04] Bo: \u200eimage omitted\n"
APPLE += "[15.06.16, 08:04:40\u202fAM] Bo: No\n"
WHOLE = "Board closes ferry\n\nThe board voted to close the ferry.\n"
PARTED = [
    ("x.txt", NEXIS, "Nexis", {"2016-06-14": WHOLE, "": "Bridge opens\n\nIt is open.\n"}),
    ("x.txt", UNI, "Nexis", {"2016-06-14": WHOLE}),
    ("x.txt", FACTIVA, "Factiva", {"2016-06-14": WHOLE}),
    ("x.txt", CODED, "Factiva", {"2016-06-14": WHOLE.replace("to close", "to\nclose")}),
    ("x.txt", PROQUEST, "ProQuest", {"2016-06-14": WHOLE}),
    ("x.txt", BOOK, "Gutenberg", {"": "The board voted to close the ferry.\n"}),
    ("x.srt", CUES, "subtitles", {"": "Good evening, all.\nHello!\n"}),
    ("x.txt", CUES.replace(",000", ".000").replace(",500", ".500"), "subtitles", None),
    ("x.csv", TABLE, "table", {"2016-06-13": "One\n\nThe ferry\nis closed\n"}),
    ("x.txt", CHAT, "chat", {"2016": "Ida: Hello\n" * 3}),  # the 12th, or December?
    ("2016-06-12-x.txt", CHAT, "chat", {"2016-06-12": "Ida: Hello\n" * 3}),
    ("x.txt", APPLE, "chat", {"2016-06-14": "Ida: Yes:\nand no\n", "2016-06-15": "Bo: No\n"}),
    ("x.txt", CAT, None, {}),
    ("x.txt", "Names, dates, text\n\nHe left, on 12/06/2016, at 21:14 - so: late.\n", None, {}),
]


@pytest.mark.parametrize(("name", "text", "kind", "expected"), PARTED)
def test_a_container_is_known_and_gives_its_texts(tmp_path, name, text, kind, expected):
    what, pieces = containers.found(tmp_path / name, text)
    found = {piece.published: piece.text for piece in pieces}
    assert kind in what if kind else what is None
    assert expected is None or expected.items() <= found.items()


def test_parting_writes_what_it_found_and_changes_nothing(folder, capsys):
    content = {"2016-ferry.TXT": NEXIS, "2015/note.txt": DOG, "b.pdf": b"%PDF", "2014-d.md": CAT}
    home = folder({**content, "2013-e.txt": "Ferry\n\nSo.\n".encode("utf-16-le")})
    before = files(home)
    assert command.main([str(home), "--part"]) == 0 and files(home) == before
    new = home.with_name("texts-parted")
    assert sorted(files(new)) == [
        "2013-e.txt",
        "2014-d.txt",
        "2015-note.txt",
        "2016-06-14-Board-closes-ferry.txt",
        "2016-Bridge-opens.txt",
    ]
    said = capsys.readouterr().out
    assert "2016-ferry.TXT: a Nexis download of 2 texts" in said and "b.pdf: left out" in said
    starter.start(new)
    assert len(holds(new)["articles"]) == 5
    assert command.main([str(home), "--part"]) == 1
    assert "is there already" in capsys.readouterr().out


# Damage


def test_only_damage_that_needs_no_guess_is_undone(folder):
    text = "The car-\nried box, the well-\nknown one, the light-\nhouse, Tues\u00ad\nday.\n"
    text += "He carried a well-known thing. M&uuml;ller &c; says<br>a < b, AT&T; FÃ¤hre, NÃO.\n"
    home = folder({"2016-a.txt": text, "2016-b.txt": "Ferry\n\nSo.\n".encode("utf-16-le")})
    new, said = sources.mended(home)
    assert (new / "2016-a.txt").read_text() == (
        "The carried box, the well-known one, the light-\nhouse, Tuesday.\n"
        "He carried a well-known thing. Müller &c; says\na < b, AT&T; Fähre, NÃO.\n"
    )
    assert (new / "2016-b.txt").read_text() == "Ferry\n\nSo.\n" and "left 1" in said[0]
    assert damage.counted(CAT) == {} and text_of(b"", "x")[1][0].words == "is empty"


def test_a_closed_pipe_or_another_python_is_no_traceback(folder):
    home = folder({f"a{n}.txt": CAT for n in range(600)})
    run = f"{sys.executable} -m helpers.starter {home} | head -1"
    done = subprocess.run(run, shell=True, capture_output=True, text=True)
    assert "has no date" in done.stdout and not done.stderr
    code = "from helpers.checking import console; console.run(lambda _: __import__('no_such'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "no_such is not installed" in done.stderr and "README.md" in done.stderr
