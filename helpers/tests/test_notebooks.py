"""Stored notebooks hold, and a rerun gives them back byte for byte."""

import difflib

import nbformat
import pytest
from nbformat import v4

from helpers.edition import run
from helpers.tests import hygiene

NOTEBOOKS = run.notebooks()
DOCUMENTS = ("README.md", "corpus/README.md", "corpus/CODEBOOK.md")


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_stored_notebook_holds(path):
    found = hygiene.complaints(path)
    assert not found, "\n".join(found)


def test_notebooks_form_one_series():
    found = list(hygiene.order_complaints(NOTEBOOKS, run.PROJECT / "notebooks"))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_documents_lead_somewhere(name):
    assert list(hygiene.dead_links(run.PROJECT / name)) == []


def test_nbval_compares_everything(request):
    """Without its flags, pytest would collect no notebook and stay green."""
    options = request.config.option
    assert options.nbval and options.nbval_current_env and not options.nbval_lax
    assert options.nbval_sanitize_with is None
    assert options.nbval_cell_timeout <= 120


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_rerun_gives_the_same_bytes(path, rerun):
    """Kinds, order and metadata of outputs included, which nbval does not compare."""
    books, _ = rerun
    assert path in books, f"{path.name} did not run through: see its first failing cell"
    kept, again = path.read_text("utf-8"), run.stored(books[path])
    differences = difflib.unified_diff(kept.splitlines(), again.splitlines(), "kept", "rerun", n=1)
    told = [line[:200] for line in differences][:40] if kept != again else []
    assert told == [], f"{path.name} gives another notebook when it is run again"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_figures_are_those_a_rerun_draws(path, rerun):
    """Pictures, their data and the open data, byte for byte, and none that nobody draws."""
    _, drawn = rerun
    number = path.name[:2]
    kept, again = (
        {file.name: file.read_bytes() for file in folder.glob(f"{number}-*")}
        for folder in (run.PROJECT / "figures", drawn)
    )
    assert sorted(kept) == sorted(again), f"figures of {path.name} are missing or too many"
    differ = [name for name in kept if kept[name] != again[name]]
    assert differ == [], "these figures differ from those drawn again"


# The checks themselves, on a notebook of three cells: each fault gets its own complaint.

FIGURE = {"alt": "A rising line.", "caption": "A line.", "file": "01-line"}


@pytest.fixture
def sound(tmp_path):
    """A stored notebook in which nothing is wrong, with its figure, and a neighbour."""
    for ending in ("svg", "png"):
        (tmp_path / "figures").mkdir(exist_ok=True)
        (tmp_path / "figures" / f"01-line.{ending}").write_text("drawn")
    picture = v4.new_output(
        "display_data",
        {"image/png": "iVBORw0KGgo=", "text/plain": "Figure 01-line. A line.\n\nA rising line."},
        metadata={"image/png": dict(FIGURE)},
    )
    words = "# What?\n\nSee [two](02-b.ipynb#So-what) and [the figure](../figures/01-line.svg)."
    cells = [
        v4.new_markdown_cell(words, id="title"),
        v4.new_code_cell("draw()", id="draw", outputs=[picture]),
        v4.new_code_cell("1 + 1", id="sum"),
    ]
    (tmp_path / "notebooks").mkdir()
    path = tmp_path / "notebooks" / "01-a.ipynb"
    second = v4.new_notebook(cells=[v4.new_markdown_cell("# Two\n\n## So what", id="title")])
    nbformat.write(second, path.with_name("02-b.ipynb"))
    path.write_text(run.stored(v4.new_notebook(cells=cells)), "utf-8")
    return path


def _stream(name):
    return v4.new_output("stream", name=name, text="hm\n")


def _no_alt(book):
    del book.cells[1].outputs[0].metadata["image/png"]["alt"]


def _other_alt(book):
    book.cells[1].outputs[0].metadata["image/png"]["alt"] = "A falling line."


FAULTS = {
    "execution counts": lambda book: book.cells[1].update(execution_count=7),
    "not 1 to 2": lambda book: book.cells[2].update(execution_count=None),
    "ids": lambda book: book.cells[2].update(id="draw"),
    "not python3": lambda book: book.metadata.kernelspec.update(name="julia"),
    "not stored as": lambda book: book.cells[2].metadata.update(collapsed=True),
    "is empty": lambda book: book.cells[2].update(source="  "),
    "tagged": lambda book: book.cells[2].metadata.update(tags=["nbval-skip"]),
    "asks not to be compared": lambda book: book.cells[2].update(source="'#NBVAL_SKIP'"),
    "shell line": lambda book: book.cells[2].update(source="!false"),
    "stores words on stderr": lambda book: book.cells[2].outputs.append(_stream("stderr")),
    "stores an error": lambda book: book.cells[2].outputs.append(
        v4.new_output("error", ename="KeyError", evalue="US", traceback=[])
    ),
    "begin with a # title": lambda book: book.cells.pop(0),
    "2 # titles": lambda book: book.cells[0].update(source="# What?\n\n# Why?"),
    "lost its alternative text": _no_alt,
    "text/plain differ": _other_alt,
    "leads nowhere": lambda book: book.cells[0].update(source="# What?\n\n[x](03-c.ipynb)"),
    "no such heading": lambda book: book.cells[0].update(source="# W\n\n[x](02-b.ipynb#Why)"),
    "another machine": lambda book: book.cells[0].update(source="# W\n\n[x](file:///a/b)"),
}


def test_a_sound_notebook_passes(sound):
    assert hygiene.complaints(sound) == []


@pytest.mark.parametrize("words", FAULTS)
def test_each_fault_has_its_complaint(words, sound):
    book = run.read(sound)
    FAULTS[words](book)
    sound.write_text(nbformat.v4.writes(book) + "\n", "utf-8")
    assert any(words in complaint for complaint in hygiene.complaints(sound))


def test_missing_figure_is_told(sound):
    (sound.parent.parent / "figures" / "01-line.svg").unlink()
    assert "01-a.ipynb: figures/01-line.svg is missing" in hygiene.complaints(sound)


def test_series_faults_are_told(sound):
    def told():
        return list(hygiene.order_complaints(sorted(folder.glob("*.ipynb")), folder))

    folder = sound.parent
    assert told() == []
    start = sound.with_name("00-start.ipynb")
    start.write_bytes(sound.read_bytes())
    assert told() == ["00-start.ipynb does not lead to 01-a.ipynb"]
    start.unlink()
    sound.with_name("Untitled.txt").touch()
    assert told() == ["notebooks/Untitled.txt is none of the series"]
    sound.with_name("Untitled.txt").rename(sound.with_name("04-d.ipynb"))
    assert "a gap" in told()[0]
