"""The articles with every mark in its place: as pages to read, as addresses, as open data.

A mark is a row of quotations, mentions or positions with words in an article; its address is the
row's id, which stays when rows are added. A paragraph is a line of the file; its address is the
article and the line's number (`mcclatchy-14`).
"""

import json
import re
from html import escape
from itertools import pairwise
from pathlib import Path

from helpers import corpus, dates
from helpers.show import Link, Shown, html

PAGE = "02-read-the-articles.ipynb"
LAYERS = {"quotations": "voice", "mentions": "event", "positions": "answer"}
HOW = {
    "direct": "own words",
    "mixed": "retold, partly in own words",
    "indirect": "retold",
    "free": "retold without a cue",
    "echo": "a word taken up, nobody speaking",
    "scare": "the writer's marks of distance",
    "silence": "a silence",
}

# What the stylesheet knows of a mark's look.
CLASSES = {HOW["direct"]: "own", HOW["mixed"]: "own", "claimed": "claimed", "denied": "denied"}
CLASSES |= {"planned": "wish", "hypothetical": "wish"}


def link(words, id):
    """Words that lead to a mark's or a paragraph's place in its article."""
    return Link(str(words), f"{PAGE}#{id}")


def parts(quotations):
    """The ids of the rows of quotations: the utterance's, and -2, -3 ... for its further parts."""
    n = quotations.groupby(["reader", "utterance"]).cumcount() + 1
    return quotations["utterance"] + n.map(lambda n: f"-{n}" if n > 1 else "")


def paragraphs(text):
    """The lines of a text that say something: a list of (number, start, end)."""
    lines = enumerate(re.finditer(r"[^\n]*\n?", text), 1)
    return [(n, m.start(), m.end()) for n, m in lines if m[0].strip()]


def paragraph(text, article, place):
    """The id of the paragraph in which a place of an article's text lies."""
    return f"{article}-{text.count(chr(10), 0, place) + 1}"


def marks(c):
    """All marks of a Corpus: id, layer, article, start, end, look, label; in order of place.

    `look` names how a mark is drawn (direct, indirect, wire ...; a status; a stance) and `label` is
    a list of text and Links that says in words what was read there.
    """
    import pandas as pd

    events = c.events.set_index("event")
    asks = c.questions.set_index("question")["asks"]
    spoken = c.quotations
    rows = [
        (id, "quotations", row, HOW[row.kind], _said(row, spoken))
        for id, row in zip(parts(spoken), spoken.itertuples(), strict=True)
    ]
    rows += [
        (row.mention, "mentions", row, row.status, _told(row, events.loc[row.event]))
        for row in c.mentions.itertuples()
    ]
    rows += [
        (row.position, "positions", row, row.stance, _answered(row, asks))
        for row in c.positions.itertuples()
        if row.start >= 0
    ]
    found = [
        (id, LAYERS[table], row.article, row.start, row.end, look, label)
        for id, table, row, look, label in rows
    ]
    columns = ["id", "layer", "article", "start", "end", "look", "label"]
    return pd.DataFrame(found, columns=columns).sort_values(["article", "start", "end"])


def _said(row, spoken):
    who = f"{row.speaker or 'nobody'}{f', {row.side}' * bool(row.side)}: {HOW[row.kind]}"
    who += ", translated" * bool(row.translated) + f", by “{row.cue}”" * bool(row.cue)
    outer = spoken.loc[spoken["utterance"] == row.within, "speaker"]
    return [f"{who}{f', as told by {outer.iloc[0]}' if len(outer) else ''}.{_noted(row)}"]


def _told(row, event):
    date = f"by the text {dates.in_words(row.date)}"
    words = f" from “{row.expression}”" * bool(row.expression)
    if event["basis"] == "external":
        date += f"{words}; from outside {dates.in_words(event['date'])}"
        words = ""
    what = Link(event["what"], f"06-build-the-timeline.ipynb#event-{row.event}")
    return [what, f": {row.status}; {date}{words}.{_noted(row)}"]


def _answered(row, asks):
    who = "the writer" if row.by == "narrator" else row.by
    question = Link(asks[row.question], f"04-compare-the-answers.ipynb#question-{row.question}")
    return [question, f" {row.answer or row.stance}: {who} ({row.stance}).{_noted(row)}"]


def _noted(row):
    return f" {row.note}" * bool(row.note)


def about(row):
    """Credit for one article: title, author, outlet, date and address, in a sentence."""
    by = f" By {row.byline}." * bool(row.byline)
    where = f" {row.url}" * bool(row.url)
    return f"“{row.title}”.{by} {row.outlet}, {dates.in_words(row.published)}.{where}"


def pieces(text, start, end, spans):
    """A stretch of text cut at every border of spans: a list of (start, end, spans over it).

    `spans` have `start` and `end`; those that cross the stretch's ends count as far as they lie
    in it.
    """
    borders = {start, end, *(edge for span in spans for edge in (span.start, span.end))}
    borders = sorted(edge for edge in borders if start <= edge <= end)
    return [
        (a, b, [span for span in spans if span.start <= a and b <= span.end])
        for a, b in pairwise(borders)
    ]


