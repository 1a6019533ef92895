"""Notebooks read, run in fresh kernels, and stored always in the same way."""

import asyncio
import os
import platform
import re
import sys
import tempfile
import textwrap
import time
from pathlib import Path

# jsonschema, which nbformat loads, would take a second here for a grammar of web addresses.
sys.modules.setdefault("rfc3987_syntax", None)

PROJECT = Path(__file__).resolve().parents[2]
TIMEOUT = 120  # seconds a cell may take
ANSI = re.compile(r"\x1b\[[0-9;]*m")
# Variables through which a reader's own settings would reach a kernel.
SETTINGS = ("MPLBACKEND", "PYTHONOPTIMIZE", "PYTHONSTARTUP", "PYTHONWARNINGS")
# As JupyterLab writes them, so that opening and saving changes nothing; the version stays that of
# the Python by which a notebook was first stored.
LANGUAGE = {"name": "python", "mimetype": "text/x-python", "file_extension": ".py"}
LANGUAGE |= {"nbconvert_exporter": "python", "pygments_lexer": "ipython3"}
LANGUAGE |= {"codemirror_mode": {"name": "ipython", "version": 3}}
KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class Trouble(Exception):
    """What went wrong, in words for the person who ran the command."""


def notebooks():
    """Paths of the project's notebooks, in their order: notebooks/NN-name.ipynb."""
    return sorted((PROJECT / "notebooks").glob("[0-9][0-9]-*.ipynb"))


def read(path, without=frozenset()):
    """A notebook, without the cells that carry one of the tags `without`; Trouble if it is none.

    Read as it stands: nbformat's own `read` would give a doubled cell id another, random one.
    """
    from nbformat import v4

    try:
        book = v4.reads(Path(path).read_text("utf-8"))
        book.cells = [c for c in book.cells if without.isdisjoint(c.metadata.get("tags", []))]
    except (ValueError, KeyError, AttributeError, TypeError) as error:
        raise Trouble(f"{path} is no notebook: {error}") from error
    return book


def needs(book):
    """The tables without whose rows a notebook cannot run."""
    return book.metadata.get("workbook", {}).get("needs", [])


def stored(book):
    """The text of a run notebook as it is kept: no timing, no editor's traces, counts 1..n."""
    from nbformat import from_dict, v4

    book = from_dict(book)
    version = book.metadata.get("language_info", {}).get("version", platform.python_version())
    kept = {"kernelspec": KERNEL, "language_info": LANGUAGE | {"version": version}}
    if needs(book):
        kept["workbook"] = {"needs": needs(book)}
    book.metadata, book.nbformat_minor, taken, count = from_dict(kept), 5, set(), 0
    for n, cell in enumerate(book.cells):
        kept = ((name, cell.metadata.get(name)) for name in ("jupyter", "tags"))
        cell.metadata = from_dict({name: value for name, value in kept if value})
        if cell.get("id", "") in taken | {""}:
            cell.id = f"cell-{n:03d}"
        taken.add(cell.id)
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                if output.output_type == "execute_result":
                    output.execution_count = count
    return v4.writes(book) + "\n"


