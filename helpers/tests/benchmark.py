"""How fast the project is, as ratios measured in one run: `python -m helpers.tests.benchmark`.

Seconds of CPU (user and system, children included) are medians of shuffled rounds; walls on a
shared machine mean little and serve for publishing only. The texts are those of `../shared/bench`
beside the project, or of a folder or .tar.gz that is named; without either, the five articles over
and over. They are unpacked into a temporary folder, and never copied into the project.

`--growth 50000` counts terms over 5 to 50,000 files: the texts again and again, so that from their
number on no new word comes. `--commands` compares running the notebooks with running only their
imports, and publishing with running one notebook after another. Nothing here fails: it prints.
"""

import argparse
import contextlib
import json
import random
import re
import resource
import subprocess
import sys
import tarfile
import tempfile
import time
import tracemalloc
from itertools import cycle, islice
from pathlib import Path
from statistics import median

from helpers import publish
from helpers.tests import copies
from helpers.tokens import count_terms, read, tokens

BENCH = publish.PROJECT.parent / "shared" / "bench"
SIZES = (5, 50, 500, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
# One point of the growth curve, in a process of its own: what a process once took, it keeps.
POINT = """
import json, resource, sys, time
from itertools import cycle, islice
from pathlib import Path
from helpers.tokens import count_terms, read, tokens
folder, files, way = sys.argv[1], int(sys.argv[2]), sys.argv[3]
texts = sorted(Path(folder).rglob("*.txt"))
if way == "matrix":
    from sklearn.feature_extraction.text import TfidfVectorizer
count_terms(texts[:5])
def spent():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(use.ru_utime + use.ru_stime for use in both), both[0].ru_maxrss / 1024
cpu, memory = spent()
wall, paths = time.monotonic(), islice(cycle(texts), files)
if way == "matrix":
    terms = TfidfVectorizer(analyzer=tokens).fit_transform(map(read, paths)).shape[1]
else:
    terms = len(count_terms(paths, n_jobs=None if way == "alone" else int(way)).df)
wall = time.monotonic() - wall
if way not in ("alone", "matrix"):
    from joblib.externals.loky import get_reusable_executor
    get_reusable_executor().shutdown(wait=True)
print(json.dumps([spent()[0] - cpu, wall, spent()[1] - memory, terms]))
"""


# How time and memory are measured


def spent():
    """Seconds of CPU of this process and of the children it has waited for."""
    uses = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(use.ru_utime + use.ru_stime for use in uses)


def medians(ways, rounds, clock=spent):
    """{name: median time} of functions, each called once a round, every round in another order."""
    times, names, order = {name: [] for name in ways}, list(ways), random.Random(0)
    for _ in range(rounds):
        order.shuffle(names)
        for name in names:
            start = clock()
            ways[name]()
            times[name].append(clock() - start)
    return {name: median(each) for name, each in times.items()}


def peak(work):
    """The most bytes that a function held at once."""
    tracemalloc.start()
    work()
    highest = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return highest


def say(what, value, goal="", unit="x"):
    print(f"{value:10.2f} {unit:<3} {goal:<18} {what}", flush=True)


# What is measured


def compare_tokens(paths, rounds):
    """`tokens` against scikit-learn's default analyzer and, where it is installed, spaCy's."""
    from sklearn.feature_extraction.text import CountVectorizer

    texts = [read(path) for path in paths]
    ways = {
        "tokens": tokens,
        "scikit-learn": CountVectorizer().build_analyzer(),
        "split": str.split,
    }
    try:
        import spacy
    except ImportError:
        print("spaCy: not installed")
    else:
        blank = spacy.blank("en")
        ways["spaCy"] = lambda text: [token.text for token in blank(text)]

    def through(way):
        for text in texts:
            way(text)

    cpu = medians({name: lambda way=way: through(way) for name, way in ways.items()}, rounds)
    words, size = sum(len(tokens(text)) for text in texts), sum(map(len, texts))
    print(f"{len(texts):,} texts, {size:,} characters, {words:,} tokens")
    say("tokens: scikit-learn's default analyzer", cpu["tokens"] / cpu["scikit-learn"], "goal 1.00")
    say("tokens: str.split", cpu["tokens"] / cpu["split"])
    if "spaCy" in cpu:
        say("tokens: spaCy blank", cpu["tokens"] / cpu["spaCy"], "goal 0.15")
    say("tokens, an article", 1e3 * cpu["tokens"] / len(texts), unit="ms")


def compare_matrix(paths, rounds):
    """Files to a TF-IDF matrix, streamed through `tokens`, against scikit-learn's own way."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    ways = {
        "matrix": lambda paths: TfidfVectorizer(analyzer=tokens).fit_transform(map(read, paths)),
        "default": lambda paths: TfidfVectorizer(input="filename").fit_transform(paths),
        "counts": count_terms,
    }
    cpu = medians({name: lambda way=way: way(paths) for name, way in ways.items()}, rounds)
    say("files to matrix: TfidfVectorizer('filename')", cpu["matrix"] / cpu["default"], "goal 1.15")
    say("count_terms: the same", cpu["counts"] / cpu["default"])
    half = len(paths) // 2
    for name, way in ways.items():
        few, many = (peak(lambda way=way, own=own: way(own)) for own in (paths[:half], paths))
        goal = "" if name == "default" else "goal 15"
        say(f"memory, {name}: an article", many / 1024 / len(paths), unit="KB")
        say(f"memory, {name}: one article more", (many - few) / 1024 / half, goal, "KB")


def compare_imports(rounds):
    """The CPU that importing adds to a bare interpreter."""

    def python(code):
        return lambda: subprocess.run([sys.executable, "-c", code], check=True)

    names = "answers, corpus, dates, figures, show, timeline, tokens, voices"
    ways = {"bare": python(""), "tokens": python("import helpers.tokens")}
    ways["all"] = python(f"from helpers import {names}")
    cpu = medians(ways, max(rounds, 15))
    say(f"importing {names}", cpu["all"] - cpu["bare"], "goal 0.10", "s")
    say("importing tokens alone", cpu["tokens"] - cpu["bare"], "", "s")


def compare_commands(rounds):
    """The notebooks under pytest against their imports; publishing against one after another."""
    with tempfile.TemporaryDirectory() as folder:
        whole = copies.copy(Path(folder) / "whole")
        bare = copies.copy(Path(folder) / "bare")
        for path in sorted((bare / "notebooks").glob("*.ipynb")):
            path.write_text(_imports_only(path), "utf-8")
        out = Path(folder) / "out"
        books = sorted((whole / "notebooks").glob("*.ipynb"))
        convert = ("-m", "nbconvert", "--execute", "--to", "html", "--output-dir", out, *books)
        ways = {
            "pytest": lambda: _told(whole, "-m", "pytest", "-q", "notebooks"),
            "imports": lambda: _told(bare, "-m", "pytest", "-q", "notebooks"),
        }
        cpu = medians(ways, rounds)
        say(
            "CPU, notebooks under pytest: their imports",
            cpu["pytest"] / cpu["imports"],
            "goal 1.50",
        )
        ways = {
            "publish": lambda: _told(whole, "-m", "helpers.publish", "--to", out),
            "one by one": lambda: _told(whole, *convert, FIGURES=str(out / "figures")),
        }
        wall = medians(ways, rounds, time.monotonic)
        say("wall, publish: nbconvert", wall["publish"] / wall["one by one"], "goal 0.50")


def _imports_only(path):
    """A notebook with one cell: the imports of all its cells, and those that its helpers make."""
    book = json.loads(path.read_text("utf-8"))
    code = "".join("".join(c["source"]) + "\n" for c in book["cells"] if c["cell_type"] == "code")
    lines = [*re.findall(r"^(?:import|from) .+$", code, re.MULTILINE), "import pandas"]
    lines += ["import matplotlib.pyplot"] * ("figures." in code)
    lines += ["import sklearn.feature_extraction.text"] * ("terms." in code or "Tfidf" in code)
    cell = {"cell_type": "code", "execution_count": 1, "id": "imports", "metadata": {}}
    book["cells"] = [cell | {"outputs": [], "source": "\n".join(lines)}]
    return json.dumps(book)


def _told(folder, *arguments, **changes):
    done = copies.command(folder, *arguments, **changes)
    if done.returncode:
        print(f"exit {done.returncode}: {' '.join(map(str, arguments[:4]))}\n{done.stdout[-2000:]}")


def show_growth(paths, most):
    """CPU, wall, memory and terms of counting over 5 to `most` files, each in a fresh process."""
    folder = Path(paths[0]).parent
    print("\n     files  way        CPU s   wall s  ms CPU/file  extra MB     terms")
    for files in [size for size in SIZES if size <= most]:
        for way in ("alone", "2", "matrix"):
            if (way == "2" and files < 500) or (way == "matrix" and files > 50_000):
                continue
            done = [sys.executable, "-c", POINT, str(folder), str(files), way]
            told = subprocess.run(done, check=True, capture_output=True, text=True).stdout
            cpu, wall, memory, terms = json.loads(told)
            name = {"2": "2 jobs"}.get(way, way)
            print(
                f"{files:10,}  {name:<8} {cpu:7.2f} {wall:8.2f} {1e3 * cpu / files:12.3f}"
                f" {memory:9.1f} {terms:9,}",
                flush=True,
            )


@contextlib.contextmanager
def texts(place):
    """Paths of the texts at a place: a folder, a .tar.gz, or the five articles over and over."""
    if place is None and BENCH.is_dir():
        place = next(BENCH.glob("*.tar.gz"), None)
    if place is None:
        print("no benchmark texts: the five articles, 40 times")
        articles = sorted((publish.PROJECT / "corpus" / "articles").glob("*.txt"))
        yield list(islice(cycle(articles), 200))
    elif Path(place).is_dir():
        yield sorted(Path(place).rglob("*.txt"))
    else:
        with tempfile.TemporaryDirectory() as folder, tarfile.open(place) as archive:
            archive.extractall(folder, filter="data")
            yield sorted(Path(folder).rglob("*.txt"))


def main():
    parser = argparse.ArgumentParser(prog="python -m helpers.tests.benchmark", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("texts", nargs="?", help="a folder of .txt files, or a .tar.gz of one")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--growth", type=int, metavar="FILES", help="count up to so many files")
    parser.add_argument("--commands", action="store_true", help="pytest and publish, some minutes")
    options = parser.parse_args()
    with texts(options.texts) as paths:
        compare_tokens(paths, options.rounds)
        compare_matrix(paths, options.rounds)
        compare_imports(options.rounds)
        if options.commands:
            compare_commands(min(options.rounds, 3))
        if options.growth:
            show_growth(paths, options.growth)


if __name__ == "__main__":
    main()
