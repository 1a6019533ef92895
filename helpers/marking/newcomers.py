"""A new article from its text file: its row, its checksum, its title and body."""

from pathlib import Path

from helpers import files
from helpers.checking import places, shapes
from helpers.marking import rows
from helpers.marking.store import Refused
from helpers.starter import tables

SHOWN = 2000  # characters of a text beside the form for its row
ASKED = ("published", "published_basis", "published_reasoning", "outlet", "genre")


def waiting(store):
    """The texts in articles/ that have no row yet, by their ids."""
    known = {row["article"] for row in store.tables["articles"]}
    found = sorted((store.folder / "articles").glob("[!.]*.txt"))
    return [path.stem for path in found if path.stem not in known and places.is_id(path.stem)]


def bring(store, name, content):
    """Put the bytes of a file into articles/; returns its id, and what was done.

    The file is kept byte for byte, as it was published or saved.
    Raises Refused where it is no text in UTF-8, or another has its name.
    """
    article = tables.as_id(Path(name).stem)
    path = store.folder / f"articles/{article}.txt"
    if path.exists():
        raise Refused((f"articles/{path.name} is there already", "rename the file"))
    try:
        files.write(path, bytes(content))
        _, found = shapes.read_text(path, path.name)
    except OSError as error:
        mend = "make room, or see who may write there"
        raise Refused((f"{path.name} cannot be written ({error.strerror})", mend)) from error
    if found:
        path.unlink()
        raise Refused(*((f"{name} {each.words}", each.mend) for each in found))
    store.read()
    return article, {"kind": "done", "words": f"{name} was put into articles/."}


def _found(store, article):
    """A text as the starter knows it; Refused where it cannot be read."""
    path = store.folder / f"articles/{article}.txt"
    text, found = shapes.read_text(path, path.name)
    if found:
        raise Refused(*((f"{path.name} {each.words}", each.mend) for each in found))
    return tables.Text(path, article, text, "", "")


def first_row(store, article):
    """The first cells of an article's row, its title as the file has it; how the file begins."""
    found = _found(store, article)
    beginning = "\n".join(filter(str.strip, found.text[:SHOWN].split("\n")))
    return tables.article_row(found) | dict.fromkeys(ASKED, ""), beginning


def begun(store, article, values):
    """The tables with the row of a new article, and its first parts: {name: text}."""
    found = _found(store, article)
    values = {name: value.strip() for name, value in values.items()}
    row = {**tables.article_row(found), **values, "article": article}
    texts = {"articles": rows.added(store.texts["articles"], row)}
    texts["segments"] = store.texts["segments"]
    for segment in tables.segment_rows(found, row["title"]):
        texts["segments"] = rows.added(texts["segments"], segment)
    return texts
