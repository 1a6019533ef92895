"""Words, sentences, keywords in context, and counts of words over any number of files.

What a word is, for five articles or a million:

- US and U.S. are one token, `US`; the pronoun is `us`, and USA stays itself;
- two or more capitals are an acronym and stay (ISIS, UN, COVID-19), all else is lower case, each
  side of a hyphen for itself (US-led, al-qaeda, tu-22m3). BREAKING NEWS cannot be told from UNESCO;
- a hyphen or an apostrophe within a word belongs to it (de-conflict, don't, int'l); a possessive
  's goes (Russia's is russia); slashes, dashes, dots and underscores part words;
- figures stay readable: 1,197 20% 9/11 0200 202-383-0014;
- a letter keeps its marks in every script, and equal writings (NFC, curly or straight apostrophe)
  are equal tokens. Chinese, Japanese and Thai are parted at blanks and punctuation only.
"""

import re
from collections import Counter
from itertools import chain, groupby, islice
from pathlib import Path
from typing import NamedTuple
from unicodedata import category, normalize

# Blocks that hold every combining mark; to look through all of Unicode would take longer.
_BLOCKS = ((0x300, 0x3100), (0xA600, 0xAC00), (0xFB00, 0x13500), (0x16A00, 0x17000))
_BLOCKS += ((0x1BC00, 0x1E960), (0xE0100, 0xE01F0))
_JOINERS = "\u00ad\u200c\u200d\ufe0e\ufe0f"  # soft hyphen, zero-width joiners, emoji selectors


def _marks():
    """What carries a word on though `\\w` does not know it: combining marks and joiners, a set."""
    codes = chain.from_iterable(range(*block) for block in _BLOCKS)
    marks = [code for code in codes if category(chr(code)) in ("Mn", "Mc")]
    runs = groupby(enumerate(marks), lambda pair: pair[1] - pair[0])
    runs = ([chr(code) for _, code in run] for _, run in runs)
    return _JOINERS + "".join(f"{run[0]}-{run[-1]}" for run in runs)


_MARK = _marks()
# A few wide ranges around the marks, looked at first because the long list is slow to search.
_NEAR = r"\u00ad\u0300-\u1fff\u200c\u200d\u20d0-\u2dff\u3000-\U000e01ef"
_DOTTED = r"\b[^\W\d_]\.[^\W\d_]\."
# Every sign that parts words. In English text it looks at one sign in thirty letters, and leaves
# the words to `str.split`: that is why it is faster than a pattern for words. The first line is
# [^\w\s]; naming the ASCII in it halves the time, for the bitmap of a set is asked first.
_APART = re.compile(
    rf"""
    [^\ \na-zA-Z0-9\w\s]
    (?: (?!\w)                                      # with no letter after it, all but
        (?: (?<![.%{_NEAR}])
        |   (?<=\.) (?<!{_DOTTED})                  #   U.S.
        |   (?<=%) (?<!\d%)                         #   20%
        )
    |   (?=\w)                                      # with a letter after it, all but
        (?: (?<![-'’‘‐‑.,/:{_NEAR}])
        |   (?<=['’‘]) [sS] (?!\w|['’‘‐‑-]\w)       #   (a possessive goes with its s, but not
            (?: (?![{_NEAR}]) | (?![{_MARK}]) )     #   the verb of it’s and that’s)
            (?<!\b(?i:it|he)..) (?<!\b(?i:she|who|how|let|why)..)
            (?<!\b(?i:that|here|what|when)..) (?<!\b(?i:there|where)..)
        |   (?<=['’‘‐‑-]) (?<!\w.)                  #   don’t, al-Qaeda,
            (?: (?<![{_NEAR}].) | (?<![{_MARK}].) )
            (?<!{_DOTTED}-)                         #   U.S.-led,
            (?! (?<=['’‘]) (?i:cept|em|til|tis|twas)\b )    # ’cept (letters left out in front),
        |   (?<=[.,/:]) (?! (?<=\d.) \d )           #   1,197 and 9/11
            (?! (?<=\b[^\W\d_]\.) [^\W\d_]\b )      #   the first dot of U.S.
        )
    |   (?<=[{_NEAR}])                              # perhaps a mark: it parts
        (?: (?<![{_MARK}])                          #   when it is none,
        |   (?<![\w{_MARK}].) [{_MARK}]*+           #   when it marks nothing,
        |   (?<=[{_JOINERS}]) (?<![{_JOINERS}].)    #   when there is nothing to join;
            [{_JOINERS}]*+ (?![\w{_MARK}])
        ) ['’‘‐‑-]*+                                #   then no sign after it can join either
    )
    """,
    re.VERBOSE,
)
_UPPER = "A-ZÀ-ÖØ-ÞĀ-ſΆ-ΫЀ-ЯԱ-Ֆ"  # capitals (and some small letters) of the scripts that have them
_ACRONYM = re.compile(
    rf"([0-9{_UPPER}](?<![^\s-].)(?:(?<=\d)\d*+[{_UPPER}])?+(?:\.|\d*+)[{_UPPER}]"
    rf"(?:\.?[{_UPPER}]|\d)*+\.?+(?![^\s-]))"
)
_CLUSTER = re.compile(rf".[{_MARK}\u1160-\u11ff]*+", re.DOTALL)  # what NFC may put together


