"""The whole edition in one go: check the corpus, run every notebook, then replace what stands.

`python -m helpers.publish` runs all notebooks, each in a fresh kernel of this very Python, and only
when all of them ran through replaces figures/, notebooks/ and notebooks/pages/. Whatever goes
wrong before that (a failing cell, a notebook that never ends, a full disk, Ctrl-C) leaves the
project as it was. `--corpus FOLDER --to OUT` does the same with other articles, into OUT.
"""

import argparse
import asyncio
import contextlib
import os
import re
import shutil
import signal
import sys
import tempfile
import textwrap
import time
from pathlib import Path

from helpers import corpus as corpora
from helpers.tables import TABLES, read_rows

PROJECT = Path(__file__).resolve().parent.parent
TIMEOUT = 120  # seconds a cell may take
NOTEBOOK = re.compile(r"\d\d-[\w-]+\.ipynb")
# What a notebook may save in figures/; a file of such a name that none drew any more is removed.
DRAWN = re.compile(r"\d\d-[\w-]+\.(svg|png|csv|json|ics)")
PAGE = re.compile(r"\d\d-[\w-]+\.html")
HALF = re.compile(r"\..+\.part")  # what helpers.figures.write leaves when its process is killed
ANSI = re.compile(r"\x1b\[[0-9;]*m")
# Variables through which a reader's own settings would reach a kernel.
SETTINGS = ("MPLBACKEND", "PYTHONOPTIMIZE", "PYTHONSTARTUP", "PYTHONWARNINGS")
# Said below a cell that states something of the project's own articles, when it fails.
MEND = """\
This cell states something of the project's own articles that may no longer hold: mend the sentence
and what it asserts. To build everything without such cells meanwhile:
    python -m helpers.publish --corpus corpus --to OUT"""
METADATA = {
    "kernelspec": {
        "display_name": "Python 3 (ipykernel)",
        "language": "python",
        "name": "python3",
    },
    "language_info": {"name": "python"},
}


class Trouble(Exception):
    """What went wrong, in words for the person who ran the command, and what stands now."""

    stands = "Nothing was replaced: figures, notebooks and pages are those of an earlier run."


def notebooks():
    """Paths of the project's notebooks, in their order: notebooks/NN-name.ipynb."""
    found = (PROJECT / "notebooks").glob("*.ipynb")
    return sorted(path for path in found if NOTEBOOK.fullmatch(path.name))


def publish(corpus=None, to=None, timeout=TIMEOUT, say=print):
    """Run all notebooks and install notebooks, figures and pages; returns the places.

    `corpus` is another folder of articles, `to` the folder that receives everything (needed with
    `corpus`). Raises Trouble; up to the last moment nothing is replaced then.
    """
    places = _places(to)
    if corpus and places["top"].is_relative_to(_home(corpus)):
        raise Trouble(f"{places['top']} is in the corpus folder: give --to a folder beside it")
    _check_corpus(_home(corpus))
    _check_writable(places)
    with _alone(places, say), _staging(places) as stage:
        before = {path: path.read_bytes() for path in notebooks()}
        if not before:
            raise Trouble(f"no notebook NN-name.ipynb in {PROJECT / 'notebooks'}")
        books = run(before, stage / "figures", corpus, timeout, say)
        say("writing pages")
        _stage(stage, dict(zip(before, books, strict=True)))
        _check_unchanged(before)
        changed = _install(stage, places, say)
    say(f"{changed or 'no'} file{'s' * (changed != 1)} changed")
    return places


def run(paths, figures, corpus=None, timeout=TIMEOUT, say=lambda line: None):
    """The notebooks at these paths, run in fresh kernels, as many at once as there are cores.

    Figures are saved in the folder `figures`. When a `corpus` is named, the cells of `left_out` are
    dropped. `say` gets lines of progress. Raises Trouble that names every
    notebook that failed, died, printed to stderr or took longer than `timeout` seconds a cell.
    """
    paths = list(paths)
    home = _home(corpus)
    without = left_out(corpus)
    books = [read(path, without) for path in paths]
    with tempfile.TemporaryDirectory(prefix="publish-") as scratch:
        environment = kernel_environment(figures, home, scratch)
        done = asyncio.run(_run_all(paths, books, environment, Path(scratch), timeout, say))
    failed = [result for result in done if isinstance(result, BaseException)]
    if failed:
        raise Trouble("\n\n".join(str(error) or repr(error) for error in failed))
    return books


