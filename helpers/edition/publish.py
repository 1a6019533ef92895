"""The whole edition in one go: check the corpus, run every notebook, then replace what stands.

`python -m helpers.publish` runs all notebooks in a folder beside the project's own and, only when
all of them ran through and every page holds, puts notebooks, figures and pages in their places,
file by file, each whole. Whatever goes wrong before that leaves the project as it was.
`--corpus FOLDER --to OUT` does the same with other articles, into OUT; `--draft` shows statements
that no longer hold on the pages, instead of stopping at the first.
"""

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from helpers import checking
from helpers.edition import exporter, run
from helpers.edition.run import PROJECT, Trouble

STALE = ("figures/[0-9][0-9]-*.*", "pages/*.html", "notebooks/pages/*.html")
NOTHING = "Nothing was replaced: notebooks, figures and pages are those of an earlier run."
OWN_TEXTS = "your-own-texts"  # the notebook that runs on any corpus


def publish(corpus=None, to=None, draft=False, timeout=run.TIMEOUT, say=print):
    """Run all notebooks and put notebooks, figures and pages in their places, under one folder.

    `corpus` is another folder of articles and `to` the folder that receives everything; both are
    the project's without. Returns the folder of the pages. After Trouble nothing was replaced.
    """
    from filelock import FileLock, Timeout

    home, top = Path(corpus or PROJECT / "corpus").resolve(), Path(to or PROJECT).resolve()
    if corpus and top.is_relative_to(home):
        raise Trouble(f"{top} is in the corpus folder: give --to a folder beside it")
    books = _books(home, None if corpus is None else _tables(home), say)
    before = {path: path.read_bytes() for path in books}
    pages = "notebooks/pages" if top == PROJECT else "pages"
    try:
        top.mkdir(parents=True, exist_ok=True)
        lock = FileLock(top / ".publish.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            say(f"another run is writing to {top}; waiting until it ends")
            lock.acquire()
        with lock, tempfile.TemporaryDirectory(dir=top, prefix=".publish-") as stage:
            _make(books, Path(stage), pages, home, draft, timeout, say)
            if any(path.read_bytes() != data for path, data in before.items()):
                raise Trouble("a notebook was changed while it was run; publish again")
            changed = _exchange(Path(stage), top, whole=corpus is None, say=say)
    except OSError as error:
        raise Trouble(f"cannot write {error.filename or top}: {error.strerror or error}") from error
    say(f"{changed or 'no'} file{'s' * (changed != 1)} changed")
    return top / pages


def _tables(home):
    """The tables of a corpus folder; Trouble with every problem."""
    tables, problems = checking.checked(home)
    if problems:
        raise Trouble("\n".join([f"{home} does not hold:", *map(str, problems)]))
    if len(tables["articles"]) < 2:
        raise Trouble(f"{home} holds one article: add another, to compare it with")
    return tables


def _books(home, tables, say):
    """The notebooks to run, {path: notebook}; of another corpus those whose tables are filled."""
    if tables is None:
        _tables(home)
        return {path: run.read(path) for path in run.notebooks()}
    books = {path: run.read(path, {"this-corpus"}) for path in run.notebooks()}
    chosen = {}
    for path, book in books.items():
        missing = [name for name in run.needs(book) if not tables.get(name)]
        if missing:
            say(f"{path.stem} is left out: no rows in {', '.join(missing)}")
        elif OWN_TEXTS in path.stem or run.needs(book):
            chosen[path] = book
    return chosen


def _make(books, stage, pages, home, draft, timeout, say):
    """Run the notebooks and write everything into the staging folder."""
    for name in ("figures", "notebooks", pages):
        (stage / name).mkdir(parents=True, exist_ok=True)
    run.run(books, stage / "figures", home, draft, timeout, say)
    say("writing pages")
    for path, book in books.items():
        text = run.stored(book)
        (stage / "notebooks" / path.name).write_text(text, "utf-8", newline="\n")
    made = [(path, run.read(stage / "notebooks" / path.name)) for path in books]
    try:
        exporter.write_pages(made, stage / pages)
    except ValueError as error:
        raise Trouble(f"the pages do not hold:\n{error}") from error


def _exchange(stage, top, whole, say):
    """Move every staged file to its place, remove what no notebook makes any more; how many."""
    staged = {p.relative_to(stage): p for p in sorted(stage.rglob("*")) if p.is_file()}
    stale = [
        p for glob in STALE if whole for p in top.glob(glob) if p.relative_to(top) not in staged
    ]
    changed = 0
    for name, source in staged.items():
        target = top / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_bytes() != source.read_bytes():
            source.chmod(0o644)
            source.replace(target)
            changed += 1
    for path in stale:
        say(f"removing {path.name}, which no notebook makes any more")
        path.unlink()
    return changed + len(stale)


def main(arguments=None):
    """The command; returns 0 when everything was published, else 1, or 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m helpers.publish", description=__doc__)
    parser.add_argument("--corpus", metavar="FOLDER", help="articles other than this project's")
    parser.add_argument("--to", metavar="OUT", help="a folder that receives everything")
    parser.add_argument("--draft", action="store_true", help="show what no longer holds, go on")
    parser.add_argument("--timeout", type=int, default=run.TIMEOUT, help="seconds a cell may take")
    options = parser.parse_args(arguments)
    if options.corpus and Path(options.to or PROJECT).resolve() == PROJECT:
        parser.error("--corpus needs --to OUT, so that this project's own results stay")
    start = time.monotonic()
    for number in (signal.SIGINT, signal.SIGTERM):  # a script that starts it with & has it ignore
        signal.signal(number, signal.default_int_handler)  # Ctrl-C; a polite kill is one, too

    def say(line):
        print(f"{time.monotonic() - start:6.1f} s  {line}", flush=True)

    try:
        pages = publish(options.corpus, options.to, options.draft, options.timeout, say)
    except Trouble as trouble:
        print(f"\n{trouble}\n\n{NOTHING}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Every file is whole; run it again for a new edition.", file=sys.stderr)
        return 130
    say(f"pages in {pages}: open index.html")
    return 0