def kernel_environment(figures, scratch):
    """The environment of a kernel: this copy of the helpers, and none of the reader's settings."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return kept | {
        "FIGURES": str(Path(figures).resolve()),
        "IPYTHONDIR": str(Path(scratch) / "ipython"),
        "MATPLOTLIBRC": os.devnull,
        "OMP_NUM_THREADS": "1",  # as small as these matrices are, more threads only wait
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": str(PROJECT),
    }


def run(books, figures, timeout=TIMEOUT, say=lambda line: None):
    """Run notebooks, {path: notebook}, in fresh kernels, as many at once as there are cores.

    Outputs are put into the notebooks, figures saved in the folder `figures`. `say` gets lines of
    progress. Raises Trouble that names every notebook that failed, died, printed to stderr or took
    longer than `timeout` seconds a cell.
    """
    with tempfile.TemporaryDirectory(prefix="workbook-", ignore_cleanup_errors=True) as scratch:
        Path(figures).mkdir(parents=True, exist_ok=True)
        environment = kernel_environment(figures, scratch)
        failed = asyncio.run(_all(books, environment, Path(scratch), timeout, say))
    if failed:
        raise Trouble("\n\n".join(str(error) or repr(error) for error in failed))


async def _all(books, environment, scratch, timeout, say):
    """Run all, the largest first; what ended those that failed."""
    cores = asyncio.Semaphore(os.cpu_count() or 1)

    async def one(path, book):
        async with cores:
            own = environment | {"IPYTHONDIR": str(scratch / path.stem)}
            start = time.monotonic()
            with (scratch / f"{path.stem}.log").open("w+", encoding="utf-8") as log:
                await _one(path, book, own, log, timeout)
            say(f"{path.stem} done in {time.monotonic() - start:.1f} s")

    order = sorted(books.items(), key=lambda pair: -len(str(pair[1])))
    done = await asyncio.gather(*(one(*pair) for pair in order), return_exceptions=True)
    return [error for error in done if isinstance(error, BaseException)]


async def _one(path, book, environment, log, timeout):
    from jupyter_client import AsyncKernelManager
    from jupyter_client.kernelspec import KernelSpecManager
    from nbclient import NotebookClient

    # Without folders to look in, "python3" is this interpreter and never a foreign kernelspec.
    specs = KernelSpecManager(kernel_dirs=[])
    kernel = AsyncKernelManager(kernel_name="python3", kernel_spec_manager=specs)
    client = NotebookClient(
        book,
        km=kernel,
        timeout=timeout,
        iopub_timeout=timeout,
        raise_on_iopub_timeout=True,
        force_raise_errors=True,  # no tag lets an error or an unrun cell pass
        skip_cells_with_tag="",
        record_timing=False,
        coalesce_streams=True,
    )
    client.reset_execution_trackers()
    cells = [(i, cell) for i, cell in enumerate(book.cells) if cell.cell_type == "code"]
    try:
        where = {"cwd": str(path.parent), "env": environment}
        await client.async_start_new_kernel(**where, stdout=log, stderr=log)
        await client.async_start_new_kernel_client()
        for n, (index, cell) in enumerate(cells, 1):
            try:
                await client.async_execute_cell(cell, index, execution_count=n)
                more = "".join(out.text for out in cell.outputs if out.get("name") == "stderr")
                what = "printed to stderr" * bool(more)  # a warning there is a fault
            except Exception as error:
                if asyncio.current_task().cancelling():  # nbclient takes it for a death
                    raise asyncio.CancelledError from None
                what, more = _why(error, cell, log, timeout)
            if what:
                source = textwrap.indent(cell.source, "    ")
                place = f"{path.name}, code cell {n} of {len(cells)}"
                raise Trouble(f"{place}: {what}\n\n{source}\n\n{more}".rstrip())
    except RuntimeError as error:
        raise Trouble(f"{path.name}: no kernel started: {error}\n{_tail(log)}") from error
    finally:
        await kernel.shutdown_kernel(now=True)
        if client.kc:
            client.kc.stop_channels()


def _why(error, cell, log, timeout):
    """What ended a cell: (in a few words, at length)."""
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    if isinstance(error, CellTimeoutError):
        return f"still running after {timeout} seconds, so it was stopped", ""
    if isinstance(error, DeadKernelError):
        return "its kernel died", _tail(log)
    if isinstance(error, CellExecutionError):
        found = [out.traceback for out in cell.outputs if out.output_type == "error"]
        lines = ANSI.sub("", "\n".join(found[-1] if found else [str(error)]))
        return f"{error.ename}: {ANSI.sub('', error.evalue)}", lines
    return type(error).__name__, str(error)


def _tail(log):
    """The last lines that a kernel itself, not its notebook, printed."""
    log.seek(0)
    return "".join(log.readlines()[-20:])