def left_out(corpus=None):
    """The tags of cells that have nothing to say about a corpus that is named, not taken as given.

    `this-corpus` marks what is said of our five articles; `needs-names` and the like what a table
    without rows would leave empty.
    """
    if corpus is None:
        return frozenset()
    home = _home(corpus)
    empty = [name for name in TABLES if not read_rows(home / f"{name}.csv", name)[0]]
    return frozenset({"this-corpus", *(f"needs-{name}" for name in empty)})


def read(path, without=frozenset()):
    """A notebook, without the cells that carry one of the tags `without`.

    A title dropped with them is replaced by one made of the file's name. Read as it stands:
    nbformat's own `read` would give a doubled cell id another, random one.
    """
    from nbformat import v4

    try:
        book = v4.reads(Path(path).read_text("utf-8"))
    except (ValueError, KeyError) as error:
        raise Trouble(f"{path} is no notebook: {error}") from error
    first = book.cells[:1]
    book.cells = [c for c in book.cells if without.isdisjoint(c.metadata.get("tags", []))]
    if first and first != book.cells[:1] and first[0].source.startswith("# "):
        words = Path(path).stem[3:].replace("-", " ").capitalize()
        book.cells.insert(0, v4.new_markdown_cell(f"# {words}", id=first[0].id))
    return book


def stored(book):
    """The text of a run notebook as it is kept: no timing, no editor's traces, counts 1..n."""
    from nbformat import from_dict, v4

    book = from_dict(book)
    book.metadata = from_dict(METADATA)
    book.nbformat_minor = 5
    taken, count = set(), 0
    for n, cell in enumerate(book.cells):
        tags = cell.metadata.get("tags")
        cell.metadata = from_dict({"tags": tags} if tags else {})
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


def kernel_environment(figures, corpus, scratch):
    """The environment of a kernel: this copy of the helpers, and none of the reader's settings."""
    environment = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return environment | {
        "CORPUS": str(Path(corpus).resolve()),
        "FIGURES": str(Path(figures).resolve()),
        "IPYTHONDIR": str(Path(scratch) / "ipython"),
        "MATPLOTLIBRC": os.devnull,
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
    }


async def _run_all(paths, books, environment, scratch, timeout, say):
    """For each notebook None, or the exception that ended it; all are tried, the largest first."""
    cores, where = asyncio.Semaphore(os.cpu_count() or 1), {}

    async def one(path, book):
        async with cores:
            own = environment | {"IPYTHONDIR": str(scratch / path.stem)}
            start = time.monotonic()
            with (scratch / f"{path.stem}.log").open("w+", encoding="utf-8") as log:
                try:
                    await _run_one(path, book, own, log, timeout, where)
                finally:
                    where.pop(path, None)
            say(f"{path.stem} done in {time.monotonic() - start:.1f} s")

    ticker = asyncio.create_task(_tell(where, say))
    pairs = sorted(zip(paths, books, strict=True), key=lambda pair: -pair[0].stat().st_size)
    tasks = {path: asyncio.create_task(one(path, book)) for path, book in pairs}
    try:
        if tasks:
            await asyncio.wait(tasks.values())
    finally:
        ticker.cancel()
        while running := [task for task in tasks.values() if not task.done()]:
            for task in running:  # more than once, since a library can swallow a cancellation
                task.cancel()
            await asyncio.wait(running, timeout=5)
    return [tasks[path].exception() for path in paths]


async def _tell(where, say):
    """Say every two seconds which cell each notebook has come to."""
    while True:
        await asyncio.sleep(2)
        if where:
            say(", ".join(f"{path.stem} cell {n} of {m}" for path, (n, m) in where.items()))


