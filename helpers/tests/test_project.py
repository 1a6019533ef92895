"""The project as a folder: what stands at its top, its locked versions, its style."""

import re
import subprocess
import sys
from importlib.metadata import version

import pytest
from packaging.requirements import Requirement

from helpers.edition import run

TOP = ["README.md", "corpus", "figures", "helpers", "notebooks", "requirements.txt"]
LISTS = ("requirements.txt", "helpers/tests/requirements.txt", "helpers/constraints.txt")


def _requirements(name):
    """The Requirements of one list that apply to this Python and machine."""
    lines = (run.PROJECT / name).read_text("utf-8").splitlines()
    words = [line.partition("#")[0].strip() for line in lines]
    wanted = [Requirement(line) for line in words if line and not line.startswith("-")]
    return [each for each in wanted if not each.marker or each.marker.evaluate()]


def test_top_level_shows_only_what_a_reader_needs():
    shown = [path.name for path in run.PROJECT.iterdir() if not path.name.startswith(".")]
    assert sorted(shown) == TOP


@pytest.mark.parametrize("name", LISTS)
def test_installed_versions_are_the_pinned_ones(name):
    """Another version of a plotting library draws other bytes, so nothing may drift."""
    requirements = _requirements(name)
    assert all(str(each.specifier).startswith("==") for each in requirements)
    pinned = {each.name: str(each.specifier) for each in requirements}
    assert pinned == {each: f"=={version(each)}" for each in pinned}


def test_lists_agree():
    locked = {each.name.lower(): each.specifier for each in _requirements(LISTS[2])}
    for each in _requirements(LISTS[0]) + _requirements(LISTS[1]):
        assert locked.get(each.name.lower()) == each.specifier, f"{each.name} is locked otherwise"


def test_importing_helpers_is_cheap():
    """Only the standard library is loaded until a function needs more."""
    code = (
        "import sys; from helpers import corpus, figures, reading, show, timeline, voices;"
        "print(sorted({'numpy', 'pandas', 'matplotlib', 'sklearn', 'nbformat', 'nbconvert'}"
        " & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_ci_runs_the_command_that_readme_tells():
    script = (run.PROJECT / ".ci" / "run").read_text("utf-8").splitlines()
    [command] = [line for line in script if line.startswith("python3 -m venv")]
    assert command in (run.PROJECT / "README.md").read_text("utf-8")


def test_no_pattern_repeats_a_group_possessively():
    """Python 3.11.0 to 3.11.4, which Debian 12 has, finds other matches then (gh-106052)."""
    for path in run.PROJECT.glob("helpers/**/*.py"):
        assert not re.search(r"\)[?*+}]\+", path.read_text("utf-8")), path


@pytest.mark.parametrize("words", ["check --no-cache", "format --check --no-cache"])
def test_code_and_notebooks_are_in_style(words):
    command = [sys.executable, "-m", "ruff", *words.split(), str(run.PROJECT)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=run.PROJECT)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
