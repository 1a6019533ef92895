"""Files as other people save them: their bytes as text, or words on what is wrong with them."""

import re
from typing import NamedTuple

from helpers.words import LOWER

ENCODINGS = ("cp1252", "mac_roman", "cp1250", "cp1251", "koi8_r", "cp1253")
# Signs within a word, “ÒNo”, “wOrd”, what no text has: as of an encoding misread.
ODD = re.compile(
    rf"(?<=[^\W\d_])[^\w\s!-~’…‐-―]+(?=[^\W\d_])|\b[À-Þ][A-Z][a-z]|[{LOWER}](?![{LOWER}])[^\W\d_]"
    r"|[\x80-\x9f\ufffd\u2500-\u25ff¸˝˚˛∂∑∏π∫ΩƒŒ≈∆◊]"
)


class Problem(NamedTuple):
    """One thing that does not hold, and its mend; `row` 0 stands for the whole file."""

    file: str
    row: int
    words: str
    mend: str

    def __str__(self):
        place = f"{self.file}, row {self.row}" if self.row else self.file
        return f"{place}: {self.words}\n    Mend: {self.mend}"


def read_text(path, file):
    """The text of one file and what is wrong with its bytes: (text, problems)."""
    try:
        return text_of(path.read_bytes(), file)
    except OSError as error:
        words = f"cannot be read ({error.strerror})"
        return "", [Problem(file, 0, words, "see who may read the file, and that it is one")]


def text_of(data, file):
    """The text of bytes, without byte order mark, each line end as LF, and problems: a pair."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    words, mend = "is empty", "put the text in, or remove the file"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        words = f"is not UTF-8 (line {line}, byte {error.start}: 0x{data[error.start]:02x})"
        text, mend = "", f"save it as UTF-8; it may be {encoding(data)}"
    if "\0" in text:
        words, mend = "holds NUL characters", f"save it as UTF-8; it may be {encoding(data)}"
    elif text.strip():
        return text.replace("\r\n", "\n").replace("\r", "\n"), []
    return "", [Problem(file, 0, words, mend)]


def encoding(data):
    """What bytes that are no UTF-8 may be: UTF-16, or what makes the fewest letters look odd."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.count(0) > len(data) / 8:
        return "UTF-16"
    telling = b"\n".join(re.findall(rb"[^\n]*[\x80-\xff][^\n]*", data))[:20_000]
    high = sum(byte > 127 for byte in telling)
    names = ENCODINGS[3:] if high * 2 > len(telling) else ENCODINGS  # no Latin letters
    odd = {name: len(ODD.findall(telling.decode(name, "replace"))) for name in names}
    best = min(odd, key=odd.get)
    if odd[best] * 4 > high:
        return "in an older encoding of its language"
    return "MacRoman" if best == "mac_roman" else best
