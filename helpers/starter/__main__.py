"""`python -m helpers.starter FOLDER`: starts, parts or mends a folder of texts, and says how."""

import argparse
import csv
import io
import re
import shlex
from collections import Counter

from helpers.checking import checked, console
from helpers.checking.shapes import PROJECT
from helpers.sentences import wrapped
from helpers.starter import damage, sources, tables
from helpers.words import stop_list, stops_fit, tokens

FURNITURE = re.compile(
    r"\W*(?:share (?:this|on)|cookies?\b|we use cookies|accept (?:all|cookies)|sign (?:up|in)\b|"
    r"subscribe|newsletter|leave a (?:reply|comment)|related (?:stories|articles|posts)|"
    r"read (?:more|next)|advertisement|all rights reserved|follow us|contact us|menu|home\s*[|›>]|"
    r"comments? (?:are )?closed|skip to)",
    re.IGNORECASE,
)
NEXT = """
To fill in by hand, in a spreadsheet whose date columns are set to text:
  articles.csv   outlet, genre, byline, country; whether title and published are right
  segments.csv   a row where a menu, a caption, a comment or other furniture begins
  stopwords.txt  is English: other words for another language
Speakers, names, questions and events are tables of their own; corpus/README.md of the
project describes them. None of them is needed. Then:
  {python} -m helpers.checking {folder}
  {python} -m helpers.publish --corpus {folder} --to OUT
"""


def remarks(found, folder):
    """What a person should look at before going on: damage, twins, likely furniture."""
    harmed = {text.article: damage.counted(text.text) for text in found}
    for article, counts in harmed.items():
        if counts:
            yield f"{article}: {', '.join(f'{n} {kind}' for kind, n in counts.items())}"
    if any(harmed.values()):
        mend = sources.command("--mend", folder)
        yield f"  What needs no guess is undone by `{mend}`, in a new folder; start that one then."
    by_words, stop = {}, stop_list((PROJECT / "stopwords.txt").read_text("utf-8"))[0]
    for text in found:
        twin = by_words.setdefault(text.text.strip(), text)
        if twin is not text:
            yield f"{twin.article} and {text.article} are the same text: take one away?"
        if not (words := tokens(text.text)) or not re.search(r"[^\W\d_]", text.text):
            yield f"{text.article} has no word in it."
        if not stops_fit(words, stop):
            yield f"{text.article} hardly has English words, as stopwords.txt lists them."
    lines = Counter(line for text in found for line in {*map(str.strip, text.text.split("\n"))})
    often = {line for line, n in lines.items() if len(found) > 2 and n >= max(3, len(found) // 2)}
    for text in found:
        for block in _furniture(text.text, often):
            yield f"{text.article}, {_advice(text, *block)}"


def _furniture(text, often):
    """Blocks of lines that are likely no part of an article: (line, place, place after or None)."""
    block, whole, blank = None, not wrapped(text), True
    (first, *_), title = tables.segments(text)[-1], text.lstrip().partition("\n")[0]
    place = 0
    for number, line in enumerate(text.split("\n"), 1):
        words, at = line.strip(), place + len(line) - len(line.lstrip())
        place += len(line) + 1
        likely = len(words) <= tables.TITLE and (FURNITURE.match(words) or words in often)
        if words and at >= first and words != title and likely and (whole or blank or block):
            block = block or (number, at)
        elif words and block:
            yield *block, at
            block = None
        blank = not words
    if block:
        yield *block, None


def _advice(text, number, place, after):
    """The rows that make a block furniture, as the check will take them."""
    begins, kind, _ = tables.segments(text.text)[-1]
    first = tables.segments(text.text)[0][0]
    rows = [
        (tables.starts(text.text, place, (first if place == begins else begins) + 1), "furniture")
    ]
    if after is not None:
        rows.append((tables.starts(text.text, after, place + 1), kind))
    said = f"line {number}: perhaps no part of the article"
    if not all(words for words, _ in rows):
        return f"{said}; its words stand there more than once, so mark it by hand."
    table = io.StringIO()
    csv.writer(table, lineterminator="\n    ").writerows(
        [text.article, words, kind, "", ""] for words, kind in rows
    )
    where = "in place of" if place == begins else "below"
    return f"{said}. If so, in segments.csv, {where} its last row:\n    {table.getvalue().strip()}"


def main(arguments):
    """Start, part or mend the folder named; 1 when it was refused, or does not hold yet."""
    parser = argparse.ArgumentParser(prog="python -m helpers.starter", description=tables.__doc__)
    parser.add_argument("folder", metavar="FOLDER")
    words = "when texts whose name begins with no date were published: 2016-06-09, 2016-06, 2016"
    parser.add_argument("--published", metavar="DATE", default="", help=words)
    words = "write the texts that downloads, chats, tables hold into FOLDER-parted, and all others"
    parser.add_argument("--part", action="store_true", help=words)
    words = "write the texts, with damage undone where nothing is guessed, into FOLDER-mended"
    parser.add_argument("--mend", action="store_true", help=words)
    options = parser.parse_args(arguments)
    folder = shlex.quote(options.folder)
    damage.counted("é")  # a Python without our packages is to be seen before anything is moved
    try:
        if options.part or options.mend:
            new, said = (sources.parted if options.part else sources.mended)(options.folder)
            print(*said, f"Written to {new}; nothing else was changed. Then:", sep="\n")
            print(f"  {sources.command('', shlex.quote(str(new)))}")
            return 0
        found = tables.start(options.folder, options.published)
    except sources.Refused as refused:
        print(refused, "Nothing was written.", sep="\n")
        return 1
    for text in found:
        print(f"{text.path.name}: articles/{text.article}.txt, published {text.published}")
    print(f"{len(found)} text{'s' * (len(found) != 1)} in {options.folder}: first tables written.")
    for remark in remarks(found, folder):
        print(remark)
    _, problems = checked(options.folder)
    for problem in problems:
        print(problem)
    print(NEXT.format(folder=folder, python=console.python()), end="")
    return 1 if problems else 0


if __name__ == "__main__":
    console.run(main)
