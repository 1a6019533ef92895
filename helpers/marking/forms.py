"""What a form asks, made from datapackage.json and the tables; nothing here is about looks."""

import json
from pathlib import Path

from helpers.checking import shapes

# What a person marks with, and the table it fills: key, words, table.
LAYERS = (
    ("q", "who speaks", "quotations"),
    ("m", "what happened", "mentions"),
    ("p", "what is answered", "positions"),
    ("n", "what it is called", "names"),
    ("s", "a part begins", "segments"),
)
KEYS = {
    "quotations": "utterance",
    "mentions": "mention",
    "positions": "position",
    "events": "event",
    "articles": "article",
}
QUOTING = ("quotations", "mentions", "positions")
ITSELF = {  # what fills itself
    "quotations": ("article", "quote", "before", "reader"),
    "mentions": ("mention", "article", "quote", "before", "precision", "reader"),
    "positions": ("position", "article", "quote", "before", "reader"),
    "names": (),
    "segments": ("article", "starts"),
    "events": ("event", "reader"),
    "articles": ("article", "sha256"),
    "questions": ("question",),
    "sides": ("side",),
}
FIRST = {  # what is asked first, in this order; the other columns follow
    "quotations": ("speaker", "kind", "cue", "side", "within", "utterance"),
    "mentions": ("event", "status", "expression", "anchor", "date", "basis"),
    "positions": ("question", "stance", "answer", "by", "about", "origin"),
    "names": ("form", "referent", "name"),
    "articles": ("title", "outlet", "byline", "published", "published_basis", "genre"),
}
# Where words that are not known yet make a row of another table, and what of it is asked.
NEW = {
    "event": ("events", "what", ("what", "kind", "date", "basis", "source")),
    "question": ("questions", "asks", ("answers", "opposed", "note")),
    "side": ("sides", "side", ("meaning",)),
}
DATES = ("date", "about", "published")
LONG = ("note", "published_reasoning", "published_evidence")
LABELS = {"by": "whose answer", "within": "within (who relays it)", "what": "what happens"}
LABELS |= {"differs": "how the dates part"}


def form(table, store, article, reader):
    """The fields of one table's form, a list of dicts: name, label, help, kind, options, new.

    `kind` is choice (a closed vocabulary), line, long or date; an option is (value, words).
    """
    fields = _declared(store.folder, table)
    names = [name for name in FIRST.get(table, ()) if name in fields]
    names += [name for name in fields if name not in names and name not in ITSELF[table]]
    return [_field(table, fields[name], store, article, reader) for name in names]


def _declared(folder, table):
    """The fields of a table by name, as the folder's own datapackage.json declares them."""
    own = Path(folder) / "datapackage.json"
    package = json.loads((own if own.is_file() else shapes.PROJECT / own.name).read_text("utf-8"))
    [schema] = [each["schema"] for each in package["resources"] if each["name"] == table]
    return {field["name"]: field for field in schema["fields"]}


def _field(table, declared, store, article, reader):
    name, rules = declared["name"], declared.get("constraints", {})
    kind = "long" if name in LONG else "date" if name in DATES else "line"
    field = {
        "name": name,
        "label": LABELS.get(name, name.replace("_", " ")),
        "help": declared.get("description", ""),
        "kind": "choice" if "enum" in rules else kind,
        "required": rules.get("required", False),
    }
    if "enum" in rules:
        values = rules["enum"] if field["required"] else ["", *rules["enum"]]
        return field | {"options": [(str(value), str(value)) for value in values]}
    if name in NEW and table != "sides":
        other, words, asked = NEW[name]
        inner = _declared(store.folder, other)
        inner = [_field(other, inner[each], store, article, reader) for each in asked]
        if other != "sides" or store.tables["sides"]:
            field["new"] = {"table": other, "words": words, "fields": inner}
    return field | {"options": options(table, name, store, article, reader)}


def own(store, table, reader, article=None):
    """The rows of a table that are this reader's, of one article if one is named."""
    rows = [row for row in store.tables[table] if row.get("reader", reader) == reader]
    return [row for row in rows if article in (None, row.get("article", article))]


def options(table, column, store, article, reader):
    """What a cell can be completed to, a list of (value, words), from this reader's rows alone."""
    if column == "side":
        return [(row["side"], row["meaning"]) for row in store.tables["sides"]]
    if column == "question":
        return [(row["question"], row["asks"]) for row in store.tables["questions"]]
    if column == "event":
        told = {row["event"] for row in own(store, "mentions", reader)}
        rows = [row for row in store.tables["events"] if row["reader"] == reader]
        rows += [r for r in store.tables["events"] if r["event"] in told and r not in rows]
        return [(row["event"], row["what"]) for row in rows]
    if column == "anchor":
        rows = own(store, "mentions", reader, article)
        found = [(row["mention"], f"{row['quote']} ({row['date']})") for row in rows]
        return [*((word, "") for word in ("publication", "absolute", "none")), *found]
    if column in ("within", "utterance"):
        rows = own(store, "quotations", reader, article)
        return [(row["utterance"], f"{row['speaker']}: {row['quote']}") for row in rows]
    if column == "by":
        return [("narrator", "the writer"), *options("quotations", "speaker", store, None, reader)]
    if column in ("speaker", "origin", "cue", "referent", "name", "outlet", "country"):
        values = {row[column]: "" for row in own(store, table, reader) if row[column]}
        return sorted(values.items(), key=lambda pair: pair[0].casefold())
    return []


def answers(store):
    """The answers that each question allows: {question: list}."""
    return {row["question"]: list(row["answers"]) for row in store.tables["questions"]}
