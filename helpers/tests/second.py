"""A second way to the numbers: the corpus and what is stored of it, read without the helpers.

Only the standard library computes here, by the rules that corpus/CODEBOOK.md and the notebooks give
in words, so that an error of the helpers cannot be made here as well.
"""

import ast
import csv
import json
import math
import re
from collections import Counter, defaultdict, namedtuple
from contextlib import suppress
from datetime import date, timedelta
from functools import cache
from html import unescape
from itertools import chain, combinations, product
from pathlib import Path

from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS  # a list of words, nothing more

HOME = Path(__file__).resolve().parents[2]
EDITORIAL = ("title", "subheading", "body", "wire", "caption")
MARKS = " \n\t\u00a0“”‘’«»\"'(["
# Enough for English newspapers: U.S.-led, a.m., 1,197, 20%, Tu-22M3, don't; the possessive goes.
TOKEN = re.compile(r"\b(?:[A-Za-z]\.){2,}(?:-\w+)*|\d[\d,./:-]*\d%?|\d+%|\w+(?:[-'’‘]\w+)*")
POSSESSIVE = re.compile(r"(?<!\b[Ii]t)(?<!\b[Hh]e)(?<!\b[Ss]he)(?<![TtWw]hat)(?<![Hh]ere)['’]s$")
SHORT = ["[A-Z]", "Dr|Lt|Mr|Ms|St", "Capt|Prof|Sept", "Adm|Aug|Col|Dec|Feb|Gen|Gov|Jan|Maj|Mrs|Nov"]
SHORT[-1] += "|Oct|Rep|Sen|Sgt"
ABBREVIATED = "".join(rf"(?<!\b(?:{some})\.)" for some in SHORT)
END = re.compile(rf"(?<=[.!?]){ABBREVIATED}[”’\"')]* +|(?<=[.!?][”’\"')]) +(?=\W*[A-Z])")
# Words that stay such in capitals, as helpers/words.py has them: NO in a heading is no name.
SMALL = """AN AND ARE AS AT BE BEEN BUT BY DO FOR FROM HAD HAS HAVE HE HER HIS HOW IF IN INTO ITS MY
NO NOT OF ON OUR OVER SHE SO THAT THE THEIR THEY THIS TO UP WAS WE WERE WHAT WHEN WHY WILL WITH YOU
YOUR"""
Word = namedtuple("Word", "token start end kind voice own utterance speaker side")


# Tables and dates


