"""The files of a folder of texts: which are texts, when they are dated, what they are called."""

import os
import re
import shlex
import shutil
from collections import Counter
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

from helpers.checking.console import python
from helpers.checking.files import Problem, encoding, read_text, text_of
from helpers.checking.places import is_id
from helpers.checking.shapes import OTHER_FILES, PROJECT, declared
from helpers.starter import containers, damage

OTHER_KINDS = (  # what begins a file that is no plain text, and how to get the text of it
    (rb"%PDF", "a PDF", "export its text (pdftotext FILE.pdf)"),
    (rb"\{\\rtf", "an RTF document", "save it as plain text in UTF-8 from your word processor"),
    (rb"PK\x03\x04|\xd0\xcf\x11\xe0", "a Word document or a workbook", "save it as plain text"),
    (rb"\s*<(?:!doctype\s|html|\?xml)", "an HTML page", "copy its text from a browser into a file"),
)
KINDS = (".txt", ".md", ".srt", ".vtt", ".csv", ".tsv")
# For texts whose dates nobody said: a span that is hardly wrong, and what to do about it.
SPAN = f"--published 1900/{date.today().year}"
NARROW = (
    "in place of this span put the narrowest that all of them came out in (2016, 2016-06, "
    "2010/2020), or first begin each name with its own date and a hyphen (2016-06-name.txt)"
)


class Refused(Exception):
    """Nothing was written or moved; its words say why, a mend once for all that it mends."""

    def __init__(self, problems):
        mends = [each.mend for each in problems]
        said = zip(map(str, problems), mends, [*mends[1:], None], strict=True)
        lines = (all_.partition("\n")[0] if mend == then else all_ for all_, mend, then in said)
        super().__init__("\n".join(lines))


def content(path, file, wide=False):
    """The text of a file and what is wrong with it, (text, problems); `wide` takes UTF-16, too."""
    if wrong := other_kind(path, file):
        return "", [wrong]
    text, problems = read_text(path, file)
    readable = wide and problems and os.access(path, os.R_OK)
    if readable and encoding(data := path.read_bytes()) == "UTF-16":
        order = "utf-16-be" if data[:1] in (b"\0", b"\xfe") else "utf-16-le"
        return text_of(data.decode(order, "replace").encode(), file)
    return text, problems


def other_kind(path, file):
    """The Problem of a file that is no plain text, or None."""
    try:
        with path.open("rb") as opened:
            begins = opened.read(200).removeprefix(b"\xef\xbb\xbf")
    except OSError:
        begins = b""  # reported by read_text
    for pattern, what, mend in OTHER_KINDS:
        if re.match(pattern, begins, re.IGNORECASE):
            return Problem(file, 0, f"is {what}, not plain text", mend)
    return None


def dated(name):
    """The date with which a name begins, as EDTF, or "": all of its figures have to be of it."""
    if day := re.match(r"(\d{4})([-_.])(\d{1,2})\2(\d{1,2})(?!\d)", name):
        edtf = f"{day[1]}-{day[3]:0>2}-{day[4]:0>2}"
    else:
        found = re.match(r"(\d{4})(?:[-_.](\d\d))?(?=[-_.]|\Z)(?![-_.]\d)", name)
        edtf = "-".join(filter(None, found.groups())) if found else ""
    return edtf if containers.is_date(edtf) else ""


def as_id(name):
    """A file's name with hyphens for what an id cannot hold."""
    plain = "".join(each if is_id(f"a{each}") else "-" for each in name)
    plain = plain.encode()[:200].decode(errors="ignore")  # a disk's names end somewhere
    plain = re.sub("-+", "-", plain).strip("-_")
    return plain if is_id(plain) else f"text-{plain}".rstrip("-")


def texts(home, kinds=KINDS):
    """The files of a folder that can hold texts, in order, those of sub-folders too."""
    files = [path for path in home.rglob("*") if path.name.lower().endswith(kinds)]
    shown = [path for path in files if "/." not in f"/{path.relative_to(home).as_posix()}"]
    return sorted(path for path in shown if path.name not in OTHER_FILES and path.is_file())


