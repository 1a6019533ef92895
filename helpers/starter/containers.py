"""Files that hold texts among other things: what they are, and the texts in them.

A kind is known by a sign; what is no words of a text (licences, times, fields, notices) stays
behind, and the lines of a paragraph that the container broke at a width are joined.
"""

import csv
import io
import re
import tomllib
from pathlib import Path
from typing import NamedTuple

from helpers import dates
from helpers.expressions import MONTH, derive
from helpers.sentences import wrapped

FLAGS = re.MULTILINE | re.IGNORECASE
DATE = re.compile(
    rf"\b(?:(?:{MONTH})\.? \d{{1,2}},? \d{{4}}|\d{{1,2}}\.? (?:{MONTH})\.?,? \d{{4}}"
    rf"|\d{{4}}-\d\d-\d\d|(?:{MONTH}) \d{{4}})(?!\d)",
    re.IGNORECASE,
)


class Piece(NamedTuple):
    """A text found: its title and date of publication (EDTF), "" where none is said; its words."""

    title: str
    published: str
    text: str


SIGNS = tomllib.loads(Path(__file__).with_name("signs.toml").read_text("utf-8"))
BOOK = re.compile(
    r"\*\*\* ?START OF (?:THE|THIS) PROJECT GUTENBERG[^\n]*\n"
    r"(.*?)(?:^\*\*\* ?END OF (?:THE|THIS) PROJECT|^End of (?:the )?Project Gutenberg|\Z)",
    FLAGS | re.DOTALL,
)
CUE = re.compile(r"(?:^\d+[ \t]*\n)?^(?:\d+:)?\d\d:\d\d[.,]\d{3} -->.*$", re.MULTILINE)
TAG = re.compile(r"</?[a-z][^>]*>|\{\\[^}]*\}", re.IGNORECASE)
SOUND = re.compile(r"\[[^\]\n]*\]|\([^a-z)\n]+\)")
MESSAGE = re.compile(
    r"^[\u200e\u200f\ufeff]*\[?(?P<date>\d{1,4}[./-]\d{1,2}[./-]\d{2,4}),?\s+(?:at )?"
    r"\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?\s?m\.?)?\]?(?:\s[-–]|:)?\s+"
    r"(?:(?P<who><[^>\n]+>|[^:\n\"“]{1,60}?):? (?<=[:>] ))?(?P<words>.*)$",
    FLAGS,
)
NOTICE = re.compile("|".join(SIGNS["notices"]), re.IGNORECASE)
TABLES = (".csv", ".tsv")


def found(path, text):
    """What container a file is and its Pieces, as (words, list); (None, []) for a plain text."""
    for layout in SIGNS["layout"]:
        if re.search(layout["sign"], text, FLAGS):
            return layout["what"], [*_documents(layout, text)]
    if books := BOOK.findall(text):
        titles = [*re.findall(r"^Title: *(.+)", text, FLAGS), *[""] * len(books)]
        return "a Project Gutenberg file", [
            Piece(title, "", _joined(re.sub(r"\A\s*(?:Produced|E-text) .*(?:\n.+)*", "", book)))
            for title, book in zip(titles, books, strict=False)
        ]
    if len(CUE.findall(text)) > 1:
        return "a file of subtitles", [Piece("", "", _spoken(text))]
    if len(MESSAGE.findall(text)) > max(2, 0.3 * len(re.findall(r"^.*\S", text, re.MULTILINE))):
        return _chat(text, path.stem)
    return _table(path, text)


def counted(what, pieces):
    """What a container holds, in words."""
    return f"{len(pieces)} text{'s' * (len(pieces) != 1)} ({what})"


def _documents(layout, text):
    for part in re.split(layout["parts"], text, flags=FLAGS):
        if not (body := re.search(layout["body"], part, FLAGS)):
            continue
        words = re.split(layout["tail"], part[body.end() :], maxsplit=1, flags=FLAGS)[0]
        words = re.sub(r"^(?-i:TD)\b", "", words, flags=FLAGS)
        titles = (re.search(title, part, FLAGS) for title in layout["titles"])
        title = " ".join(next(filter(None, titles))[1].split())
        day = _read(DATE.search(part[: body.end()]) or DATE.search(part))
        if words.strip():
            words = _joined(words, layout.get("wrapped"))
            yield Piece(title, day, f"{title}\n\n{words}")


def _read(found):
    """A date found as EDTF, in words or in figures from the year to the day; "" for none."""
    if not found or found[0][:4].isdigit():
        return found[0] if found else ""
    return derive(found[0].replace(",", " "), "2000") or ""


def is_date(edtf):
    """Whether this is EDTF with a first and a last day."""
    try:
        return None not in dates.when(edtf)[:2]
    except ValueError:
        return False


