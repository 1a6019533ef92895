"""Sentences that state results: compared with what was computed below them, and mended.

A sentence stands in Markdown; the code cells up to the next Markdown give its numbers, in order,
and say whether its claims are so (`helpers.show.numbers` and `claim`). Only here both are seen.
"""

import re
from itertools import chain
from typing import NamedTuple

from helpers.sentences import sentences
from helpers.show import HELD

IN_WORDS = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
IN_WORDS += ["eleven", "twelve"]
MONTHS = "Jan|Feb|Mar|Apr|May|June|July|Aug|Sep|Oct|Nov|Dec"
# A number in a sentence: 1,197 or 0.41 or 40%, or a small one in words; no year, day or name.
NUMBER = re.compile(
    rf"(?<![\w.,-])(?!(?:19|20)\d\d\b)(?:\d+(?:,\d{{3}})*(?:\.\d+)?%?|{'|'.join(IN_WORDS[2:])})"
    rf"(?![\w-]|[.,]\d| (?-i:{MONTHS}))",
    re.IGNORECASE,
)
# What is no statement: code, addresses, the number of an item, words quoted.
APART = re.compile(
    r"```.*?```|`[^`\n]*`|\]\([^)\s]*\)|^(?:[#>\s]|\*\*)*\d+\.(?=\s)|“[^”]*”", re.S | re.M
)
MARKERS = "<!-- from notebook 00 -->", "<!-- to here -->"


class Stale(NamedTuple):
    """A sentence that no longer holds: its cell's id, and what is there and what should be."""

    notebook: str
    cell: str
    sentence: str
    said: str
    now: str  # nothing where a person has to rewrite it

    def __str__(self):
        what = f"{self.said} is now {self.now}" if self.now else f"rewrite {self.said}"
        return f"{self.notebook}: “{self.sentence}”: {what}"


def held(book):
    """Each Markdown cell of a run notebook that is compared, with its values and its claims."""
    found, above = [], None
    for cell in book.cells:
        if cell.cell_type == "markdown":
            above = cell
            continue
        bundles = [output.get("data", {}).get(HELD) for output in cell.outputs]
        for bundle in filter(None, bundles):
            if not found or found[-1][0] is not above:
                found.append((above, [], []))
            found[-1][1].extend(bundle.get("numbers", ()))
            found[-1][2].extend([(bundle["claim"], bundle["so"])] if "claim" in bundle else ())
    return found


def stale(book, name):
    """Every statement of a run notebook that is not as computed, a list of Stale."""
    return list(chain.from_iterable(_stale(*each, name) for each in held(book)))


def _stale(cell, values, claims, name):
    source = cell.source if cell else ""
    numbers, texts = _told(source), [value for value in values if isinstance(value, str)]
    values = [value for value in values if not isinstance(value, str)]
    where = name, cell.get("id", "") if cell else ""
    if len(numbers) != len(values):
        said = f"it, which has {len(numbers)} numbers where {len(values)} are computed"
        yield Stale(*where, " ".join(source.split())[:160], said, "")
    else:
        for found, value in zip(numbers, values, strict=True):
            now = written(value, found[0])
            if now != found[0]:
                yield Stale(*where, _sentence(source, found.start()), found[0], now)
    plain = " ".join(source.replace("*", "").split())
    for words, so in [*claims, *((words, True) for words in texts)]:
        if " ".join(words.replace("*", "").split()) not in plain:
            yield Stale(*where, " ".join(source.split())[:160], f"it: {words!r} is not in it", "")
        elif not so:
            sentence = _sentence(source, max(0, source.find(words)))
            yield Stale(*where, sentence, f"{words!r}, which is not so", "")


def _told(source):
    """The numbers that a piece of Markdown states, as matches."""
    return list(NUMBER.finditer(APART.sub(lambda found: "_" * len(found[0]), source)))


def _sentence(source, place):
    for start, end in sentences(source):
        if start <= place < end:
            return re.sub(r"^\d+\. ", "", source[start:end].replace("*", ""))
    return source


def written(value, like):
    """A number as a sentence writes it that has another in its place."""
    if like.endswith("%"):
        return f"{value:.{len(like.partition('.')[2].rstrip('%'))}%}"
    if like[0].isdigit():
        return f"{value:,.{len(like.partition('.')[2])}f}"
    words = IN_WORDS[value] if isinstance(value, int) and value < len(IN_WORDS) else f"{value:,}"
    return words.capitalize() if like[0].isupper() else words


def texts(book):
    """The values that are text, by the Markdown cell that has them: {cell id: [text, ...]}."""
    return {
        cell.id: [value for value in values if isinstance(value, str)]
        for cell, values, _ in held(book)
        if cell
    }


def mend(book, before):
    """Write what was computed into the Markdown of a run notebook, each value in the form it had.

    `before` are the `texts` of the notebook as it was stored: where such words stand in the
    Markdown, those of now take their place.
    """
    for cell, values, _ in held(book):
        now = [value for value in values if isinstance(value, str)]
        values = [value for value in values if not isinstance(value, str)]
        numbers = _told(cell.source if cell else "")
        if len(numbers) == len(values):
            for found, value in reversed([*zip(numbers, values, strict=True)]):
                start, end = found.span()
                cell.source = cell.source[:start] + written(value, found[0]) + cell.source[end:]
        for old, new in zip(before.get(cell.id, ()) if cell else (), now, strict=False):
            cell.source = cell.source.replace(old, new)


def marked(book, found):
    """A copy of a notebook in which a note follows each cell with a sentence that is stale."""
    from nbformat import from_dict, v4

    book, cells = from_dict(book), []
    for cell in book.cells:
        cells.append(cell)
        own = [f"- {each}" for each in found if cell.get("id") == each.cell != ""]
        if own:
            text = "\n".join(["**No longer so:**", "", *own])
            note = v4.new_markdown_cell(text, id=f"{cell.id}-stale", metadata={"tags": ["stale"]})
            cells.append(note)
    book.cells = cells
    return book


def findings(book):
    """The numbered sentences in bold of the first notebook."""
    prose = (cell.source for cell in book.cells if "finding" in cell.metadata.get("tags", []))
    found = (re.match(r"\*\*\d+\. (.+?)\*\*", words, re.DOTALL) for words in prose)
    return [" ".join(match[1].split()) for match in found if match]


def readme(text, book):
    """README with the first notebook's picture and findings between its two markers.

    Raises ValueError when a marker is missing.
    """
    if not all(text.count(marker) == 1 for marker in MARKERS):
        raise ValueError(f"README.md needs the markers {' and '.join(MARKERS)}, each once")
    outputs = (output for cell in book.cells for output in cell.get("outputs", ()))
    pictures = (out.metadata["image/png"] for out in outputs if "image/png" in out.get("data", {}))
    picture = next(pictures)
    lines = [f"{n}. {words}" for n, words in enumerate(findings(book), 1)]
    shown = f"![{picture['alt']}](figures/{picture['file']}.png)"
    before, after = text.split(MARKERS[0])[0], text.split(MARKERS[1])[1]
    return "\n\n".join([before + MARKERS[0], shown, "\n".join(lines), MARKERS[1] + after])
