"""Files that hold texts among other things: what they are, and the texts in them.

A kind is known by a sign; what is no words of a text (licences, times, fields, notices) stays
behind, and the lines of a paragraph that the container broke at a width are joined.
"""

import csv
import io
import re
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


class Layout(NamedTuple):
    """A download of documents: what parts them, what their titles are, where their words stand."""

    what: str
    sign: str
    parts: str
    titles: tuple
    body: str
    tail: str


NEXIS = "BYLINE|SECTION|LENGTH|DATELINE|HIGHLIGHT|HEADLINE"
LAYOUTS = (
    Layout(
        "a Nexis download",
        r"^[^\w\n]*(?:document )?\d+ (?:of|von|de|sur|di) \d+ do[ck]ument|^End of Document\s*$",
        r"^.*\b\d+ (?:of|von|de|sur|di) \d+ do[ck]ument.*$|^End of Document[ \t]*$",
        (
            r"^HEADLINE: *(.+)",
            rf"^[ \t]*(\S.*(?:\n[ \t]*\S.*)*)\n\s*\n(?=(?-i:{NEXIS}): )",
            r"\A\s*(\S.*)",
        ),
        rf"^Body[ \t]*$|\A(?s:(?!.*^Body[ \t]*$).*)^(?:{NEXIS}):.*\n(?:.*\S.*\n)*",
        r"^(?:LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|GRAPHIC|CLASSIFICATION|SUBJECT|URL|NOTES)\b:?.*$"
        r"|^\s*Copyright (?:©|\(c\))? ?\d{4}",
    ),
    Layout(
        "a Factiva download",
        r"^(?:AN\s+)?Document [A-Z]\w{14,}\s*$",
        r"^(?:AN\s+)?Document [A-Z]\w{14,}[ \t]*$",
        (r"^HD\s+(.+)", r"^[ \t]*(\S.*)\n\s*(?:By .*\n\s*)?[\d,.]+ (?:words|Wörter|mots)\b"),
        r"^LP\b|^(?:Copyright|©|\(c\)).*$",
        r"^(?:CO|IN|NS|RE|IPC|IPD|PUB|AN|CT|RF)[ \t]{2,}",
    ),
    Layout(
        "a ProQuest download",
        r"^(?:ProQuest document ID|Document URL): ",
        r"^_{20,}[ \t]*$",
        (r"^Title: *(.+)", r"\A\s*(?:Document \d+ of \d+\s+)?(\S.*)"),
        r"^Full text: *",
        r"^(?:Credit|Subject|Location|People|Company|Title|Publication|Volume|Copyright|Word count"
        r"|Illustration|Place|Country|ISSN|Source|Language|Document|ProQuest|Last updated|Database"
        r"|Links|Identifier|Pages?|Number|Year|Section)\b[^\n:]{0,30}: ",
    ),
)
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
NOTICE = re.compile(
    r"\u200e|<[^>]*(?:omitted|weggelassen|ausgeschlossen|omis|omitido)>|.*\bomitted\s*\Z"
    r"|(?:this message was|you) deleted\b|.*\(file attached\)|messages and calls are end-to-end",
    re.IGNORECASE,
)
TABLES = (".csv", ".tsv")
TEXTS = re.compile(
    r"(?:full[ _]?|article[ _]?)?(?:texte?|body|content|message|tweet|transcript)s?\Z"
)


def found(path, text):
    """What container a file is and its Pieces, as (words, list); (None, []) for a plain text."""
    for layout in LAYOUTS:
        if re.search(layout.sign, text, FLAGS):
            return layout.what, _documents(layout, text)
    if books := BOOK.findall(text):
        titles = [*re.findall(r"^Title: *(.+)", text, FLAGS), *[""] * len(books)]
        return "a Project Gutenberg file", [
            Piece(title, "", _joined(re.sub(r"\A\s*(?:Produced|E-text) .*(?:\n.+)*", "", book)))
            for title, book in zip(titles, books, strict=False)
        ]
    if len(CUE.findall(text)) > 1:
        return "a file of subtitles", [Piece("", "", _spoken(text))]
    if len(MESSAGE.findall(text)) > max(2, 0.3 * len(re.findall(r"^.*\S", text, re.MULTILINE))):
        return "a chat", _days(text, path.stem)
    return _table(path, text)