async def _run_one(path, book, environment, log, timeout, where):
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
    try:
        output = {"stdout": log, "stderr": log}
        await client.async_start_new_kernel(cwd=str(path.parent), env=environment, **output)
        try:
            await client.async_start_new_kernel_client()
        except RuntimeError as error:
            raise Trouble(f"{path.name}: no kernel started: {error}\n{_tail(log)}") from error
        await _run_cells(path, client, log, timeout, where)
    finally:
        await kernel.shutdown_kernel(now=True)
        if client.kc:
            client.kc.stop_channels()


async def _run_cells(path, client, log, timeout, where):
    """Run the code cells one by one; raises Trouble with the cell that went wrong and why."""
    cells = [(i, cell) for i, cell in enumerate(client.nb.cells) if cell.cell_type == "code"]
    for n, (index, cell) in enumerate(cells, 1):
        where[path] = n, len(cells)
        try:
            await client.async_execute_cell(cell, index, execution_count=n)
        except Exception as error:
            if asyncio.current_task().cancelling():  # Ctrl-C, which nbclient takes for a death
                raise asyncio.CancelledError from None
            why = _why(error, cell, log, timeout)
        else:
            why = _stderr(cell)
        if why:
            source = textwrap.indent(cell.source, "    ")
            where_now = f"{path.name}, code cell {n} of {len(cells)}"
            stated = "this-corpus" in cell.metadata.get("tags", [])
            mend = MEND if stated and "AssertionError" in why[0] else ""
            raise Trouble(f"{where_now}: {why[0]}\n\n{source}\n\n{why[1]}\n\n{mend}".rstrip())


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
        asserted = re.findall(r"^-+> *\d+ +(assert .*)", lines, re.MULTILINE)
        words = ANSI.sub("", error.evalue) or (
            f"this does not hold: {asserted[-1]}" if asserted else ""
        )
        return f"{error.ename}: {words}", lines
    return type(error).__name__, str(error)


def _tail(log):
    """The last lines that a kernel itself, not its notebook, printed."""
    log.seek(0)
    return "".join(log.readlines()[-20:])


def _stderr(cell):
    """What a cell printed to stderr, as `_why` says it, or None; a warning there is a fault."""
    words = "".join(out.text for out in cell.outputs if out.get("name") == "stderr")
    return ("printed to stderr", words) if words else None


def _home(corpus):
    """The folder of articles that a run is about; CORPUS in the environment does not count here."""
    return (Path(corpus) if corpus else PROJECT / "corpus").resolve()


def _places(to):
    """Where notebooks, figures and pages go: {name: folder}, and the folder above them, `top`."""
    top = Path(to or PROJECT).resolve()
    pages = "notebooks/pages" if top == PROJECT else "pages"
    return {
        "top": top,
        "notebooks": top / "notebooks",
        "figures": top / "figures",
        "pages": top / pages,
    }


def _check_corpus(folder):
    wrong = corpora.problems(folder)
    if wrong:
        raise Trouble("\n".join([f"{folder} does not hold:", *map(str, wrong)]))
    if len(read_rows(folder / "articles.csv", "articles")[0]) < 2:
        raise Trouble(f"{folder} holds one article: add another, to compare it with")


def _check_writable(places):
    """Find out before the work, and not after it, that a folder cannot be written."""
    for folder in places.values():
        with _saying(folder):
            folder.mkdir(parents=True, exist_ok=True)
            tempfile.TemporaryFile(dir=folder).close()


@contextlib.contextmanager
def _saying(path):
    """Turn an OSError into one sentence with the path it is about."""
    try:
        yield
    except OSError as error:
        raise Trouble(f"cannot write {path}: {error}") from error


