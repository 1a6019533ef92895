"""Pictures: files that come out the same, words that travel along, letters a phone can show."""

import re
from datetime import date
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

from helpers import drawing, figures, files, lanes, looks

PHONE = 343  # CSS pixels of a picture on a phone of 375


@pytest.fixture
def drawn(tmp_path, monkeypatch):
    """A function that draws the same small picture and returns (figure, {file: bytes})."""
    monkeypatch.setenv("FIGURES", str(tmp_path))
    frame = pd.DataFrame({"a $5 to $6": [0.5, 0.25], "b_c": [0.5, 0.75]}, index=["one", "two"])

    def draw(caption="Two bars.", alt="Two bars, one of halves."):
        _, axes = looks.start().subplots()
        frame.plot.barh(stacked=True, ax=axes)
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


def test_a_picture_without_words_is_refused(drawn):
    for words in (("", "x"), ("x", " "), ("x", "x")):
        with pytest.raises(ValueError, match="a caption and, in other words, a description"):
            drawn(*words)


def test_letters_of_all_pictures_are_nine_pixels_high_on_a_phone():
    """Words stand in an SVG as words, with sizes in its own units."""
    paths = sorted(Path(figures.__file__).parent.parent.glob("figures/*.svg"))
    assert paths
    for path in paths:
        svg = path.read_text("utf-8")
        wide = float(re.search(r'width="([\d.]+)pt"', svg)[1])
        sizes = [float(size) for size in re.findall(r"font(?:-size)?: [^;]*?([\d.]+)px", svg)]
        assert sizes and min(sizes) * PHONE / wide >= 9, path.name


def lying_on_another(figure):
    """Pairs of words in a picture of which one lies on the other."""
    from matplotlib.text import Text

    figure.draw_without_rendering()
    words = [each for each in figure.findobj(Text) if each.get_text().strip()]
    boxes = [(each.get_text(), each.get_window_extent()) for each in words if each.get_visible()]
    return [
        (a, b)
        for (a, one), (b, other) in combinations(boxes, 2)
        if max(one.x0, other.x0) < min(one.x1, other.x1)
        and max(one.y0, other.y0) + 2 < min(one.y1, other.y1)
    ]


def test_words_at_dots_do_not_lie_on_each_other_and_lead_to_their_places():
    shares = (0, 0.02, 0.3, 0.31, 0.31, 0.49, 0.5, 0.5, 0.52, 0.9, 0.97, 1, 1)
    dots = [(share, f"word {n}", f"#place-{n}") for n, share in enumerate(shares)]
    blocks, ticks = {"One": dots, "Two": dots[:4]}, {0: "in none", 0.5: "half", 1: "all"}
    figure = drawing.placed("Words", blocks, ticks, "share")
    assert lying_on_another(figure) == []
    assert {text.get_url() for text in figure.axes[0].texts} >= {dot[2] for dot in dots}


def test_dates_that_cannot_be_right_stand_before_or_after_the_days_of_the_text():
    early, first, last, late = (date(2016, 6, day) for day in (3, 8, 14, 20))
    rows = [("An early thing", "text: last week", (first, last), "it was 3 June", (early,) * 2, "")]
    rows += [("A late thing", "text: today", (first,) * 2, "it was 20 June", (late,) * 2, "")]
    figure = lanes.misses("2 dates", rows)
    assert lying_on_another(figure) == []
    low, high = figure.axes[0].get_xlim()
    assert low < -5 and high > 12  # both are in the picture


def test_lines_of_a_timeline_keep_their_words_apart_and_in_the_picture():
    june = [date(2016, 6, day) for day in range(1, 31)]
    fact, claim, guess = lanes.SURE
    lines = [
        ("A thing with a name that is too long for one line of it", fact, (june[0], june[2]), None),
        ("Known to be earlier", claim, (june[20], june[20]), (june[3], june[4])),
        ("Open to the left", guess, (None, june[12]), None),
        ("Over the whole of the picture and further", fact, (date(2015, 1, 1), june[29]), None),
    ]
    lines = [(*line, "#place") for line in lines]
    own = {"Daily": ((june[5],) * 2, "published 6 June", lines)}
    own |= {"Weekly": ((june[25],) * 2, "p", lines)}
    figure = lanes.timeline(june[0], june[29], own)
    assert lying_on_another(figure) == []
    low, high = figure.bbox.x0, figure.bbox.x1
    boxes = [text.get_window_extent() for text in figure.axes[0].texts]
    assert all(low <= box.x0 and box.x1 <= high for box in boxes)


def test_long_names_above_bars_and_close_days_below_lines_are_kept_apart():
    names = ["A title that is much too long to be written on one line of a picture", "B", "新闻"]
    figure = drawing.bars(pd.Series([984, 3, 0], names, name="words"))
    assert lying_on_another(figure) == []
    written = " ".join(text.get_text().replace("\n", " ") for text in figure.axes[0].texts)
    assert all(name in written for name in (*names[:2], "text 3"))
    days = [date(2015, 9, 30), date(2015, 10, 1), date(2016, 6, 9), date(2016, 8, 1)]
    rates = pd.DataFrame({"war": [1, 2, 0, 4], "peace": [0, 0, 1, 1]}, index=days)
    axes = drawing.courses(rates, days, ["30 Sep", "1 Oct", "9 Jun", "1 Aug"]).axes[0]
    assert [each.get_text() for each in axes.get_xticklabels()] == ["30 Sep", "9 Jun", "1 Aug"]


def test_names_are_short_different_and_drawable():
    found = looks.labels(["a" * 40, "a" * 40, "Ελλάς", "新闻"], width=10)
    assert found == ["aaaaaaaaa…", "aaaaaaaaa… 2", "Ελλάς", "text 4"]


def test_what_cannot_be_written_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "x.svg"
    path.mkdir()
    with pytest.raises(OSError, match=r"x\.svg"):
        files.write(path, "words")
    assert [each.name for each in tmp_path.iterdir()] == ["x.svg"]
