"""The articles with every mark in its place: as pages to read and as addresses.

A mark is a row of quotations, mentions or positions with words in an article; its address is the
row's id, which stays when rows are added. A paragraph is a line of the file; its address is the
article and the line's number (`mcclatchy-14`).

The same HTML is read in four places. A page has the stylesheet and keeps classes; JupyterLab has
both once the notebook is run; before that, only inline styles and `sup`; GitHub only `sup`.
"""

import re
from collections import Counter
from html import escape
from itertools import groupby, pairwise
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple
from urllib.parse import urlsplit

from helpers import corpus, dates
from helpers.show import Link, Shown, html, place
from helpers.words import tokens

PAGE = "02-read-the-articles.ipynb"
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
# The same where there is no stylesheet; letters are set together with their background, so that
# they stay legible on a light and on a dark ground.
STYLES = {
    "voice": "background:#e3eaf3;color:#1a1a1a",
    "own": "background:#c3d9f0;color:#1a1a1a",
    "agency": "background:#efe3c8;color:#1a1a1a",
    "event": "border-bottom:1px solid #b0703c",
    "sign": "padding:0 1px",
    "open": "border-left:3px solid #00897b;padding:0 2px",
    "close": "border-right:3px solid #00897b;padding:0 2px",
}
SAMPLES = {
    "voices": '<span class="voice own">who speaks</span><sup>1</sup>',
    "events": '<span class="event">what happened</span><sup>a</sup>',
    "answers": '<span class="answer">answers</span><sup>A</sup>',
    "names": '<span class="name">names</span>',
}
UNRUN = (
    "Run this notebook (Run ▸ Run All Cells) to choose what is shown, with notes beside the text."
)
# A sign stands outside the marks that open or close a quotation, a bracket, a sentence.
OPENING = re.compile(r"""[“‘"'(\[]*\Z""")
CLOSING = re.compile(r"""(?:[’']s\b)?[.,;:!?…”’"')\]]*""")


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
        (id, "voice", row, HOW[row.kind], _said(row, spoken))
        for id, row in zip(parts(spoken), spoken.itertuples(), strict=True)
    ]
    rows += [
        (row.mention, "event", row, row.status, _told(row, events.loc[row.event]))
        for row in c.mentions.itertuples()
    ]
    rows += [
        (row.position, "answer", row, row.stance, _answered(row, asks))
        for row in c.positions.itertuples()
        if row.start >= 0
    ]
    found = [
        (id, layer, row.article, row.start, row.end, look, label)
        for id, layer, row, look, label in rows
    ]
    columns = ["id", "layer", "article", "start", "end", "look", "label"]
    return pd.DataFrame(found, columns=columns).sort_values(["article", "start", "end"])


def _said(row, spoken):
    who = f"{row.speaker or 'nobody'}{f', {row.side}' * bool(row.side)}: {HOW[row.kind]}"
    who += ", translated" * bool(row.translated) + f", by “{row.cue}”" * bool(row.cue)
    outer = spoken.loc[spoken["utterance"] == row.within, "speaker"]
    return [f"{who}{f', as told by {outer.iloc[0]}' if len(outer) else ''}.{_noted(row)}"]


def _told(row, event):
    own, best = dates.in_words(row.date), dates.in_words(event["date"])
    words = f" from “{row.expression}”" * bool(row.expression)
    outside = f"; from outside {'the same' if own == best else best}"
    date = f"by the text {own}{words}{outside * (event['basis'] == 'external')}"
    what = Link(event["what"], f"06-build-the-timeline.ipynb#event-{row.event}")
    return [what, f": {row.status}; {date}.{_noted(row)}"]


def _answered(row, asks):
    who = "the writer" if row.by == "narrator" else row.by
    question = Link(asks[row.question], f"04-compare-the-answers.ipynb#question-{row.question}")
    answer = f"{row.answer} ({row.stance})" if row.answer else row.stance
    return [f"{who}: {answer}. ", question, _noted(row)]