def _documents(layout, text):
    for part in re.split(layout.parts, text, flags=FLAGS):
        if body := re.search(layout.body, part, FLAGS):
            words = re.split(layout.tail, part[body.end() :], maxsplit=1, flags=FLAGS)[0]
            words = re.sub(r"^(?-i:TD)\b", "", words, flags=FLAGS)
            titles = (re.search(title, part, FLAGS) for title in layout.titles)
            title = " ".join(next(filter(None, titles))[1].split())
            said = DATE.search(part[: body.end()]) or DATE.search(part)
            if words.strip():
                text = f"{title}\n\n{_joined(words, always='Nexis' in layout.what)}"
                yield Piece(title, _read(said), text)


def _read(found):
    """A date found as EDTF, in words or in figures from the year to the day; "" for none."""
    if not found or found[0][:4].isdigit():
        return found[0] if found else ""
    return derive(found[0].replace(",", " "), "2000") or ""


def _is_day(words):
    try:
        return dates.when(words).precision == "day"
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


def _days(text, stem):
    """The messages of a chat, a Piece a day, each line with its sender; notices are left out."""
    messages = [*MESSAGE.finditer(text)]
    days = _ordered([message["date"] for message in messages], stem)
    said = {}
    for message, day, after in zip(messages, days, [*messages[1:], None], strict=True):
        more = text[message.end() : after.start() if after else len(text)].rstrip()
        if message["who"] and message["words"] and not NOTICE.match(message["words"]):
            said.setdefault(day, []).append(
                f"{message['who'].strip('<>')}: {message['words']}{more}"
            )
    return [Piece("", day, "\n".join(lines) + "\n") for day, lines in said.items()]


def _ordered(written, stem=""):
    """Dates in figures as EDTF; only the year where nothing settles which is day, which month."""
    parts = [[int(n) for n in re.split(r"\D+", each)] for each in written]
    if all(each[0] > 99 for each in parts):
        return ["{:04d}-{:02d}-{:02d}".format(*each) for each in parts]
    parts = [(a, b, year + 2000 * (year < 100)) for a, b, year in parts]
    ways = [
        [f"{year:04d}-{month:02d}-{day:02d}" for day, month, year in parts],
        [f"{year:04d}-{month:02d}-{day:02d}" for month, day, year in parts],
    ]
    fits = [days for days in ways if all(map(_is_day, days))]
    if len(fits) == 2 and (ways[0] == ways[1] or all("." in each for each in written)):
        fits = fits[:1]
    for settles in (lambda days: stem.startswith(tuple(days)), lambda days: days == sorted(days)):
        if len(fits) == 2:
            fits = [*filter(settles, fits)] or fits
    return fits[0] if len(fits) == 1 else [day[:4] for day in ways[0]]


def _table(path, text):
    """The texts of a CSV file: its column of texts, by its name or as that with the most words."""
    first = text.partition("\n")[0]
    mark = max(",;\t|", key=first.count)
    head = [cell.strip('"').lower() for cell in first.split(mark)]
    named = [n for n, cell in enumerate(head) if TEXTS.match(cell.strip())]
    prose = len(head) < 2 or any(cell.startswith(" ") for cell in head)
    if prose or not (named or path.suffix.lower() in TABLES):
        return None, []
    csv.field_size_limit(10**9)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    rows = [row for row in rows if any(row)][1:]
    words = [sum(len(row[n].split()) for row in rows if len(row) > n) for n in range(len(head))]
    column = max(named or range(len(head)), key=words.__getitem__)
    if {*map(len, rows)} != {len(head)} or (words[column] < 3 * len(rows) and not named):
        return None, []
    titled = [n for n, cell in enumerate(head) if re.search("title|headline|subject", cell)]
    dated = [n for n, cell in enumerate(head) if re.search("date|published|created|time", cell)]
    days = _column([row[dated[0]] for row in rows]) if dated else [""] * len(rows)
    titles = [row[titled[0]].strip() if titled else "" for row in rows]
    return "a table of texts", [
        Piece(title, day, f"{title}\n\n{row[column].strip()}".strip() + "\n")
        for row, title, day in zip(rows, titles, days, strict=True)
        if row[column].strip()
    ]


def _column(cells):
    """The dates of a column as EDTF, "" where a cell has none that can be read."""
    figures = [re.match(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}(?!\d)", cell.strip()) for cell in cells]
    if all(figures):
        return _ordered([match[0] for match in figures])
    return [_read(DATE.search(cell) or re.fullmatch(r"\d{4}(-\d\d)?", cell)) for cell in cells]