def parted(folder):
    """Write the texts of all files, those in containers one by one, into FOLDER-parted.

    Returns that folder and a line a file on what was in it; raises Refused.
    """

    def pieces(path, text):
        what, found = containers.found(path, text)
        name = path.stem
        if path.parent != Path(folder).resolve() and not dated(name) and dated(path.parent.name):
            name = f"{path.parent.name}-{name}"
        if not what and path.suffix.lower() in containers.TABLES:
            return "no text is seen in it", []
        if not what:
            return "a text", [(name, text)]
        named = [(_named(piece, name, len(found) > 1), piece.text) for piece in found]
        return containers.counted(what, found), named

    return _written(folder, "parted", pieces)


def _named(piece, stem, many):
    """A name for a piece: the date it says, else its file's name, and its title where it needs."""
    day, own = piece.published, dated(stem)
    if many and piece.title:
        return f"{day or own or stem}-{piece.title[:60]}"
    if not day or stem.startswith(day):
        return stem
    rest = re.sub(r"\A\d{4}(?:[-_.]\d{1,2}){0,2}[-_. ]*", "", stem) if own else stem
    return f"{day}-{rest}"


def mended(folder):
    """Write all texts, with the damage undone that needs no guess, into FOLDER-mended.

    Returns that folder and a line a file on what was undone and what is left; raises Refused.
    """
    home = Path(folder)
    known = damage.words_of(content(path, "", wide=True)[0] for path in texts(home, (".txt",)))

    def pieces(path, text):
        new = damage.mended(text, known)
        before, after = damage.counted(text), damage.counted(new)
        said = [f"{kind}: {n}, left {after.get(kind, 0)}" for kind, n in before.items()]
        return "; ".join(said) or "no damage seen", [(path.stem, new)]

    return _written(home, "mended", pieces, (".txt",))


def _written(folder, what, pieces, kinds=KINDS):
    """Write what `pieces` makes of each file into a new folder beside the one given."""
    home, new = Path(folder).resolve(), beside(folder, what)
    files, said, taken = {}, [], Counter()
    own = {name: list(shape.fields) for name, shape in declared(PROJECT)[0].items()}
    if not home.is_dir():
        raise Refused([Problem(str(folder), 0, "is no folder", "name the folder of the texts")])
    if new.exists():
        raise Refused([Problem(str(new), 0, "is there already", "rename it, or take it away")])
    for path in texts(home, ("",)):
        if path.suffix.lower() not in kinds:
            said.append(f"{path.relative_to(home)}: left out, it is no text")
            continue
        text, problems = content(path, path.name, wide=True)
        if path.suffix == ".csv" and text.partition("\n")[0].split(",") == own.get(path.stem):
            said.append(f"{path.relative_to(home)}: left out, it is a table of a corpus")
            continue
        found, texts_of = ("", []) if problems else pieces(path, text)
        for name, words in texts_of:
            name = free = as_id(name)
            while free.casefold() in taken:
                taken[name] += 1
                free = f"{name}-{taken[name]}"
            taken[free.casefold()] = max(1, taken[free.casefold()])
            files[free] = words
        said.append(f"{path.relative_to(home)}: {found or f'left out, it {problems[0].words}'}")
    if not files:
        mend = f"put texts there ({', '.join(kinds)})"
        raise Refused([Problem(str(folder), 0, "holds no text", mend)])
    with writing(new) as undo:
        new.mkdir()
        undo.callback(shutil.rmtree, new)
        for name, words in files.items():
            (new / f"{name}.txt").write_text(words, "utf-8", newline="")
    return new, said


@contextmanager
def writing(home):
    """What is written here stands whole or, undone by the callbacks given, not at all: Refused."""
    with ExitStack() as undo:
        try:
            yield undo
            undo.pop_all()
        except OSError as error:
            words = f"cannot be written ({error.strerror})"
            mend = "make room, or see who may write there"
            raise Refused([Problem(str(home), 0, words, mend)]) from error


def beside(folder, what):
    """The folder beside another for what is made of it."""
    home = Path(folder).resolve()
    return home.with_name(f"{home.name}-{what}")


def command(option, folder):
    """What to type to start, part or mend a folder."""
    return f"{python()} -m helpers.starter {shlex.quote(str(folder))} {option}".rstrip()
