"""Names: forms that an article has, each in one row, under a referent always written alike."""

import re
from itertools import combinations, takewhile

from helpers.checking.rules.rows import grouped, spellings
from helpers.words import tokens


def forms(tables):
    """Forms there twice, forms and exceptions that no article has, exceptions without the form."""
    complete = all("text" in row for row in tables["articles"])
    files = "\n".join(_spaced(row.get("text", "")) for row in tables["articles"])
    seen = {}
    for row in tables["names"]:
        if not (form := _spaced(row["form"])).strip():
            if row["form"].strip():  # else reported as an empty cell
                yield row, f"form {row['form']!r} has no word", "write a name, or remove the row"
            continue
        first = seen.setdefault((row["referent"], form), row)
        if first is not row:
            words = f"form {row['form']!r} is also in row {first['row']}"
            yield row, words, "keep each form in one row"
        for phrase in [row["form"], *row["except"]]:
            sought = _spaced(phrase)
            if complete and sought not in files:
                mend = "write it as an article does, or remove it"
                yield row, f"{phrase!r} matches nothing in any article", mend
            if form not in sought:
                words = f"exception {phrase!r} does not hold the form {row['form']!r}"
                yield row, words, "write the form with its context"


def _spaced(text):
    return f" {' '.join(tokens(text))} "


def referents(tables):
    """Referents written in two ways, or so nearly alike that one may be the other misspelt."""
    yield from spellings("referent", tables["names"])
    first = {name: rows[0] for (name,), rows in grouped(tables["names"], "referent").items()}
    noted = {row["referent"] for row in tables["names"] if row["note"]}
    for one, other in combinations(first, 2):
        if other not in noted and _nearly(one, other):
            words = f"is referent {other!r} another than {one!r} in row {first[one]['row']}?"
            yield first[other], words, "write it as there, or say in the note that it is another"


def _nearly(one, other):
    """Whether names differ by a letter of a long word, by two that changed places, by a number."""
    head = _alike(one, other)
    tail = _alike(one[head:][::-1], other[head:][::-1])
    parts = [name[head : len(name) - tail] for name in (one, other)]
    if all(part.strip().isdigit() or not part for part in parts):
        return True
    around = re.search(r"\w*\Z", one[:head])[0] + re.match(r"\w*", one[head:])[0]
    swapped = len(parts[0]) == 2 and parts[0] == parts[1][::-1]
    return len(around) > 4 and (max(map(len, parts)) < 2 or swapped)


def _alike(one, other):
    """How many letters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
