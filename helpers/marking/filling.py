"""What a form need not ask: ids, places, and the likeliest value of each cell for a selection."""

import re

from helpers import dates, sentences
from helpers.checking import places
from helpers.marking import dating, forms, spots

SAYING = (
    *("said", "says", "told", "tells", "asked", "warned", "announced", "claimed", "wrote", "noted"),
    *("reports", "reported", "according to", "believe", "suggested", "argued", "stated", "claims"),
)
OPENING, CLOSING = '“"«„', '”"»'


def article_row(store, article):
    """The row of an article, with its text."""
    return next(row for row in store.tables["articles"] if row["article"] == article)


def zones(store, article):
    """The stretches of editorial text of an article: [(start, end)]."""
    rows = [row for row in store.tables["segments"] if row["article"] == article]
    rows = [row for row in rows if row["kind"] in places.EDITORIAL and "end" in row]
    return [(row["start"], row["end"]) for row in rows]


def place(store, article, start, end):
    """The cells that name a place: quote, and what stands before it where it must be said."""
    text = article_row(store, article)["text"]
    words = spots.before(text, zones(store, article), start, end)
    return {"article": article, "quote": text[start:end], "before": words}


def initials(article):
    """An article's short name in ids: of harbour-post hp, of mcclatchy mc."""
    words = [word for word in re.split("[-_]", article) if word]
    return "".join(word[0] for word in words) if words[1:] else article[:2]


def next_id(table, store, article, reader, question=""):
    """An id for a new row, counted on from this reader's last one in the article."""
    column, rows = forms.KEYS[table], store.tables[table]
    first = next((row["reader"] for row in rows), reader)
    lead = "" if reader == first else f"{reader.lower()}-"
    width = 1 if table == "positions" else 2
    stem = f"{lead}{initials(article)}" + "-" * (table == "mentions")
    if table == "positions":
        stem = f"{lead}{question}-{initials(article)}-"
    elif own := forms.own(store, table, reader, article):
        last = re.fullmatch(r"(.*?)(\d+)", own[-1][column])
        stem, width = (last[1], len(last[2])) if last else (stem, width)
    numbers = [row[column].removeprefix(stem) for row in rows if row[column].startswith(stem)]
    top = max((int(number) for number in numbers if number.isdecimal()), default=0)
    return f"{stem}{top + 1:0{width}d}"


def slug(words, taken):
    """An id made of a sentence's first telling words, unlike those taken."""
    found = [word for word in re.findall(r"[^\W_]+", words.casefold()) if len(word) > 2]
    found = [word for word in found if word not in ("the", "and", "are", "does", "did", "for")]
    stem = "-".join(found[:3]) or "new"
    ids = [stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))]
    return next(each for each in ids if each not in taken)


def suggested(table, store, article, reader, start, end, last):
    """The likeliest values of a form for a selection; `last` are those saved last."""
    fill = {
        "quotations": _quotation,
        "mentions": _mention,
        "positions": _position,
        "names": _name,
        "segments": lambda *given: {"kind": given[-1].get("kind", "body")},
    }[table]
    return fill(store, article, reader, start, end, last)


def _around(store, article, reader, start, end):
    """The innermost utterance of this reader that holds a place, as its row, or None."""
    spoken = [r for r in forms.own(store, "quotations", reader, article) if r["start"] >= 0]
    spoken = [row for row in spoken if row["kind"] not in places.NOT_SPEECH]
    spoken = [row for row in spoken if row["start"] <= start and end <= row["end"]]
    return min(spoken, key=lambda row: row["end"] - row["start"], default=None)


def _spoken(store, article, reader, start, end):
    """The utterance that holds a place, or the longest one that is most of it, or None."""
    inside = [r for r in forms.own(store, "quotations", reader, article) if start <= r["start"]]
    inside = [row for row in inside if row["end"] <= end and row["kind"] not in places.NOT_SPEECH]
    inside = [row for row in inside if 2 * (row["end"] - row["start"]) > end - start]
    most = max(inside, key=lambda row: row["end"] - row["start"], default=None)
    return _around(store, article, reader, start, end) or most


def _quotation(store, article, reader, start, end, last):
    text = article_row(store, article)["text"]
    own = forms.own(store, "quotations", reader)
    cue, at = _cue(text, start, end, own)
    outer = _around(store, article, reader, start, end)
    if outer and (outer["start"], outer["end"]) == (start, end):
        outer = None
    others = {row["speaker"] for row in own if row["speaker"][:1].isupper()}
    others -= {outer and outer["speaker"]}
    marked = text[start - 1 : start] in [*OPENING] or text[end : end + 1] in [*CLOSING]
    inside = any(mark in text[start:end] for mark in OPENING)
    found = {
        "speaker": _speaker(text, start, end, cue, at, others),
        "kind": "direct" if marked else "mixed" if inside else "indirect",
        "cue": cue,
        "within": outer["utterance"] if outer else "",
        "utterance": next_id("quotations", store, article, reader),
    }
    if marked and (half := _half(store, article, reader, start)):
        found |= {each: half[each] for each in ("speaker", "cue", "utterance")}
    return found | of_speaker(store, reader, found["speaker"], found["kind"])


