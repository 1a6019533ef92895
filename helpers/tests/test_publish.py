"""Publishing: everything or nothing, on a project of two notebooks."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nbformat import v4

from helpers.edition import publish, run, statements
from helpers.tests import copies

PICTURE = """
from helpers import figures, looks
figures.show(looks.start().figure(), "00-a", "A caption.", "Words.")"""
HELD = "from helpers import show; show.numbers(2, 2, {}); show.claim('are', {})"


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A function that makes a project of a picture and small notebooks of the code it is given."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "README.md").write_text("\n".join(["# R", *statements.MARKERS, "end\n"]), "utf-8")
    monkeypatch.setattr(run, "PROJECT", tmp_path)
    monkeypatch.setattr(publish, "PROJECT", tmp_path)
    environment = run.kernel_environment
    monkeypatch.setattr(
        run,
        "kernel_environment",
        lambda *a: environment(*a) | {"PYTHONPATH": str(Path(publish.__file__).parents[2])},
    )
    monkeypatch.setattr(publish, "_tables", lambda home: {"articles": [1, 2]})

    def write(*sources, words="Two and two are 4."):
        for n, code in enumerate([PICTURE, *sources]):
            said = [v4.new_markdown_cell(f"**1. {words}**", metadata={"tags": ["finding"]})]
            cells = [v4.new_markdown_cell(f"# {n}"), *said, v4.new_code_cell(code)]
            book = run.stored(v4.new_notebook(cells=cells))
            (tmp_path / f"notebooks/{n:02d}-own.ipynb").write_text(book, "utf-8")
        return tmp_path

    return write


def kept(folder):
    return {k: v for k, v in copies.files(folder).items() if ".lock" not in k}


def test_an_edition_is_written_and_a_second_changes_nothing(project):
    home, said = project("2 + 2"), []
    publish.publish(say=said.append)
    first = kept(home)
    assert {"notebooks/pages/index.html", "notebooks/pages/01-own.html"} <= set(first)
    publish.publish(say=said.append)
    assert kept(home) == first and "no notebooks changed" in said


FAULTS = {
    "1 / 0": "code cell 1 of 1: ZeroDivisionError",
    "import sys; print('hm', file=sys.stderr)": "printed to stderr",
    "import os; os._exit(1)": "its kernel died",
    "while True: pass": "still running after 4 seconds",
}


def test_notebooks_that_fail_are_all_named_and_nothing_is_replaced(project):
    home = project(*FAULTS, "2 + 2")
    before = kept(home)
    with pytest.raises(run.Trouble) as caught:
        publish.publish(timeout=4, say=lambda line: None)
    for n, words in enumerate(FAULTS.values(), 1):
        assert re.search(rf"0{n}-own\.ipynb, .*{words}", str(caught.value)), words
    assert "05-own" not in str(caught.value) and kept(home) == before


def test_a_sentence_that_no_longer_holds_stops_or_is_mended_or_marked(project):
    home = project(HELD.format(5, True))
    before = kept(home)
    with pytest.raises(run.Trouble, match=r"“Two and two are 4\.”: 4 is now 5"):
        publish.publish(say=lambda line: None)
    assert kept(home) == before
    _, left = publish.publish(stale="mark", say=lambda line: None)
    assert [each.todo for each in left] == ["4 is now 5"]
    assert "4 is now 5" in (home / "notebooks/pages/01-own.html").read_text("utf-8")
    assert "4 is now 5" not in (home / "notebooks/01-own.ipynb").read_text("utf-8")
    assert publish.publish(stale="mend", say=lambda line: None)[1] == []
    assert "Two and two are 5." in (home / "notebooks/01-own.ipynb").read_text("utf-8")


def test_an_untrue_claim_is_left_for_a_person_and_readme_follows_the_first_notebook(project):
    home = project(HELD.format(4, False))
    _, left = publish.publish(stale="mend", say=lambda line: None)
    assert "rewrite 'are', which is not so" in str(left[0])
    readme = (home / "README.md").read_text("utf-8")
    assert "![Words.](figures/00-a.png)" in readme and "1. Two and two are 4." in readme


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
        end = time.monotonic() + 60
        while not list(folder.glob(".publish-*")) and time.monotonic() < end:
            time.sleep(0.1)
        time.sleep(1)  # kernels are starting
        process.send_signal(number)
        assert process.wait(60) == 130
    assert {k for k in kept(folder) if "__pycache__" not in k} == set(before)


def test_a_folder_that_was_not_started_is_told_so_in_one_line(tmp_path):
    (tmp_path / "2016-a.txt").write_text("A cat")
    with pytest.raises(run.Trouble, match=r"\A\S+ has no tables yet: `.* helpers\.starter .*\Z"):
        publish.publish(tmp_path, tmp_path.parent / "out")


def test_a_corpus_of_others_needs_a_folder_of_its_own(capsys):
    with pytest.raises(SystemExit):
        publish.main(["--corpus", "x"])
    assert "--corpus needs --to OUT" in capsys.readouterr().err
