"""Pictures: files that come out the same, words that travel along, letters a phone can show."""

import re
from pathlib import Path

import pandas as pd
import pytest

from helpers import figures

PHONE = 343  # CSS pixels of a picture on a phone of 375


@pytest.fixture
def drawn(tmp_path, monkeypatch):
    """A function that draws the same small picture and returns (figure, {file: bytes})."""
    monkeypatch.setenv("FIGURES", str(tmp_path))
    frame = pd.DataFrame({"a $5 to $6": [0.5, 0.25], "b_c": [0.5, 0.75]}, index=["one", "two"])

    def draw(caption="Two bars.", alt="Two bars, one of halves."):
        axes = figures.stacked(frame, figures.COLOURS[:2])
        shown = figures.show(axes.figure, "01-bars", caption, alt, frame)
        return shown, {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    return draw


def test_the_same_data_give_the_same_bytes_whatever_the_reader_prefers(drawn):
    import matplotlib

    _, one = drawn()
    matplotlib.rcParams["font.size"] = 31
    _, other = drawn()
    assert one == other and set(one) == {"01-bars.svg", "01-bars.png", "01-bars.csv"}
    assert b"20" + b"26-" not in one["01-bars.svg"] and b"Software" not in one["01-bars.png"]


def test_words_travel_with_the_picture(drawn):
    shown, files = drawn()
    data, metadata = shown._repr_mimebundle_()
    words = {"alt": "Two bars, one of halves.", "caption": "Two bars.", "file": "01-bars"}
    assert metadata["image/png"] == words
    assert data["text/plain"] == "Figure 01-bars. Two bars.\n\nTwo bars, one of halves."
    wide = int.from_bytes(data["image/png"][16:20], "big")
    assert wide * 2 == int.from_bytes(files["01-bars.png"][16:20], "big") == 1324


@pytest.mark.parametrize("words", [("", "x"), ("x", " "), ("x", "x")])
def test_a_picture_without_words_is_refused(drawn, words):
    with pytest.raises(ValueError, match="a caption and, in other words, a description"):
        drawn(*words)


def test_letters_of_all_pictures_are_nine_pixels_high_on_a_phone():
    """An SVG scales DejaVu's outlines, 100 units an em, to the size of its letters in points."""
    paths = sorted(Path(figures.__file__).parent.parent.glob("figures/*.svg"))
    assert paths
    for path in paths:
        svg = path.read_text("utf-8")
        wide = float(re.search(r'width="([\d.]+)pt"', svg)[1])
        smallest = min(float(n) * 100 for n in re.findall(r"scale\(([\d.]+) -", svg))
        assert smallest * PHONE / wide >= 9, path.name


def test_names_are_short_different_and_drawable():
    found = figures.labels(["a" * 40, "a" * 40, "Ελλάς", "新闻"], width=10)
    assert found == ["aaaaaaaaa…", "aaaaaaaaa… 2", "Ελλάς", "text 4"]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "x.svg"
    path.mkdir()
    with pytest.raises(OSError, match=r"x\.svg"):
        figures.write(path, "words")
    assert [each.name for each in tmp_path.iterdir()] == ["x.svg"]