def _half(store, article, reader, start):
    """The row whose quotation goes on here, after no more than its cue: “...” he said. “..."""
    text = article_row(store, article)["text"]
    before = [r for r in forms.own(store, "quotations", reader, article) if r["end"] <= start]
    last = max(before, key=lambda row: row["end"], default=None)
    if last and last["kind"] == "direct" and last["cue"]:
        between = re.escape(last["cue"]).join([rf"[{''.join(CLOSING)}]\s*", r"[.,;:]?\s*"])
        opened = rf"[{''.join(OPENING)}]"
        return last if re.fullmatch(between + opened, text[last["end"] : start]) else None
    return None


def of_speaker(store, reader, speaker, kind):
    """The side of a speaker, and whether words in marks are translated, as entered before."""
    rows = [row for row in forms.own(store, "quotations", reader) if row["speaker"] == speaker]
    sides = [row["side"] for row in rows if row["side"]]
    own = [row["translated"] for row in rows if row["kind"] in ("direct", "mixed")]
    translated = own[-1] if own and kind in ("direct", "mixed") else ""
    return {"side": sides[-1] if sides else "", "translated": translated}


def _cue(text, start, end, own):
    """The nearest words of saying in the paragraph outside a selection, and where they stand."""
    first, stop = spots.around(text, start, end)
    known = {row["cue"] for row in own if row["cue"] and "…" not in row["cue"]} | {*SAYING}
    found = []
    for cue in known:
        for match in re.finditer(rf"(?<!\w){re.escape(cue)}(?!\w)", text[first:stop]):
            a, b = first + match.start(), first + match.end()
            away = start - b if b <= start else a - end if a >= end else None
            if away is not None and away < 120:
                found.append((away, -len(cue), cue, a))
    return min(found)[2:] if found else ("", -1)


def _speaker(text, start, end, cue, at, speakers):
    """The one speaker whose name, or last word of it, stands right beside a cue, or ""."""
    first, stop = spots.around(text, start, end)
    trails = at >= end  # “...”, said Kirby; but in: told Kirby “...”, he is spoken to
    before = text[end if trails else first : at]
    after = text[at + len(cue) : stop] if trails else ""
    found = set()
    for speaker in speakers if cue else ():
        for form in {speaker, speaker.split()[-1]}:
            name = rf"(?<!\w){re.escape(form)}(?!\w)"
            at_cue = re.search(rf"(\w* ?){name}\s*\Z", before)
            at_cue = at_cue or re.match(rf"(\s*){name}", after) or re.match(rf"(){name}", cue)
            other = at_cue and form != speaker and at_cue[1][:1].isupper()  # Foreign Ministry
            if at_cue and not other and form[:1].isupper():
                found.add(speaker)
    return found.pop() if len(found) == 1 else ""


def _mention(store, article, reader, start, end, last):
    row, outer = article_row(store, article), _around(store, article, reader, start, end)
    text, status = row["text"], "claimed" if outer else "happened"
    words = dating.time_words(text, start, end, row["published"])
    words = words or dating.time_words(text, *_sentence(text, start, end), row["published"])
    found = {"event": "", "status": status, "expression": words, "anchor": "none", "date": ""}
    if words:
        stated = re.search(r"\b(?:1\d|20)\d\d\b", words)
        found["anchor"] = "absolute" if stated else "publication"
        found["date"] = date = dating.derived(words, row["published"], "") or ""
        found["status"] = "planned" if dating.after(date, row["published"]) else status
    return found | {"basis": basis(found, row["published"])}


def _sentence(text, start, end):
    """The sentence or sentences in which a place lies: (start, end)."""
    first, stop = spots.around(text, start, end)
    found = [(first + a, first + b) for a, b in sentences.sentences(text[first:stop])]
    found = [(a, b) for a, b in found if a < end and start < b]
    return (found[0][0], found[-1][1]) if found else (start, end)


def basis(values, anchor):
    """How a mention's date is known, by its other cells; `anchor` is the date counted from."""
    if values["date"] == "unknown":
        return "unknown"
    if values["anchor"] == "absolute":
        return "stated"
    found = dating.derived(values["expression"], anchor, values["status"]) if anchor else None
    return "relative" if values["anchor"] != "none" and found == values["date"] else "inferred"


def anchored(store, article, anchor):
    """The date that time words are counted from: publication's, a mention's, or ""."""
    if anchor in ("publication", "absolute"):
        return article_row(store, article)["published"]
    told = [row["date"] for row in store.tables["mentions"] if row["mention"] == anchor]
    return told[0] if told else ""


def _position(store, article, reader, start, end, last):
    outer = _spoken(store, article, reader, start, end) if end > start else None
    by = outer["speaker"] if outer else "narrator"
    return {
        "question": "",
        "stance": "attributes" if outer else "asserts",
        "by": by,
        "about": _month(article_row(store, article)["published"]),
        "origin": by if outer else "the writer",
    }


def _month(published):
    """The month of a date of publication, as EDTF."""
    day = dates.when(published).last
    return f"{day.year:04d}-{day.month:02d}" if day else published


def _name(store, article, reader, start, end, last):
    form = article_row(store, article)["text"][start:end]
    near = [row for row in store.tables["names"] if row["form"].casefold() in form.casefold()]
    best = max(near, key=lambda row: len(row["form"]), default={})
    return {"form": form, "referent": best.get("referent", ""), "name": best.get("name", "")}