def tokens(text):
    """The tokens of a text in order, a list of str; `TfidfVectorizer(analyzer=tokens)` uses it."""
    text = normalize("NFC", text).replace("_", " ")
    return _spelled(_APART.sub(" ", text)).split()


def spans(text):
    """The tokens of a text with their places: a list of (token, start, end).

    `start` and `end` count code points of the text as given, whatever its normal form. A possessive
    's is outside. The tokens are those of `tokens(text)`.
    """
    whole = normalize("NFC", text)
    places = range(len(text) + 1) if whole == text else _places(text)
    words = _APART.sub(lambda match: " " * len(match[0]), whole.replace("_", " "))
    found = zip(_spelled(words).split(), re.finditer(r"\S+", words), strict=True)
    return [(token, places[match.start()], places[match.end()]) for token, match in found]


def _spelled(words):
    """Words parted by blanks, each as its token: lower case but for acronyms, one apostrophe."""
    if not words.isascii():
        for odd, usual in (*zip("’‘‐‑", "''--", strict=True), ("\u00ad", "")):
            words = words.replace(odd, usual)
    parts = _ACRONYM.split(words)
    parts[::2] = map(str.lower, parts[::2])
    parts[1::2] = (p.replace(".", "") if p.isupper() else p.lower() for p in parts[1::2])
    return normalize("NFC", "".join(parts))


def _places(text):
    """Where each code point of a text's NFC begins in the text given, and the end of all."""
    places = []
    for cluster in _CLUSTER.finditer(text):
        start, end = cluster.span()
        length = len(normalize("NFC", cluster[0]))
        places += [start, *(max(start, end - n) for n in range(length - 1, 0, -1))]
    return [*places, len(text)]


_END = re.compile(r"""[.!?…؟۔।॥።။。！？]++(?:[ ][.!?…]++)*+(["'”’»)\]」』]*+)""")
_TITLE = re.compile(
    "Adm|Brig|Capt|Col|Dr|Gen|Gov|Hon|Jr|Lt|Maj|Mr|Mrs|Ms|Prof|Rep|Rev|Sen|Sgt|Sr|St|vs"
)
_COUNTED = re.compile("Nos?|Jan|Feb|Aug|Sept|Oct|Nov|Dec")  # No. 5 goes on, No. does not
_LETTERED = re.compile(r"[^\W\d_](?:\.[^\W\d_])+")  # U.S or p.m


def sentences(text):
    """Where the sentences of a text stand: a list of (start, end), code points, blanks trimmed.

    A line end always closes one. Closing punctuation, with its quotation marks and brackets, does
    before a blank, but not after Gen. or Rep., a single initial (George W.) or a list's number.
    Whether U.S. or p.m. also ends a sentence cannot be told from the signs: here it does so only
    at a line end. Between sentences lie blanks only.
    """
    found = []
    for line in re.finditer(r"[^\n]+", text):
        start, last = line.span()
        for close in _END.finditer(text, start, last):
            if not _goes_on(text, start, close, last):
                found.append((start, close.end()))
                start = close.end()
        found.append((start, last))
    trimmed = (_trimmed(text, start, end) for start, end in found)
    return [(start, end) for start, end in trimmed if start < end]