@contextlib.contextmanager
def _alone(places, say):
    """Hold the destination for one run; a second one waits. Ends by itself when a run is killed."""
    import fcntl

    handle = os.open(places["top"], os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another run is writing to {places['top']}; waiting until it ends")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextlib.contextmanager
def _staging(places):
    """A hidden folder beside the destination, so that installing a file is only renaming it."""
    for left in places["top"].glob(".publish-*"):
        shutil.rmtree(left, ignore_errors=True)
    for folder in places.values():
        for left in folder.iterdir():
            if HALF.fullmatch(left.name):
                left.unlink(missing_ok=True)
    with _saying(places["top"]):
        stage = Path(tempfile.mkdtemp(dir=places["top"], prefix=".publish-"))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _stage(stage, books):
    """Write the run notebooks and their pages into the staging folder."""
    from helpers import reader

    for name in ("figures", "notebooks", "pages"):
        (stage / name).mkdir(exist_ok=True)
    with _saying(stage):
        for path, book in books.items():
            (stage / "notebooks" / path.name).write_text(stored(book), "utf-8", newline="\n")
        staged = [(path, read(stage / "notebooks" / path.name)) for path in books]
        try:
            reader.write_pages(staged, stage / "pages")
        except ValueError as error:
            raise Trouble(f"the pages do not hold:\n{error}") from error


def _check_unchanged(before):
    """Refuse to replace a notebook that somebody saved while it was being run."""
    for path, data in before.items():
        if not path.is_file() or path.read_bytes() != data:
            raise Trouble(f"{path} was changed while it was run; publish again")


def _install(stage, places, say):
    """Move what was staged to its place, file by file, each whole; returns how many changed.

    Figures and pages that no notebook makes any more are removed, in a folder that was published
    before. All is on the disk already, so a full disk cannot stop this half way.
    """
    again = places["top"] == PROJECT or (places["pages"] / "index.html").is_file()
    moves = []
    for name in ("figures", "notebooks", "pages"):
        for source in sorted((stage / name).iterdir()):
            if name == "figures" and not DRAWN.fullmatch(source.name):
                raise Trouble(f"a notebook saved {source.name}: name it NN-word.ending instead")
            target = places[name] / source.name
            if target.is_dir():
                raise Trouble(f"cannot write {target}: it is a folder")
            if not target.is_file() or target.read_bytes() != source.read_bytes():
                moves.append((source, target))
    stale = _stale(stage, places) if again else []
    try:
        for source, target in moves:
            with _saying(target):
                source.chmod(0o644)
                source.replace(target)
        for path in stale:
            say(f"removing {path.name}, which no notebook makes any more")
            with _saying(path):
                path.unlink(missing_ok=True)
    except Trouble as trouble:
        trouble.stands = "Some files are new, some old, each is whole: publish again."
        raise
    return len(moves) + len(stale)


def _stale(stage, places):
    """Files of figures/ and pages/ that carry a notebook's number but were not made this time."""
    return [
        path
        for name, pattern in (("figures", DRAWN), ("pages", PAGE))
        for path in sorted(places[name].iterdir())
        if pattern.fullmatch(path.name) and not (stage / name / path.name).is_file()
    ]


def main(arguments=None):
    """The command; returns 0 when everything was published, else 1, or 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m helpers.publish", description=__doc__)
    parser.add_argument("--corpus", metavar="FOLDER", help="articles other than this project's")
    parser.add_argument("--to", metavar="OUT", help="a folder that receives everything")
    parser.add_argument("--timeout", type=int, default=TIMEOUT, help="seconds a cell may take")
    options = parser.parse_args(arguments)
    if options.corpus and Path(options.to or PROJECT).resolve() == PROJECT:
        parser.error("--corpus needs --to OUT, so that this project's own results stay")
    # A polite kill ends the kernels too, as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: os.kill(os.getpid(), signal.SIGINT))
    start = time.monotonic()

    def say(line):
        print(f"{time.monotonic() - start:6.1f} s  {line}", flush=True)

    try:
        places = publish(corpus=options.corpus, to=options.to, timeout=options.timeout, say=say)
    except Trouble as trouble:
        print(f"\n{trouble}\n\n{trouble.stands}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        print("\nStopped. Every file is whole; run it again for a new edition.", file=sys.stderr)
        return 130
    say(f"figures in {places['figures']}, pages in {places['pages']}: open index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main())
