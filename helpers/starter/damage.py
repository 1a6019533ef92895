"""What files suffered on their way: counted by kind, and undone where nothing has to be guessed."""

import html
import re
from collections import Counter

# A word that goes on in the next line: with a hyphen, a soft hyphen or the not sign of old scans.
BROKEN = re.compile(r"([^\W\d_]+)([-‐\u00ad¬])[ \t]*\n[ \t]*([^\W\d_]+)")
ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z]{2,24}\d{0,2});")
TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|script|small"
    r"|span|strong|style|su[bp]|table|tbody|t[dhr]|u|ul)(?:\s[^<>]*)?/?>|<!--.*?-->",
    re.IGNORECASE | re.DOTALL,
)
PARAGRAPH = re.compile(r"</?(?:br|p|div|li|h[1-6]|tr|blockquote)\b", re.IGNORECASE)


def counted(text):
    """How often what damaged a text stands in it: {kind: number}, without what is not there."""
    found = {
        "words broken at a line's end": len(BROKEN.findall(text)),
        "entities (&amp;)": len([e for e in ENTITY.findall(text) if html.unescape(e) != e]),
        "tags (<br>)": len(TAG.findall(text)),
        "lines with letters misread (â€™)": sum(line != _reread(line) for line in text.split("\n")),
        "signs lost (U+FFFD)": text.count("\ufffd"),
    }
    return {kind: number for kind, number in found.items() if number}


def _reread(line):
    """A line with letters that were read in another encoding than they were written in put right.

    ftfy knows dozens of ways to misread, and leaves alone what makes sense as it stands.
    """
    if line.isascii():
        return line
    from ftfy import fix_encoding

    return fix_encoding(line)


def words_of(texts):
    """How often each word stands in texts, in small letters, with hyphens; broken ones left out."""
    whole = (BROKEN.sub(" ", text).lower() for text in texts)
    return Counter(word for text in whole for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text))


def mended(text, known):
    """A text with what needs no guess undone: misread letters, tags, entities, broken words.

    A word broken with a hyphen is joined, or keeps the hyphen, as the words `known` write it; where
    they write neither or both, it stays as it is. Lost signs stay lost.
    """
    text = "\n".join(map(_reread, text.split("\n")))
    text = TAG.sub(lambda tag: "\n" if PARAGRAPH.match(tag[0]) else "", text)
    text = ENTITY.sub(lambda entity: html.unescape(entity[0]), text)

    def joined(match):
        whole, parted = match[1] + match[3], f"{match[1]}-{match[3]}"
        if match[2] in "\u00ad¬" or (known[whole.lower()] and not known[parted.lower()]):
            return whole
        return parted if known[parted.lower()] and not known[whole.lower()] else match[0]

    return BROKEN.sub(joined, text)
