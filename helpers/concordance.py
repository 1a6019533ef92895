"""Keywords in context."""

import re

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
                left_word_right = _context(segment.text, start, end, width)
                places = segment.start + start, segment.start + end
                share = (before + n) / whole
                rows.append((segment.article, *left_word_right, share, segment.kind, *places))
    columns = ["article", "left", "word", "right", "position", "kind", "start", "end"]
    return pd.DataFrame(rows, columns=columns)


def _context(text, start, end, width):
    """What stands left of a place, in it and right of it, in whole words, on one line."""
    left, right = text[max(0, start - width) : start], text[end : end + width]
    if start > width and not text[start - width - 1].isspace():
        left = re.sub(r"^\S+", "", left)
    if end + width < len(text) and not text[end + width].isspace():
        right = re.sub(r"\S+$", "", right)
    return tuple(" ".join(part.split()) for part in (left, text[start:end], right))
