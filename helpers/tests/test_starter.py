"""Starting other people's texts: right tables, or one clear refusal and a folder as it was."""

import csv
import re
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import checking
from helpers.checking.files import text_of
from helpers.edition import publish
from helpers.starter import __main__ as command
from helpers.starter import damage, sources
from helpers.starter import tables as starter
from helpers.tests.test_containers import APPLE, CHAT, CUES, NEXIS

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
    with pytest.raises(starter.Refused, match=r"no date of publication.*\n.*2016-06-name"):
        starter.start(home)
    assert [text.published for text in starter.start(home, "2015")] == ["2016", "2015"]


REFUSALS = [
    ({"2016-a.txt": b"%PDF-1.7 \x00"}, "is a PDF, not plain text", "pdftotext"),
    ({"2016-a.txt": rb"{\rtf1 x}"}, "is an RTF document", "word processor"),
    ({"2016-a.txt": b"PK\x03\x04abc"}, "is a Word document", "plain text"),
    ({"2016-a.txt": b"\n<!DOCTYPE html><p>x"}, "is an HTML page", "from a browser"),
    ({"2016-a.txt": "a long-range “café’s”".encode("cp1252")}, "is not UTF-8", "it may be cp1252"),
    ({"2016-a.txt": "don’t, cafés".encode("mac_roman")}, "is not UTF-8", "may be MacRoman"),
    ({"2016-a.txt": "Что это?".encode("cp1251")}, "is not UTF-8", "may be cp1251"),
    ({"2016-a.txt": "no mark".encode("utf-16-le")}, "NUL characters", "may be UTF-16"),
    ({"2016-a.txt": CAT, "articles.csv": "article,outlet\n"}, "is there already", "rename"),
    ({"2016-A.txt": CAT, "2016-a.txt": DOG}, "would have the same name", "rename one"),
    ({"2016-a.txt": CAT, "articles/2016-b.txt": DOG}, "lies beside articles/", "move it"),
    ({"2016-a.txt": CAT, "2015/2015-b.txt": DOG}, "is a folder, with 1 text in it", "--part"),
    ({"2016-a.txt": CAT, "notes.doc": "x"}, "is no text (.txt) and no table", "take it out"),
    ({"2016-a.txt": CHAT}, "holds 1 text (a chat", "--part"),
    ({"2016-a.txt": CAT, "2016-b.srt": CUES}, "holds 1 text (a file of subtitles)", "--part"),
    ({".a": CAT}, "holds no text", "NAME.txt"),
    ({"a.md": CAT}, "is no text (.txt)", "NAME.txt"),
    ({"2016-a.txt": CAT}, "is the only text", "another"),
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


# Parting


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
    assert "2016-ferry.TXT: 2 texts (a Nexis download)" in said and "b.pdf: left out" in said
    starter.start(new)
    assert len(holds(new)["articles"]) == 5
    assert command.main([str(new), "--part"]) == 0, "its tables hold no texts"
    assert len(files(new.with_name("texts-parted-parted"))) == 5
    assert command.main([str(home), "--part"]) == 1
    assert "is there already" in capsys.readouterr().out


# Damage


def test_what_becomes_of_a_chat_is_said_and_its_days_stay_apart(folder, capsys):
    unsure = CHAT + CHAT.replace("12/06", "12/07").replace("Hello", "So")
    home = folder({"a.txt": unsure, "b.txt": APPLE})
    assert command.main([str(home), "--part"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("a.txt: 2 texts (a chat: each day a text, senders' names in it, 2 n")
    assert "Only the year is kept" in said[0] and "1 notice left out)" in said[1]
    dates = sorted(text.published for text in starter.start(home.with_name("texts-parted")))
    assert dates == ["2016", "2016", "2016-06-14", "2016-06-15"]


@pytest.mark.parametrize("option", [[], ["--part"]])
def test_texts_without_dates_are_started_by_the_command_that_is_printed(folder, capsys, option):
    home = folder({"cat.txt": CAT, "dog.txt": DOG, "2016-b.txt": CAT})
    command.main([str(home), *option])
    said = re.search(r"helpers\.starter (\S+ --published 1900/\d{4})\b", capsys.readouterr().out)
    assert command.main(said[1].split()) == 0
    assert {row["published"][:4] for row in holds(Path(said[1].split()[0]))["articles"]} == {
        "1900",
        "2016",
    }


def test_a_part_of_one_text_is_said_to_need_another(folder, capsys):
    command.main([str(folder({"2016-06-12-x.txt": CHAT})), "--part"])
    assert "Put another text there" in capsys.readouterr().out


UNTITLED = {
    "a paragraph": "It was late " * 20 + "\n\nSo they went.\n",
    "a sentence": "It was late, and they went.\n\nNobody came.\n",
    "sentences": "It was late! They went\n\nNobody came.\n",
    "talk": "Ida: Who?\nBo: Me.\n",
}


@pytest.mark.parametrize("text", UNTITLED.values(), ids=UNTITLED)
def test_a_text_without_a_title_is_called_as_its_file(folder, text):
    home = folder({"2016-one.txt": text, "2016-two.txt": "LOSS OF A FERRY.\n\nIt sank.\n"})
    starter.start(home)
    titles = {row["article"]: row["title"] for row in holds(home)["articles"]}
    assert titles == {"2016-one": "2016-one", "2016-two": "LOSS OF A FERRY."}


def test_the_page_of_texts_without_dates_has_short_names_and_no_line_in_time(folder, tmp_path):
    home = folder({"a.txt": "Long " * 30 + "\n\nThe cat sat.\n", "b.txt": DOG})
    starter.start(home, "1900/2026")
    pages, _ = publish.publish(home, tmp_path / "out", say=lambda line: None)
    page = (pages / "index.html").read_text("utf-8")
    assert max(map(len, re.findall(r"(?:Long )+…", page))) <= 72
    assert "Of no text is the year known." in page and "Back to the start" not in page


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
    assert not any("--mend" in each for each in command.remarks(starter.start(new, "2016"), new))
    assert damage.counted(CAT) == {} and text_of(b"", "x")[1][0].words == "is empty"


def test_a_closed_pipe_or_another_python_is_no_traceback(folder):
    home = folder({f"a{n}.doc": CAT for n in range(600)})
    run = f"{sys.executable} -m helpers.starter {home} | head -1"
    done = subprocess.run(run, shell=True, capture_output=True, text=True)
    assert "is no text" in done.stdout and not done.stderr
    code = "from helpers.checking import console; console.run(lambda _: __import__('no_such'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "no_such is not installed" in done.stderr and "README.md" in done.stderr
