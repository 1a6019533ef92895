"""A second way to the numbers: from the CSV files and the texts, without the project's helpers.

Only the standard library computes here, and every figure is compared with what a stored notebook
or a file in figures/ says of it, cell by cell, so that a row beside another's name is seen.
"""

import csv
import json
import math
import re
from collections import Counter
from datetime import date, timedelta
from functools import cache
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[2]
EDITORIAL = ("title", "subheading", "body", "wire", "caption")
SILENT = ("echo", "scare", "silence")


# What the files say


@cache
def rows(name, reader=None):
    with (HOME / f"corpus/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if reader in (None, row.get("reader"))]


ARTICLES = {row["article"]: row["outlet"].partition(" (")[0] for row in rows("articles")}
ONE, WRITER = pytest.mark.parametrize("article", ARTICLES), "narrator"


@cache
def text(article):
    return (HOME / f"corpus/articles/{article}.txt").read_text("utf-8")


@cache
def parts(article):
    """The stretches of a file: a list of (kind, words)."""
    own, at, starts = [row for row in rows("segments") if row["article"] == article], 0, []
    for row in own:
        pattern = r"\s+".join(map(re.escape, row["starts"].split()))
        starts.append(re.compile(pattern).search(text(article), at).start())
        at = starts[-1] + 1
    ends = [*starts[1:], len(text(article))]
    return [
        (row["kind"], text(article)[start:end])
        for row, start, end in zip(own, [0, *starts[1:]], ends, strict=True)
    ]


def editorial(article):
    return "\n".join(words for kind, words in parts(article) if kind in EDITORIAL)


def words(some):
    """The words of a text: parted at blanks, dashes and slashes; U.S. is one, and ’s is none."""
    some = re.sub(r"\bU\.S\.?", "US", re.sub(r"(?<!\b[Ii]t)’s\b", "", some)).replace("’", "'")
    some = re.sub(r"[—–…|/_]|\.\.+|(?<=\w)[.,:](?=[A-Za-z])|[“”()\[\]?!;¿]", " ", some)
    found = (re.sub(r"^\W+|(?<!%)\W+$|’s$", "", word) for word in some.split())
    return [w if w.isupper() and len(w) > 1 else w.lower() for w in found if w]


STOP = {
    word
    for line in (HOME / "corpus/stopwords.txt").read_text("utf-8").splitlines()
    if (word := line.partition("#")[0].strip())
}


def commonest(some):
    """The ten commonest words that are on no list, equal ones in the order of the alphabet."""
    times = Counter(w for w in words(some) if w not in STOP and re.search(r"[^\W\d]", w))
    return [word for word, _ in sorted(times.items(), key=lambda pair: (-pair[1], pair[0]))[:10]]


def days(edtf):
    """First and last day of a date without doubts, None where open."""
    if "/" in edtf:
        first, last = edtf.split("/")
        return (None if first == ".." else days(first)[0]), (
            None if last == ".." else days(last)[1]
        )
    year, month, day = [*map(int, edtf.strip("~?%").split("-")), 0, 0][:3]
    first = date(year, month or 1, day or 1)
    after = first + timedelta(1) if day else date(year + month // 12, month % 12 + 1, 1)
    return first, (date(year, 12, 31) if not month else after - timedelta(1))


# What the notebooks say


class Table(HTMLParser):
    """The rows of the first table in some HTML, each a list of the words of its cells."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.open = [], False
        self.feed(html.partition("</table>")[0])

    def handle_starttag(self, tag, attributes):
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
            self.open = True
        if tag == "br" and self.open:
            self.rows[-1][-1] += "\n"

    def handle_endtag(self, tag):
        self.open = self.open and tag not in ("td", "th")

    def handle_data(self, data):
        if self.open:
            self.rows[-1][-1] += data


@cache
def book(number):
    [path] = (HOME / "notebooks").glob(f"{number}-*.ipynb")
    return json.loads(path.read_text("utf-8"))


def outputs(number):
    cells = (cell for cell in book(number)["cells"] if cell["cell_type"] == "code")
    return [out.get("data", {}) for cell in cells for out in cell["outputs"]]


def table(number, caption):
    """The rows of the table whose caption begins so."""
    for data in outputs(number):
        if "".join(data.get("text/plain", "")).startswith(caption):
            return Table("".join(data["text/html"])).rows
    raise AssertionError(f"{number} has no table {caption!r}")


def cell(found, row, column):
    """The cell beside a head and under another, as text; counted from the right."""
    [own] = [each for each in found[1:] if each[0] == row]
    return own[found[0].index(column) - len(found[0])]


def number(words):
    return float(words.replace(",", "").rstrip("%"))


def said(book_number, pattern):
    """The groups of a pattern in the notebook's Markdown."""
    prose = "\n".join(
        "".join(cell["source"])
        for cell in book(book_number)["cells"]
        if cell["cell_type"] != "code"
    )
    return re.search(pattern, prose.replace("*", "")).groups()


def data(name):
    with (HOME / f"figures/{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# 00 to 02


def test_answers_in_the_first_picture():
    own = [r for r in rows("positions", "A") if r["question"] == "cooperation" and r["answer"]]
    drawn = data("00-answer")
    assert {(r["article"], r["by"], r["answer"], r["quote"]) for r in drawn} == {
        (r["article"], r["by"], r["answer"], r["quote"]) for r in own
    }


def test_events_that_one_article_alone_tells_as_facts():
    told, facts = {}, set()
    for row in rows("mentions", "A"):
        told.setdefault(row["event"], set()).add(row["article"])
        facts |= {row["event"]} if row["status"] == "happened" else set()
    what = {row["event"]: row["what"] for row in rows("events")}
    alone = sorted(what[event] for event in facts if len(told[event]) == 1)
    assert sorted(row[1] for row in table("00", "Told by one alone")[1:]) == alone


@pytest.mark.parametrize("side", ["US government", "Russian government"])
def test_every_word_that_introduces_an_official_is_listed(side):
    cues = {row["cue"] for row in rows("quotations", "A") if row["side"] == side} - {""}
    found = cell(table("00", "Words that introduce officials"), side, "introduced by")
    assert found == ", ".join(sorted(cues, key=str.lower))


def test_left_out_words_are_counted_alike_beside_the_articles_and_in_the_ledger():
    plain = "\n".join("".join(each.get("text/plain", "")) for each in outputs("02"))
    folds = sum(map(number, re.findall(r"left out: [^;]*; ([\d,]+) words", plain)))
    found = table("01", "Words in the file, words left out by kind")
    both = [(cell(found, n, "whole file"), cell(found, n, "counts")) for n in ARTICLES.values()]
    assert folds == sum(number(whole) - number(left) for whole, left in both)


@ONE
def test_words_of_an_article_and_what_is_left_out(article):
    name, kinds = ARTICLES[article], Counter()
    for kind, some in parts(article):
        kinds[kind] += len(words(some))
    found = table("01", "Words in the file, words left out by kind")
    assert number(cell(found, name, "counts")) == len(words(editorial(article)))
    drawn = {row[""]: row for row in data("01-made-of")}[name]
    assert (int(drawn["readers' comments"]), int(drawn["agency text"])) == (
        kinds["comment"],
        kinds["wire"],
    )


@ONE
def test_the_ten_commonest_words_stand_beside_their_own_article(article):
    clean, raw = commonest(editorial(article)), commonest(text(article))
    found = table("01", "The ten commonest words, with and without")
    [own] = [row for row in found[1:] if row[0] == ARTICLES[article]]
    come = own[found[0].index(next(head for head in found[0] if "come" in head))]
    assert own[1].split(", ") == clean
    assert ({*come.split(", ")} - {"none"}) == {*raw} - {*clean}


@ONE
def test_a_source_is_described_in_its_own_row(article):
    [row] = [row for row in rows("articles") if row["article"] == article]
    found = table("01", f"The {len(ARTICLES)} articles, in order of publication")
    [own] = [each for each in found[1:] if each[0] == row["outlet"]]
    assert own[1:4] == [row["byline"], row["genre"], row["country"]]


def test_marks_in_the_articles():
    marks = [r for name in ("quotations", "mentions", "positions") for r in rows(name, "A")]
    assert number(said("02", r"with ([\d,]+) marks")[0]) == sum(bool(r["quote"]) for r in marks)


# 03 and 04


def test_speakers_and_their_utterances():
    speech = [row for row in rows("quotations", "A") if row["kind"] not in SILENT]
    speakers = {row["speaker"] for row in speech}
    found = table("03", f"All {len(speakers)} speakers")
    times = Counter(who for _, who in {(r["utterance"], r["speaker"]) for r in speech})
    assert len(speakers) == len(times) and found[0]
    text_of_all = " ".join(" ".join(row) for row in found)
    assert all(speaker in text_of_all for speaker in speakers)


@ONE
def test_cooperation_is_counted_in_its_own_article(article):
    found = table("03", "cooperate, cooperating, cooperation, by wording")
    [own] = [row for row in found[1:] if row[0] == ARTICLES[article]]
    stem = re.findall(r"(?i)\bcooperat\w*", editorial(article))
    assert sum(map(number, filter(None, own[1:]))) == len(stem)


def test_the_name_of_the_armed_group():
    isil, state = said("00", r"all (\d+) uses of ISIL .*?all (\d+) of Islamic State")
    own = editorial("mcclatchy")
    assert int(isil) == len(re.findall(r"\bISIL\b", own))
    assert int(state) == len(re.findall(r"\bIslamic\sState\b", own))


@ONE
def test_answers_stand_under_their_own_article(article):
    found = table("04", f"{len(rows('questions'))} questions and the answers")
    for question in rows("questions"):
        given = {
            f"{row['answer']}: {row['by'].replace(WRITER, 'the writer')}"
            for row in rows("positions", "A")
            if (row["question"], row["article"]) == (question["question"], article)
            and row["answer"]
        }
        lines = cell(found, question["asks"], ARTICLES[article]).split("\n")
        assert {line for line in lines if ": " in line} == given


def test_pairs_of_answers_that_exclude_each_other():
    pairs, between = set(), set()
    opposed = {
        row["question"]: [{*pair.split(" x ")} for pair in row["opposed"].split(" | ") if pair]
        for row in rows("questions")
    }
    own = [r for r in rows("positions", "A") if r["answer"]]
    for one, other in combinations(own, 2):
        same = one["question"] == other["question"]
        if not same or {one["answer"], other["answer"]} not in opposed[one["question"]]:
            continue
        spans = [days(row["about"]) for row in (one, other)]
        meet = spans[0][0] <= spans[1][1] and spans[1][0] <= spans[0][1]
        if meet and len({len(row["about"].strip("~?%")) == 10 for row in (one, other)}) == 1:
            whose = [
                row["article"] if row["origin"] == "the writer" else row["origin"]
                for row in (one, other)
            ]
            pairs.add((one["question"], frozenset(whose)))
            if one["article"] != other["article"]:
                between.add((one["question"], frozenset(whose)))
    n, inside, apart = said("00", r"in (\d+) pairs of answers, (\d+) of them.*?All (\d+) pairs")
    assert (int(n), int(inside), int(apart)) == (
        len(pairs),
        len(pairs) - len(between),
        len(between),
    )


# 05 to 08


def test_the_toy_example_on_paper():
    weights = [2 * (math.log(5 / 3) + 1), math.log(5 / 3) + 1, 2 * (math.log(5 / 5) + 1)]
    long = math.sqrt(sum(weight**2 for weight in weights))
    found = table("05", "The weights of the first sentence")
    for word, weight in zip(("dove", "saw", "the"), weights, strict=True):
        assert {f"{weight / long:.2f}"} == {*next(r for r in found if r[0] == word)[1:]}


@ONE
def test_counts_of_the_weightiest_words_are_those_of_their_article(article):
    found = table("05", "The ten weightiest words of each article")
    names, own, here = {*ARTICLES.values()}, [], ""
    for row in found[1:]:  # the article heads the first of its rows
        here = row[0] if row[0] in names else here
        own += [row] if here == ARTICLES[article] else []
    at = {head: n - len(found[0]) for n, head in enumerate(found[0])}
    times = {name: Counter(words(editorial(name))) for name in ARTICLES}
    assert len(own) == 10
    for row in own:
        word = row[at["word"]]
        assert int(row[at["tf"]]) == times[article][word], word
        assert int(row[at["df"]]) == sum(word in each for each in times.values()), word


def test_events_and_those_told_twice():
    told = {}
    for row in rows("mentions", "A"):
        told.setdefault(row["event"], set()).add(row["article"])
    n, twice = said("00", r"tell of (\d+) events.*? (\d+) of these are told by two")
    assert (int(n), int(twice)) == (len(told), sum(len(own) > 1 for own in told.values()))


@pytest.mark.parametrize(
    ("caption", "column"),
    [
        ("Passages by how they tell", "status"),
        ("Passages by what", "basis"),
        ("Passages by how exact", "precision"),
    ],
)
@ONE
def test_passages_are_counted_in_their_own_article(article, caption, column):
    found = table("06", caption)
    own = Counter(row[column] for row in rows("mentions", "A") if row["article"] == article)
    if own:
        for kind in found[0][1:]:
            assert int(number(cell(found, ARTICLES[article], kind))) == own[kind]


def test_days_between_what_a_text_says_and_what_was():
    for row in data("06-dates"):
        (first, _), (_, known) = days(row["date"]), days(row["best"])
        slack = timedelta(2 if "~" in row["date"] else 0)
        assert int(row["gap"]) == (first - slack - known).days
        [own] = [r for r in rows("mentions", "A") if r["mention"] == row["mention"]]
        assert (own["article"], own["date"]) == (row["article"], row["date"])


def test_rows_by_reader_doubts_and_differences():
    found = table("07", "Rows by reader")
    for name in ("quotations", "mentions", "positions"):
        for reader, n in Counter(row["reader"] for row in rows(name)).items():
            assert int(number(cell(found, reader, name))) == n
    wrong = Counter(row["wrong"] for row in rows("differences"))
    told = said("07", r"Of (\d+) differences .*?, (\d+) were .*?, (\d+) of another.*? (\d+) a")
    others = wrong["B"] + wrong["C"] + wrong["B and C"] + wrong["both"]
    counts = sum(wrong.values()), wrong["A"] + wrong["both"], others, wrong["neither"]
    assert tuple(map(int, told)) == counts
    assert len(table("07", f"{len({r['dispute'] for r in rows('disputed')})} doubts")) > 1


def test_the_commonest_words_of_the_index():
    found = table("08", "The commonest of them")
    times = Counter(word for article in ARTICLES for word in words(editorial(article)))
    assert [int(n) for n in found[1][1:]] == [times[word] for word in found[0][1:]]


# 11


@ONE
def test_the_length_of_a_text(article):
    [title] = [row["title"] for row in rows("articles") if row["article"] == article]
    [long] = [row["words"] for row in data("11-lengths") if row["text"] == title]
    assert int(long) == len(words(editorial(article)))


def test_a_word_everywhere():
    times = [words(editorial(article)).count("syria") for article in ARTICLES]
    found = table("11", "“syria” stands in")
    assert len(found) - 1 == len(ARTICLES)
    assert sorted(int(row[1]) for row in found[1:]) == sorted(times)
