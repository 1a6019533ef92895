"""Proof of the checks: plant one fault in a copy of the project and see the test command fail.

Each row of FAULTS is a fault, how it is planted, the part of the test command that has to notice,
and words (a regular expression) that the message has to hold. Every part is run as
`python -m pytest` runs it; only what cannot matter for the fault is left out, for speed.
"""

import csv
import io
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest
from nbformat import v4

from helpers import publish
from helpers.tests import copies

STORED = "helpers/tests/test_notebooks.py::test_stored_notebook_holds[01-meet-the-articles]"
SERIES = "helpers/tests/test_notebooks.py::test_notebooks_form_one_series"
FIGURES = "helpers/tests/test_figures.py"
DRAWN = f"{FIGURES}::test_figures_are_those_a_rerun_draws[01-meet-the-articles]"
CORPUS = "helpers/tests/test_corpus.py::test_the_project_holds"
TOKENS = "helpers/tests/test_tokens.py"
PROJECT = "helpers/tests/test_project.py"


# How a fault is planted: functions that return a function of the copy's folder.


def text(file, old, new):
    """Replace words in a file, once."""

    def plant(folder):
        path = folder / file
        data = path.read_bytes()
        assert old.encode() in data, f"{file} has no {old!r}: mend the table of faults"
        path.write_bytes(data.replace(old.encode(), new.encode(), 1))

    return plant


def rows(table, change):
    """Change the rows of a table of the corpus, a list of dicts."""

    def plant(folder):
        path = folder / "corpus" / f"{table}.csv"
        reader = csv.DictReader(io.StringIO(path.read_text("utf-8"), newline=""))
        found, out = list(reader), io.StringIO()
        kept = change(found)
        writer = csv.DictWriter(out, reader.fieldnames, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found if kept is None else kept)
        path.write_text(out.getvalue(), "utf-8")

    return plant


def drop(table, **which):
    return rows(table, lambda found: [row for row in found if row is not pick(found, which)])


def double(table, **which):
    return rows(table, lambda found: [*found, pick(found, which)])


def put(table, new, **which):
    """Enter other cells into the first row that has certain cells."""
    return rows(table, lambda found: pick(found, which).update(new))


def pick(found, which):
    """The first row with the given cells; it must be there."""
    fits = [row for row in found if all(row[name] == cell for name, cell in which.items())]
    assert fits, f"no row has {which}: mend the table of faults"
    return fits[0]


def book(number, change):
    """Change a stored notebook, given as nbformat has it, and store it as publishing would."""

    def plant(folder):
        [path] = (folder / "notebooks").glob(f"{number:02d}-*.ipynb")
        found = publish.read(path)
        change(found)
        path.write_text(v4.writes(found) + "\n", "utf-8")

    return plant


def code(found):
    """The code cells of a notebook that show something."""
    return [cell for cell in found.cells if cell.cell_type == "code" and cell.outputs]


def picture(found):
    """The first figure among a notebook's outputs."""
    shown = [out for cell in code(found) for out in cell.outputs if "image/png" in out.data]
    return shown[0]


def figure(change, ending="svg"):
    """Change the first figure on the disk, given as a path."""

    def plant(folder):
        change(sorted((folder / "figures").glob(f"*.{ending}"))[0])

    return plant


def file(name, words):
    """Add a file."""

    def plant(folder):
        (folder / name).write_text(words, "utf-8")

    return plant


def more(name, words):
    """Add words at the end of a file."""

    def plant(folder):
        with (folder / name).open("a", encoding="utf-8", newline="\n") as at_end:
            at_end.write(words)

    return plant


def gone(name):
    """Take a file away."""
    return lambda folder: (folder / name).unlink()


def _clear(found):
    for cell in found.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)


def _swap(found):
    cells = [n for n, cell in enumerate(found.cells) if cell.cell_type == "code"]
    one, other = cells[0], cells[1]
    found.cells[one], found.cells[other] = found.cells[other], found.cells[one]


def _digit_of(kind):
    """Change the first number of the first stored output of a kind, in all its forms."""

    def change(found):
        for cell in code(found):
            for out in cell.outputs:
                data = out.get("data", {})
                number = re.search(r"\d+", data.get("text/plain", ""))
                if number and kind in data.get("text/html", "")[:20]:
                    for form, words in data.items():
                        data[form] = words.replace(number[0], str(int(number[0]) + 1))
                    return
        raise AssertionError(f"no number is stored in a {kind}")

    return change


def _add(source, output=None):
    """Add a code cell that was run and gave an output, as the first one, to be caught soon."""

    def change(found):
        cell = v4.new_code_cell(source, id="planted", execution_count=1)
        cell.outputs = [output] if output else []
        found.cells.insert(1, cell)

    return change


