"""Files that hold several texts: each kind known, its texts found whole, and nothing else."""

import pytest

from helpers.starter import containers

CAT = "The cat sits on the mat\n\nThe cat sat on the mat. It slept.\n"
CHAT = "12/06/2016, 21:14 - {} created group\n" + "12/06/2016, 21:15 - Ida: Hello\n" * 3
CUES = "1\n00:00:03,000 --> 00:00:05,500\n<i>Good</i> evening,\n[MUSIC]\n\n"
CUES += "2\n00:00:06,000 --> 00:00:08,500\nall.\n\n3\n00:00:07,000 --> 00:00:09,500\n- Hello!\n"
NEXIS = """
                               1 of 2 DOCUMENTS

                              The Harbour Times

                             June 14, 2016 Tuesday

Board closes ferry

BYLINE: ANNA BERG

LENGTH: 48 words

The board voted to
close the ferry.

LOAD-DATE: June 15, 2016

                               2 of 2 DOCUMENTS

The Island Post

Bridge opens

LENGTH: 4 words

It is open.

LANGUAGE: ENGLISH
"""
UNI = """Board closes ferry\n\nThe Harbour Times\n\nJune 14, 2016 Tuesday\n\nSection: NEWS; Pg. 4
\nBody\n\nThe board voted to\nclose the ferry.\n\nLoad-Date: June 15, 2016\n\nEnd of Document\n"""
FACTIVA = """News\nBoard closes ferry\nBy Anna Berg\n48 words\n14 June 2016\nThe Harbour Times\nHARB
English\nCopyright 2016 Harbour\n\nThe board voted to close the ferry.
\nDocument HARB000020160614ec6e0001x\n"""
CODED = """HD    Board closes ferry\nWC    48 words\nPD    14 June 2016\nLP    The board voted to
close the ferry.\nNS    x\nAN    Document HARB000020160614ec6e0001x\n"""
PROQUEST = """____________________________________________________________\n\nDocument 1 of 1
\nBoard closes ferry\n\nAuthor: Berg\n\nFull text: The board voted to close the ferry.
\nSubject: Ferries\n\nPublication date: Jun 14, 2016\n\nProQuest document ID: 17\n\n_____________
"""
BOOK = """An eBook\n\nTitle: Board closes ferry
\n*** START OF THE PROJECT GUTENBERG EBOOK X ***\n\nThe board voted to close the ferry.
\n*** END OF THE PROJECT GUTENBERG EBOOK X ***\n\nLicence\n"""
TABLE = 'id;date;title;text\n1;13/06/2016;One;"The ferry\nis closed"\n2;14/06/2016;Two;It is open\n'
APPLE = "[14.06.16, 08:03:11] Ida: Yes:\nand no\n[15.06.16, 08:04] Bo: \u200eimage omitted\n"
APPLE += "[15.06.16, 08:04:40\u202fAM] Bo: No\n"
WHOLE = "Board closes ferry\n\nThe board voted to close the ferry.\n"
PARTED = [
    ("x.txt", NEXIS, "Nexis", {"2016-06-14": WHOLE, "": "Bridge opens\n\nIt is open.\n"}),
    ("x.txt", UNI, "Nexis", {"2016-06-14": WHOLE}),
    ("x.txt", FACTIVA, "Factiva", {"2016-06-14": WHOLE}),
    ("x.txt", CODED, "Factiva", {"2016-06-14": WHOLE.replace("to close", "to\nclose")}),
    ("x.txt", PROQUEST, "ProQuest", {"2016-06-14": WHOLE}),
    ("x.txt", BOOK, "Gutenberg", {"": "The board voted to close the ferry.\n"}),
    ("x.csv", f"{TABLE}3;;Three;It is\n", "table", {"2016-06-14": "Two\n\nIt is open\n"}),
    (
        "x.txt",
        f"{FACTIVA}\nIm Hafen\n5 palabras\n© x\n\nDa.\n",
        "Factiva",
        {"": "Im Hafen\n\nDa.\n"},
    ),
    ("x.srt", CUES, "subtitles", {"": "Good evening, all.\nHello!\n"}),
    ("x.txt", CUES.replace(",000", ".000").replace(",500", ".500"), "subtitles", None),
    ("x.csv", TABLE, "table", {"2016-06-13": "One\n\nThe ferry\nis closed\n"}),
    ("x.txt", CHAT, "chat", {"2016": "Ida: Hello\n" * 3}),  # the 12th, or December?
    ("2016-06-12-x.txt", CHAT, "chat", {"2016-06-12": "Ida: Hello\n" * 3}),
    ("x.txt", APPLE, "chat", {"2016-06-14": "Ida: Yes:\nand no\n", "2016-06-15": "Bo: No\n"}),
    ("x.txt", CAT, None, {}),
    ("x.txt", "Names, dates, text\n\nHe left, on 12/06/2016, at 21:14 - so: late.\n", None, {}),
]


@pytest.mark.parametrize(("name", "text", "kind", "expected"), PARTED)
def test_a_container_is_known_and_gives_its_texts(tmp_path, name, text, kind, expected):
    what, pieces = containers.found(tmp_path / name, text)
    found = {piece.published: piece.text for piece in pieces}
    assert kind in what if kind else what is None
    assert expected is None or expected.items() <= found.items()
