"""What a stored notebook and its links must hold, as functions that return sentences of complaint.

nbval compares what a cell gives with what is stored; it cannot see a notebook that stores nothing,
counts out of order, a cell that asked not to be compared, a dead link, or lost alternative text.
"""

import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import nbformat.validator

from helpers.edition import run

# Comments and tags by which a cell asks nbval or nbclient to look away.
OPT_OUT = re.compile(r"NBVAL_|PYTEST_VALIDATE_IGNORE", re.IGNORECASE)
OPT_OUT_TAG = re.compile(r"nbval|raises-exception|skip-execution", re.IGNORECASE)
# A failing shell line fails no cell, a magic hides code from every linter.
NO_PYTHON = re.compile(r"^\s*[!%]|^.*\bget_ipython\b", re.MULTILINE)
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
MARKDOWN_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)|^\[[^\]]+\]:\s*<?([^\s>]+)", re.MULTILINE)
HTML_LINK = re.compile(r"""(?:href|src)\s*=\s*["']([^"']*)["']""")
HTML_ID = re.compile(r"""\b(?:id|name)\s*=\s*["']([^"']+)["']""")
HEADING = re.compile(r"^(#{1,6})\s+(.+?)\s*#*\s*$", re.MULTILINE)


def complaints(path):
    """Everything wrong with one stored notebook, in the words of its author; [] when it is fine."""
    book = run.read(path)
    found = [
        *_about_text(path, book),
        *_about_cells(book),
        *_about_title(book),
        *_about_figures(path, book),
        *dead_links(path),
    ]
    return [f"{path.name}: {words}" for words in found]


def _about_text(path, book):
    raw = json.loads(path.read_text("utf-8"))
    invalid = next(nbformat.validator.iter_validate(raw), None)
    if invalid:
        yield f"is no valid notebook: {invalid.message[:100]}"
    ids = [cell.get("id") for cell in raw["cells"]]
    counts = [cell.get("execution_count") for cell in raw["cells"] if cell["cell_type"] == "code"]
    if not counts:
        yield "has no code cell"
    if None in ids or len(set(ids)) < len(ids):
        yield "cell ids are missing or not unique"
    if counts != list(range(1, len(counts) + 1)):
        yield f"execution counts are {counts}, not 1 to {len(counts)}: run it from the top"
    if raw["metadata"].get("kernelspec", {}).get("name") != "python3":
        yield "its kernel is not python3"
    if path.read_bytes() != run.stored(book).encode("utf-8"):
        yield "is not stored as publishing stores it (counts, metadata, order of keys)"


def _about_cells(book):
    for n, cell in enumerate(book.cells, 1):
        if not cell.source.strip():
            yield f"cell {n} is empty"
        if cell.cell_type == "raw" or cell.get("attachments"):
            yield f"cell {n} is raw or carries an attachment"
        if any(OPT_OUT_TAG.search(tag) for tag in cell.metadata.get("tags", [])):
            yield f"cell {n} is tagged so that it is not compared"
        if cell.cell_type == "code":
            yield from (f"cell {n} {words}" for words in _about_code(cell))


def _about_code(cell):
    if OPT_OUT.search(cell.source):
        yield "asks not to be compared"
    if NO_PYTHON.search(cell.source):
        yield "has a shell line or a magic"
    for output in cell.outputs:
        if output.output_type == "error":
            yield f"stores an error, {output.ename}"
        if output.get("name") == "stderr":
            yield "stores words on stderr"


def _about_title(book):
    titles = [
        words
        for cell in book.cells
        if cell.cell_type == "markdown"
        for level, words in HEADING.findall(CODE.sub("", cell.source))
        if level == "#"
    ]
    first = book.cells[0] if book.cells else {"cell_type": "code", "source": ""}
    if first["cell_type"] != "markdown" or not first["source"].startswith("# "):
        yield "does not begin with a # title"
    if len(titles) != 1:
        yield f"has {len(titles)} # titles, not one"


def _about_figures(path, book):
    """A figure's words: alt, caption and file in the metadata, equal to the words in text/plain."""
    for output in outputs(book):
        if not any(kind.startswith("image/") for kind in output.get("data", {})):
            continue
        words = output.metadata.get("image/png", {})
        if not all(str(words.get(key, "")).strip() for key in ("alt", "caption", "file")):
            yield "a figure has lost its alternative text, caption or file name"
            continue
        plain = f"Figure {words['file']}. {words['caption']}\n\n{words['alt']}"
        if output["data"].get("text/plain") != plain:
            yield f"figure {words['file']}: its metadata and its text/plain differ"
        if words["file"][:3] != path.name[:3]:
            yield f"figure {words['file']} is not named after its notebook"
        for ending in ("svg", "png"):
            if not (path.parent.parent / "figures" / f"{words['file']}.{ending}").is_file():
                yield f"figures/{words['file']}.{ending} is missing"


def outputs(book):
    """All outputs of a notebook, in order."""
    return [out for cell in book.cells if cell.cell_type == "code" for out in cell.outputs]


def dead_links(path):
    """Links of a notebook or Markdown file to files and headings that are not there."""
    known = {}  # the anchors of each file, read once
    for link in links(path):
        target = urlsplit(link)
        if target.scheme in ("http", "https", "mailto"):
            continue
        if target.scheme or target.netloc:
            yield f"link {link} will not work on another machine"
            continue
        file = path.parent / unquote(target.path) if target.path else path
        if not file.exists():
            yield f"link {link} leads nowhere"
        elif target.fragment:
            if file not in known:
                known[file] = anchors(file)
            if unquote(target.fragment) not in known[file]:
                yield f"link {link}: no such heading in {file.name}"


def links(path):
    """Every address that a notebook (prose and outputs) or a Markdown file points to."""
    markdown, html = _prose(path)
    found = ["".join(pair) for pair in MARKDOWN_LINK.findall(markdown)]
    return [unescape(link) for link in [*found, *HTML_LINK.findall(markdown + html)]]


def anchors(path):
    """The names that a link into a file may end in: its headings, as JupyterLab or GitHub do."""
    markdown, html = _prose(path)
    found = set(HTML_ID.findall(markdown + html))
    for _, words in HEADING.findall(markdown):
        words = re.sub(r"[*`]", "", words)
        if Path(path).suffix == ".ipynb":
            found.add(words.replace(" ", "-"))
        else:
            found.add(re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-"))
    return found


def _prose(path):
    """(Markdown without code, HTML of the outputs) of a file; a file of another kind has none."""
    if path.suffix == ".md":
        return CODE.sub("", path.read_text("utf-8")), ""
    if path.suffix != ".ipynb":
        return "", ""
    book = run.read(path)
    prose = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    html = [output.get("data", {}).get("text/html", "") for output in outputs(book)]
    return CODE.sub("", "\n\n".join(prose)), "\n".join(html)


def order_complaints(paths, folder):
    """What is wrong with the notebooks as a series: numbers without a gap, no stray, all linked."""
    names = [path.name for path in paths]
    numbers = [int(name[:2]) for name in names]
    first = numbers[0] if numbers else 0
    if first > 1 or numbers != list(range(first, first + len(numbers))):
        yield f"notebooks are numbered {numbers}: a gap or a number twice"
    for stray in sorted(folder.glob("*")):
        kept = stray.name in names or stray.name == "pages" or stray.name.startswith(".")
        if not kept:
            yield f"notebooks/{stray.name} is none of the series"
    if first == 0 and paths:
        targets = {unquote(urlsplit(link).path) for link in links(paths[0])}
        for name in names[1:]:
            if name not in targets:
                yield f"{names[0]} does not lead to {name}"
