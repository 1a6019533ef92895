"""What a notebook shows beside figures: tables, sentences, quotations, all of it inert text.

Everything from an article or a table passes through `html.escape`, and the wrapper's class keeps
MathJax from reading a dollar sign as the start of a formula.
"""

from html import escape

WRAP = '<div class="{kind} tex2jax_ignore mathjax_ignore">{inner}</div>'


class Shown:
    """One output with the same words as HTML and as plain text; nbval compares both."""

    def __init__(self, kind, inner, plain):
        self.html, self.plain = WRAP.format(kind=kind, inner=inner), plain

    def _repr_mimebundle_(self, include=None, exclude=None):
        return {"text/html": self.html, "text/plain": self.plain}

    def __str__(self):
        return self.plain


def text(value):
    """A table cell as text: missing is empty, a number is grouped, a float has two decimals."""
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def table(frame, caption, fold=False):
    """A pandas frame as a captioned table, its (named) index as row headers.

    Numbers are set right. `fold=True` puts the table behind its caption, for the data behind a
    figure. Give a frame with a plain index 0..n-1 to have no row headers.
    """
    import pandas as pd

    plain_index = isinstance(frame.index, pd.RangeIndex) and frame.index.name is None
    heads = [] if plain_index else [str(name or "") for name in frame.index.names]
    levels = len(heads)
    numeric = [pd.api.types.is_numeric_dtype(kind) for kind in frame.dtypes]
    header = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    for name, number in zip(frame.columns, numeric, strict=True):
        align = ' class="number"' if number else ""
        header += f'<th scope="col"{align}>{escape(" ".join(map(str, _tuple(name))))}</th>'
    rows = []
    row_heads = _row_heads([_tuple(key)[:levels] for key in frame.index])
    for cells, values in zip(row_heads, frame.itertuples(index=False, name=None), strict=True):
        for value, number in zip(values, numeric, strict=True):
            value = value.item() if hasattr(value, "item") else value
            align = ' class="number"' if number else ""
            cells.append(f"<td{align}>{escape(text(value))}</td>")
        rows.append(f"<tr>{''.join(cells)}</tr>")
    inner = f"<thead><tr>{header}</tr></thead><tbody>{''.join(rows)}</tbody>"
    words = escape(caption)
    if fold:
        inner = f"<details><summary>{words}</summary><table>{inner}</table></details>"
    else:
        inner = f"<table><caption>{words}</caption>{inner}</table>"
    return Shown("data" if fold else "table", inner, f"{caption}\n\n{_plain(frame, plain_index)}")


def _row_heads(keys):
    """The header cells of each row; a header that repeats from row to row spans them all."""
    heads = [[] for _ in keys]
    for level in range(len(keys[0]) if keys else 0):
        first = 0
        for n in range(1, len(keys) + 1):
            last_level = level == len(keys[0]) - 1
            if n == len(keys) or last_level or keys[n][: level + 1] != keys[first][: level + 1]:
                rows = f' rowspan="{n - first}"' if n - first > 1 else ""
                scope = "rowgroup" if rows else "row"
                words = escape(text(keys[first][level]))
                heads[first].append(f'<th scope="{scope}"{rows}>{words}</th>')
                first = n
    return heads


def _tuple(key):
    return key if isinstance(key, tuple) else (key,)


def _plain(frame, plain_index):
    cells = frame.map(lambda v: text(v.item() if hasattr(v, "item") else v))
    return cells.to_string(index=not plain_index, max_colwidth=None)


def prose(*paragraphs):
    """Sentences with computed numbers in them, one paragraph an argument."""
    inner = "".join(f"<p>{escape(words)}</p>" for words in paragraphs)
    return Shown("prose", inner, "\n\n".join(paragraphs))


def sources(articles):
    """Which article each id stands for: its outlet, or else its title, and its date."""
    from helpers.dates import in_words
    from helpers.starter import OPEN

    outlets = articles["outlet"].where(articles["outlet"] != OPEN, articles["title"])
    known = [
        f"{article}: {outlet}, {in_words(published)}"
        for article, outlet, published in zip(
            articles.index, outlets, articles["published"], strict=True
        )
    ]
    if len(known) > 8:
        return prose(f"There are {len(known)} articles; the first notebook lists them.")
    return prose(f"The articles, in order of publication. {'; '.join(known)}.")


def finding(sentence, holds, sure, see, quotes=()):
    """A result in one sentence, how sure it is, where it is shown, and its words if any.

    `holds` is the claim itself, computed; `see` a pair (words, address); `quotes` as for
    `quotations`. Raises AssertionError that names the sentence when the claim no longer holds.
    """
    assert holds, f"This finding no longer holds: {sentence}"
    words, address = see
    rows = quotations(quotes)
    inner = (
        f"<p><strong>{escape(sentence)}</strong></p>{rows.html if quotes else ''}"
        f'<p>How sure: {escape(sure)} <a href="{escape(address)}">{escape(words)}</a></p>'
    )
    plain = [sentence, *([rows.plain] if quotes else []), f"How sure: {sure} See: {words}"]
    return Shown("finding", inner, "\n".join(plain))


def heading(words, level=3):
    """A heading computed from a table, of the given level (2 to 6)."""
    inner = f"<h{level}>{escape(words)}</h{level}>"
    return Shown("heading", inner, words)


def quotations(rows):
    """The articles' own words set off as quotations: an iterable of (words, source) pairs."""
    rows = list(rows)
    inner = "".join(
        f"<figure><blockquote><p>{escape(words)}</p></blockquote>"
        f"<figcaption>{escape(source)}</figcaption></figure>"
        for words, source in rows
    )
    return Shown("quotations", inner, "\n".join(f"“{w}” ({s})" for w, s in rows))
