"""What is drawn of an article: its text, one reader's marks, and what can be chosen."""

import re

from helpers import dates
from helpers.marking import filling, forms, spots


def readers(store):
    """The letters of those who have rows, in the order of their first."""
    found = [r["reader"] for name in forms.QUOTING for r in store.tables[name]]
    return [*dict.fromkeys(found)]


def drawn(store, article, reader, others):
    """The text of an article with its parts and marks, and the choices above it."""
    row = filling.article_row(store, article)
    text, known = row["text"], readers(store)
    shown = [reader, *(r for r in known if r != reader)] if others else [reader]
    marks = [mark for each in shown for mark in _marks(store, article, each)]
    marks += _names(store, text)
    for mark in marks:
        mark |= {"quote": text[mark["start"] : mark["end"]]}
        mark |= {"record": store.record(mark["table"], mark["row"])}
        mark |= {at: spots.units(text, mark[at]) for at in ("start", "end")}
    parts = [r for r in store.tables["segments"] if r["article"] == article and "start" in r]
    return {
        "folder": str(store.folder),
        "article": article,
        "row": row["row"],
        "articles": [(r["article"], r["title"]) for r in store.tables["articles"] if "text" in r],
        "reader": reader,
        "readers": known,
        "others": others,
        "published": row["published"],
        "layers": forms.LAYERS,
        "text": text,
        "parts": [(spots.units(text, r["start"]), r["kind"], r["row"]) for r in parts],
        "marks": sorted(marks, key=lambda mark: (mark["start"], -mark["end"])),
    }


def _marks(store, article, reader):
    """One reader's rows with a place, as marks: table, row, start, end, reader, label."""
    events = {row["event"]: row["what"] for row in store.tables["events"]}
    asks = {row["question"]: row["asks"] for row in store.tables["questions"]}
    for table in forms.QUOTING:
        for row in forms.own(store, table, reader, article):
            if row["start"] < 0:
                continue
            if table == "quotations":
                label = f"{row['speaker'] or 'nobody'}, {row['kind']}"
            elif table == "mentions":
                label = f"{events.get(row['event'], row['event'])}: {row['status']}, "
                label += _in_words(row["date"])
            else:
                label = f"{asks.get(row['question'], '')} {row['answer'] or row['stance']}"
                label += f" ({'the writer' if row['by'] == 'narrator' else row['by']})"
            yield {"table": table, "label": label, "reader": reader} | {
                each: row[each] for each in ("row", "start", "end")
            }


def _names(store, text):
    """The forms of names.csv as they stand in a text, the longest first, none within another."""
    taken = bytearray(len(text))
    forms_ = [(phrase, None) for row in store.tables["names"] for phrase in row["except"]]
    forms_ += [(row["form"], row) for row in store.tables["names"]]
    for form, row in sorted(forms_, key=lambda pair: -len(pair[0])):
        for match in re.finditer(rf"(?<![\w-]){re.escape(form)}(?![\w-])", text) if form else ():
            start, end = match.span()
            if any(taken[start:end]):
                continue
            taken[start:end] = b"\1" * (end - start)
            if row:
                label = f"{row['name']} ({row['referent']})"
                yield {"table": "names", "label": label, "reader": "", "row": row["row"]} | {
                    "start": start,
                    "end": end,
                }


def _in_words(date):
    try:
        return dates.in_words(date)
    except ValueError:
        return date
