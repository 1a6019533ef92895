"""Words, sentences, keywords in context, and counts of words over any number of files.

What a word is, for five articles or a million:

- US and U.S. are one token, `US`; the pronoun is `us`, and USA stays itself;
- two or more capitals are an acronym and stay (ISIS, UN, COVID-19, AT&T, NGOs, PhD), all else is
  lower case, each side of a hyphen for itself (US-led, al-qaeda, tu-22m3, su-25sm). BREAKING NEWS
  cannot be told from UNESCO, but small English words are small in capitals, too (THE mayor);
- a hyphen or an apostrophe within a word belongs to it (de-conflict, don't, int'l, l'union); a
  possessive 's goes (Russia's is russia), as the ending of EU:s does; slashes, dashes, dots and
  underscores part words, but not foxnews.com; an address that begins with https:// is no word;
- figures stay readable: 1,197 20% 9/11 0200 202-383-0014 us$5;
- a letter keeps its marks in every script, and equal writings (NFC, ligatures, apostrophes, signs
  that cannot be seen) are equal tokens. Chinese, Japanese and Thai are parted at blanks and
  punctuation only.
"""

import re
from collections import Counter
from functools import partial
from itertools import chain, groupby, islice
from pathlib import Path
from typing import NamedTuple
from unicodedata import category, normalize

# Blocks that hold every combining mark; to look through all of Unicode would take longer.
_BLOCKS = ((0x300, 0x3100), (0xA600, 0xAC00), (0xFB00, 0x13500), (0x16A00, 0x17000))
_BLOCKS += ((0x1BC00, 0x1E960), (0xE0100, 0xE01F0))
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"  # zero-width joiners, emoji selectors


def _marks():
    """What carries a word on though `\\w` does not know it: combining marks and joiners, a set."""
    codes = chain.from_iterable(range(*block) for block in _BLOCKS)
    marks = [code for code in codes if category(chr(code)) in ("Mn", "Mc")]
    runs = groupby(enumerate(marks), lambda pair: pair[1] - pair[0])
    runs = ([chr(code) for _, code in run] for _, run in runs)
    return _JOINERS + "".join(f"{run[0]}-{run[-1]}" for run in runs)


