"""How fast the project is, as ratios measured in one run: `python -m helpers.tests.benchmark`.

Seconds are those of the CPU, children included: medians of shuffled rounds. The texts are those of
a folder or .tar.gz that is named, or of `../shared/bench` beside the project, unpacked into a
temporary folder; else the five articles. `--growth 50000` counts and weighs the terms of 5 to
50,000 files: the texts again and again, so that from their number on no new word comes.
`--commands` compares, by the clock, testing and publishing the notebooks with running one after
another. Nothing here fails: it prints.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path
from statistics import median

from helpers.counting import count_terms, read
from helpers.sentences import sentences
from helpers.words import tokens

PROJECT = Path(__file__).resolve().parents[2]
SIZES = (5, 50, 500, 2_000, 5_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000)
# One point of the growth curve, in a process of its own: the memory that it once took, it keeps.
POINT = """
import resource, sys, time
from itertools import cycle, islice
from pathlib import Path
import sklearn.feature_extraction.text
from helpers.counting import count_terms, weigh
texts, files, jobs = sorted(Path(sys.argv[1]).rglob("*.txt")), int(sys.argv[2]), int(sys.argv[3])
def paths():
    return islice(cycle(texts), files)
def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before, times = memory(), [time.monotonic()]
counts = count_terms(paths(), jobs)
times.append(time.monotonic())
kept = [token for token, n in counts.df.items() if n > files / 2000]
assert sum(part.shape[0] for part in weigh(paths(), counts, kept, jobs)) == files
times.append(time.monotonic())
print(f"{files:10,} {jobs:5} {times[1] - times[0]:9.2f} {times[2] - times[1]:9.2f}"
      f" {memory() - before:9.1f} {len(counts.df):9,} {len(kept):9,}")
"""


def medians(ways, rounds, clock=time.process_time):
    """{name: median time} of functions, each called once a round, every round in another order."""
    times, names, order = {name: [] for name in ways}, list(ways), random.Random(0)
    for _ in range(rounds):
        order.shuffle(names)
        for name in names:
            start = clock()
            ways[name]()
            times[name].append(clock() - start)
    return {name: median(each) for name, each in times.items()}


def say(what, value, goal="", unit="x"):
    print(f"{value:10.2f} {unit:<3} {goal:<10} {what}", flush=True)


def compare_texts(paths, rounds):
    """Tokens, sentences, counts and TF-IDF against scikit-learn's own ways."""
    from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer

    texts, default = [read(path) for path in paths], CountVectorizer().build_analyzer()
    ways = {
        "default": lambda: list(map(default, texts)),
        "tokens": lambda: list(map(tokens, texts)),
        "sentences": lambda: list(map(sentences, texts)),
        "files": lambda: TfidfVectorizer(input="filename").fit_transform(paths),
        "matrix": lambda: TfidfVectorizer(analyzer=tokens).fit_transform(map(read, paths)),
        "counts": lambda: count_terms(paths),
    }
    cpu = medians(ways, rounds)
    say("tokens: scikit-learn's default analyzer", cpu["tokens"] / cpu["default"], "goal 1.00")
    say("sentences: the same", cpu["sentences"] / cpu["default"])
    say("files to matrix: TfidfVectorizer('filename')", cpu["matrix"] / cpu["files"], "goal 1.15")
    say("count_terms: the same", cpu["counts"] / cpu["files"])
    say(f"tokens, an article of {len(texts):,}", 1e3 * cpu["tokens"] / len(texts), unit="ms")


def compare_imports(rounds):
    """The CPU that importing what notebooks import adds to a bare interpreter."""
    names = "answers, corpus, dates, figures, show, terms, timeline, voices"
    lines = ("", "import helpers.words", f"from helpers import {names}")
    ways = {line: lambda line=line: _python(PROJECT, "-c", line) for line in lines}
    cpu = medians(ways, rounds, lambda: sum(os.times()[2:4]))  # of the children
    for line in lines[1:]:
        say(line, cpu[line] - cpu[""], "goal 0.10", "s")


def compare_commands(rounds):
    """Testing the notebooks and publishing them against running one after another."""
    with tempfile.TemporaryDirectory() as folder:
        copy, out = Path(folder) / "project", Path(folder) / "out"
        shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".git", ".venv"))
        convert = ("nbconvert", "--execute", "--to", "html", "--output-dir", out)
        commands = {
            "pytest": ("-m", "pytest", "-q", "notebooks"),
            "publish": ("-m", "helpers.publish", "--to", out),
            "one": ("-m", *convert, *sorted((copy / "notebooks").glob("*.ipynb"))),
        }
        ways = {name: lambda parts=parts: _python(copy, *parts) for name, parts in commands.items()}
        wall = medians(ways, rounds, time.monotonic)
        say("wall, notebooks under pytest: nbconvert", wall["pytest"] / wall["one"], "goal 0.50")
        say("wall, publish: nbconvert", wall["publish"] / wall["one"], "goal 0.50")


def _python(folder, *arguments):
    """Run `python ARGUMENTS` with the helpers of a folder, its figures thrown away."""
    with tempfile.TemporaryDirectory() as figures:
        seen = os.environ | {"PYTHONPATH": str(folder), "FIGURES": figures}
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(command, cwd=folder, env=seen, capture_output=True, text=True)
    if done.returncode:
        print(f"exit {done.returncode}: {command[1:5]}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def show_growth(paths, most):
    """Seconds, memory and terms of the two passes over 5 to `most` files."""
    print("     files  jobs   count s   weigh s  extra MB     terms      kept")
    for files in [size for size in SIZES if size <= most]:
        for jobs in (1, 2)[: 1 + (files >= 2000)]:
            print(_python(PROJECT, "-c", POINT, Path(paths[0]).parent, files, jobs), end="")


def main():
    parser = argparse.ArgumentParser(prog="python -m helpers.tests.benchmark")
    parser.add_argument("texts", nargs="?", type=Path, help="a folder of .txt files, or a .tar.gz")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--growth", type=int, metavar="FILES", help="count up to so many files")
    parser.add_argument("--commands", action="store_true", help="pytest and publish: minutes")
    options = parser.parse_args()
    packed = next((PROJECT.parent / "shared" / "bench").glob("*.tar.gz"), None)
    place = options.texts or packed or PROJECT / "corpus" / "articles"
    with tempfile.TemporaryDirectory() as folder:
        if place.is_file():
            with tarfile.open(place) as archive:
                archive.extractall(folder, filter="data")
        paths = sorted((Path(folder) if place.is_file() else place).rglob("*.txt"))
        if options.growth:  # first: a process that a large one starts counts its memory as its own
            show_growth(paths, options.growth)
        compare_texts(paths, options.rounds)
        compare_imports(options.rounds)
        if options.commands:
            compare_commands(min(options.rounds, 3))


if __name__ == "__main__":
    main()