def _stream(name, words):
    return v4.new_output("stream", name=name, text=words)


def _bytes(path):
    data = path.read_bytes()
    path.write_bytes(data[:-20] + bytes([data[-20] ^ 1]) + data[-19:])


ZERO, ONE, TWO, THREE, FOUR = (
    f"notebooks/{name}.ipynb"
    for name in (
        "00-start-here",
        "01-meet-the-articles",
        "02-compare-the-sources",
        "03-weigh-the-terms",
        "04-build-the-timeline",
    )
)
DIFFER = r"Cell outputs differ"
LETTER = text("corpus/articles/mcclatchy.txt", "appeasement", "appeasements")
ALT = "A line that goes down, and nothing else."
SHUFFLED = (
    "print(list({f'{word}' for word in 'Assad Putin Kerry Carter Lavrov Juan Mark'.split()}))"
)
LOWER = """

_kept = tokens


def tokens(text):
    return [token.replace("US", "us") for token in _kept(text)]
"""
RANDOM = "import random\n\nprint(random.random())"


def _words_of_figure(found):
    """Change a figure's description wherever it is stored."""
    out = picture(found)
    words = out.metadata["image/png"]
    out.data["text/plain"] = out.data["text/plain"].replace(words["alt"], ALT)
    words["alt"] = ALT


def _sentence(found):
    """Alter one word of a computed sentence, in both of its forms."""
    for cell in code(found):
        for out in cell.outputs:
            if "prose" in out.get("data", {}).get("text/html", "")[:20]:
                word = max(re.findall(r"[a-z]+", out.data["text/plain"]), key=len)
                for kind in out.data:
                    out.data[kind] = out.data[kind].replace(word, "never")
                return
    raise AssertionError("no sentence is stored")


def _finding(folder):
    """Change the first number of README's findings."""
    path = folder / "README.md"
    before, head, after = path.read_text("utf-8").partition("\n## What we found\n")
    number = re.search(r"\d+", after)[0]
    path.write_text(before + head + after.replace(number, str(int(number) + 1), 1), "utf-8")


def _no_comments(found):
    for row in found:
        row["kind"] = row["kind"].replace("comment", "furniture")


def _number(found):
    """Renumber the cells of a notebook after a change, as a careful forger would."""
    cells = [cell for cell in found.cells if cell.cell_type == "code"]
    for n, cell in enumerate(cells, 1):
        cell.execution_count = n
        for out in cell.outputs:
            if out.output_type == "execute_result":
                out.execution_count = n


def _both(*changes):
    def change(found):
        for each in changes:
            each(found)

    return change


def _cell(n, **new):
    return lambda found: [c for c in found.cells if c.cell_type == "code"][n].update(new)


def _meta(n, **new):
    return lambda found: [c for c in found.cells if c.cell_type == "code"][n].metadata.update(new)


def _prose(words):
    return lambda found: found.cells[0].update(source=found.cells[0].source + words)


