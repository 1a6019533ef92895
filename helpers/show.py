"""What a notebook shows beside figures: tables, quotations, and the numbers of its sentences.

Every output is inert text: words of an article or a table pass through `html.escape`, and the
wrapper's class keeps MathJax from reading a dollar sign as the start of a formula.
"""

import re
from html import escape
from typing import NamedTuple

HELD = "application/vnd.workbook.held+json"  # what publishing compares with the Markdown above
WRAP = '<div class="{kind} tex2jax_ignore mathjax_ignore">{inner}</div>'
GRID = "display:grid;gap:0 1.5rem;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr))"
# Five steps of one blue, from paper to ink: (background, letters), contrast 7:1 or more.
SHADES = [(paper, "#1a1a1a") for paper in ("#ffffff", "#e3eef8", "#c3dbef", "#93bfe0")]
SHADES += [("#1f5f99", "#ffffff"), ("#0b2f5c", "#ffffff")]


class Link(NamedTuple):
    """Words of a cell that lead to an `address`, or are themselves a place to lead to, `id`.

    A `step` is a shade of their own, 0 to 5.
    """

    words: str
    address: str = ""
    id: str = ""
    step: int | None = None

    def __str__(self):
        return self.words


class Shown:
    """One output with the same words as HTML and as plain text; nbval compares both."""

    def __init__(self, kind, inner, plain):
        self.html, self.plain = WRAP.format(kind=kind, inner=inner), plain

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html, "text/plain": self.plain}


def text(value):
    """A cell as text: missing is empty, a number is grouped, a float has two decimals.

    A list is its parts, one a line.
    """
    if isinstance(value, list):
        return "\n".join(map(text, value))
    value = value.item() if hasattr(value, "item") else value
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def html(value):
    """A cell as HTML: a Link as a link, a list as lines, all else as escaped text."""
    if isinstance(value, list):
        return "<br>".join(map(html, value))
    if not isinstance(value, Link):
        return escape(text(value))
    href = f' href="{escape(value.address)}"' * bool(value.address)
    own = place(value.id) * bool(value.id)
    tag, look = "a" if href else "span", "" if value.step is None else _look(False, value.step)
    return f"<{tag}{own}{href}{look}>{escape(value.words)}</{tag}>"


def place(id):
    """The attributes of a place to lead to; JupyterLab looks only for the second in what it ran."""
    return f' id="{escape(id)}" data-jupyter-id="{escape(id)}"'


def table(frame, caption, fold=False, shade=None, key=()):
    """A pandas frame as a captioned table, its named index as row headers.

    Cells are text, numbers (set right), Links or lists of these. `shade` is a frame of the same
    shape with steps 0 (paper) to 5 (dark) and `key` the words for the steps used, {step: words}.
    `fold=True` puts the table behind its caption. A frame with a plain index has no row headers.
    """
    import pandas as pd

    plain_index = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    heads = [] if plain_index else [str(name or "") for name in frame.index.names]
    right = [pd.api.types.is_numeric_dtype(kind) for kind in frame.dtypes]
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    for name, number in zip(frame.columns, right, strict=True):
        top += f'<th scope="col"{_look(number, None)}>{escape(text(name))}</th>'
    rows = _row_heads([_levels(key) for key in frame.index] if heads else [[]] * len(frame))
    frame = frame.astype(object).where(frame.notna(), None)
    for n, (cells, values) in enumerate(zip(rows, frame.to_numpy(), strict=True)):
        for m, value in enumerate(values):
            step, words = None if shade is None else shade.iat[n, m], html(value)
            if step is not None:  # JupyterLab's blue links would be lost on blue ground
                words = words.replace("<a ", f'<a style="color:{SHADES[int(step)][1]}" ')
            cells.append(f"<td{_look(right[m], step)}>{words}</td>")
    body = "".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)
    inner, words = f"<thead><tr>{top}</tr></thead><tbody>{body}</tbody>", escape(caption)
    if fold:  # browsers open it for a place inside; JupyterLab does not, and finds the fold itself
        places = re.findall(' data-jupyter-id="[^"]*"', inner)
        above = "".join(f"<a{place}></a>" for place in places)
        inner = f"{above}<details><summary>{words}</summary><table>{inner}</table></details>"
    else:
        inner = f"<table><caption>{words}</caption>{inner}</table>"
    plain = frame.map(text).to_string(index=not plain_index, max_colwidth=None)
    return Shown("data" if fold else "table", inner + _key(key), f"{caption}\n\n{plain}")


def _levels(key):
    return list(key) if isinstance(key, tuple) and not isinstance(key, Link) else [key]


def _look(number, step):
    """A cell's class, for pages, and a style for JupyterLab, which sets all cells to the right."""
    if step is None:
        return ' class="number"' if number else ' style="text-align:left"'
    paper, ink = SHADES[int(step)]
    return f' class="shade s{int(step)}" style="background:{paper};color:{ink}"'