def _noted(row):
    return f" {row.note}" * bool(row.note)


def about(row):
    """Credit for one article: title, author, outlet, date, and a link to where it was published."""
    by = f" By {row.byline}." * bool(row.byline)
    said = f"“{row.title}”.{by} {row.outlet}, {dates.in_words(row.published)}."
    where = Link(urlsplit(row.url).netloc.removeprefix("www."), row.url)
    linked = f"<p>{escape(said)} {html(where) if row.url else ''}</p>"
    return Shown("credit", linked, f"{said} {row.url}".strip())


def pieces(start, end, spans, cuts=()):
    """A stretch of text cut at every border of spans: a list of (start, end, spans over it).

    `spans` have `start` and `end`; those that cross the stretch's ends count as far as they lie
    in it. `cuts` are further places to cut at.
    """
    borders = {start, end, *cuts, *(edge for span in spans for edge in (span.start, span.end))}
    borders = sorted(edge for edge in borders if start <= edge <= end)
    return [
        (a, b, [span for span in spans if span.start <= a and b <= span.end])
        for a, b in pairwise(borders)
    ]


def article(name, text, segments, marks, names):
    """One article whole, in reading order: its words marked, the notes on them below each line.

    `segments`, `marks` (with a sign and a note each) and `names` (only drawn) are frames of all
    articles. What is no editorial text stays in its place, a run of it behind one fold.
    """
    segments, marks, names = (f[f["article"] == name] for f in (segments, marks, names))
    marks, names = list(marks.itertuples()), list(names.itertuples())
    out, plain, begun = [], [], set()
    for editorial, run in groupby(segments.itertuples(), lambda s: s.kind in corpus.EDITORIAL):
        run = [(segment, list(_lines(text, name, segment, begun))) for segment in run]
        for segment, (id, a, b) in ((s, line) for s, lines in run * editorial for line in lines):
            inside = [[m for m in own if a <= m.start < b] for own in (marks, names)]
            out.append(_line(text, a, b, id, segment.kind, *inside))
            plain.append(text[a:b])
        if not editorial:
            words, inner = _left_out(text, run)
            out.append(f'<details class="left"><summary>{words}</summary>{inner}</details>')
            plain.append(f"[{words}]")
    return Shown("article", "".join(out), "\n\n".join(plain))


def _lines(text, name, segment, begun):
    """A segment's lines as (id, start, end); `begun`, numbers whose plain id is given, grows."""
    for n, a, b in paragraphs(text):
        a, b = max(a, segment.start), min(b, segment.end)
        if words := text[a:b].strip():
            a = text.index(words, a)
            yield f"{name}-{n}{'b' * (n in begun)}", a, a + len(words)
            begun.add(n)


def _left_out(text, run):
    """What segments that are no editorial text are, in words, and their lines as HTML."""
    kinds = Counter(segment.kind for segment, _ in run)
    kinds = ", ".join(f"{kind}{f' ({n})' * (n > 1)}" for kind, n in kinds.items())
    words = sum(len(tokens(segment.text)) for segment, _ in run)
    lines = (f"<p{place(id)}>{escape(text[a:b])}</p>" for _, lines in run for id, a, b in lines)
    return f"left out: {kinds}; {words:,} words", "".join(lines)


class Sign(NamedTuple):
    """How a mark is named in its line: its number there, its sign, and where that may stand."""

    n: int
    words: str
    before: int
    after: int


