"""Notebooks for tests of the pages: every kind of output, and text that means harm."""

import base64
import csv
import hashlib
import itertools
import os
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from nbformat import v4

from helpers import publish, show

# As an article, a title or a speaker may contain it; `ran` is set if any of it runs.
HOSTILE = [
    "<script>window.ran = 1</script>",
    "<img src=x onerror='window.ran = 1'>",
    '"><svg onload="window.ran = 1">',
    "</td></table></main><style>* { display: none }</style>",
    "<iframe src='https://example.org'></iframe>",
    "<a href='javascript:window.ran = 1'>javascript:</a>",
    "from $100 to $200, $x$, $$\\alpha$$, \\(y\\)",
    "{{ 7 * 7 }} {% raw %} {# no #}",
    "# no heading, **not bold**, [no link](javascript:alert(1)), `no code`",
    "&lt;b&gt; &amp;amp; &#60;",
    "a\x00b",
    "a\x07b\x1b[31mc\x9bd\x7f",
    "\u202etxet desrever\u202c",
    "<!-- --><![CDATA[ x ]]> <?php ?> <!DOCTYPE x>",
    "x" * 300,
]


def output(shown):
    """What a cell stores when its last line is an object of helpers.show or helpers.figures."""
    made = shown._repr_mimebundle_()
    data, metadata = made if isinstance(made, tuple) else (made, {})
    coded = {
        kind: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for kind, value in data.items()
    }
    return v4.new_output("execute_result", data=coded, metadata=metadata)


def notebook(*parts):
    """A notebook: text is a Markdown cell; anything else a code cell (source, *outputs).

    An output is an object that shows itself, an nbformat output, or text printed to stdout.
    """
    cells, counts = [], itertools.count(1)
    for part in parts:
        if isinstance(part, str):
            cells.append(v4.new_markdown_cell(part))
            continue
        source, *shown = part
        outputs = [
            v4.new_output("stream", name="stdout", text=each)
            if isinstance(each, str)
            else (each if isinstance(each, dict) else output(each))
            for each in shown
        ]
        n = next(counts)
        for each in outputs:
            if each.output_type == "execute_result":
                each.execution_count = n
        cells.append(v4.new_code_cell(source, execution_count=n, outputs=outputs))
    for n, cell in enumerate(cells):
        cell.id = f"cell-{n}"
    return v4.new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})


def html(text):
    """An output of HTML as a cell's own `HTML(...)` or a frame gives it."""
    return v4.new_output("display_data", data={"text/html": text, "text/plain": "..."})


def picture(alt="A line that rises from 1 to 3.", caption="A line.", name="01-line"):
    """A figure as helpers.figures.show gives it."""
    from helpers import figures

    plt = figures.start()
    drawn, axes = plt.subplots(figsize=(figures.WIDTH, 3))
    axes.plot([1, 2, 3])
    axes.set_title(caption[:80])
    # The session's own folder of figures is compared with the project's: nothing else goes there.
    with TemporaryDirectory() as scratch, patch.dict(os.environ, FIGURES=scratch):
        return figures.show(drawn, name, caption, alt)


def everything():
    """(path, notebook) of a small edition with every kind of output there is."""
    import pandas as pd

    frame = pd.DataFrame(
        {"words": [314, 965], "says": ["“They will be seen in the coming days,” he said."] * 2},
        index=pd.Index(["000", "003"], name="article"),
    )
    wide = pd.DataFrame([[n / 7 for n in range(14)]] * 3).rename(columns="share {}".format)
    pairs = pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_product([["by whom"], ["a", "b"]]))
    start = notebook(
        "# Did they *cooperate*?\n\nThree of five say yes. On to "
        "[speakers](01-all.ipynb#Who-speaks?) and the [codebook](../corpus/CODEBOOK.md).",
        ("import pandas",),
        "## What we found",
        ("show.prose(n)", show.prose("Of 2,997 words, 965 are in one article.", "And more.")),
        "## How to cite",
        ("show.prose(cite)", show.prose("Five articles of 2015 and 2016. Cite as: a workbook.")),
    )
    full = notebook(
        "# Who speaks, and in *whose* words?\n\nMostly officials.",
        "## Who speaks?\n\n#### A level skipped\n\n| name | times |\n|:--|--:|\n| ISIS | 12 |\n\n"
        "> A quotation\n\n```\nweight = count × log(N / n)\n```\n\nA price of $5, not of $6. See"
        " [above](#Who-speaks?), [start](00-start.ipynb#What-we-found), <https://example.org>.",
        ("plot()\n" + "x = 1  # " + "a long line " * 20, picture()),
        ("table()", show.table(frame, "What they say"), show.table(frame, "Behind it", fold=True)),
        ("wide", show.table(wide, "Fourteen columns")),
        ("frame", html(frame._repr_html_()), html(pairs._repr_html_())),
        ("quotes", show.quotations([("My problem is with what they are doing.", "McClatchy")])),
        ("print(1)", "one line\n" + "a long printed line " * 12 + "\n", "x" * 200),
        ("1", v4.new_output("execute_result", data={"text/plain": "314"})),
        ("svg", v4.new_output("display_data", data={"image/svg+xml": SVG, "text/plain": "A dot."})),
        "## Who speaks?\n\n# A second title",
    )
    return [(Path("00-start.ipynb"), start), (Path("01-all.ipynb"), full)]


SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle r="4"/></svg>'


def hostile():
    """(path, notebook) whose every text is hostile, shown in every way helpers.show knows."""
    import pandas as pd

    frame = pd.DataFrame({"title": HOSTILE, HOSTILE[0]: HOSTILE}, index=pd.Index(HOSTILE, name="a"))
    words = " ".join(HOSTILE[:9])
    book = notebook(
        "# What is hostile?\n\nNothing here.",
        ("table", show.table(frame, words)),
        ("fold", show.table(frame, words, fold=True)),
        ("prose", show.prose(*HOSTILE)),
        ("quotes", show.quotations([(each, each) for each in HOSTILE])),
        ("frame", html(frame._repr_html_())),
        ("print", "\n".join(HOSTILE)),
        ("figure", picture(alt=words, caption=words + " again", name="99-hostile")),
        ("text = " + repr(HOSTILE),),
    )
    return [(Path("99-hostile.ipynb"), book)]


def careless():
    """(path, notebook) whose author put hostile text into Markdown and HTML without escaping."""
    words = "\n\n".join(HOSTILE)
    book = notebook(
        "# What did the author overlook?\n\nAn article's text, unescaped.\n\n" + words,
        ("HTML(text)", *(html(f"<div>{each}</div>") for each in HOSTILE)),
        (
            "Markdown(text)",
            v4.new_output("display_data", data={"text/markdown": words, "text/plain": "..."}),
        ),
        ("script", v4.new_output("display_data", data={"application/javascript": "ran = 1"})),
    )
    return [(Path("98-careless.ipynb"), book)]


def hostile_corpus(folder):
    """A copy of the corpus with a sixth article: every word of it and about it is hostile."""
    shutil.copytree(publish.PROJECT / "corpus", folder)
    words = [each for each in HOSTILE if "\x00" not in each]
    first, *others = words
    lines = [f"{first} of hostile.", *(f"In 2016 she said {each} there." for each in others)]
    text = "\n\n".join(lines) + "\n"
    (folder / "articles" / "hostile.txt").write_text(text, "utf-8", newline="\n")
    of_article = {
        "article": "hostile",
        **dict.fromkeys(("outlet", "title", "byline", "genre", "country", "url", "note"), first),
        **dict.fromkeys(("published", "published_earliest", "published_latest"), "2016-08-01"),
        "published_basis": "inferred",
        "published_evidence": others[0],
        "published_reasoning": " ".join(others[:5]),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    _append(folder / "articles.csv", of_article)
    for starts, kind in ((first, "title"), (lines[1], "body")):
        row = {"starts": starts, "kind": kind, "label": first, "note": first}
        _append(folder / "segments.csv", {"article": "hostile", **row})
    for n, each in enumerate(others):
        row = {"article": "hostile", "quote": each, "reader": "A", "note": first}
        said = {"kind": "direct", "speaker": each, "side": "unnamed", "cue": "she said"}
        _append(folder / "quotations.csv", row | said | {"utterance": f"h{n}"})
        happened = {"event": f"h{n}", "what": each, "kind": "statement", "date": "2016"}
        _append(folder / "events.csv", happened | {"basis": "external", "source": first})
        told = {"anchor": "absolute", "date": "2016", "precision": "year", "basis": "stated"}
        told |= {"mention": f"h-{n}", "event": f"h{n}", "status": "happened", "expression": "2016"}
        _append(folder / "mentions.csv", row | told | {"quote": f"In 2016 she said {each}"})
    with (folder / "questions.csv").open(encoding="utf-8", newline="") as file:
        questions = list(csv.DictReader(file))
    for n, question in enumerate(questions):
        row = {"question": question["question"], "article": "hostile", "reader": "A"}
        row |= {"stance": "asserts", "answer": question["answers"].split(" | ")[0]}
        row |= {"quote": others[n % len(others)], "by": first, "origin": first, "note": first}
        _append(folder / "positions.csv", row | {"about": "2016"})
    _append(folder / "names.csv", {"referent": first, "name": others[0], "form": "script"})
    return folder


def _append(path, row):
    with path.open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, columns, lineterminator="\n").writerow(row)