@cache
def rows(name, reader=""):
    """The rows of a table; where readers part, those of one or of `every`, else of the first."""
    with (HOME / f"corpus/{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    reader = reader or found[0].get("reader")
    return [row for row in found if reader in ("every", row.get("reader"))]


def days(edtf):
    """The first and the last day that a date allows, with what `~` adds; open ends are far off."""
    first, _, last = edtf.replace("unknown", "../..").partition("/")
    return (
        date.min if first == ".." else _day(first)[0],
        date.max if last == ".." else _day(last or first)[1],
    )


def _day(edtf):
    parts = [int(part) for part in re.findall(r"\d+", edtf)]
    first = last = date(*[*parts, 1, 1][:3])
    if len(parts) < 3:
        beyond = first + timedelta(31) if parts[1:] else date(first.year + 1, 1, 1)
        last = beyond.replace(day=1) - timedelta(1)
    wide = timedelta("~" in edtf and (182, 14, 2)[len(parts) - 1])
    return first - wide, last + wide


@cache
def read_by(name, *readers):
    """The articles in which each of some readers has rows of a table."""
    own = [{r["article"] for r in rows(name, "every") if r["reader"] == who} for who in readers]
    return {row["article"] for row in rows("articles")}.intersection(*own)


@cache
def compared(name):
    """The readers of a table who share half of the articles of those before them, or more."""
    found = []
    for reader in dict.fromkeys(row["reader"] for row in rows(name, "every")):
        if 2 * len(read_by(name, *found, reader)) >= len(read_by(name, *found)):
            found.append(reader)
    return found


def meet(one, other):
    (a, b), (c, d) = days(one), days(other)
    return a <= d and c <= b


def in_words(edtf):
    """A date as a reader would say it."""
    first, _, last = edtf.partition("/")
    if last and first == last:
        return in_words(first)
    if edtf == "unknown":
        return "no date"
    if not last:
        doubt = "probably " * ("?" in edtf) + "about " * ("~" in edtf)
        form = ["%Y", "%B %Y", f"{int(edtf[8:10] or 0)} %B %Y"][edtf.count("-")]
        return doubt + date.fromisoformat((edtf.rstrip("?~") + "-01-01")[:10]).strftime(form)
    if ".." in (first, last):
        return f"up to {in_words(last)}" if first == ".." else f"from {in_words(first)} on"
    one, both_days = in_words(first).split(), first.count("-") == last.count("-") == 2
    shared = both_days * ((first[:7] == last[:7]) + (first[:4] == last[:4]))
    return " ".join(["between", *one[: len(one) - shared], "and", in_words(last)])


# Articles and their words


@cache
def articles():
    """{id: row} in order of publication, each row with its `name`, its `text` and its `ends`."""
    found = {row["article"]: dict(row) for row in rows("articles")}
    for article, row in found.items():
        ends = zip(("published_earliest", "published_latest"), days(row["published"]), strict=True)
        row["ends"] = [date.fromisoformat(row[key] or str(day)) for key, day in ends]
        row["name"] = row["outlet"].partition(" (")[0]
        row["text"] = (HOME / f"corpus/articles/{article}.txt").read_bytes().decode()
    halfway = {a: sum(day.toordinal() for day in row["ends"]) for a, row in found.items()}
    return {article: found[article] for article in sorted(found, key=lambda a: (halfway[a], a))}


NAMES = {article: row["name"] for article, row in articles().items()}


@cache
def segments(article):
    """(start, end, kind) of each stretch of a file."""
    text, starts, kinds = articles()[article]["text"], [0], []
    for row in (row for row in rows("segments") if row["article"] == article):
        words = r"\s+".join(map(re.escape, row["starts"].split()))
        starts.append(re.compile(words).search(text, starts[-1] + bool(kinds)).start())
        kinds.append(row["kind"])
    starts = [0, *starts[2:]]
    return list(zip(starts, [*starts[1:], len(text)], kinds, strict=True))


def placed(row):
    """A row with the start and end of its quote, found by the words before it."""
    text, before = articles()[row["article"]]["text"], row["before"].rstrip(MARKS)
    for found in re.finditer(f"(?={re.escape(row['quote'])})", text):
        start, end = found.start(), found.start() + len(row["quote"])
        own = (a <= start and end <= b for a, b, k in segments(row["article"]) if k in EDITORIAL)
        if any(own) and (before == "the first" or text[:start].rstrip(MARKS).endswith(before)):
            return row | {"start": start, "end": end}
    raise AssertionError(row)


@cache
def marks(name, reader=""):
    """The rows of speech, or of `mentions`, each with its place, in the order of the texts."""
    found = (r for r in rows(name, reader) if r.get("kind") not in ("echo", "scare", "silence"))
    place = list(NAMES).index
    return sorted(map(placed, found), key=lambda r: (place(r["article"]), r["start"], -r["end"]))


def tokens(text):
    """(token, start, end) of each word of a text; a possessive s is outside."""
    text = re.sub(r"(?:https?://|www\.)\S+", lambda found: " " * len(found[0]), text)
    found = ((POSSESSIVE.sub("", m[0]), m.start()) for m in TOKEN.finditer(text.replace("_", " ")))
    return [(_spelled(word), start, start + len(word)) for word, start in found]


def _spelled(word):
    """Lower case, but for the sides of a hyphen with two capitals in a row; no dots in U.S."""
    word = re.sub(r"[’‘]", "'", word).replace(".", "" if word[:1].isupper() else ".")
    if word in SMALL.split():
        return word.lower()
    return "-".join(p if re.search("[A-Z]{2}", p) else p.lower() for p in word.split("-"))


def _own(part, at):
    """Whether a part of speech has the word at a place between quotation marks."""
    said = part["quote"][: at - part["start"]]
    opened = said.count("“") > said.count("”") or said.count('"') % 2
    return part["kind"] == "direct" or (part["kind"] == "mixed" and bool(opened))


def whose(at, kind, parts):
    """(voice, own words or not, utterance, speaker, side) of a word: the innermost quoted one's."""
    parts = [part for part in parts if part["start"] <= at < part["end"]]
    parts = [part for part in parts if _own(part, at)] or parts
    inner = min(parts, key=lambda part: part["end"] - part["start"], default=None)
    for words in filter(None, map(str.strip, inner["inserted"].split("|") if inner else ())):
        first = inner["start"] + inner["quote"].find(words)
        if first <= at < first + len(words):
            inner = None
            break
    voice = "wire" if kind == "wire" else "quoted" if inner else "narrator"
    if kind not in EDITORIAL or not inner:
        return voice if kind in EDITORIAL else "apart", False, "", "", ""
    return voice, _own(inner, at), inner["utterance"], inner["speaker"], inner["side"]


@cache
def everything(article):
    """Every word of a file, a Word each."""
    parts, found = [row for row in marks("quotations") if row["article"] == article], []
    for start, end, kind in segments(article):
        for token, a, b in tokens(articles()[article]["text"][start:end]):
            found.append(Word(token, start + a, start + b, kind, *whose(start + a, kind, parts)))
    return found


@cache
def words(article):
    """The words of a file that its editors put before readers."""
    return [word for word in everything(article) if word.voice != "apart"]


def _sentences(article):
    """The sentences of the editorial text: (start, words)."""
    for start, end, kind in segments(article):
        text = articles()[article]["text"][start:end] if kind in EDITORIAL else ""
        for line in re.finditer(r"[^\n]+", text):
            ends = [found.end() for found in END.finditer(line[0])]
            for a, b in zip([0, *ends], [*ends, len(line[0])], strict=True):
                if re.search(r"\w", line[0][a:b]):
                    yield start + line.start() + a, line[0][a:b]


def sentences(article):
    """The sentences of the editorial text."""
    return [words for _, words in _sentences(article)]


@cache
def begins(article):
    """Where the sentences of the editorial text begin."""
    return [start for start, _ in _sentences(article)]


# Terms

LINES = (HOME / "corpus/stopwords.txt").read_text("utf-8").splitlines()
STOP = {line.partition("#")[0].strip() for line in LINES}


def counts(own, stop=STOP):
    """How often each term stands among some words: neither stop words nor figures."""
    found = Counter(word.token for word in own if word.token not in stop)
    return Counter({term: n for term, n in found.items() if re.search(r"[^\W\d]", term)})


@cache
def named(article):
    """(its first word, row of names.csv) of each name in a file, the longest names first."""
    forms, found, text, taken = defaultdict(list), [], everything(article), set()
    for row in rows("names"):
        forms[tuple(token for token, *_ in tokens(row["form"]))].append(row)

    def places(form):
        for n in range(len(text)):
            if tuple(word.token for word in text[n : n + len(form)]) == form:
                yield {*range(n, n + len(form))}

    for form in sorted(forms, key=lambda form: (-len(form), form)):
        phrases = (p for row in forms[form] for p in row["except"].split("|") if p.strip())
        phrases = (tuple(token for token, *_ in tokens(phrase)) for phrase in phrases)
        barred = set().union(*(at for phrase in phrases for at in places(phrase)))
        for here in places(form):
            if len({text[n].kind for n in here}) == 1 and not here & (taken | barred):
                taken |= here
                found += [(text[min(here)], row) for row in forms[form]]
    return found


def weights(terms, tf="count", idf="smoothed"):
    """{article: {term: weight}} of some articles, {article: Counter}; not normalised."""
    n, df = len(terms), Counter(chain.from_iterable(terms.values()))
    if idf == "smoothed":
        rare = {term: math.log((1 + n) / (1 + times)) + 1 for term, times in df.items()}
    else:
        rare = {term: math.log(n / times) + (idf == "plain") for term, times in df.items()}
    tf = (lambda k: k) if tf == "count" else lambda k: 1 + math.log(k)
    return {a: {t: tf(k) * rare[t] for t, k in own.items()} for a, own in terms.items()}


def cosines(terms):
    """The likeness of each two articles, by their smoothed weights: {(one, other): cosine}."""
    units = {}
    for article, own in weights(terms).items():
        length = math.hypot(*own.values())
        units[article] = {term: weight / length for term, weight in own.items()}
    pairs = ((a, b, units[a].keys() & units[b].keys()) for a, b in combinations(terms, 2))
    return {(a, b): math.fsum(units[a][t] * units[b][t] for t in both) for a, b, both in pairs}


def top(found, k=10):
    """The terms with the highest numbers above zero, equal ones by the alphabet; those not tied."""
    found = {term: round(number, 12) for term, number in found.items() if number > 1e-12}
    order = sorted(found, key=lambda term: (-found[term], term))
    last = found[order[k]] if len(order) > k else 0
    return order[:k], [term for term in order[:k] if found[term] > last]


def joined(article):
    """The words of a file in which a name of several words is one, where it begins."""
    found, long = [word._asdict() for word in everything(article)], {}
    for word, row in named(article):
        long[word.start] = [token for token, *_ in tokens(row["form"])]
    for n, word in enumerate(list(found)):
        form = long.get(word["start"], [word["token"]])
        if form[1:]:
            found[n : n + len(form)] = [word | {"token": " ".join(form)}, *[None] * (len(form) - 1)]
    return [Word(**word) for word in found if word]


def ways():
    """({what is not as usual}, {article: its ten terms, those not tied}) of each way to defend."""
    lists = {"": STOP, "scikit-learn's": ENGLISH_STOP_WORDS, "none": frozenset()}
    formulas = list(product(("", "damped"), ("", "plain", "textbook")))
    for names, stop, *out in product(("", "as one term"), lists, *[("", "out")] * 2):
        terms = {}
        for article in NAMES:
            kept = joined(article) if names else everything(article)
            kept = [w for w in kept if not (out[0] and w.own and w.voice == "quoted")]
            kept = [w for w in kept if w.voice not in ("apart", out[1] and "wire")]
            terms[article] = counts(kept, lists[stop])
        changed = {"names": names, "stop list": stop, "quotations": out[0], "agency text": out[1]}
        for gone, (tf, idf) in product(["", *NAMES], formulas):
            if stop != "none" or idf == "textbook":
                left = {article: own for article, own in terms.items() if article != gone}
                found = weights(left, tf or "count", idf or "smoothed")
                way = changed | {"tf": tf, "idf": idf, "left out": gone}
                way = {f"{choice}: {option}" for choice, option in way.items() if option}
                yield way, {article: top(own) for article, own in found.items()}


# Answers and tellings


def answers(question="", reader=""):
    """The answers to a question, or to all, in the order of questions and articles.

    Those of articles that a reader has not read are the first one's.
    """
    asks, names = [row["question"] for row in rows("questions")], list(NAMES)
    found, read = rows("positions", reader), read_by("positions", *filter(None, [reader]))
    found = [*found, *(row for row in rows("positions") if row["article"] not in read)]
    found = [row for row in found if question in ("", row["question"])]
    return sorted(found, key=lambda r: (asks.index(r["question"]), names.index(r["article"])))


def contradictions(given):
    """Pairs of answers that exclude each other, two origins once a question."""
    pairs = {}
    opposed = {row["question"]: row["opposed"].split(" | ") for row in rows("questions")}
    opposed = {q: [{*pair.split(" x ")} for pair in own] for q, own in opposed.items()}
    given = [row for row in given if row["stance"] in ("asserts", "attributes", "disputes")]
    for one, other in ((a, b) for n, b in enumerate(given) for a in given[:n]):
        question, about = one["question"], (one["about"], other["about"])
        day = {len(edtf.rstrip("~?")) == 10 for edtf in about}
        exclude = {one["answer"], other["answer"]} in opposed[question] and len(day) == 1
        if question == other["question"] and exclude and meet(*about):
            pair = one, other
            whose = (r["article"] if r["origin"] == "the writer" else r["origin"] for r in pair)
            pairs.setdefault((question, frozenset(whose)), pair)
    return list(pairs.values())


def tally(given):
    """Pairs of answers that exclude each other, those between two articles, questions."""
    pairs = contradictions(given)
    between = sum(one["article"] != other["article"] for one, other in pairs)
    return len(pairs), between, len({one["question"] for one, _ in pairs})


@cache
def teller(mention):
    """(kind of voice, who): the speakers in whose words a mention stands, outermost first."""
    row = next(row for row in marks("mentions") if row["mention"] == mention)
    around = (p for p in marks("quotations") if p["article"] == row["article"])
    around = (p for p in around if p["start"] <= row["start"] + 1 and p["end"] >= row["end"] - 1)
    who = ", quoting ".join(dict.fromkeys(part["speaker"] for part in around))
    kind = next(k for a, b, k in segments(row["article"]) if a <= row["start"] < b)
    voice = "agency text" if kind == "wire" else "a speaker" if who else "the writer"
    return voice, who or voice


# What is stored


def table(html):
    """The rows of a table as dicts; a head that spans rows is in each."""
    filled = []
    for row in re.findall(r"(?s)<tr.*?</tr>", html):
        cells = re.findall(r"(?s)<t[dh]\b.*?>(.*?)</t[dh]>", row.replace("<br>", "\n"))
        cells = [unescape(re.sub(r"<.*?>", "", cell)) for cell in cells]
        gap = len(filled[0]) - len(cells) if filled else 0
        filled.append((filled[-1][:gap] if gap else []) + cells)
    return [dict(zip(filled[0], row, strict=True)) for row in filled[1:]]


@cache
def book(number):
    """The code of a notebook, a cell each, and its outputs."""
    [path] = HOME.glob(f"notebooks/{number}-*.ipynb")
    cells = [c for c in json.loads(path.read_text("utf-8"))["cells"] if c["cell_type"] == "code"]
    return ["".join(c["source"]) for c in cells], [o for c in cells for o in c["outputs"]]


def typed(number):
    """{name: value} of what a notebook's code assigns and makes of literals alone."""
    found = {}
    for node in chain.from_iterable(ast.parse(code).body for code in book(number)[0]):
        with suppress(NameError, TypeError):
            if isinstance(node, ast.Assign | ast.AugAssign):
                exec(compile(ast.Module([node], []), number, "exec"), {"__builtins__": {}}, found)
    return found