def _joined(text, always=False):
    """A text whose paragraphs are one line each, where its lines are broken at a width."""
    text = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE).strip("\n")
    if not always and not wrapped(text):
        return f"{text.strip()}\n"
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(" ".join(each.split()) for each in paragraphs) + "\n"


def _spoken(text):
    """The words of subtitles: a line for each end of a sentence, and for each dash."""
    lines = [""]
    for line in CUE.sub("", re.sub(r"\A\ufeff?WEBVTT.*(?:\n.+)*", "", text)).split("\n"):
        line = " ".join(SOUND.sub(" ", TAG.sub("", line)).split())
        if line.startswith(("-", "–", "♪")) or re.search(r"[.!?…♪][\"'”’]?\Z", lines[-1]):
            lines.append("")
        lines[-1] = f"{lines[-1]} {re.sub(r'^[-–] *', '', line)}".strip()
    return "\n".join(filter(None, lines)) + "\n"


def _chat(text, stem):
    """The messages of a chat, a Piece a day, each with its sender, and what was made of it."""
    messages = [*MESSAGE.finditer(text)]
    days = _ordered([message["date"] for message in messages], stem)
    ends = [*(message.start() for message in messages[1:]), len(text)]
    said, left = {}, len(messages)
    for message, day, end in zip(messages, days, ends, strict=True):
        if message["who"] and message["words"] and not NOTICE.match(message["words"]):
            words = text[message.start("words") : end].rstrip()
            own = said.setdefault((message["date"], day), [])
            own.append(f"{message['who'].strip('<>')}: {words}\n")
            left -= 1
    notices = f"{left} notice{'s' * (left != 1)} left out"
    what = f"a chat: each day a text, senders' names in it, {notices}"
    if {len(day) for day in days} == {4}:
        what += "; day or month first? Only the year is kept, unless the file's name begins with "
        what += "the first day, as in 2016-06-12-chat"
    return what, [Piece("", day, "".join(lines)) for (_, day), lines in said.items()]


def _ordered(written, stem=""):
    """Dates in figures as EDTF; only the year where nothing settles which is day, which month."""
    parts = [[int(n) for n in re.split(r"\D+", each)] for each in written]
    if all(each[0] > 99 for each in parts):
        return ["{:04d}-{:02d}-{:02d}".format(*each) for each in parts]
    parts = [(a, b, year + 2000 * (year < 100)) for a, b, year in parts]
    day_first = [f"{year:04d}-{month:02d}-{day:02d}" for day, month, year in parts]
    month_first = [f"{year:04d}-{month:02d}-{day:02d}" for month, day, year in parts]
    ways = [days for days in (day_first, month_first) if all(map(is_date, days))]
    for settles in (
        lambda days: days == day_first and all("." in each for each in written),
        lambda days: stem.startswith(tuple(days)),
        lambda days: days == sorted(days),
    ):
        ways = [*filter(settles, ways)] or ways
    settled = ways and ways[0] == ways[-1]
    return ways[0] if settled else [day[:4] for day in day_first]


def _table(path, text):
    """The texts of a table: its column of texts, by its name or as that with the most words."""
    first = text.partition("\n")[0]
    mark = max(",;\t|", key=first.count)
    csv.field_size_limit(10**9)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark)
    columns = rows.fieldnames or []
    named, titled, dated = (
        [name for name in columns if re.match(SIGNS["table"][kind], name.strip(), re.IGNORECASE)]
        for kind in ("text", "title", "date")
    )
    prose = len(columns) < 2 or any(each.startswith(" ") for each in columns)
    if prose or not (named or path.suffix.lower() in TABLES):
        return None, []
    rows = [row for row in rows if any(row.values())]
    if not rows or any(None in (*row, *row.values()) for row in rows):
        return None, []
    words = {each: sum(len(row[each].split()) for row in rows) for each in columns}
    column = max(named or columns, key=words.get)
    if words[column] < 3 * len(rows) and not named:
        return None, []
    titles = [row[titled[0]].strip() if titled else "" for row in rows]
    days = _column([row[dated[0]] if dated else "" for row in rows])
    return "a table of texts", [
        Piece(title, day, f"{title}\n\n{row[column].strip()}".strip() + "\n")
        for row, title, day in zip(rows, titles, days, strict=True)
        if row[column].strip()
    ]


def _column(cells):
    """The dates of a column as EDTF, "" where a cell has none that can be read."""
    cells = [cell.strip() for cell in cells]
    figures = [re.match(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)|\Z", cell) for cell in cells]
    if all(figures) and any(cells):
        read = iter(_ordered([match[0] for match in figures if match[0]]))
        return [next(read) if cell else "" for cell in cells]
    return [_read(DATE.search(cell) or re.fullmatch(r"\d{4}(-\d\d)?", cell)) for cell in cells]