FAULTS = {
    # The articles
    "a letter added to an article": (LETTER, CORPUS, "not the text that was annotated"),
    "an article taken away": (gone("corpus/articles/one-world.txt"), CORPUS, "txt is missing"),
    "an article too many": (file("corpus/articles/six.txt", "Six."), CORPUS, "has no row in art"),
    "an article with a byte order mark": (
        text("corpus/articles/mcclatchy.txt", "Not since", "\ufeffNot since"),
        CORPUS,
        "byte order mark",
    ),
    "a publication date off by a day": (
        put("articles", {"published": "2015-10-01"}, article="mcclatchy"),
        CORPUS,
        r"counted from 2015-10-01 gives",
    ),
    # Segments
    "a segment's words edited": (
        put("segments", {"starts": "Not since World War III"}, article="mcclatchy"),
        CORPUS,
        "does not have the words",
    ),
    "a segment of another kind": (
        put("segments", {"kind": "body"}, kind="furniture"),
        ONE,
        DIFFER,
    ),
    "a segment of an unknown kind": (
        put("segments", {"kind": "coment"}, kind="comment"),
        CORPUS,
        "not in the vocabulary",
    ),
    "a segment deleted": (drop("segments", kind="furniture"), ONE, DIFFER),
    "a segment doubled": (double("segments", kind="bio"), CORPUS, "after the segment before"),
    # Who speaks
    "a quotation edited": (
        put("quotations", {"quote": "must stay"}, utterance="mc02"),
        CORPUS,
        "is not in mcclatchy",
    ),
    "a quotation by another speaker": (
        put(
            "quotations",
            {"speaker": "Vladimir Putin", "side": "Russian government"},
            utterance="mc02",
        ),
        TWO,
        DIFFER,
    ),
    "a quotation deleted": (drop("quotations", utterance="mc02"), TWO, DIFFER),
    "a quotation doubled": (double("quotations", utterance="mc02"), CORPUS, "says the same as row"),
    # Names and positions
    "a name rule edited": (put("names", {"form": "ISISS"}, form="ISIS"), CORPUS, "matches nothing"),
    "a name rule deleted": (drop("names", form="ISIL"), TWO, DIFFER),
    "a name rule doubled": (double("names", form="ISIL"), CORPUS, "is also in row"),
    "a position turned round": (
        put("positions", {"answer": "yes"}, article="mcclatchy", answer="limited"),
        TWO,
        DIFFER,
    ),
    "a position deleted": (
        drop("positions", question="together", article="one-world"),
        (CORPUS, TWO),
        rf"no row says what|{DIFFER}",
    ),
    "a position doubled": (double("positions", question="cooperation"), CORPUS, "says the same"),
    # Time
    "a mention's date off by a day": (
        put("mentions", {"date": "2015-09-29"}, mention="mc-02"),
        CORPUS,
        "gives 2015-09-30, not 2015-09-29",
    ),
    "a mention's date too precise": (
        put("mentions", {"precision": "month"}, mention="mc-02"),
        CORPUS,
        "of precision day, not month",
    ),
    "a mention deleted": (drop("mentions", mention="mc-02"), FOUR, DIFFER),
    "a mention doubled": (double("mentions", mention="mc-02"), CORPUS, "is there twice"),
    "an event's date off by a day": (
        put("events", {"date": "2015-10-02"}, event="carter-briefing"),
        CORPUS,
        "cannot be that of",
    ),
    "an event renamed": (
        put("events", {"what": "Nothing happens"}, event="carter-briefing"),
        FOUR,
        DIFFER,
    ),
    "an event deleted": (drop("events", event="carter-briefing"), CORPUS, "unknown event"),
    "an event doubled": (double("events", event="carter-briefing"), CORPUS, "is there twice"),
    # Words
    "US in lower case": (
        more("helpers/tokens.py", LOWER),
        f"{TOKENS}::test_tokens",
        "assert",
    ),
    "a stop word that swallows the country": (
        more("corpus/stopwords.txt", "us\n"),
        f"{TOKENS}::test_stop_list_takes_no_word_on_which_the_question_hangs",
        "assert",
    ),
    "a stop word added": (more("corpus/stopwords.txt", "people\n"), THREE, DIFFER),
    # Stored notebooks
    "a stored number changed": (book(1, _digit_of("table")), ONE, DIFFER),
    "a computed sentence altered": (book(1, _sentence), ONE, DIFFER),
    "a number of a finding altered": (book(0, _digit_of("finding")), ZERO, DIFFER),
    "a number in README altered": (
        _finding,
        "helpers/tests/test_findings.py",
        "copy the findings of notebook 00 to README",
    ),
    "a finding that no longer holds": (
        rows("segments", _no_comments),
        ZERO,
        r"This finding no longer holds: \w+",
    ),
    "outputs cleared": (book(1, _clear), STORED, "execution counts are"),
    "cells in another order": (book(1, _swap), STORED, "execution counts are"),
    "cells in another order, renumbered": (
        book(1, _both(_swap, _number)),
        ONE,
        rf"{DIFFER}|caused an exception",
    ),
    "a cell that asks to be skipped": (
        book(1, _cell(0, source="# NBVAL_SKIP")),
        STORED,
        "asks not to be compared",
    ),
    "a cell tagged to be skipped": (
        book(1, _meta(0, tags=["nbval-skip"])),
        STORED,
        "tagged so that it is not compared",
    ),
    "an editor's traces": (book(1, _meta(0, collapsed=True)), STORED, "not stored as"),
    "a dead link": (book(1, _prose(" [x](05-more.ipynb)")), STORED, "leads nowhere"),
    "a cell that prints to stderr": (
        book(1, _add("import sys\n\nprint('hm', file=sys.stderr)")),
        ONE,
        "Unexpected output fields",
    ),
    "a stored warning": (
        book(1, _add("import sys\n\nprint('hm', file=sys.stderr)", _stream("stderr", "hm\n"))),
        STORED,
        "stores words on stderr",
    ),
    "an unsorted step": (book(1, _add(SHUFFLED, _stream("stdout", "[]\n"))), ONE, DIFFER),
    "an unseeded step": (book(1, _add(RANDOM, _stream("stdout", "0.5\n"))), ONE, DIFFER),
    "a cell that fails": (book(1, _add("1 / 0")), ONE, "caused an exception"),
    "a kernel that dies": (book(1, _add("import os\n\nos.abort()")), ONE, "the kernel died"),
    "a cell that never ends": (
        book(1, _add("while True:\n    pass")),
        (ONE, "--nbval-cell-timeout=2"),
        "Timeout of 2 seconds",
    ),
    "a notebook out of the series": (
        lambda folder: (folder / THREE).rename(folder / "notebooks/07-weigh-the-terms.ipynb"),
        SERIES,
        "a gap or a number twice",
    ),
    "a stray notebook": (file("notebooks/Untitled.ipynb", "{}"), SERIES, "none of the series"),
    # Figures
    "a figure replaced": (figure(_bytes), DRAWN, "figures differ"),
    "a printed figure replaced": (figure(_bytes, "png"), DRAWN, "figures differ"),
    "a figure taken away": (figure(lambda path: path.unlink()), STORED, "is missing"),
    "a figure too many": (file("figures/01-more.svg", "<svg/>"), DRAWN, "other files than a rerun"),
    "a stored picture replaced": (
        book(1, lambda found: picture(found).data.update({"image/png": "iVBORw0KGgo="})),
        ONE,
        DIFFER,
    ),
    "alternative text gone": (
        book(1, lambda found: picture(found).metadata.clear()),
        STORED,
        "lost its alternative text",
    ),
    "alternative text altered": (book(1, _words_of_figure), ONE, DIFFER),
    "SVG names that change": (
        text("helpers/figures.py", '"svg.hashsalt": "did-they-cooperate"', '"svg.hashsalt": None'),
        f"{FIGURES}::test_same_bytes_under_other_settings",
        "assert",
    ),
    "a figure with its date": (
        text("helpers/figures.py", '"Date": None, ', ""),
        f"{FIGURES}::test_files_say_neither_when_nor_with_what",
        "assert",
    ),
    # The project
    "a pinned version changed": (
        text("requirements.txt", "matplotlib==3.11.", "matplotlib==3.10."),
        PROJECT,
        "matplotlib",
    ),
    "a locked version changed": (
        text("helpers/constraints.txt", "pillow==", "pillow==1"),
        PROJECT,
        "pillow",
    ),
    "a file at the top": (file("notes.txt", "x"), PROJECT, "notes.txt"),
    "nbval forgotten": (
        text(".pytest.ini", "    --nbval\n", ""),
        "helpers/tests/test_notebooks.py::test_nbval_compares_everything",
        "assert",
    ),
    "a costly import": (
        text(
            "helpers/show.py", "from html import escape", "from html import escape\n\nimport pandas"
        ),
        PROJECT,
        "pandas",
    ),
    "code out of style": (
        text("helpers/show.py", "import escape", "import  escape"),
        f"{PROJECT}::test_code_and_notebooks_are_in_style",
        "import",
    ),
    "a rounding in a table": (text("helpers/show.py", ":,.2f", ":,.1f"), THREE, DIFFER),
}