def _key(steps):
    """The legend of a shaded table: a square of each step with its words."""
    square = "<span{}>&nbsp;&nbsp;</span> {}"
    parts = [square.format(_look(False, n), escape(words)) for n, words in dict(steps).items()]
    return f'<p class="key">{" &nbsp; ".join(parts)}</p>' if parts else ""


def _row_heads(keys):
    """The header cells of each row; a header that repeats from row to row spans them all."""
    heads = [[] for _ in keys]
    for level in range(len(keys[0]) if keys else 0):
        first = 0
        for n in range(1, len(keys) + 1):
            last_level = level == len(keys[0]) - 1
            if n == len(keys) or last_level or keys[n][: level + 1] != keys[first][: level + 1]:
                span = f' rowspan="{n - first}"' * (n - first > 1)
                scope = "rowgroup" if span else "row"
                heads[first].append(f'<th scope="{scope}"{span}>{html(keys[first][level])}</th>')
                first = n
    return heads


def prose(*paragraphs):
    """Sentences that the data decide, one paragraph an argument."""
    inner = "".join(f"<p>{escape(words)}</p>" for words in paragraphs)
    return Shown("prose", inner, "\n\n".join(paragraphs))


def heading(words, level=3, id=""):
    """A heading computed from a table, of the given level (2 to 6)."""
    inner = html(Link(words, id=id) if id else words)
    return Shown("heading", f"<h{level}>{inner}</h{level}>", words)


def quotations(rows):
    """The articles' own words set off as quotations: an iterable of (words, source) pairs.

    Either may be a Link; words without a source are no quotation, and stand as they are.
    """
    rows = list(rows)
    inner = "".join(
        f"<figure><blockquote><p>{html(words)}</p></blockquote>"
        f"<figcaption>{html(source)}</figcaption></figure>"
        if source
        else f"<p>{html(words)}</p>"
        for words, source in rows
    )
    return Shown("quotations", inner, "\n".join(f"“{w}” ({s})" if s else str(w) for w, s in rows))


def columns(told, fold=""):
    """The articles' own words side by side: {head: iterable of (words, source) pairs}.

    On a phone the columns stand one below the other; `fold` puts them behind these words.
    """
    shown = {head: quotations(rows) for head, rows in told.items()}
    inner = "".join(
        f"<section><h4>{escape(h)}</h4>{own.html}</section>" for h, own in shown.items()
    )
    # For JupyterLab, which has no stylesheet of ours; pages have their own and drop this one.
    inner = WRAP.format(kind="columns", inner=inner).replace("<div", f'<div style="{GRID}"', 1)
    plain = "\n\n".join(f"{h}\n{own.plain}" for h, own in shown.items())
    if fold:
        inner = f"<details><summary>{escape(fold)}</summary>{inner}</details>"
    return Shown("told", inner, f"{fold}\n\n{plain}" if fold else plain)


def lines(n):
    """Ruled lines for a hand to write on, on paper."""
    return Shown("lines", "<p>&nbsp;</p>" * n, "\n".join("_" * 60 for _ in range(n)))


def numbers(*values):
    """Give the numbers of the Markdown above as computed here, in their order.

    A value that is text is words that must stand there. Nothing is compared here, where nobody
    knows that Markdown: publishing and the tests do it (helpers.edition.statements).
    """
    values = [value.item() if hasattr(value, "item") else value for value in values]
    said = " · ".join(
        f"{value:.0%} ({value:.2f})" if isinstance(value, float) and 0 < value < 1 else text(value)
        for value in values
    )
    _hold({"numbers": values}, f"as computed now: {said}")


def claim(words, truth):
    """Say whether these words are so: if they are, the Markdown above must have them, else not.

    A … among them stands for any number, as `numbers` holds that.
    """
    truth = bool(truth)
    _hold({"claim": words, "so": truth}, f"“{words}”: {'so' if truth else 'not so'}")


def _hold(held, plain):
    from IPython.display import display

    small = f"<small>{escape(plain)}</small>"
    bundle = {"text/html": WRAP.format(kind="held", inner=small), "text/plain": plain}
    display(bundle | {HELD: held}, raw=True)


def evidence(quotes=(), span="", sure="", see=None):
    """What a finding above rests on: its words, how far it moves, how sure it is, where more is.

    `quotes` are as for `quotations`, `see` is a Link.
    """
    parts = {"Under other readings: ": span, "How sure: ": sure}
    lines = [name + words for name, words in parts.items() if words]
    inner = "".join(f"<p>{escape(line)}</p>" for line in lines) + f"<p>{html(see)}</p>" * bool(see)
    rows = quotations(quotes)
    plain = [rows.plain] * bool(rows.plain) + lines + [f"See: {see}"] * bool(see)
    return Shown("finding", rows.html * bool(rows.plain) + inner, "\n".join(plain))