def _signs(text, start, end, marks):
    """{id: Sign} of the marks of a line, in the order in which they close.

    Each layer counts for itself, so that a sign is right whatever else is shown: 1 2 3 for voices,
    a b c for events, A B C for answers.
    """
    letters, count, signs = {"event": ascii_lowercase, "answer": ascii_uppercase}, Counter(), {}
    for mark in sorted(marks, key=lambda mark: (mark.end, mark.start, mark.id)):
        n, own = count[mark.layer], letters.get(mark.layer)
        count[mark.layer] += 1
        words = own[n % 26] * (n // 26 + 1) if own else str(n + 1)
        before = start + OPENING.search(text[start : mark.start]).start()
        after = CLOSING.match(text, mark.end, end).end()
        signs[mark.id] = Sign(len(signs) + 1, words, before, after)
    return signs


def _line(text, start, end, id, kind, marks, names):
    """A line with its marks drawn, the sign of each where it ends, and the notes on them below."""
    signs, words = _signs(text, start, end, marks), []
    marks = sorted(marks, key=lambda mark: signs[mark.id].n)
    cuts = [place for sign in signs.values() for place in (sign.before, sign.after)]
    for a, b, over in pieces(start, end, [*marks, *names], cuts):
        for mark in reversed(marks):  # what closes last began first, or with it
            if signs[mark.id].before == a:
                words.append(f'<a{place(mark.id)} class="n{signs[mark.id].n}"></a>')
                words += [_sign(mark, signs[mark.id], "open")] * (mark.layer == "answer")
        words.append(_piece(text[a:b], over, signs, kind))
        words += [_sign(m, signs[m.id], "close") for m in marks if signs[m.id].after == b]
    tag = {"title": "h3", "subheading": "h4"}.get(kind, "p")
    line = f'<{tag}{place(id)} class="line {kind}">{"".join(words)}</{tag}>'
    return f'<div class="row">{line}{_notes(marks, signs)}</div>'


def _piece(words, over, signs, kind):
    """Words under marks and names: classes for a stylesheet, and a style where there is none."""
    if not over:
        return escape(words)
    marks = [mark for mark in over if hasattr(mark, "layer")]
    drawn = {mark.layer for mark in marks} | {CLASSES.get(mark.look, "") for mark in marks}
    classes = [f"n{signs[mark.id].n}" for mark in marks] + sorted(drawn - {"answer", ""})
    classes += ["name"] * (len(marks) < len(over))
    ground = "agency" if kind == "wire" else "own" if "own" in drawn else "voice"
    looks = [STYLES[ground]] * ("voice" in drawn) + [STYLES["event"]] * ("event" in drawn)
    style = f' style="{";".join(looks)}"' * bool(looks)
    return f'<span class="{" ".join(classes)}"{style}>{escape(words)}</span>'


def _sign(mark, sign, side):
    """The sign of a mark, a link to its first word; a voice's says whose in its title."""
    classes, look, title = f"{mark.layer} n{sign.n}", "sign", ""
    if mark.layer == "answer":
        classes, look = f"{classes} {side}", side
    if mark.layer == "voice":
        title = f' title="{escape(mark.label[0].partition(": ")[0])}"'
    link = f'<a href="#{mark.id}"{title}>{sign.words}</a>'
    return f'<sup class="{classes}" style="{STYLES[look]}">{link}</sup>'


def _notes(marks, signs):
    """The notes on the marks of a line, in a fold."""
    items = "".join(
        f'<li class="{mark.layer} n{sign.n}"><a href="#{mark.id}">{sign.words}</a> '
        f"{''.join(map(html, mark.label))}</li>"
        for mark, sign in ((mark, signs[mark.id]) for mark in marks)
    )
    fold = f'<details class="marks"><summary>notes</summary><ul>{items}</ul></details>'
    return fold * bool(marks)


def layers():
    """Boxes that show and hide the layers of all articles on a page, without a script.

    They are hidden where nothing could obey them, and a line says what running the notebook adds.
    """
    style = Path(__file__).with_suffix(".css").read_text("utf-8")
    boxes = "".join(
        f'<label><input type="checkbox" id="show-{id}"{" checked" * (id == "voices")}> '
        f"<span>{sample}</span></label>"
        for id, sample in SAMPLES.items()
    )
    bar = f'<div class="bar" hidden="hidden">{boxes}</div><p class="unrun">{UNRUN}</p>'
    return Shown("layers", f"<style>{style}</style>{bar}", f"Shown: {', '.join(SAMPLES)}")
