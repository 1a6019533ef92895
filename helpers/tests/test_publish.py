"""Publishing: everything or nothing, on a project of two notebooks."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbformat import v4

from helpers.edition import publish, run
from helpers.tests import copies


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with two small notebooks in place of ours; a function changes the second."""
    (tmp_path / "notebooks").mkdir()
    monkeypatch.setattr(run, "PROJECT", tmp_path)
    monkeypatch.setattr(publish, "PROJECT", tmp_path)
    environment = run.kernel_environment
    monkeypatch.setattr(
        run,
        "kernel_environment",
        lambda *a: environment(*a) | {"PYTHONPATH": str(Path(publish.__file__).parents[2])},
    )
    monkeypatch.setattr(publish, "_tables", lambda home: {"articles": [1, 2]})

    def write(source):
        for name, code in {"00-one": "1 + 1", "01-two": source}.items():
            cells = [v4.new_markdown_cell(f"# {name}"), v4.new_code_cell(code)]
            book = run.stored(v4.new_notebook(cells=cells))
            (tmp_path / f"notebooks/{name}.ipynb").write_text(book, "utf-8")
        return tmp_path

    return write


def kept(folder):
    return {k: v for k, v in copies.files(folder).items() if ".lock" not in k}


def test_an_edition_is_written_and_a_second_changes_nothing(project):
    home, said = project("2 + 2"), []
    publish.publish(say=said.append)
    first = kept(home)
    assert {"notebooks/pages/index.html", "notebooks/pages/01-two.html"} <= set(first)
    publish.publish(say=said.append)
    assert kept(home) == first and said[-1] == "no files changed"


FAULTS = [
    ("1 / 0", "01-two.ipynb, code cell 1 of 1: ZeroDivisionError"),
    ("import sys; print('hm', file=sys.stderr)", "printed to stderr"),
    ("import os; os._exit(1)", "its kernel died"),
    ("while True: pass", "still running after 4 seconds"),
]


@pytest.mark.parametrize(("source", "words"), FAULTS)
def test_a_notebook_that_fails_is_named_and_nothing_replaced(project, source, words):
    home = project(source)
    before = kept(home)
    with pytest.raises(run.Trouble, match="01-two") as caught:
        publish.publish(timeout=4, say=lambda line: None)
    assert words in str(caught.value) and kept(home) == before


def test_a_draft_reaches_the_kernels(project):
    home = project("import os; os.environ['DRAFT']")
    publish.publish(draft=True, say=lambda line: None)
    assert "'1'" in (home / "notebooks/01-two.ipynb").read_text("utf-8")


def test_a_full_disk_is_one_sentence(project, monkeypatch):
    home = project("2 + 2")
    before = kept(home)

    def full(*arguments):
        raise OSError(28, "No space left on device", str(home))

    monkeypatch.setattr(publish.exporter, "write_pages", full)
    with pytest.raises(run.Trouble, match=r"cannot write .*: No space left on device"):
        publish.publish(say=lambda line: None)
    assert kept(home) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_is_heard_and_leaves_nothing_behind(number, tmp_path):
    folder = copies.copy(tmp_path / "project", without=("tests",))
    before = kept(folder)
    command = [sys.executable, "-m", "helpers.publish"]

    def as_in_the_background():  # of a script, where a shell lets Ctrl-C be ignored
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    options = {"env": copies.environment(folder), "preexec_fn": as_in_the_background}
    with subprocess.Popen(command, cwd=folder, **options) as process:
        time.sleep(3)
        process.send_signal(number)
        assert process.wait(30) == 130
    assert {k for k in kept(folder) if "__pycache__" not in k} == set(before)


def test_a_corpus_of_others_needs_a_folder_of_its_own(capsys):
    with pytest.raises(SystemExit):
        publish.main(["--corpus", "x"])
    assert "--corpus needs --to OUT" in capsys.readouterr().err
