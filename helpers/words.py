"""What a word is, for five articles or a million.

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
from itertools import chain, groupby
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
LOWER = "".join(map(str.lower, _UPPER)) + "ß"
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
# No group is repeated possessively: Python before 3.11.5 gets that wrong (gh-106052).
_ACRONYM = re.compile(
    rf"""( [0-9{_UPPER}] (?=[0-9{_UPPER}.&]|[a-z]\.?[{_UPPER}])
    (?> (?<!\S.) | (?<=-[{_UPPER}]) | (?<=\b[dlDL]'[{_UPPER}]) | (?<=[lu]'[{_UPPER}]) )
    (?: (?>(?: (?<=\d)\d*+[{_UPPER}] )?) (?:[.&]|\d*+) [{_UPPER}] (?>(?:[.&]?[{_UPPER}]|\d)*)
        (?>(?:\.?s)?) \.?+
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


def stop_list(text):
    """The words of a stop list, one a line, as `tokens` spells them, and its lines of no one word.

    What follows a # is a reason. A list all in capitals is one of small words. Returns (frozenset
    of str, list of (line number, words)).
    """
    lines = [line.partition("#")[0].strip() for line in text.split("\n")]
    capitals = "".join(lines).isupper()
    spelled = [tokens(line.lower() if capitals else line) for line in lines]
    odd = [(n, line) for n, line in enumerate(lines, 1) if line and len(spelled[n - 1]) != 1]
    return frozenset(found[0] for found in spelled if len(found) == 1), odd


def stops_fit(words, stop):
    """Whether a list of stop words may be of the language of these tokens, 15 % of them at least.

    English articles have more in 999 of 1,000 pieces of 100 words (median 40 %), of eleven other
    languages none had above 13 % of English ones. Of fewer than 100 words nothing is said.
    """
    return not stop or len(words) < 100 or sum(word in stop for word in words) > 0.15 * len(words)
