"""Publishing: all or nothing, whatever interrupts it, on tiny notebooks in a copied project."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbformat import v4

from helpers import publish
from helpers.tests import copies

FIGURE = """
from helpers import figures
plt = figures.start()
figure, axes = plt.subplots()
axes.plot({line})
figures.show(figure, "{name}", "A line.", "A line of {line}.")
"""
DONE = ["01-a.html", "01-a.ipynb", "01-line.png", "01-line.svg", "02-b.html", "02-b.ipynb"]


def put(project, name, *sources, tags=()):
    """Write a notebook that was never run into a project; returns its path."""
    cells = [v4.new_markdown_cell(f"# What is {name}?", id="title")]
    cells += [v4.new_code_cell(source, id=f"code-{n}") for n, source in enumerate(sources)]
    for cell in cells[1:]:
        cell.metadata.tags = list(tags)
    path = project / "notebooks" / f"{name}.ipynb"
    path.write_text(v4.writes(v4.new_notebook(cells=cells)), "utf-8")
    return path


@pytest.fixture
def project(tmp_path):
    """A copy of the project with two quick notebooks instead of its own."""
    folder = copies.copy(tmp_path / "project", without=("*.ipynb", "*.svg", "*.png"))
    put(folder, "01-a", "print('ä')", FIGURE.format(name="01-line", line=[1, 2]))
    put(folder, "02-b", "6 * 7")
    return folder


def results(project):
    """{path: bytes} of everything that publishing may touch."""
    found = copies.files(project / "notebooks") | copies.files(project / "figures")
    return {name: data for name, data in found.items() if "README" not in name}


def ran(project, *arguments, code=0, **environment):
    """What `python -m helpers.publish` printed in a project, after a check of its exit code."""
    done = copies.command(project, "-m", "helpers.publish", *arguments, **environment)
    assert done.returncode == code, done.stdout
    assert left_over(project) == []
    return done.stdout


def left_over(project):
    return [
        path.name for path in project.rglob(".*") if ".publish" in path.name or "part" in path.name
    ]


def started(project, *arguments):
    """A run of the command in the background."""
    return subprocess.Popen(
        [sys.executable, "-m", "helpers.publish", *arguments],
        cwd=project,
        env=copies.environment(project),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_for(path, seconds=30):
    """Wait until a notebook has written a file; returns what it wrote."""
    end = time.monotonic() + seconds
    while not (path.is_file() and path.read_text()):
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.05)
    return path.read_text()


def ends(pid, seconds=15):
    """Whether a process ends within some seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(int(pid), 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


PID = "import os, time; open('../pid', 'w').write(str(os.getpid()))\n"


# What it does when all goes well.


def test_publishes_all_and_then_nothing_new(project):
    put(project, "03-c", FIGURE.format(name="03-old", line=[3]))
    ran(project)
    (project / "notebooks" / "03-c.ipynb").unlink()
    said = ran(project)
    assert "01-a done in" in said and "removing 03-old.svg" in said and "open index.html" in said
    names = sorted(path.split("/")[-1] for path in results(project))
    assert names == sorted([*DONE, "index.html"])
    before = {path: path.stat().st_mtime_ns for path in project.rglob("*.ipynb")}
    assert "no files changed" in ran(project)
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_stored_form_drops_what_changes_by_itself():
    cell = v4.new_code_cell("1", execution_count=9, id="a")
    cell.metadata = {"execution": {"iopub.status.busy": "now"}, "collapsed": True, "tags": ["x"]}
    cell.outputs = [v4.new_output("execute_result", {"text/plain": "1"}, execution_count=9)]
    book = v4.new_notebook(cells=[cell, v4.new_code_cell("2", id="b")])
    book.cells[1].id = "a"
    book.metadata["language_info"] = {"name": "python", "version": "3.11.9"}
    text = publish.stored(book)
    again = v4.reads(text)
    assert [c.id for c in again.cells] == ["a", "cell-001"]
    assert again.metadata == publish.METADATA
    assert again.cells[0].metadata == {"tags": ["x"]}
    assert [c.execution_count for c in again.cells] == [1, 2]
    assert again.cells[0].outputs[0].execution_count == 1
    assert publish.stored(again) == text


def test_readers_own_settings_do_not_matter(project, tmp_path):
    """A startup file, a foreign kernelspec of the same name, a backend, another corpus."""
    startup = tmp_path / "home" / ".ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("print('good morning'); raise SystemExit\n")
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text('{"argv": ["false"], "display_name": "x", "language": "R"}')
    put(project, "02-b", "import os; print(os.environ['CORPUS'], os.environ.get('MPLBACKEND'))")
    ran(
        project,
        HOME=str(tmp_path / "home"),
        IPYTHONDIR=str(tmp_path / "home" / ".ipython"),
        JUPYTER_PATH=str(tmp_path / "jupyter"),
        MPLBACKEND="nonsense",
        CORPUS="/nowhere",
        FIGURES=str(tmp_path / "wrong"),
        PYTHONWARNINGS="error",
        PYTHONOPTIMIZE="1",
    )
    assert not (tmp_path / "wrong").exists()
    [output] = publish.read(project / "notebooks" / "02-b.ipynb").cells[1].outputs
    assert output.text.startswith(str(project / "corpus")) and "nonsense" not in output.text


def test_other_articles_go_elsewhere(project, tmp_path):
    corpus = tmp_path / "mine"
    (project / "corpus").rename(corpus)
    put(project, "02-b", "raise SystemError('about the five')", tags=["this-corpus"])
    before = results(project)
    said = ran(project, "--corpus", corpus, code=2)
    assert "--corpus needs --to OUT" in said
    ran(project, "--corpus", corpus, "--to", tmp_path / "out")
    assert results(project) == before
    made = sorted(path.name for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert made == sorted([*DONE, "index.html"])
    book = publish.read(tmp_path / "out" / "notebooks" / "02-b.ipynb")
    assert [cell.cell_type for cell in book.cells] == ["markdown"]


def test_what_no_longer_holds_is_named_with_its_mend(project):
    put(project, "02-b", "cats = 2", "dogs = 3\nassert cats == dogs", tags=["this-corpus"])
    said = ran(project, code=1)
    assert "AssertionError: this does not hold: assert cats == dogs" in said
    assert "mend the sentence\nand what it asserts" in said
    put(project, "02-b", "print(birds)", tags=["this-corpus"])
    said = ran(project, code=1)
    assert "NameError: name 'birds'" in said and "mend the sentence" not in said


def test_corpus_is_checked_first(project):
    article = next((project / "corpus" / "articles").glob("*.txt"))
    article.write_bytes(article.read_bytes().replace(b"a", b"e", 1))
    before = results(project)
    said = ran(project, code=1)
    assert article.name in said and "Nothing was replaced" in said and "done in" not in said
    assert results(project) == before


# What it does when a notebook goes wrong.

WRONG = {
    "03-fail": (
        "print('fine')\nhelpless = 1 / 0",
        r"03-fail.ipynb, code cell 1 of 1: ZeroDivisionError: division by zero[^$]*helpless = 1 / 0"
        r"[^$]*Traceback",
    ),
    "04-warn": (
        "import warnings\nwarnings.warn('careful')",
        r"04-warn.ipynb, code cell 1 of 1: printed to stderr[^$]*careful",
    ),
    "05-dead": (
        "import os\nos.kill(os.getpid(), 9)",
        r"05-dead.ipynb, code cell 1 of 1: its kernel died",
    ),
    "06-endless": (
        "while True:\n    pass",
        r"06-endless.ipynb, code cell 1 of 1: still running after 6 seconds, so it was stopped",
    ),
    "07-quits": ("import sys\nsys.exit(3)", r"07-quits.ipynb, code cell 1 of 1: SystemExit"),
    "08-asks": ("input('Who? ')", r"08-asks.ipynb, code cell 1 of 1: StdinNotImplementedError"),
}


def test_every_wrong_notebook_is_named_and_nothing_replaced(project):
    ran(project)
    put(project, "01-a", FIGURE.format(name="01-line", line=[2, 1]))
    for name, (source, _) in WRONG.items():
        put(project, name, source)
    before = results(project)
    said = ran(project, "--timeout", 6, code=1)
    for name, (_, words) in WRONG.items():
        assert publish.re.search(words, said), f"{name}: {said}"
    assert "\x1b" not in said and "Nothing was replaced" in said
    assert results(project) == before


def test_figure_of_another_name_is_refused(project):
    put(project, "02-b", FIGURE.format(name="line", line=[1]))
    before = results(project)
    assert "saved line.png: name it NN-word.ending" in ran(project, code=1)
    assert results(project) == before


def test_notebook_saved_meanwhile_is_kept(project):
    path = put(project, "02-b", "with open('02-b.ipynb', 'a') as f:\n    f.write('\\n')")
    size = path.stat().st_size
    assert "02-b.ipynb was changed while it was run" in ran(project, code=1)
    assert path.stat().st_size == size + 1


def test_killed_kernel_is_named_at_once(project):
    put(project, "02-b", PID + "time.sleep(60)")
    run = started(project)
    os.kill(int(wait_for(project / "pid")), signal.SIGKILL)
    said, _ = run.communicate(timeout=20)
    assert run.returncode == 1 and "02-b.ipynb, code cell 1 of 1: its kernel died" in said


# What it does when the machine goes wrong.


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_stopping_it_leaves_nothing_behind(project, sign):
    put(project, "02-b", PID + "time.sleep(60)")
    before = results(project)
    run = started(project)
    kernel = wait_for(project / "pid")
    run.send_signal(sign)
    said, _ = run.communicate(timeout=20)
    assert run.returncode == 130 and "Stopped" in said and "Traceback" not in said
    assert ends(kernel)
    assert results(project) == before and left_over(project) == []


def test_killed_at_any_moment_no_file_is_half(project):
    """Each file is the old or the new one; the next run succeeds and cleans up."""
    ran(project)
    put(project, "01-a", "print('new')", FIGURE.format(name="01-line", line=[5, 1]))
    put(project, "02-b", PID)
    old, moments = results(project), random.Random(8)
    start = time.monotonic()
    ran(project)
    whole, new = time.monotonic() - start, results(project)
    for moment in [moments.uniform(0, 1) for _ in range(3)] + [0.97]:
        for name, data in old.items():
            folder = "figures" if name.endswith((".svg", ".png")) else "notebooks"
            (project / folder / name).write_bytes(data)
        run = started(project)
        time.sleep(moment * whole)
        run.kill()
        run.communicate()
        for name, data in results(project).items():
            if ".part" not in name:
                assert data in (old[name], new[name]), f"{name} is half, killed at {moment}"
    ran(project)
    assert results(project) == new


def test_two_at_once_do_not_mix(project):
    put(project, "02-b", PID + "time.sleep(2)")
    first = started(project)
    wait_for(project / "pid")
    second = started(project)
    said = [run.communicate(timeout=60)[0] for run in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), said
    assert "waiting until it ends" in said[1] and "no files changed" in said[1]
    assert left_over(project) == []


LIMIT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)),) * 2)
from helpers import publish
sys.exit(publish.main())
"""


@pytest.mark.parametrize("source", [FIGURE.format(name="02-big", line=[1]), "print('big' * 9999)"])
def test_disk_that_fills_up(project, source):
    """Writing stops in the middle of a figure, or of a notebook: a limit on the size of files."""
    put(project, "02-b", source)
    (project / "notebooks" / "01-a.ipynb").unlink()
    before = results(project)
    done = copies.command(project, "-c", LIMIT, 20_000)
    assert done.returncode == 1, done.stdout
    assert "File too large" in done.stdout and "Nothing was replaced" in done.stdout
    assert results(project) == before and left_over(project) == []


@pytest.mark.parametrize("name", ["figures", "notebooks/pages", "figures/01-line.svg"])
def test_place_that_cannot_be_written(project, name):
    """Something else stands where a folder or a file should go; permissions do not stop root."""
    place = project / name
    if place.is_dir():
        publish.shutil.rmtree(place)
    if place.suffix:
        (place / "x").mkdir(parents=True)
    else:
        place.write_text("not a folder")
    before = copies.files(project / "notebooks")
    said = ran(project, code=1)
    assert f"cannot write {place}" in said and "Nothing was replaced" in said
    assert copies.files(project / "notebooks") == before


@pytest.mark.skipif(os.geteuid() == 0, reason="permissions do not stop root")
def test_read_only_folder(project):
    (project / "figures").chmod(0o555)
    said = ran(project, code=1)
    assert f"cannot write {project / 'figures'}" in said and "done in" not in said


@pytest.mark.parametrize("stop", range(1, 7))
def test_installing_that_fails_half_way_says_so(tmp_path, monkeypatch, stop):
    """The disk breaks between two renames: each file is old or new, and the message says it."""
    names = ("figures", "notebooks", "pages")
    places = {name: tmp_path / name for name in names} | {"top": tmp_path}
    for name in names:
        for n in (1, 2):
            for folder, words in ((tmp_path / name, "old"), (tmp_path / "stage" / name, "new")):
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"0{n}-x.svg").write_text(words)
    replace, calls = Path.replace, []

    def broken(self, target):
        calls.append(target)
        if len(calls) == stop:
            raise OSError(5, "Input/output error")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", broken)
    with pytest.raises(publish.Trouble, match="Input/output error") as caught:
        publish._install(tmp_path / "stage", places, print)
    assert "publish again" in caught.value.stands
    kept = [(tmp_path / name / f"0{n}-x.svg").read_text() for name in names for n in (1, 2)]
    assert kept == ["new"] * (stop - 1) + ["old"] * (7 - stop)


# The real notebooks, once more.


@pytest.mark.skipif(not publish.notebooks(), reason="no notebook yet")
def test_same_bits_in_another_folder_process_and_hash_seed(tmp_path):
    """Figures, notebooks and pages of a copy elsewhere equal those that stand here."""
    folder, out = copies.copy(tmp_path / "öther folder"), tmp_path / "out"
    ran(folder, "--to", out, PYTHONHASHSEED="42", TZ="Asia/Kolkata", LC_ALL="C")
    from helpers import reader

    pages = [(path, publish.read(path)) for path in publish.notebooks()]
    (tmp_path / "pages").mkdir()
    reader.write_pages(pages, tmp_path / "pages")
    assert copies.files(out / "pages") == copies.files(tmp_path / "pages")
    assert copies.files(out / "figures") == drawn()
    kept = {path.name: path.read_bytes() for path in publish.notebooks()}
    assert copies.files(out / "notebooks") == kept


def drawn():
    found = copies.files(publish.PROJECT / "figures")
    return {name: data for name, data in found.items() if publish.DRAWN.fullmatch(name)}
