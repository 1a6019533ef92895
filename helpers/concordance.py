"""Keywords in context: found, and shown."""

import re
from html import escape
from itertools import groupby

from helpers.show import Shown, place
from helpers.words import spans, tokens

_ELIDED = re.compile(
    r"(?i)(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu|(?:a|co|da|de|ne|su|que|be)ll|un|dov)['’ʼ](?=\w\w)"
)


def unelided(token):
    """A token without the elided word in front of it: l'union is union, dell'iraq is iraq."""
    elided = _ELIDED.match(token)
    return token[elided.end() :] if elided else token


def concordance(word, segments, width=60):
    """Every place of a word or a phrase in its context, as a frame.

    `segments` is a frame with article, kind, text and start; the order is its order. What is sought
    is read as text is: "US" and "U.S." find the same, "us" the pronoun, "Islamic State" the two
    words next to each other, "Union" also l'Union. `left` and `right` are up to `width` characters
    of the same segment, whole words, line ends as blanks. `position` is the share of the article's
    words (those in the frame) that stand before the place: 0 for its first word. `start` and `end`
    count code points of the article's file. Raises ValueError when no word is given.
    """
    import pandas as pd

    wanted, rows = tokens(word), []
    if not wanted:
        raise ValueError(f"there is no word in {word!r}")
    found = segments["text"].map(spans)
    words = found.map(len).astype(int)
    first = words.groupby(segments["article"]).cumsum() - words
    total = words.groupby(segments["article"]).transform("sum")
    for segment, own, before, whole in zip(segments.itertuples(), found, first, total, strict=True):
        for n in range(len(own) - len(wanted) + 1):
            place = own[n : n + len(wanted)]
            if all(word in (t, unelided(t)) for word, (t, _, _) in zip(wanted, place, strict=True)):
                start, end = place[0][1], place[-1][2]
                elided = place[0][0] != wanted[0] and _ELIDED.match(segment.text, start)
                start = elided.end() if elided else start
                left_word_right = context(segment.text, start, end, width)
                places = segment.start + start, segment.start + end
                share = (before + n) / whole
                rows.append((segment.article, *left_word_right, share, segment.kind, *places))
    columns = ["article", "left", "word", "right", "position", "kind", "start", "end"]
    return pd.DataFrame(rows, columns=columns)


def context(text, start, end, width):
    """What stands left of a place, in it and right of it, in whole words, on one line."""
    left, right = text[max(0, start - width) : start], text[end : end + width]
    if start > width and not text[start - width - 1].isspace():
        left = re.sub(r"^\S+", "", left)
    if end + width < len(text) and not text[end + width].isspace():
        right = re.sub(r"\S+$", "", right)
    return tuple(" ".join(part.split()) for part in (left, text[start:end], right))


def lines(places):
    """Places of words in their context, one a line, the words sought in bold.

    `places` are tuples (who speaks, left, word, right, address); the words lead to the address.
    """
    places = list(places)
    plain = "\n".join(f"{who}: {left} [{word}] {right}" for who, left, word, right, _ in places)
    return Shown("lines-of-words", _lines(places), plain)


def _lines(places):
    items = []
    for who, left, word, right, address in places:
        left, right = escape(left) + _gap(left, word), _gap(word, right) + escape(right)
        line = f"<span>{left}</span><span><b>{escape(word)}</b>{right}</span>"
        items.append(
            f'<li><small>{escape(who)}</small> <a href="{escape(address)}">{line}</a></li>'
        )
    return f'<ul class="kwic">{"".join(items)}</ul>'


def _gap(left, right):
    """What stands between two parts of a line: no blank inside a bracket or before a comma."""
    return " " if re.search(r"[^“‘(\[\"'/-]\Z", left) and re.match(r"[\w“‘(\[–—]", right) else ""


def index(words):
    """An index of {word: its places, as for `lines`}, from A to Z, each word a fold.

    An alphabet leads to the letters. The order is that of small letters.
    """
    order = sorted(words, key=lambda word: (word.lower(), word))
    letters = {first: list(own) for first, own in groupby(order, lambda word: word[0].upper())}
    jumps = " ".join(f'<a href="#letter-{escape(first)}">{escape(first)}</a>' for first in letters)
    inner = [f'<p class="alphabet">{jumps}</p>']
    for first, own in letters.items():
        inner.append(f"<h3{place(f'letter-{first}')}>{escape(first)}</h3>")
        for word in own:
            head = f"<summary><b>{escape(word)}</b> {len(words[word])}</summary>"
            inner.append(f'<details class="word">{head}{_lines(words[word])}</details>')
    plain = "\n\n".join(f"{word}\n{lines(words[word]).plain}" for word in order)
    return Shown("index", "".join(inner), plain)
