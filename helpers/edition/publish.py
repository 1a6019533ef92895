"""The whole edition in one go: check the corpus, run every notebook, then replace what stands.

`python -m helpers.publish` runs all notebooks in a folder beside the project's own and, only when
all of them ran through and every page holds, puts notebooks, figures and pages in their places,
file by file, each whole. Whatever goes wrong before that leaves the project as it was.
`--corpus FOLDER --to OUT` does the same with other articles, into OUT. Where a sentence no longer
holds nothing is replaced: `--mend` writes its new numbers first, `--draft` marks it on the pages.
"""

import argparse
import shlex
import signal
import sys
import tempfile
import time
from pathlib import Path

from helpers import checking
from helpers.checking import console
from helpers.edition import exporter, run, statements
from helpers.edition.run import PROJECT, Trouble

STALE = ("figures/[0-9][0-9]-*.*", "pages/*.html", "notebooks/pages/*.html")
NOTHING = "Nothing was replaced: notebooks, figures and pages are those of an earlier run."
MEND = "`--mend` writes new numbers; what is to be rewritten, a person writes in the notebook."
KINDS = {".ipynb": "notebooks", ".html": "pages", ".md": "READMEs"}
OTHER = "figures and data files"
OWN_TEXTS = "your-own-texts"  # the notebook that runs on any corpus


def publish(corpus=None, to=None, stale="stop", timeout=run.TIMEOUT, say=print):
    """Run all notebooks and put notebooks, figures and pages in their places, under one folder.

    `corpus` is another folder of articles and `to` the folder that receives everything; both are
    the project's without. `stale` says what to do with sentences that no longer hold: `stop`,
    `mend` their numbers, or `mark` them on the pages. Returns the folder of the pages and the Stale
    that are left. After Trouble nothing was replaced.
    """
    from filelock import FileLock, Timeout

    home, top = Path(corpus or PROJECT / "corpus").resolve(), Path(to or PROJECT).resolve()
    if corpus and top.is_relative_to(home):
        raise Trouble(f"{top} is in the corpus folder: give --to a folder beside it")
    tables = _tables(home)
    books = _of(home, tables, say) if corpus else {p: run.read(p) for p in run.notebooks()}
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
            left = _make(books, Path(stage), pages, stale, timeout, say)
            if corpus is None:
                readme = (PROJECT / "README.md").read_text("utf-8")
                readme = statements.readme(readme, books[min(books)])
                (Path(stage) / "README.md").write_text(readme, "utf-8", newline="\n")
            if any(path.read_bytes() != data for path, data in before.items()):
                raise Trouble("a notebook was changed while it was run; publish again")
            changed = _exchange(Path(stage), top, whole=corpus is None, say=say)
    except OSError as error:
        raise Trouble(f"cannot write {error.filename or top}: {error.strerror or error}") from error
    for what, n in changed.items():
        say(f"{n or 'no'} {what[:-1] if n == 1 else what} changed")
    return top / pages, left


def _tables(home):
    """The tables of a corpus folder; Trouble with every problem."""
    tables, problems = checking.checked(home)
    if home.is_dir() and not (home / "articles.csv").exists():
        first = f"`{console.python()} -m helpers.starter {shlex.quote(str(home))}`"
        raise Trouble(f"{home} has no tables yet: {first} makes them")
    if problems:
        raise Trouble("\n".join([f"{home} does not hold:", *map(str, problems)]))
    if len(tables["articles"]) < 2:
        raise Trouble(f"{home} holds one article: add another, to compare it with")
    return tables


def _of(home, tables, say):
    """The notebooks that another corpus has the rows for, {path: notebook}, each loading it."""
    chosen = {}
    for path in run.notebooks():
        book = run.read(path, {"this-corpus"})
        for cell in (cell for cell in book.cells if cell.cell_type == "code"):
            for call in ("corpus.load", "marking.open"):
                cell.source = cell.source.replace(f"{call}()", f"{call}({str(home)!r})")
        missing = [name for name in run.needs(book) if not tables.get(name)]
        if missing:
            say(f"{path.stem} is left out: no rows in {', '.join(missing)}")
        elif OWN_TEXTS in path.stem or run.needs(book):
            chosen[path] = book
        else:
            say(f"{path.stem} is left out: it is about this project's articles")
    return chosen


def _make(books, stage, pages, stale, timeout, say):
    """Run the notebooks and write everything into the staging folder; the Stale that are left."""
    for name in ("figures", "notebooks", pages):
        (stage / name).mkdir(parents=True, exist_ok=True)
    texts = {path: statements.texts(book) for path, book in books.items()}
    run.run(books, stage / "figures", timeout, say)
    found = {path: statements.stale(book, path.stem, texts[path]) for path, book in books.items()}
    if stale == "mend":
        for path, book in books.items():
            for each in filter(lambda each: each.mends, found[path]):
                say(f"mended {each}")
            statements.mend(book, texts[path])
            found[path] = statements.stale(book, path.stem)
    left = [each for own in found.values() for each in own]
    if left and stale == "stop":
        raise Trouble("\n".join([f"No longer so ({len(left)}):", *map(str, left), MEND]))
    say("writing pages")
    made = []
    for path, book in books.items():
        kept = stage / "notebooks" / path.name
        kept.write_text(run.stored(book), "utf-8", newline="\n")
        made.append((path, statements.marked(run.read(kept), found[path])))
    exporter.write_pages(made, stage / pages, stage / "figures")
    return left


def _exchange(stage, top, whole, say):
    """Move every staged file to its place, remove what no notebook makes; how many of each kind."""
    staged = {p.relative_to(stage): p for p in sorted(stage.rglob("*")) if p.is_file()}
    stale = [
        p for glob in STALE if whole for p in top.glob(glob) if p.relative_to(top) not in staged
    ]
    changed = dict.fromkeys((KINDS.get(name.suffix, OTHER) for name in staged), 0)
    for name, source in staged.items():
        target = top / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.is_file() or target.read_bytes() != source.read_bytes():
            source.chmod(0o644)
            source.replace(target)
            changed[KINDS.get(name.suffix, OTHER)] += 1
    for path in stale:
        say(f"removing {path.name}, which no notebook makes any more")
        path.unlink()
    return changed


def main(arguments=None):
    """The command; returns 0 when all was published and holds, else 1, or 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m helpers.publish", description=__doc__)
    parser.add_argument("--corpus", metavar="FOLDER", help="articles other than this project's")
    parser.add_argument("--to", metavar="OUT", help="a folder that receives everything")
    stale = parser.add_mutually_exclusive_group()
    words = "write the numbers as they are now into the sentences, and list what is left to rewrite"
    stale.add_argument("--mend", dest="stale", action="store_const", const="mend", help=words)
    words = "mark on the pages what no longer holds, list it, and go on"
    stale.add_argument("--draft", dest="stale", action="store_const", const="mark", help=words)
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
        stale = options.stale or "stop"
        pages, left = publish(options.corpus, options.to, stale, options.timeout, say)
    except Trouble as trouble:
        print(f"\n{trouble}\n\n{NOTHING}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Every file is whole; run it again for a new edition.", file=sys.stderr)
        return 130
    say(f"pages in {pages}: open index.html")
    if left:
        print(f"\nNo longer so ({len(left)}):", *left, sep="\n")
    return 1 if left else 0
