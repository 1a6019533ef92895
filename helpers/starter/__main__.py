"""`python -m helpers.starter FOLDER`: starts, parts or mends a folder of texts, and says how."""

import argparse
import re
import shlex
from collections import Counter
from itertools import groupby, zip_longest

from helpers.checking import checked, console
from helpers.checking.shapes import PROJECT
from helpers.sentences import wrapped
from helpers.starter import containers, damage, sources, tables
from helpers.words import stop_list, stops_fit, tokens

FURNITURE = re.compile(rf"\W*(?:{'|'.join(containers.SIGNS['furniture'])})", re.IGNORECASE)
NEXT = """
What you can fill in by hand, in a spreadsheet whose date columns are set to text:
  articles.csv   outlet, genre, byline, country; whether title and published are right
  segments.csv   a row where a menu, a caption, a comment or other furniture begins
  stopwords.txt  is English: other words for another language
Speakers, names, questions and events are tables of their own; corpus/README.md of the
project describes them. None of them is needed. Then:
  {0} -m helpers.checking {1}
  {0} -m helpers.publish --corpus {1} --to {2}
"""


def remarks(found, folder):
    """What a person should look at before going on: damage, twins, likely furniture."""
    known = damage.words_of(text.text for text in found)
    for text in found:
        if counts := damage.counted(text.text):
            yield f"{text.article}: {', '.join(f'{n} {kind}' for kind, n in counts.items())}"
    if any(damage.mended(text.text, known) != text.text for text in found):
        mend = sources.command("--mend", folder)
        yield f"  What needs no guess is undone by `{mend}`, in a new folder; start that one then."
    by_words, stop = {}, stop_list((PROJECT / "stopwords.txt").read_text("utf-8"))[0]
    for text in found:
        by_words.setdefault(text.text.strip(), []).append(text.article)
    for own in by_words.values():
        if len(own) > 1:
            yield f"{' and '.join(own)} are the same text: delete all but one, and their rows?"
    for text in found:
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
    """Blocks of lines that are likely no part of an article: (place, place after or None)."""
    begins, title = tables.segments(text)[-1][0], text.lstrip().partition("\n")[0]
    broken = wrapped(text)

    def likely(line):
        words = line[0].strip()
        fits = len(words) <= tables.TITLE and words != title
        return fits and (words in often or FURNITURE.match(words) is not None)

    lines = (line for line in re.finditer(r"\S.*", text) if line.start() >= begins)
    blocks = [(is_one, next(block).start()) for is_one, block in groupby(lines, likely)]
    for (is_one, place), after in zip_longest(blocks, blocks[1:]):
        if is_one and (not broken or re.search(r"\n\s*\n\s*\Z", text[:place])):
            yield place, after and after[1]


def _advice(text, place, after):
    """The rows that make a block furniture, as the check will take them."""
    first, (begins, kind, _) = tables.segments(text.text)[0][0], tables.segments(text.text)[-1]
    own = place == begins
    rows = [(tables.starts(text.text, place, (first if own else begins) + 1), "furniture")]
    if after is not None:
        rows.append((tables.starts(text.text, after, place + 1), kind))
    line = text.text.count("\n", 0, place) + 1
    said = f"line {line}: perhaps no part of the article"
    if not all(words for words, _ in rows):
        return f"{said}; its words stand there more than once, so mark it by hand."
    rows = [{"article": text.article, "starts": words, "kind": kind} for words, kind in rows]
    said += f". If so, in segments.csv, {'in place of' if own else 'below'} its last row:"
    return "\n    ".join([said, *tables.as_csv("segments", rows).split("\n")[1:-1]])


def _next(new):
    """What to do with a new folder of texts."""
    names = [path.stem for path in sources.texts(new)]
    undated = sum(not sources.dated(name) for name in names)
    first = "Put another text there, as one cannot be compared. " * (len(names) == 1)
    step = f"{first}Then:\n  {sources.command(sources.SPAN * bool(undated), new)}"
    return step + f"\n{undated} have no date in the name: {sources.NARROW}." * bool(undated)


def main(arguments):
    """Start, part or mend the folder named; 1 when it was refused, or does not hold yet."""
    parser = argparse.ArgumentParser(prog="python -m helpers.starter", description=tables.__doc__)
    parser.add_argument("folder", metavar="FOLDER")
    words = "when texts whose name begins with no date were published: 2016-06-09, 2016, 1990/2016"
    parser.add_argument("--published", metavar="DATE", default="", help=words)
    words = "write the texts that downloads, chats, tables hold into FOLDER-parted, and all others"
    parser.add_argument("--part", action="store_true", help=words)
    words = "write the texts, with damage undone where nothing is guessed, into FOLDER-mended"
    parser.add_argument("--mend", action="store_true", help=words)
    options = parser.parse_args(arguments)
    damage.counted("é")  # a Python without our packages is to be seen before anything is moved
    try:
        if options.part or options.mend:
            new, said = (sources.parted if options.part else sources.mended)(options.folder)
            print(*said, f"Written to {new}; nothing else was changed. {_next(new)}", sep="\n")
            return 0
        found = tables.start(options.folder, options.published)
    except sources.Refused as refused:
        print(refused, "Nothing was written.", sep="\n")
        return 1
    for text in found:
        print(f"{text.path.name}: articles/{text.article}.txt, published {text.published}")
    print(f"{len(found)} text{'s' * (len(found) != 1)} in {options.folder}: first tables written.")
    for remark in remarks(found, options.folder):
        print(remark)
    _, problems = checked(options.folder)
    for problem in problems:
        print(problem)
    folder, pages = options.folder, str(sources.beside(options.folder, "pages"))
    print(NEXT.format(console.python(), *map(shlex.quote, (folder, pages))), end="")
    return 1 if problems else 0


if __name__ == "__main__":
    console.run(main)
