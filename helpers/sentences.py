"""Where the sentences of a text stand, and whether its lines are broken at a width."""

import re

from helpers.words import LOWER

_CLOSERS = r"""(?:["'”’“»›)\]}」』】）］]|[\ \u00a0\u202f]»(?!\w))"""
# The mark of a note right after the end of a sentence: “agreed.[1] It met.² Then they left.”
_NOTES = rf"""
    (?<=[.!?…"'”’»)\]]) (?: \[[^\W_][\w\s,–-]{{0,20}}\] | \(\d{{1,3}}\) | [¹²³⁰⁴-⁹]+ | [*†‡§]+ )+
    (?=\s) | (?<=[{LOWER}]{{3}}[.!?…]) \d{{1,3}} (?=\s+[^\W\d_])
"""
# No group is repeated possessively: Python before 3.11.5 gets that wrong (gh-106052).
_AFTER = re.compile(rf"(?:[ ]?[.!?…]++(?!\w)|{_CLOSERS}|{_NOTES})*", re.VERBOSE)
_NOTES = re.compile(_NOTES, re.VERBOSE)
# What ends no sentence though `sentencex` may think so, or does end one though it thinks not.
_MISLEADING = re.compile(
    rf"""
    (?=[.!?…]) (?<![.!?…])
    (?: [.!?…]++ {_CLOSERS}+ (?=\s[\s–—-]*[{LOWER}])                  # “Why?” he asked
    |   (?<!\.\s) (?:…|\.[.…]++|\.(?:\s\.)+) \s*+                     # Well ... perhaps;
        (?=[{LOWER}] | ["'”’»)\]]*+\s\()                              #   “[...]” (Smith 55)
    )
    | (?<!\w) (?=\w)
    (?: (?:Adm|Att?y|Brig|Capt|Cmdr|Col|Cpl|Dr|Gen|Gov|Hon|J.D|Lt|Maj|Messrs|Mr|Mrs|Ms|Pres|Prof
        |Rep|Rev|Sen|Sgt|Supt)\.
    |   (?i:arts?|ch|chap|fn|fols?|paras?|secs?|sect|vols?|vv?)
        \. (?=\s\d)                                                   # Art. 5 para. 2
    |   [^\W\d_]{{2,6}}\. (?=\s\d+:\d)                                # Phil. 4:8
    |   (?<![°'’.]) [^\W\d_A-Za-z]\. (?=\s++[^\W{LOWER}])              # an initial
    |   [{LOWER}]\. (?=\s+[{LOWER}])                                 # W 1989 r. wybory
    |   (?:me|ill|[Nn]o|May) (?=\.\W*\s\W*[A-Z])                       # no abbreviations here
    )
    | ^\W* (?:\d{{1,2}}|[a-z]) \.\)? (?=\s)                           # 1. a list
    """,
    re.VERBOSE,
)
_ORDINAL = re.compile(r"(?<![\w.,:/%])\d{1,2}\.(?=\s)")
_ORDINALS = re.compile("bs|cs|da|de|et|fi|fo|hr|hu|is|lb|lv|nb|nn|no|pl|sk|sl|sr|tr")
# `sentencex` leaves quotations, brackets and items whole, however many sentences they hold.
_ASIDE = re.compile(
    r"""["“”„‟«»‹›()[\]{}•◦⁃\u25a0-\u25ff'‘’‚‛`](?:(?<!['‘’‚‛`])|(?<!\w.)|(?!\w))"""
)


def sentences(text, language="en"):
    """Where the sentences of a text stand: a list of (start, end), code points, blanks trimmed.

    A line end always closes one. Within a line it is `sentencex` that finds the ends, by the rules
    of the language (ISO 639-1), also those within quotations and brackets; closing marks belong to
    the sentence before them. Between sentences lie blanks only.
    """
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start = 0
        for end in (*_ends(line[0], language), len(line[0])):
            if piece := line[0][start:end].strip():
                at = line.start() + line[0].index(piece, start)
                found.append((at, at + len(piece)))
            start = end
    return found


def _ends(line, language):
    """Where sentences end in a line, but for the last."""
    seen = _NOTES.sub(lambda note: " " * len(note[0]), line)
    seen = _listed(_MISLEADING.sub(_crossed, seen), line)
    if _ORDINALS.fullmatch(language):
        seen = _ORDINAL.sub(_crossed, seen)
    end, last = 0, re.match(r"(?:.*\w)?", line).end()
    for cut in _cuts(_ASIDE.sub(" ", seen).replace("…", "."), language):
        if end < cut < last:
            end = _AFTER.match(line, cut).end()
            apart = line[cut - 1] not in ".!?…" and line[end - 1] not in "」』》"
            if end < last and (apart or line[end].isspace()):
                yield end


def _crossed(match):
    return "x" * len(match[0])


def _listed(seen, line):
    """A line that begins as a numbered list, with a stop in front of each further item."""
    seen, item = list(seen), re.match(r"\W*(\d{1,2}|[a-y])([.)]+)\s", line)
    while item:
        number = int(item[1]) + 1 if item[1].isdecimal() else chr(ord(item[1]) + 1)
        further = re.compile(rf"\s(?:[•⁃]\s?)?({number})({re.escape(item[2])})\s")
        if item := further.search(line, item.end() - 1):
            seen[slice(*item.span())] = ". " + "X" * (len(item[0]) - 2)
    return "".join(seen)


def _cuts(line, language):
    """Where `sentencex` ends sentences; it gets 4,000 letters at once, as its time grows with their
    square."""
    from sentencex import get_sentence_boundaries

    at, more = 0, True
    while more:
        piece, more = line[at : at + 4000], at + 4000 < len(line)
        ends = [found["end_index"] for found in get_sentence_boundaries(language, piece)]
        ends = ends[:-1] if more else ends
        yield from (at + len(piece[:end].rstrip()) for end in ends)
        at += ends[-1] if ends else 2000


def wrapped(text):
    """Whether the lines of a text are broken at a width, as in an e-mail.

    So they seem when of the lines that another follows at once more than 30 % stop within a
    sentence, before a small letter. Of 2,000 articles none did; with lines cut at 40 to 90 letters
    all but one; German ones have 41 %.
    """
    pairs = re.findall(r"(\S)[ \t]*\n[ \t]*(?=(\S))", text)
    broken = [end for end, follows in pairs if end not in ".!?:;" and follows.islower()]
    return len(pairs) > 4 and len(broken) > 0.3 * len(pairs)
