"""Sentences that state results: compared with what was computed below them, and mended.

A sentence stands in Markdown; the code cells up to the next Markdown give its numbers, in order,
and say whether its claims are so (`helpers.show.numbers` and `claim`). Only here both are seen:
the words of a claim must stand there if it is so, and must not if it is not.
"""

import re
from typing import NamedTuple

from helpers.dates import MONTH_NAMES
from helpers.edition.run import Trouble
from helpers.expressions import NUMBERS
from helpers.sentences import sentences
from helpers.show import HELD

IN_WORDS = ["none", *NUMBERS][:13]
MONTHS = "|".join(rf"{name}\b|{name[:3]}\b" for name in [*MONTH_NAMES, "Sept"])
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
    """A sentence that no longer holds, its cell's id, and what is to be done with it."""

    notebook: str
    cell: str
    sentence: str
    todo: str  # "3 is now 4; two is now three", or "rewrite ..."
    mends: bool  # `mend` does it, and nobody has to

    def __str__(self):
        return f"{self.notebook}: “{self.sentence}”: {self.todo}"


def held(book):
    """Each Markdown cell of a run notebook that is compared: (cell, numbers, words, claims)."""
    found, above = [], book.cells[0]
    for cell in book.cells:
        if cell.cell_type == "markdown":
            above = cell
            continue
        bundles = [output.get("data", {}).get(HELD) for output in cell.outputs]
        for bundle in filter(None, bundles):
            if not found or found[-1][0] is not above:
                found.append((above, [], [], []))
            for value in bundle.get("numbers", ()):
                found[-1][1 + isinstance(value, str)].append(value)
            found[-1][3].extend([(bundle["claim"], bundle["so"])] if "claim" in bundle else ())
    return found


def stale(book, name, before=()):
    """The sentences of a run notebook that are not as computed, a Stale each; `before`: `mend`."""
    joined = {}
    for cell, numbers, words, claims in held(book):
        edits, known = _edits(cell, numbers, words, before), dict(before).get(cell.id, ([], []))[0]
        for sentence, todo, mends in _stale(cell.source, numbers, known, words, claims, edits):
            joined.setdefault((name, cell.id, sentence, mends), {})[todo] = None
    return [Stale(*key[:3], "; ".join(todo), key[3]) for key, todo in joined.items()]


def _stale(source, numbers, known, words, claims, edits):
    """What is not as computed in a piece of Markdown: (sentence, what to do, whether it mends)."""
    begins = " ".join(re.sub(r"(?m)^#.*$", "", source).split())
    begins = begins if len(begins) < 160 else f"{begins[:160]} …"
    for start, end, new in edits:
        yield _sentence(source, start), f"{source[start:end]} is now {new}", True
    if _told(source, numbers, known) is None:
        computed = " · ".join(f"{n:.4g}" if isinstance(n, float) else str(n) for n in numbers)
        todo = f"rewrite it: its numbers, also those in letters, are not those computed: {computed}"
        yield begins, todo, False
    after = _plain(_edited(source, edits))
    for said, so in [*claims, *((each, True) for each in words)]:
        there = re.search(_pattern(_plain(said)), after)
        if so and not there:
            yield begins, f"rewrite it: {said!r}, which is so, is not in it", False
        elif there and not so:
            at = re.search(_pattern(said), source)
            sentence = _sentence(source, at.start() if at else 0)
            yield sentence, f"rewrite {said!r}, which is not so", False


def _edits(cell, numbers, words, before):
    """What Markdown should say otherwise, the first first: [(start, end, words)]."""
    source, (known, said) = cell.source, dict(before).get(cell.id, ([], []))
    told = _told(source, numbers, known) or ()
    edits = [(*found.span(), written(value, found[0])) for found, value in told]
    for old, new in zip(said, words, strict=False):
        edits += [(*found.span(), new) for found in re.finditer(re.escape(old), source) if old]
    return sorted(edit for edit in edits if source[edit[0] : edit[1]] != edit[2])


def _edited(source, edits):
    for start, end, new in reversed(edits):
        source = source[:start] + new + source[end:]
    return source


def _plain(words):
    return " ".join(words.replace("*", "").split())


def _pattern(words):
    """A regular expression for the words of a claim, in which … is any number."""
    return f"(?i:{NUMBER.pattern})".join(map(re.escape, words.split("…")))


def _told(source, numbers, known):
    """Each number that a piece of Markdown states with the one computed for it: [(match, value)].

    Where a person took some out, those left stand in their order among those computed now, or among
    those `known` when the notebook was stored; None where they do not.
    """
    told = list(NUMBER.finditer(APART.sub(lambda found: "_" * len(found[0]), source)))
    if len(told) == len(numbers):
        return list(zip(told, numbers, strict=True))
    for values in (known, numbers):
        left = iter(range(len(values) if len(values) == len(numbers) else 0))
        places = [next((n for n in left if written(values[n], m[0]) == m[0]), None) for m in told]
        if told and None not in places:
            return [(match, numbers[n]) for match, n in zip(told, places, strict=True)]
    return None


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
    """What was computed for each Markdown cell: {cell id: ([number, ...], [words, ...])}."""
    return {cell.id: (numbers, words) for cell, numbers, words, _ in held(book)}


def mend(book, before):
    """Write what was computed into the Markdown of a run notebook, each value in the form it had.

    `before` are the `texts` of the notebook as it was stored: where such words stand in the
    Markdown, those of now take their place.
    """
    for cell, numbers, words, _ in held(book):
        cell.source = _edited(cell.source, _edits(cell, numbers, words, before))


def marked(book, found):
    """A copy of a notebook in which a note follows each cell with a sentence that is stale."""
    from nbformat import from_dict, v4

    book, cells = from_dict(book), []
    for cell in book.cells:
        cells.append(cell)
        own = [f"- {each}" for each in found if cell.id == each.cell]
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
    """README with the first notebook's picture and findings between its two markers, or Trouble."""
    if not all(text.count(marker) == 1 for marker in MARKERS):
        raise Trouble(f"README.md needs the markers {' and '.join(MARKERS)}, each once")
    outputs = (output for cell in book.cells for output in cell.get("outputs", ()))
    pictures = (out.metadata["image/png"] for out in outputs if "image/png" in out.get("data", {}))
    picture = next(pictures)
    lines = [f"{n}. {words}" for n, words in enumerate(findings(book), 1)]
    shown = f"![{picture['alt']}](figures/{picture['file']}.png)"
    before, after = text.split(MARKERS[0])[0], text.split(MARKERS[1])[1]
    return "\n\n".join([before + MARKERS[0], shown, "\n".join(lines), MARKERS[1] + after])
