"""Quotations: who speaks, by what words one sees it, who relays whom; no words of two speakers."""

import re
from bisect import bisect_left, bisect_right

from helpers.checking.places import NOT_SPEECH
from helpers.checking.rules.rows import grouped, holds, own, placed, spellings


def attribution(tables):
    """Speech without speaker, side or cue, cues elsewhere, utterances that do not hold together."""
    paragraphs = {row["article"]: _paragraphs(row.get("text", "")) for row in tables["articles"]}
    utterances = grouped(tables["quotations"], "reader", "utterance")
    for parts in utterances.values():
        cued = all(placed(part) and part["article"] == parts[0]["article"] for part in parts)
        near = " ".join(_near(part, *paragraphs[part["article"]]) for part in parts if cued)
        for row in parts:
            if row["kind"] not in NOT_SPEECH:
                yield from _speaker(row, parts[0])
            for cue in row["cue"].split(" … ") if cued else ():
                if cue not in near:
                    mend = "copy the cue from the same or the next paragraph; join pieces by ` … `"
                    yield row, f"cue {cue!r} is not near the words it introduces", mend
            if row["within"]:
                yield from _nesting(row, utterances)
    for rows in grouped(filter(placed, tables["quotations"]), "reader", "article").values():
        yield from _overlaps([row for row in rows if row["kind"] not in NOT_SPEECH], utterances)


def _speaker(row, first):
    if not row["speaker"] or not row["side"]:
        yield row, "speech has no speaker or no side", "name both; `unnamed` is a side"
    if not row["cue"] and not (row["kind"] == "free" and row["note"]):
        mend = "copy the cue words, or mark it `free` and say why in the note"
        yield row, "speech has no cue", mend
    for column in ("article", "speaker", "side", "within"):
        if row[column] != first[column]:
            words = f"{column} {row[column]!r} differs from the utterance's first row"
            yield row, words, "parts of one utterance have one article, speaker, side and within"


def _paragraphs(text):
    """A text, and where its paragraphs begin, with its end."""
    return text, [0, *(match.end() for match in re.finditer(r"\n+", text)), len(text)]


def _near(row, text, begins):
    """The paragraphs in which a row's words stand, with the one before and the one after."""
    first, after = bisect_right(begins, row["start"]) - 1, bisect_left(begins, row["end"])
    return text[begins[max(0, first - 1)] : begins[min(after + 1, len(begins) - 1)]]


def _nesting(row, utterances):
    outer = utterances.get((row["reader"], row["within"]), [])
    if not outer:
        mend = "use an id of the column utterance"
        yield row, f"within {row['within']!r} is no utterance", mend
    elif row["utterance"] in _outer(outer[0], utterances):
        words = f"{row['utterance']} and {row['within']} stand within each other"
        yield row, words, "empty `within` of the one that relays the other"
    elif all(map(placed, [row, *outer])) and not any(holds(part, row) for part in outer):
        mend = "lengthen that quote, or empty `within`"
        yield row, f"does not stand inside {row['within']}", mend


def _overlaps(rows, utterances):
    """Words given to two speakers of whom neither relays the other."""
    rows = [r for r in rows if not r["within"] or (r["reader"], r["within"]) in utterances]
    rows.sort(key=lambda row: (row["start"], -row["end"]))
    for n, one in enumerate(rows, 1):
        for other in rows[n:]:
            if other["start"] >= one["end"]:
                break
            chains = _outer(one, utterances), _outer(other, utterances)
            if one["utterance"] not in chains[1] and other["utterance"] not in chains[0]:
                mend = "name the one that relays the other in `within`, or shorten a quote"
                yield other, f"shares words with {one['utterance']} (row {one['row']})", mend


def _outer(row, utterances):
    """The ids of the utterances that a row's utterance stands in, itself included."""
    seen, utterance = [], row["utterance"]
    while utterance and utterance not in seen:
        seen.append(utterance)
        utterance = utterances.get((row["reader"], utterance), [{"within": ""}])[0]["within"]
    return seen


def speakers(tables):
    """One writing for each speaker."""
    return spellings("speaker", tables["quotations"])


# How a row gives words to the writer: its column, the value there, what excuses it, what is said.
GIVING = {
    "positions": ("stance", "asserts", "Voice:", "the writer asserts words of {} in quotations"),
    "mentions": ("status", "happened", "Presupposed:", "what it has as `happened` {} only claims"),
}


def voices(name, tables):
    """Rows whose words are another's in quotations than they say."""
    column, value, excuse, words = GIVING[name]
    spoken = [row for row in own(tables["quotations"]) if row["kind"] not in NOT_SPEECH]
    spoken = grouped(filter(placed, spoken), "article")
    for row in own(tables[name]):
        parts = spoken.get((row["article"],), ()) if placed(row) else ()
        within = [part["speaker"] for part in parts if holds(part, row)]
        if row[column] == value and within and not row["note"].startswith(excuse):
            mend = f"mend one of the two rows, or begin the note with `{excuse}` and say why"
            yield row, words.format(within[0]), f"{mend} both stand"
        by, mend = row.get("by"), "mark in quotations.csv whose words they are, or mend this row"
        said = [p["speaker"] for p in parts if p["start"] < row["end"] and row["start"] < p["end"]]
        if placed(row) and by not in (None, "", "narrator", *said):
            yield row, f"in quotations these words are not those of {by}", mend
        if placed(row) and row.get("status") == "claimed" and not said:
            yield row, "`claimed`, though in quotations nobody says it", mend
