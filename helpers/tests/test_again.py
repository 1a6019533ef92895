"""Any cell can be run again, now or later: every cell twice, then all from the last to the first.

One process runs all notebooks, each in a namespace of its own; no file may change by it.
"""

import ast
import json
import os
import subprocess
import sys

import pytest

from helpers.edition import run

NOTEBOOKS = run.notebooks()


def cells(path):
    """The code of each cell, compiled: (its statements, its last expression or None)."""
    for n, cell in enumerate(run.read(path).cells):
        if cell.cell_type != "code":
            continue
        tree, last = ast.parse(cell.source), None
        if tree.body and isinstance(tree.body[-1], ast.Expr):
            last = compile(ast.Expression(tree.body.pop().value), f"cell {n}", "eval")
        yield f"cell {n}", compile(tree, f"cell {n}", "exec"), last


def shown(value):
    """What a value would be shown as, so that what makes it up is run through."""
    bundle = getattr(value, "_repr_mimebundle_", None)
    return json.dumps(bundle() if bundle else repr(value), default=len)


def once(name, code, last, space):
    """Run a cell; what it shows."""
    said = []
    space["display"] = lambda *values: said.extend(map(shown, values))
    exec(code, space)
    value = eval(last, space) if last else None
    return [*said, *([shown(value)] if value is not None else [])]


def again(path):
    """Sentences about cells that fail or show something else when they are run again."""
    os.chdir(path.parent)
    space, first, own = {"__name__": "__main__"}, {}, list(cells(path))
    for turn, order in (("again at once", [c for c in own for _ in "12"]), ("later", own[::-1])):
        for name, code, last in order:
            try:
                found = once(name, code, last, space)
            except Exception as error:
                yield f"{path.name}, {name}, {turn}: {type(error).__name__}: {error}"
                return
            if first.setdefault(name, found) != found:
                yield f"{path.name}, {name}: shows something else {turn}"


def files(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture(scope="module")
def reruns(tmp_path_factory):
    """What one process says of all notebooks, and the figures before and after."""
    figures = tmp_path_factory.mktemp("figures")
    environment = run.kernel_environment(figures, figures.parent)
    command = [sys.executable, "-m", "helpers.tests.test_again", *map(str, NOTEBOOKS)]
    done = subprocess.run(command, env=environment, cwd=run.PROJECT, capture_output=True, text=True)
    assert not done.returncode, done.stderr
    return done.stdout.splitlines(), files(figures)


def test_no_cell_fails_or_shows_something_else_when_it_is_run_again(reruns):
    complaints = [line for line in reruns[0] if line.startswith("!")]
    assert not complaints, "\n".join(complaints)


def test_no_file_changes_when_cells_are_run_again(reruns):
    stored = files(run.PROJECT / "figures")
    assert {name: stored.get(name) for name in reruns[1]} == reruns[1]


if __name__ == "__main__":
    from pathlib import Path

    from IPython import display

    display.display = lambda *values, **options: None  # show.numbers and show.claim
    for path in [Path(argument).resolve() for argument in sys.argv[1:]]:
        for complaint in again(path):
            print("!", complaint)
