"""Starting other people's texts: right tables, or one clear refusal and a folder as it was."""

import pytest

from helpers import corpus, starter

CAT = "The cat sits on the mat\n\nThe cat sat on the mat. It slept.\n"
DOG = "The dog barks at the cat\n\nNobody knows why it barks.\n"


@pytest.fixture
def folder(tmp_path):
    """A function that fills a folder with files, {name: text or bytes}."""

    def fill(files):
        for name, content in files.items():
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path

    return fill


def files(home):
    return {p.relative_to(home).as_posix(): p.read_bytes() for p in home.rglob("*") if p.is_file()}


def test_texts_become_a_corpus_that_holds(folder):
    home = folder({"2016-06-09-cat.txt": CAT, "2016-06-dog.txt": DOG})
    found = starter.start(home)
    assert [text.published for text in found] == ["2016-06-09", "2016-06"]
    articles, segments = corpus.articles(home), corpus.segments(home)
    assert set(articles["title"]) == {"The cat sits on the mat", "The dog barks at the cat"}
    assert list(segments["kind"]) == ["title", "body"] * 2
    assert (home / "articles/2016-06-09-cat.txt").read_text() == CAT and corpus.stopwords(home)


NAMES = [
    ("1789-Washington", "1789"),
    ("1793_Adams", "1793"),
    ("2016-10-things", "2016-10"),
    ("2016-06-09", "2016-06-09"),
    ("1911-12 season", None),  # no December
    ("2016-10 things to know", None),
    ("20160609-cat", None),
    ("2016-13-cat", None),
]


@pytest.mark.parametrize(("name", "date"), NAMES)
def test_a_name_gives_its_date_or_asks_for_one(folder, name, date):
    home = folder({f"{name}.txt": CAT, "2016-dog.txt": DOG})
    if date:
        assert date in [text.published for text in starter.start(home)]
    else:
        with pytest.raises(starter.Refused, match=r"has no date of publication\n.*2016-06-name"):
            starter.start(home)
        assert len(starter.start(home, "2016")) == 2


REFUSALS = [
    ({"2016-a.txt": b"%PDF-1.7 \x00"}, "is a PDF, not plain text", "pdftotext"),
    ({"2016-a.txt": rb"{\rtf1 x}"}, "is an RTF document", "word processor"),
    ({"2016-a.txt": b"PK\x03\x04abc"}, "is a Word document", "plain text"),
    ({"2016-a.txt": b"\n<!DOCTYPE html><p>x"}, "is an HTML page", "from a browser"),
    ({"2016-a.txt": b"caf\xe9"}, "is not UTF-8", "save it as UTF-8"),
    ({"2016-a.txt": CAT, "articles.csv": "x"}, "is there already", "replaces nothing"),
    ({"2016-A.txt": CAT, "2016-a.txt": DOG}, "would have the same name", "rename one"),
    ({"2016-a.txt": CAT, "articles/2016-b.txt": DOG}, "lies beside articles/", "move it"),
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


def test_what_a_person_should_look_at_is_said(folder, capsys):
    page = CAT + "Share this on Facebook\n"
    home = folder({"2016-a.txt": page, "2016-b.txt": page, "2016-c.txt": DOG, "notes.doc": "x"})
    assert starter.main([str(home)]) == 1  # notes.doc has to go
    said = capsys.readouterr().out
    assert "2016-a and 2016-b are the same text" in said
    assert "notes.doc lies in the folder too" in said
    assert "in segments.csv: 2016-a,Share this on Facebook,furniture,," in said
    assert "python -m helpers.publish --corpus" in said