def _nothing(folder):
    """The control: no fault at all, and every part that some fault relies on."""


CONTROL = "no fault"
PARTS = ("notebooks", "helpers/tests/test_notebooks.py", FIGURES, CORPUS, TOKENS, PROJECT)


@pytest.fixture(scope="session")
def outcomes(request, tmp_path_factory):
    """{fault: future of (exit code, what pytest printed)} of those asked for, two at a time."""
    home = tmp_path_factory.mktemp("faults")
    tests = request.session.items  # cells of notebooks among them, which have no fixtures
    items = [item for item in tests if "outcomes" in getattr(item, "fixturenames", ())]
    asked = [item.callspec.params["name"] for item in items]
    table = FAULTS | {CONTROL: (_nothing, PARTS, "")}
    with ThreadPoolExecutor(2) as pool:
        yield {
            name: pool.submit(_outcome, home / f"copy {n}", *table[name][:2])
            for n, name in enumerate(asked)
        }
        pool.shutdown(cancel_futures=True)


def _outcome(folder, plant, parts):
    copies.copy(folder)
    plant(folder)
    parts = [parts] if isinstance(parts, str) else parts
    quick = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", "-p", "no:anyio")
    done = copies.command(folder, "-m", "pytest", *quick, *parts)
    shutil.rmtree(folder)
    return done.returncode, done.stdout


@pytest.mark.parametrize("name", [CONTROL])
def test_sound_copy_passes(name, outcomes):
    """Else every fault below would be caught by accident."""
    code, said = outcomes[name].result()
    assert code == 0, said


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_caught(name, outcomes):
    code, said = outcomes[name].result()
    assert code == 1, f"exit code {code}\n{said}"
    assert re.search(FAULTS[name][2], said), said