_MARK = _marks()
# A few wide ranges around the marks, looked at first because the long list is slow to search.
_NEAR = r"\u0300-\u1fff\u200c\u200d\u20d0-\u2dff\u3000-\U000e01ef"
_UPPER = "".join(filter(str.isupper, map(chr, chain(range(0x590), range(0x1E00, 0x2000)))))
_LOWER = "".join(map(str.lower, _UPPER)) + "ß"
_DOTTED = r"\b[^\W\d_]\.[^\W\d_]\."
_MONEY = r"(?<!\b[A-Z]\$)(?<!\b[A-Z]{2}\$)(?<!\b[A-Z]{3}\$)"
# Every sign that parts words. In English text it looks at one sign in thirty letters, and leaves
# the words to `str.split`: that is why it is faster than a pattern for words. The first line is
# [^\w\s]; naming the ASCII in it halves the time, for the bitmap of a set is asked first.
_APART = re.compile(
    rf"""
    [^\ \na-zA-Z0-9\w\s]
    (?: (?!\w)                                      # with no letter after it, all but
        (?: (?<![.%${_NEAR}])
        |   (?<=\.) (?<!{_DOTTED})                  #   U.S.
        |   (?<=%) (?<!\d%)                         #   20%
        |   (?<=\$) {_MONEY}                        #   US$
        )
    |   (?=\w)                                      # with a letter after it, all but
        (?: (?<![-'’‘‐‑.,/:&$·"{_NEAR}])
        |   (?<=['’‘]) [sS] (?!\w|['’‘‐‑-]\w)       #   (a possessive goes with its s, but not
            (?: (?![{_NEAR}]) | (?![{_MARK}]) )     #   the verb of it’s and that’s)
            (?<!\b(?i:it|he)..) (?<!\b(?i:she|who|how|let|why)..)
            (?<!\b(?i:that|here|what|when)..) (?<!\b(?i:there|where)..)
        |   (?<=['’‘‐‑-]) (?<!\w.)                  #   don’t, al-Qaeda,
            (?: (?<![{_NEAR}].) | (?<![{_MARK}].) )
            (?<!{_DOTTED}-)                         #   U.S.-led,
            (?! (?<=['’‘]) (?i:cept|em|til|tis|twas)\b )    # ’cept (letters left out in front),
        |   (?<=[A-ZÅÄÖ]{{2}}:)                     #   (the ending of EU:s goes)
            (?:[aäents]|[tns][aä]|[st]{{2}}[aä]|l[lt][aäe]|h[aeiouyäö]n|[eii]{{2}}n|ksi)\b
        |   (?<=[.,/:]) (?! (?<=\d.) \d )           #   1,197 and 9/11,
            (?! (?<=\b[^\W\d_]\.) [^\W\d_]\b )      #   the first dot of U.S.,
            (?! (?<=\b[A-Z][a-z]\.) [A-Z]\. ) (?! (?<=\b[A-Z]\.) [A-Z][a-z]\. )     # Ph.D., M.Sc.,
            (?! (?<=\w\.) (?:com|org|net|gov|edu)\b )
        |   (?<=[&·"]) (?! (?<=[A-Z]&) [A-Z] | (?<=[lL]·) [lL] | (?<=[א-ת]") [א-ת] )
        |   (?<=\$) {_MONEY}
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
_ACRONYM = re.compile(
    rf"""( [0-9{_UPPER}] (?=[0-9{_UPPER}.&]|[a-z]\.?[{_UPPER}])
    (?> (?<!\S.) | (?<=-[{_UPPER}]) | (?<=\b[dlDL]'[{_UPPER}]) | (?<=[lu]'[{_UPPER}]) )
    (?: (?: (?<=\d)\d*+[{_UPPER}] )?+ (?:[.&]|\d*+) [{_UPPER}] (?:[.&]?[{_UPPER}]|\d)*+
        (?:\.?s)?+ \.?+
    |   [a-z]\.?[{_UPPER}] \.?+ | \.?[{_UPPER}][a-z] \.?+
    ) (?![^\s-]) )""",
    re.VERBOSE,
)
_ADDRESS = re.compile(r"(?a:(?:https?://|www\.)[\w#$%&+,./:;=?@~-]+)")
# Left out are those that mean something in capitals: IS, IT, OR, US, WHO.
_SMALL = re.compile(
    "AN|AND|ARE|AS|AT|BE|BEEN|BUT|BY|DO|FOR|FROM|HAD|HAS|HAVE|HE|HER|HIS|HOW|IF|IN|INTO|ITS|MY|NO"
    "|NOT|OF|ON|OUR|OVER|SHE|SO|THAT|THE|THEIR|THEY|THIS|TO|UP|WAS|WE|WERE|WHAT|WHEN|WHY|WILL|WITH"
    "|YOU|YOUR"
)
_USUAL = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ʼ": "’", "״": '"', "׳": "'"}
_USUAL |= dict.fromkeys("\u00ad\u2060\ufeff\u200e\u200f", "")
# Zero-width spaces are rubbish, but between words of Thai, Lao, Burmese and Khmer.
_RUBBISH = re.compile("(?<![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff])\u200b")
_CLUSTER = re.compile(rf".[{_MARK}\u1160-\u11ff\u200b]*+", re.DOTALL)  # what may become one


def tokens(text):
    """The tokens of a text in order, a list of str; `TfidfVectorizer(analyzer=tokens)` uses it."""
    return _spelled(_APART.sub(" ", _plain(_usual(text)))).split()


def spans(text):
    """The tokens of a text with their places: a list of (token, start, end).

    `start` and `end` count code points of the text as given, whatever its normal form. A possessive
    's is outside. The tokens are those of `tokens(text)`.
    """
    whole = _usual(text)
    places = range(len(text) + 1) if whole == text else _places(text)
    words = _APART.sub(_blank, _plain(whole))
    found = zip(_spelled(words).split(), re.finditer(r"\S+", words), strict=True)
    return [(token, places[match.start()], places[match.end()]) for token, match in found]


def _usual(text):
    """A text in NFC without ligatures, odd apostrophes and signs that cannot be seen."""
    text = normalize("NFC", text)
    if not text.isascii():
        for odd, usual in _USUAL.items():
            if odd in text:  # quicker than to replace nothing
                text = text.replace(odd, usual)
        if "\u200b" in text:
            text = _RUBBISH.sub("", text)
    return text


def _plain(text):
    """A text with blanks, as many as there are signs, for underscores and addresses."""
    if "/" in text and ("://" in text or "www." in text):
        text = _ADDRESS.sub(_blank, text)
    return text.replace("_", " ")


def _blank(match):
    return " " * len(match[0])


def _spelled(words):
    """Words parted by blanks, each as its token: lower case but for acronyms, one apostrophe."""
    if not words.isascii():
        for odd, usual in zip("’‘‐‑", "''--", strict=True):
            words = words.replace(odd, usual)
    parts = _ACRONYM.split(words)
    parts[::2] = map(str.lower, parts[::2])
    parts[1::2] = (p.lower() if _SMALL.fullmatch(p) else p.replace(".", "") for p in parts[1::2])
    return normalize("NFC", "".join(parts))


def _places(text):
    """Where each code point of a text's usual form begins in the text given, and the end of all."""
    places = []
    for cluster in _CLUSTER.finditer(text):
        start, end = cluster.span()
        length = len(_usual(cluster[0]))
        places += [start, *(max(start, end - n) for n in range(length - 1, 0, -1))][:length]
    return [*places, len(text)]


# Sentences

_CLOSERS = r"""(?:["'”’“»›)\]}」』】）］]|[ \u00a0\u202f]»(?!\w))"""
_AFTER = re.compile(rf"(?:[ ]?[.!?…]++(?!\w)|{_CLOSERS})*+")
# What ends no sentence though `sentencex` may think so, or does end one though it thinks not.
_MISLEADING = re.compile(
    rf"""
    (?=[.!?…]) (?<![.!?…])
    (?: [.!?…]++ {_CLOSERS}++ (?=\s[\s–—-]*[{_LOWER}])                  # “Why?” he asked
    |   (?<!\.\s) (?:…|\.[.…]++|\.(?:\s\.)++) \s*+                    # Well ... perhaps;
        (?=[{_LOWER}] | ["'”’»)\]]*+\s\()                              #   “[...]” (Smith 55)
    )
    | (?<!\w) (?=\w)
    (?: (?:Adm|Brig|Capt|Col|Dr|Gen|Gov|Hon|J.D|Lt|Maj|Mr|Mrs|Ms|Prof|Rep|Rev|Sen|Sgt|St)\.
    |   (?<![°'’.]) [^\W\d_I]\. (?=\s++[^\W{_LOWER}])                  # George W. Bush
    |   [{_LOWER}]\. (?=\s+[{_LOWER}])                                 # W 1989 r. wybory
    |   [ap]\.m\. (?=\s+(?:[A-Z]{{2,4}}|Eastern|Central|Pacific|Local|[A-Z][a-z]{{2,5}}day)\b)
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
    seen = _listed(_MISLEADING.sub(_crossed, line), line)
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


def stops_fit(words, stop):
    """Whether a list of stop words may be of the language of these tokens, 15 % of them at least.

    English articles have more in 999 of 1,000 pieces of 100 words (median 40 %), of eleven other
    languages none had above 13 % of English ones. Of fewer than 100 words nothing is said.
    """
    return not stop or len(words) < 100 or sum(word in stop for word in words) > 0.15 * len(words)


# Keywords in context

_ELIDED = re.compile(
    r"(?i)(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu|(?:a|co|da|de|ne|su|que|be)ll|un|dov)['’ʼ](?=\w\w)"
)


def unelided(token):
    """A token without the elided word in front of it: l'union is union, dell'iraq is iraq."""
    elided = _ELIDED.match(token)
    return token[elided.end() :] if elided else token


def concordance(word, segments, width=60):
    """Every place of a word or a phrase in its context, as a frame.

    `segments` is a frame with article, kind, text and start; the order is its order. What is sought
    is read as text is: "US" and "U.S." find the same, "us" the pronoun, "Islamic State" the two
    words next to each other, "Union" also l'Union. `left` and `right` are up to `width` characters
    of the same segment, whole words, line ends as blanks. `position` is the share of the article's
    words (those in the frame) that stand before the place: 0 for its first word. `start` and `end`
    count code points of the article's file. Raises ValueError when no word is given.
    """
    import pandas as pd

    wanted, rows = tokens(word), []
    if not wanted:
        raise ValueError(f"there is no word in {word!r}")
    found = segments["text"].map(spans)
    words = found.map(len).astype(int)
    first = words.groupby(segments["article"]).cumsum() - words
    total = words.groupby(segments["article"]).transform("sum")
    for segment, own, before, whole in zip(segments.itertuples(), found, first, total, strict=True):
        for n in range(len(own) - len(wanted) + 1):
            place = own[n : n + len(wanted)]
            if all(word in (t, unelided(t)) for word, (t, _, _) in zip(wanted, place, strict=True)):
                start, end = place[0][1], place[-1][2]
                elided = place[0][0] != wanted[0] and _ELIDED.match(segment.text, start)
                start = elided.end() if elided else start
                left_word_right = _context(segment.text, start, end, width)
                places = segment.start + start, segment.start + end
                share = (before + n) / whole
                rows.append((segment.article, *left_word_right, share, segment.kind, *places))
    columns = ["article", "left", "word", "right", "position", "kind", "start", "end"]
    return pd.DataFrame(rows, columns=columns)


def _context(text, start, end, width):
    """What stands left of a place, in it and right of it, in whole words, on one line."""
    left, right = text[max(0, start - width) : start], text[end : end + width]
    if start > width and not text[start - width - 1].isspace():
        left = re.sub(r"^\S+", "", left)
    if end + width < len(text) and not text[end + width].isspace():
        right = re.sub(r"\S+$", "", right)
    return tuple(" ".join(part.split()) for part in (left, text[start:end], right))


# Any number of files


class Counts(NamedTuple):
    """How many documents, how often each token (tf), in how many documents each token (df)."""

    documents: int
    tf: Counter
    df: Counter


def count_terms(paths, n_jobs=None, chunk=500):
    """Term and document frequencies of any number of UTF-8 files, as Counts.

    Files are read `chunk` at a time and only their counts are kept, so memory grows with the
    vocabulary, not with the files. `paths` may be a generator, and one that tells what it hands out
    shows the progress. Tokens stand in the order in which they are first met. `n_jobs` is joblib's:
    None is this process alone, unless a `joblib.parallel_config` names a backend, as "dask" for a
    cluster that sees the same paths. Raises ValueError naming a file that is not UTF-8.
    """
    documents, tf, df = 0, Counter(), Counter()
    for part in _in_chunks(_counted, paths, n_jobs, chunk):
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


def weigh(paths, counts, vocabulary, n_jobs=None, chunk=500):
    """TF-IDF of any number of files, a stretch at a time: sparse matrices of `chunk` rows each.

    Rows stand in the order of `paths`, columns in that of `vocabulary`, a list of the tokens to
    keep. Stacked they are what one `TfidfVectorizer(analyzer=tokens, vocabulary=vocabulary)` of
    scikit-learn makes of all texts: tf * (ln((1 + N) / (1 + df)) + 1), with N and df from
    `count_terms` over the same files, each row of length 1. `n_jobs` is as in `count_terms`.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    df = np.array([counts.df[word] for word in vocabulary])
    vectorizer = TfidfVectorizer(analyzer=tokens, vocabulary=vocabulary)
    vectorizer.idf_ = np.log((1 + counts.documents) / (1 + df)) + 1
    yield from _in_chunks(partial(_weighed, vectorizer), paths, n_jobs, chunk)


def _weighed(vectorizer, paths):
    return vectorizer.transform(map(read, paths))


def _in_chunks(work, paths, n_jobs, chunk):
    """What `work` makes of each chunk of paths, in order; at most 64 of them wait to be taken."""
    from joblib import Parallel, delayed

    paths = iter(paths)
    chunks = iter(lambda: list(islice(paths, chunk)), [])
    for first in chunks:
        some = chain([first], islice(chunks, 63))
        yield from Parallel(n_jobs, return_as="generator")(delayed(work)(part) for part in some)


def read(path):
    """The text of a UTF-8 file. Raises ValueError naming a file that is something else."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8: {error}") from error
