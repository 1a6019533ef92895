"""Figures: the same bytes everywhere, whole or not at all, with their words."""

import errno
import os

import pytest

from helpers import figures, publish
from helpers.tests import copies

DRAW = """
from helpers import figures
plt = figures.start()
fig, axes = plt.subplots()
axes.bar(["$5 and $6", "a_b^c", "U.S."], [1, 2, 3], hatch="//", label="words")
axes.set_title("From $100 to $200")
axes.legend()
print(figures.show(fig, "01-bars", "Three bars.", "Bars that grow by one.")._repr_mimebundle_())
"""
# Settings a reader may have; none of them may reach a figure.
MATPLOTLIBRC = "font.size: 20\naxes.grid: True\nsvg.hashsalt: other\nsavefig.bbox: tight\n"


def _drawn(folder, settings, **environment):
    """The files that a fresh process draws in a new folder, and what it shows."""
    folder.mkdir()
    (folder / "matplotlibrc").write_text(settings)
    places = {"FIGURES": str(folder / "figures"), "PYTHONPATH": str(publish.PROJECT)}
    run = copies.command(folder, "-c", DRAW, **environment | places)
    assert run.returncode == 0, run.stdout
    return copies.files(folder / "figures") | {"shown": run.stdout}


def test_same_bytes_under_other_settings(tmp_path):
    """Another folder, process, hash seed, time zone, locale, backend and matplotlibrc."""
    here = _drawn(tmp_path / "here", "", PYTHONHASHSEED="0")
    other = {"PYTHONHASHSEED": "1", "TZ": "Asia/Kolkata", "LC_ALL": "C", "MPLBACKEND": "svg"}
    there = _drawn(tmp_path / "anders wo ü", MATPLOTLIBRC, **other, SOURCE_DATE_EPOCH="0")
    assert sorted(here) == ["01-bars.png", "01-bars.svg", "shown"]
    assert here == there


def _of(folder, path):
    """{name: bytes} of the files in a folder that carry a notebook's number."""
    found = copies.files(folder)
    return {name: found[name] for name in found if name.startswith(path.name[:3])}


@pytest.mark.parametrize("path", publish.notebooks(), ids=lambda path: path.stem)
def test_figures_are_those_a_rerun_draws(path, rerun):
    """The same set, the same bytes: no replaced, missing or left-over figure."""
    books, folder = rerun
    assert path in books, f"{path.name} did not run through: see its first failing cell"
    kept, drawn = _of(publish.PROJECT / "figures", path), _of(folder, path)
    assert sorted(kept) == sorted(drawn), "figures/ holds other files than a rerun draws"
    assert [name for name in drawn if kept[name] != drawn[name]] == [], "figures differ"


def test_figures_on_disk_are_named_after_a_notebook():
    numbers = {path.name[:3] for path in publish.notebooks()}
    for path in (publish.PROJECT / "figures").iterdir():
        assert path.name.startswith(".") or publish.DRAWN.fullmatch(path.name), path.name
        assert path.name.startswith(".") or path.name[:3] in numbers, path.name


@pytest.fixture
def axes(tmp_path, monkeypatch):
    monkeypatch.setenv("FIGURES", str(tmp_path))
    plt = figures.start()
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def test_shown_figure_carries_its_words(axes):
    shown = figures.show(axes.figure, "01-x", "Nothing.", "Two empty axes.")
    data, metadata = shown._repr_mimebundle_()
    assert data["text/plain"] == "Figure 01-x. Nothing.\n\nTwo empty axes."
    words = {"alt": "Two empty axes.", "caption": "Nothing.", "file": "01-x"}
    assert metadata == {"image/png": words}
    assert data["image/png"].startswith(b"\x89PNG")


def test_files_say_neither_when_nor_with_what(axes, tmp_path):
    figures.show(axes.figure, "01-x", "Nothing.", "Two empty axes.")
    svg = (tmp_path / "01-x.svg").read_text()
    png = (tmp_path / "01-x.png").read_bytes()
    assert "<dc:date>" not in svg and "Matplotlib v" not in svg
    assert b"Software" not in png and b"tEXt" not in png
    dots = int.from_bytes(png[png.index(b"pHYs") + 4 :][:4], "big")
    assert round(dots * 0.0254) == 300


def test_dollar_signs_are_no_formula(axes, tmp_path):
    """What matplotlib cannot read as mathematics would raise an error otherwise."""
    axes.set_title("from $100 to $\\badcommand 200")
    figures.show(axes.figure, "01-x", "Money.", "A title about dollars.")
    assert (tmp_path / "01-x.svg").is_file()


@pytest.mark.parametrize("caption, alt", [("", "words"), ("words", " "), ("same", "same ")])
def test_words_are_required(axes, tmp_path, caption, alt):
    with pytest.raises(ValueError, match="01-x"):
        figures.show(axes.figure, "01-x", caption, alt)
    assert list(tmp_path.iterdir()) == []


def _no_space(*args, **kwargs):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("broken", ["os.fdopen", "os.chmod", "pathlib.Path.replace"])
def test_write_is_whole_or_not_at_all(tmp_path, monkeypatch, broken):
    path = tmp_path / "01-x.svg"
    figures.write(path, "old")
    monkeypatch.setattr(broken, _no_space)
    with pytest.raises(OSError, match="No space"):
        figures.write(path, "new")
    monkeypatch.undo()
    assert copies.files(tmp_path) == {"01-x.svg": b"old"}


def test_write_leaves_an_unchanged_file_alone(tmp_path):
    path = figures.write(tmp_path / "new" / "01-x.svg", "é")
    before = path.stat()
    assert figures.write(path, "é".encode()).stat().st_mtime_ns == before.st_mtime_ns
    assert figures.write(path, "e").stat().st_ino != before.st_ino
    assert path.stat().st_mode & 0o777 == 0o644


def test_figures_stand_beside_the_corpus(monkeypatch, tmp_path):
    monkeypatch.delenv("FIGURES")
    assert figures.folder() == publish.PROJECT / "figures"
    monkeypatch.setenv("CORPUS", str(tmp_path / "corpus"))
    assert figures.folder() == tmp_path / "figures"
