"""Where the words of every row stand: files read, cut into segments, each quote found once.

A place is found and never guessed; `start` and `end` count code points of the file, end excluded.
"""

import hashlib
import re
from unicodedata import category, normalize

from helpers.checking.files import Problem, read_text
from helpers.checking.shapes import LEAVES, leaves, plain
from helpers.words import stop_list

EDITORIAL = ("title", "subheading", "body", "wire", "caption")
NOT_SPEECH = ("echo", "scare", "silence")  # quotations of these kinds are no speech
QUOTED = ("quotations", "positions", "mentions")  # tables whose rows are one reader's
# What may stand between the words given as `before` and the quote itself.
BETWEEN = " \n\t\u00a0“”‘’«»\"'(["
FIRST = "the first"  # as `before`: the first place of all


def problems(tables, whole, kinds, folder):
    """Put `text`, `n`, `start` and `end` into the rows; every file and place that does not hold.

    `whole` names the tables that were read whole, `kinds` are those a segment can be of.
    """
    yield from _files(tables["articles"], whole, folder)
    yield from _stop_words(folder / "stopwords.txt")
    texts = {row["article"]: row["text"] for row in tables["articles"] if "text" in row}
    zones = {}
    for article, text in texts.items():
        own = [row for row in tables["segments"] if row["article"] == article]
        yield from _cut(own, text)
        if "segments" not in whole:
            continue
        if not own:
            mend = "mark its first segment with the words the file starts with"
            yield Problem("segments.csv", 0, f"article {article!r} has no segments", mend)
        elif {row["kind"] for row in own}.isdisjoint(EDITORIAL):
            words = f"article {article!r} has no editorial segment"
            mend = f"mark first where the article itself begins, as one of: {', '.join(EDITORIAL)}"
            yield Problem("segments.csv", own[0]["row"], words, mend)
        elif all("end" in row and row["kind"] in kinds for row in own):
            editorial = [row for row in own if row["kind"] in EDITORIAL]
            zones[article] = [(row["start"], row["end"]) for row in editorial]
    for name in QUOTED:
        for row in tables[name]:
            row |= {"start": -1, "end": -1}
            if row["quote"].strip() == row["quote"] != "" and row["article"] in zones:
                wrong = place(row, texts[row["article"]], zones[row["article"]])
                yield from [Problem(f"{name}.csv", row["row"], *wrong)] if wrong else []


def _files(rows, whole, folder):
    """Put `text` into each row of articles; ids, files and checksums that do not hold."""
    for row in rows:
        path = folder / f"articles/{row['article']}.txt"
        file, wrong, text = f"articles/{path.name}", None, ""
        if not is_id(row["article"]):
            mend = "use letters, digits and hyphens; its file is articles/ID.txt"
            wrong = f"article {row['article']!r} is no id", mend
        elif not path.is_file():
            wrong = f"{file} is missing", f"put {path.name} into articles/, or remove the row"
        elif leaves(path, folder):
            wrong = f"{file} {LEAVES[0]}", LEAVES[1]
        else:
            text, found = read_text(path, file)
            yield from found
        if text:
            row["text"] = text
            if checksum(path) != row["sha256"]:
                words = f"{file} is not the text that was annotated: its sha256 is {checksum(path)}"
                wrong = words, "restore it; for a text new or changed on purpose enter this sha256"
        if wrong and row["article"].strip():
            yield Problem("articles.csv", row["row"], *wrong)
    if "articles" in whole:
        known = {f"{row['article']}.txt" for row in rows}
        if not rows:
            mend = "add a row for each text in articles/"
            yield Problem("articles.csv", 0, "names no article", mend)
        for path in sorted((folder / "articles").glob("[!.]*")):
            if path.name not in known:
                mend = f"add a row for {path.stem!r} to articles.csv, or take the file away"
                yield Problem(f"articles/{path.name}", 0, "has no row in articles.csv", mend)


def _stop_words(path):
    """Lines of the stop list that can match no word; the list may be empty or missing."""
    text, found = read_text(path, path.name) if path.is_file() and path.stat().st_size else ("", [])
    yield from found
    for number, line in stop_list(text)[1]:
        mend = "write one word a line, or remove it"
        yield Problem(path.name, number, f"{line!r} is not one word, and has no effect", mend)