def _goes_on(text, start, close, last):
    """Whether a sentence begun at `start` goes on after this closing punctuation."""
    after = text[close.end() : min(last, close.end() + 9)]
    if after and not after[0].isspace() and close[0][0] not in "。！？":
        return True
    after = after.lstrip()[:1]
    if after.islower() and (close[1] or "…" in close[0] or close[0].count(".") > 1):
        return True  # “Why?” he asked. Well ... perhaps.
    word = re.search(r"[\w.]*\Z", text[max(start, close.start() - 12) : close.start()])[0]
    if close[0] != "." or not word:
        return False
    initial = len(word) == 1 and word.isupper() and word != "I"
    if initial or _TITLE.fullmatch(word) or _LETTERED.fullmatch(word):
        return True
    if _COUNTED.fullmatch(word):
        return after.isdigit()
    return word.isdigit() and not text[start : close.start() - len(word)].strip()


def _trimmed(text, start, end):
    piece = text[start:end].lstrip()
    start = end - len(piece)
    return start, start + len(piece.rstrip())


def stopwords(folder=None):
    """The words of a corpus's stopwords.txt: one a line, what follows a # is a reason.

    Empty for a corpus without the file.
    """
    from helpers import corpus

    path = corpus.folder(folder) / "stopwords.txt"
    lines = read(path).splitlines() if path.is_file() else []
    return frozenset(word for line in lines if (word := line.partition("#")[0].strip()))


def concordance(word, segments, width=60):
    """Every place of a word or a phrase in its context: left, word, right, article, position, kind.

    `segments` is a frame with article, kind and text; the order is its order. What is sought is
    read as text is: "US" and "U.S." find the same, "us" the pronoun, "Islamic State" the two words
    next to each other. `left` and `right` are up to `width` characters of the same segment, whole
    words, line ends as blanks. `position` is the share of the article's words (those in the frame)
    that stand before the place: 0 for its first word. Raises ValueError when no word is given.
    """
    import pandas as pd

    wanted = tokens(word)
    if not wanted:
        raise ValueError(f"there is no word in {word!r}")
    found = [spans(text) for text in segments["text"]]
    words, before, rows = Counter(), Counter(), []
    for article, own in zip(segments["article"], found, strict=True):
        words[article] += len(own)
    for segment, own in zip(segments.itertuples(), found, strict=True):
        for n in range(len(own) - len(wanted) + 1):
            place = own[n : n + len(wanted)]
            if [token for token, _, _ in place] == wanted:
                context = _context(segment.text, place[0][1], place[-1][2], width)
                share = (before[segment.article] + n) / words[segment.article]
                rows.append((*context, segment.article, share, segment.kind))
        before[segment.article] += len(own)
    return pd.DataFrame(rows, columns=["left", "word", "right", "article", "position", "kind"])


def _context(text, start, end, width):
    """The words at a place, and what stands left and right of them, whole words, on one line."""
    left, right = text[max(0, start - width) : start], text[end : end + width]
    if start > width and not text[start - width - 1].isspace():
        left = left.split(None, 1)[-1]
    if end + width < len(text) and not text[end + width].isspace():
        right = right.rsplit(None, 1)[0]
    return tuple(" ".join(part.split()) for part in (left, text[start:end], right))


class Counts(NamedTuple):
    """How many documents, how often each token (tf), in how many documents each token (df)."""

    documents: int
    tf: Counter
    df: Counter


def count_terms(paths, n_jobs=None, chunk=500):
    """Term and document frequencies of any number of UTF-8 files, as Counts.

    Files are read `chunk` at a time and only their counts are kept, so memory grows with the
    vocabulary, not with the files; `paths` may be a generator. Tokens stand in the order in which
    they are first met. `n_jobs` is joblib's: None is this process alone, unless a
    `joblib.parallel_config` names a backend, as "dask" for a cluster that sees the same paths.
    Raises ValueError naming a file that is not UTF-8.
    """
    from joblib import Parallel, delayed

    paths = iter(paths)
    chunks = iter(lambda: list(islice(paths, chunk)), [])
    counted = Parallel(n_jobs, return_as="generator")(delayed(_counted)(part) for part in chunks)
    documents, tf, df = 0, Counter(), Counter()
    for part in counted:
        documents += part.documents
        tf.update(part.tf)
        df.update(part.df)
    return Counts(documents, tf, df)


def _counted(paths):
    tf, df = Counter(), Counter()
    for path in paths:
        words = tokens(read(path))
        tf.update(words)
        df.update(dict.fromkeys(words).keys())  # each once, in order, whatever the hash seed
    return Counts(len(paths), tf, df)


def read(path):
    """The text of a UTF-8 file. Raises ValueError naming a file that is something else."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8: {error}") from error