def article(text, name, segments, marks, names=()):
    """One article whole, in reading order: its words marked, the marks listed below each line.

    `segments` are the article's, `marks` those drawn and numbered, `names` further spans only
    drawn. What is no editorial text stays behind a fold that says what it is and how many words it
    has.
    """
    out, plain, begun = [], [], set()
    for segment in segments.itertuples():
        lines = [(n, a, b) for n, a, b in paragraphs(text) if a < segment.end and b > segment.start]
        lines = [(n, max(a, segment.start), min(b, segment.end)) for n, a, b in lines]
        lines = [(n, a, b) for n, a, b in lines if text[a:b].strip()]
        # A line that segments cut has its address where it begins.
        lines = [(f"{n}b" if n in begun else n, a, b) for n, a, b in lines]
        begun |= {n for n, *_ in lines}
        if segment.kind in corpus.EDITORIAL:
            for n, a, b in lines:
                inside = [[m for m in own if a <= m.start < b] for own in (marks, names)]
                tag = {"title": "h3", "subheading": "h4"}.get(segment.kind, "p")
                out.append(_line(text, a, b, f"{name}-{n}", tag, segment.kind, *inside))
                plain.append(text[a:b].strip())
        else:
            what = f"{segment.kind} {segment.label}".strip()
            words = f"left out: {what}, {len(segment.text.split())} words"
            inner = "".join(
                f'<p id="{name}-{n}">{escape(text[a:b].strip())}</p>' for n, a, b in lines
            )
            out.append(f"<details class='left'><summary>{words}</summary>{inner}</details>")
            plain.append(f"[{words}]")
    return Shown("article", "".join(out), "\n\n".join(plain))


def _line(text, start, end, id, tag, kind, marks, names):
    """A line with its marks drawn, each numbered where it ends, and the list of them below."""
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    numbered = sorted(marks, key=lambda mark: (mark.end, mark.start, mark.id))
    number = {mark.id: n for n, mark in enumerate(numbered, 1)}
    words = []
    for a, b, over in pieces(text, start, end, [*marks, *names]):
        looks = {m.layer for m in over} | {CLASSES.get(m.look, "") for m in over}
        looks |= {"from" for m in over if m.layer == "answer" and m.start == a}
        looks |= {"to" for m in over if m.layer == "answer" and m.end == b}
        looks = " ".join(sorted(looks - {""}))
        inner = escape(text[a:b])
        words.append(f'<span class="{looks}">{inner}</span>' if looks else inner)
        words += [_sign(mark, number[mark.id]) for mark in numbered if mark.end == b]
    line = f'<{tag} id="{id}" class="line {kind}">{"".join(words)}</{tag}>'
    items = [
        f'<li class="{mark.layer}" id="{mark.id}-note"><a href="#{mark.id}" aria-label="back to '
        f'{number[mark.id]}">{number[mark.id]}</a> '
        f"{''.join(map(html, mark.label))}</li>"
        for mark in numbered
    ]
    if not items:
        return f'<div class="row">{line}</div>'
    count = f"{len(items)} mark{'s' * (len(items) > 1)}"
    listed = f"<ul>{''.join(items)}</ul>"
    fold = f'<details class="marks"><summary>{count}</summary>{listed}</details>'
    return f'<div class="row">{line}{fold}</div>'


def layers():
    """Boxes that show and hide the layers of all articles on a page, without a script."""
    style = Path(__file__).with_suffix(".css").read_text("utf-8")
    shown = {"voices": "who speaks", "events": "what happened", "answers": "answers"}
    shown |= {"names": "names"}
    boxes = "".join(
        f'<label><input type="checkbox" id="show-{id}"{" checked" * (id == "voices")}> {words}'
        "</label>"
        for id, words in shown.items()
    )
    return Shown("layers", f"<style>{style}</style>{boxes}", f"Shown: {', '.join(shown.values())}")


def _sign(mark, n):
    words = f'aria-label="mark {n}" class="sign {mark.layer}"'
    return f'<a id="{mark.id}" href="#{mark.id}-note" {words}>{n}</a>'


def web_annotations(marks, articles):
    """The JSON-LD text of all marks as one page of W3C Web Annotations.

    Each is anchored twice, by its words with 32 characters before and after and by code points.
    Source: Web Annotation Data Model, W3C Recommendation 23 February 2017.
    """
    items = [_annotation(mark, articles.loc[mark.article, "text"]) for mark in marks.itertuples()]
    page = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage"}
    page |= {"id": "urn:did-they-cooperate:annotations", "startIndex": 0, "items": items}
    return json.dumps(page, ensure_ascii=False, indent=1) + "\n"


def _annotation(mark, text):
    start, end = int(mark.start), int(mark.end)
    exact = {"type": "TextQuoteSelector", "exact": text[start:end]}
    exact |= {"prefix": text[max(0, start - 32) : start], "suffix": text[end : end + 32]}
    place = {"type": "TextPositionSelector", "start": start, "end": end}
    tag = {"type": "TextualBody", "purpose": "classifying", "value": f"{mark.layer}: {mark.look}"}
    words = {"type": "TextualBody", "purpose": "describing", "format": "text/plain"}
    return {
        "id": f"urn:did-they-cooperate:{mark.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [tag, words | {"value": "".join(map(str, mark.label)), "language": "en"}],
        "target": {
            "source": f"corpus/articles/{mark.article}.txt",
            "selector": [exact, place],
        },
    }