def is_id(name):
    """Whether a name can be an article's id, and so the name of its file: `articles/ID.txt`.

    Letters of any script with their marks, digits, hyphens and underscores; no mark begins it.
    """
    allowed = all(each in "-_\u200c\u200d" or category(each)[0] in "LMN" for each in name)
    return name != "" and allowed and category(name[0])[0] in "LN" and len(name.encode()) <= 200


def checksum(path):
    """The sha256 of a file, as articles.csv writes it."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _cut(rows, text):
    """Give the segments of one article n, start, end and text; yield starts that do not hold."""
    after = 0
    for n, row in enumerate(rows, 1):
        pattern = start_pattern(row["starts"])
        found = pattern.search(text, after) if row["starts"].strip() else None
        said = f"{row['article']} does not have the words {row['starts']!r}"
        wrong = None
        if not found and pattern.search(text):
            mend = "list the segments in the order in which they stand in the file"
            wrong = f"{said} after the segment before", mend
        elif not found:
            wrong = said, nearly(text, row["starts"])
        elif n == 1 and text[: found.start()].strip():
            mend = "start the article's first segment with the first words of its file"
            wrong = f"{row['article']}: the file begins before {row['starts']!r}", mend
        elif n > 1 and pattern.search(text, found.start() + 1):
            mend = "copy more words, until they stand only once after the segment before"
            wrong = f"{row['article']} has the words {row['starts']!r} twice", mend
        else:
            row |= {"n": n, "start": found.start() if n > 1 else 0}
            after = found.start() + 1
        if wrong and row["starts"].strip():
            yield Problem("segments.csv", row["row"], *wrong)
    if rows and all("start" in row for row in rows):
        for row, end in zip(rows, [*(row["start"] for row in rows[1:]), len(text)], strict=True):
            row |= {"end": end, "text": text[row["start"] : end]}


def start_pattern(words):
    """What finds the words a segment starts with: a blank stands for any blanks and line ends."""
    return re.compile(r"\s+".join(map(re.escape, words.split())))


def nearly(text, words):
    """The mend for words that are not in a text; says so when they only look alike."""
    if normalize("NFC", words) in normalize("NFC", text):
        return "the accents are composed differently: copy the words from the file"
    if plain(words) in plain(text):
        only = "only blanks (a no-break space?), quotation marks, signs that cannot be seen"
        return f"{only} or capitals differ: copy the words from the file"
    return "copy the words from the file, character for character"


def place(row, text, zones):
    """Give a row the start and end of its quote's one place in editorial text, or (words, mend)."""
    quote, article, wanted = row["quote"], row["article"], row["before"].rstrip(BETWEEN)
    found = [*occurrences(quote, text)]
    inside = [at for at in found if any(a <= at and at + len(quote) <= b for a, b in zones)]
    fits = inside
    if wanted or len(inside) > 1:
        fits = [at for at in inside if text[:at].rstrip(BETWEEN).endswith(wanted)]
        if not fits and wanted.casefold() == FIRST:
            fits = inside[:1]
    if len(fits) == 1:
        row |= {"start": fits[0], "end": fits[0] + len(quote)}
        return None
    if "\n" in quote:
        return f"quote {quote!r} runs over a line end", "give each paragraph a row of its own"
    if not found:
        return f"quote {quote!r} is not in {article}", nearly(text, quote)
    if not inside:
        words = f"quote {quote!r} stands outside the editorial text of {article}"
        return words, f"quote from {', '.join(EDITORIAL)} (see segments.csv)"
    if not fits:
        words = f"quote {quote!r} is in {article}, but not after {row['before']!r}"
        return words, "copy the words just before it into `before`"
    words = f"quote {quote!r} stands {len(fits)} times in {article}"
    mend = "put the words just before the one you mean into `before`"
    return words, f"{mend}; of all, the first is meant by `{FIRST}`"


def occurrences(words, text):
    """Where words stand in a text, overlapping ones too."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)
