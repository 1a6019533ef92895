"""Makes nbval strict, keeps the work tree untouched, and lets one run of the notebooks serve all.

nbval alone passes a replaced picture, lost alternative text, another kind of output; with a dead
kernel it waits for the whole cell timeout. It runs a notebook once; here the same kernel then runs
the cells again from the last to the first, as any cell can be run again at any time: it must show
what is stored, and what it draws is compared with the figures. The kernels inherit an environment
in which figures go to a temporary folder and `helpers` is the copy that is being tested.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path
from queue import Empty

import nbval.plugin
import pytest
from nbval.kernel import RunningKernel

from helpers.edition import run

SCRATCH = pytest.StashKey[Path]()
BROKEN = pytest.StashKey[bool]()  # of a notebook: one of its cells did not run through


class WatchedKernel(RunningKernel):
    """A kernel whose death ends the wait for it."""

    def get_message(self, stream, timeout=None):
        end = time.monotonic() + (timeout or 0)
        while True:
            left = end - time.monotonic()
            try:
                return super().get_message(stream, timeout=max(0, min(1, left)))
            except Empty:
                if not self.is_alive():
                    raise RuntimeError("the kernel died") from None
                if left <= 1:
                    raise


class Again(nbval.plugin.IPyNbCell):
    """A cell that is run another time, when all of its notebook were."""

    def reportinfo(self):
        path, line, words = super().reportinfo()
        return path, line, f"{words}, again"


def pytest_configure(config):
    scratch = Path(tempfile.mkdtemp(prefix="workbook-tests-"))
    config.stash[SCRATCH] = scratch
    (scratch / "figures").mkdir()
    environment = run.kernel_environment(scratch / "figures", scratch)
    for name in os.environ.keys() - environment.keys():
        del os.environ[name]
    os.environ.update(environment)
    nbval.plugin.RunningKernel = WatchedKernel


def pytest_unconfigure(config):
    shutil.rmtree(config.stash[SCRATCH], ignore_errors=True)


def pytest_collectstart(collector):
    if isinstance(collector, nbval.plugin.IPyNbFile):
        # nbval numbers no cells in its reruns; counts are checked in the stored notebook.
        collector.skip_compare = ("execution_count", "traceback")


def pytest_collection_modifyitems(items):
    for book in {item.parent: None for item in items if _is_cell(item)}:
        cells = [item for item in items if item.parent is book]
        after = items.index(cells[-1]) + 1
        items[after:after] = [
            Again.from_parent(
                book,
                name=f"{each.name}, again",
                **{part: getattr(each, part) for part in ("cell_num", "cell", "options")},
            )
            for each in reversed(cells)
        ]


def pytest_runtest_setup(item):
    if _is_cell(item) and item.parent.stash.get(BROKEN, False):
        pytest.skip("a cell before it did not run through")


def pytest_runtest_makereport(item, call):
    """After an exception the cells that follow would only repeat it."""
    if _is_cell(item) and call.when == "call" and call.excinfo:
        differs = str(call.excinfo.value) == "Cell outputs differ"
        item.parent.stash[BROKEN] = item.parent.stash.get(BROKEN, False) or not differs


@pytest.fixture(scope="session")
def rerun(request):
    """{path: notebook after a rerun in this session}, and the folder of the figures they drew.

    The outputs are those that nbval has just computed; a notebook that did not run through is
    missing. Notebooks that nbval was not asked to run are run here, if a test is about them.
    """
    figures = request.config.stash[SCRATCH] / "figures"
    tests = [item for item in request.session.items if "rerun" in getattr(item, "fixturenames", ())]
    books, unasked = {}, []
    for path in {item.callspec.params["path"]: None for item in tests}:
        items = [
            item
            for item in request.session.items
            if _is_cell(item) and not isinstance(item, Again) and item.path.resolve() == path
        ]
        if any(item.parent.stash.get(BROKEN, False) for item in items):
            continue
        books[path] = _filled(run.read(path), items)
        if not books[path]:
            unasked.append(path)
    unasked = {path: run.read(path) for path in unasked}
    run.run(unasked, figures)
    books |= unasked
    return books, figures


def _is_cell(item):
    return isinstance(item, nbval.plugin.IPyNbCell)


def _filled(book, items):
    """A notebook with the outputs of nbval's run; None when nbval did not run all of it."""
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    if len(items) != len(cells) or any(item.test_outputs is None for item in items):
        return None
    for cell, item in zip(cells, items, strict=True):
        cell.outputs = item.test_outputs
    return book
