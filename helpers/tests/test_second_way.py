"""Every table and every picture of the notebooks against a second way to its numbers.

For each notebook a function yields what must be stored: the beginning of a table's caption, the
file of a picture, or the picture's alternative text; rows, or pieces of the text; and the heads of
columns where the rows have not all. A list holds all rows, a tuple some of them, and a set more
than there are. Rows are compared whole, so that a cell in another's row is seen.
"""

import ast
import csv
import math
import re
from collections import Counter, defaultdict
from fnmatch import fnmatch
from functools import cache
from itertools import chain, combinations, pairwise, product
from textwrap import shorten

import pytest

from helpers.tests import second
from helpers.tests.second import NAMES, articles, counts, in_words, marks, rows, tokens, words

BOOKS = sorted(path.name[:2] for path in second.HOME.glob("notebooks/*.ipynb"))
READERS = second.compared("positions")
SIZES = {article: len(words(article)) for article in NAMES}
TERMS = {article: counts(words(article)) for article in NAMES}
TENS = {article: second.top(own) for article, own in second.weights(TERMS).items()}
TITLES = {a: shorten(row["title"], 72, placeholder=" …") for a, row in articles().items()}
EVENTS = {row["event"]: row for row in rows("events")}
ASKS = {row["question"]: row["asks"] for row in rows("questions")}
TOLD = {"happened": "a fact", "standing": "ongoing", "claimed": "a claim", "planned": "a plan"}
TOLD |= {"hypothetical": "possible, likely or wished", "denied": "denied"}  # from the surest on
# Tables whose rows are rows of corpus/: of which file, and what stands under each head; a dot is
# looked at below, or not at all. With = all rows of the file are there, with + any reader's may be.
ROWS = {
    "00 Told by one alone": "mentions article event.what quote",
    "01 The * articles": "=articles outlet byline genre country published .",
    "01 Remarks on where": "=articles outlet note",
    "03 Words of “": "quotations speaker article quote .",
    "04 The arrangement, told": "mentions article event.what quote",
    "04 Answers of “": "positions by article question answer quote",
    "04 The other * pairs": "positions question . quote . . . .",
    "06-dates.csv": "mentions . article event.what expression date event.date . mention",
    "06 The sources of": "mentions event.what event.date event.source",
    "06 From words to dates": "mentions article expression . . date",
    "06-timeline-?.csv": "mentions . article event.what status . . mention",
    "06-timeline.csv": "=mentions event event.what event.kind event.date . event.basis event.source"
    " event.differs mention article status date . precision basis expression anchor . . quote",
    "07 * answers that only one": "+positions reader question article by answer quote",
    "07 * differences, who was": "=differences table what wrong why . .",
    "07 * doubts, and what": "disputed dispute why .",
    "09 2. Who speaks": "quotations . speaker quote . cue",
    "09 3. Answers": "positions question . by answer .",
    "09 “": "+quotations reader cue . note",
}
IN_WORDS = {"article": NAMES, "question": ASKS, "by": {"narrator": "the writer"}}
IN_WORDS |= {"answer": {"": "left open"}}


@cache
def stored():
    """{number and caption, or file: rows as dicts; file.alt: a picture's alternative text}."""
    found = {}
    for number, output in ((n, output) for n in BOOKS for output in second.book(n)[1]):
        data, picture = output.get("data", {}), output.get("metadata", {}).get("image/png", {})
        if "<table" in (html := "".join(data.get("text/html", ""))):
            caption = "".join(data["text/plain"]).partition("\n")[0]
            found[f"{number} {caption}"] = second.table(html)
        if "file" in picture:
            found[f"{picture['file']}.alt"] = picture["alt"]
    for path in second.HOME.glob("figures/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.name] = list(csv.DictReader(file))
    return found


@cache
def made(number):
    return list(globals()[f"of_{number}"]())


def of_rows(name, spec):
    """What a table must be whose rows are rows of the corpus, and the heads looked at."""
    source, *columns = spec.split(" ")
    heads = [head for head, key in zip(stored()[name][0], columns, strict=True) if key != "."]
    cells = []
    for row in rows(source.strip("=+"), "every" if "+" in source else ""):
        event = EVENTS.get(row.get("event"), {}).items()
        row = row | {f"event.{key}": value for key, value in event}
        if not name.endswith("csv"):
            row = {key: IN_WORDS.get(key, {}).get(value, value) for key, value in row.items()}
            dates = {"date", "event.date", "published"} & row.keys()
            row |= {key: in_words(row[key]) for key in dates}
        cells.append(tuple(row.get(key, "") for key in columns if key != "."))
    return (cells if "=" in source else set(cells)), " | ".join(heads)


def plain(cells):
    """Cells as text, without the commas of thousands."""
    return tuple(re.sub(r"(?<=\d),(?=\d{3}\b)", "", str(cell)) for cell in cells)


@pytest.mark.parametrize("name", stored())
def test_what_is_stored_is_what_the_files_say(name):
    own = [rest for start, *rest in made(name[:2]) if fnmatch(name[3:], f"{start}*")]
    own += [of_rows(name, spec) for start, spec in ROWS.items() if fnmatch(name, f"{start}*")]
    assert own, "There is no second way to this table or picture."
    for expected, *heads in own:
        found = stored()[name]
        if isinstance(found, str):
            assert [piece for piece in expected if piece not in found] == []
            continue
        heads = heads[0].split(" | ") if heads else list(found[0])
        there = sorted(plain(row[head] for head in heads) for row in found)
        here = sorted(map(plain, expected))
        if isinstance(expected, list):
            assert there == here
        else:
            few, many = (here, there) if isinstance(expected, tuple) else (there, here)
            assert [row for row in few if row not in many] == []


# 00 to 04


def who(row):
    return "the writer" if row["by"] == "narrator" else row["by"]


def by_article(own):
    """(name, how often each value, in the order of the alphabet) of pairs (article, value)."""
    own = Counter(own)
    kinds = sorted({kind for _, kind in own})
    return [(NAMES[article], *(own[article, kind] for kind in kinds)) for article in NAMES]


def of_00():
    doc = ast.get_docstring(ast.parse((second.HOME / "helpers/__init__.py").read_text("utf-8")))
    yield "Calls that answer", re.findall(r"^(\S.*?) {2,}(.+)$", doc, re.M)
    cues, his = {"US government": {}, "Russian government": {}}, []
    for row in sorted(rows("quotations"), key=lambda row: row["cue"].lower()):
        if row["side"] in cues and row["cue"]:
            cues[row["side"]][row["cue"]] = True
    yield "Words that introduce", [(side, ", ".join(own)) for side, own in cues.items()]
    for article, (word, row) in ((a, use) for a in NAMES for use in second.named(a)):
        if word.voice == "narrator" and row["referent"] == "Assad's side":
            his.append((article, row["name"]))
    yield "In the writers' own words", by_article(his)
    given = [row for row in second.answers("cooperation") if row["answer"]]
    own = [(r["article"], r["answer"], r["by"], r["about"], r["quote"]) for r in given]
    yield "answer.csv", own, "article | answer | by | about | quote"
    yield "answer.alt", [f"{NAMES[r['article']]}: {r['answer']} ({who(r)})" for r in given]


def of_01():
    made_of, ledger, commonest, lengths = [], [], [], []
    for article, name in NAMES.items():
        every = second.everything(article)
        kinds = Counter(word.kind for word in every)
        gone = [(kind, n) for kind, n in kinds.most_common() if kind not in second.EDITORIAL]
        parts = SIZES[article] - kinds["wire"], kinds["wire"], kinds["comment"]
        made_of.append((name, *parts, len(every) - sum(parts), len(every)))
        ledger.append((name, len(every), ", ".join(f"{k} {n}" for k, n in gone), SIZES[article]))
        clean, raw = (second.top(some)[0] for some in (TERMS[article], counts(every)))
        come = ", ".join(word for word in raw if word not in clean) or "none"
        commonest.append((name, ", ".join(clean), come, len({*clean} & {*raw})))
        long = [len(tokens(line)) for line in second.sentences(article)]
        lengths.append((name, len(long), f"{sum(long) / len(long):.2f}", max(long)))
    yield "Words in each file", made_of
    yield "made-of.csv", [own[:-1] for own in made_of]
    yield "made-of.alt", [f"{name} {proper / n:.0%}" for name, proper, *_, n in made_of]
    yield "Words in the file, words left out", ledger
    yield "The ten commonest words", commonest
    yield "Sentences of the articles", lengths
    ends = ((row["outlet"], "/".join(map(str, row["ends"]))) for row in articles().values())
    possible = [(outlet, in_words(days)) for outlet, days in ends]
    yield "The * articles, in order", possible, "outlet | possible days"
    own = second.typed("01")
    split = {p: " · ".join(token for token, *_ in tokens(p)) for p in own["AWKWARD"]}
    yield "The same words", list(split.items()), "words of an article | here"
    piece = [token for token, *_ in tokens(own["PIECE"])]
    yield "“", (("here", len(piece), " · ".join(piece)),)


def wording(word):
    own = {"wire": "agency"}.get(word.voice, "caption" if word.kind == "caption" else "the writer")
    return "quoted" if word.own and word.voice != "wire" else own


def by_wording(stem):
    for article, name in NAMES.items():
        own = [
            word for word in words(article) if word.token.lower().replace("-", "").startswith(stem)
        ]
        how = Counter((wording(word), bool(word.utterance)) for word in own)
        yield name, how["the writer", False], how["the writer", True], how["quoted", True]


def of_03():
    spoken, cues = Counter((w.speaker, NAMES[a]) for a in NAMES for w in words(a)), {}
    for row in marks("quotations"):
        own = cues.setdefault((row["speaker"], NAMES[row["article"]]), {})
        own[row["utterance"], row["cue"]] = row["cue"] or "no cue"
    every = [(*key, spoken[key], "\n".join(own.values())) for key, own in cues.items()]
    yield f"All {len({speaker for speaker, _ in cues})} speakers", every
    yield "The ten who say most", {own[:3] for own in every}, "speaker | in | words"
    whose = {"narrator": "the writer", "wire": "agency text"}
    sides = {a: Counter(whose.get(w.voice, w.side) for w in words(a)) for a in NAMES}
    total = sum(sides.values(), Counter())
    by_side = [(side, *(own[side] for own in sides.values())) for side in total]
    yield "Words by side", [*by_side, ("total", *SIZES.values())]
    yield "voices.csv", [(NAMES[a], *(own[s] for s in sorted(total))) for a, own in sides.items()]
    most = [f"{s} {n} words" for s, n in total.most_common() if s not in whose.values()]
    written = (f"{NAMES[a]} {own['the writer'] / SIZES[a]:.0%}" for a, own in sides.items())
    yield "voices.alt", [*written, ", ".join(most[:4])]
    counted, cells = defaultdict(Counter), defaultdict(dict)
    for article, (word, row) in ((a, use) for a in NAMES for use in second.named(a)):
        if word.voice != "apart":
            counted[row["referent"], row["name"], NAMES[article]][wording(word)] += 1
    for (*key, name), own in counted.items():
        how = [(how, n) for how, n in sorted(own.items()) if how != "the writer"]
        how = ", ".join(f"{'all' if n == own.total() > 1 else n} {how}" for how, n in how)
        cells[tuple(key)][name] = f"{own.total()}" + f" ({how})" * bool(how)
    alone = [(*key, *chain(*own.items())) for key, own in cells.items() if len(own) == 1]
    shared = [(*key, *(own.get(n, "") for n in NAMES.values())) for key, own in cells.items()]
    shared = [row for row in shared if row.count("") < len(NAMES) - 1]
    yield f"Names that two articles or more use: {len(shared)} of {len(cells)}", shared
    yield f"The other {len(alone)}, each", alone
    yield "cooperate, cooperating", list(by_wording("cooperat"))
    yield "Words that begin", list(by_wording(second.typed("03")["STEM"]))
    four, lines = {article: set() for article in NAMES}, {article: [] for article in NAMES}
    for article, line in ((a, line) for a in NAMES for line in second.sentences(a)):
        own = [token for token, *_ in tokens(line)]
        four[article] |= {" ".join(own[n : n + 4]) for n in range(len(own) - 3)}
        lines[article].append(Counter(token for token in own if token not in second.STOP))
    whole = {article: sum(own, Counter()) for article, own in lines.items()}
    less = [(a, whole[a] - line) for a, own in lines.items() for line in own]
    found, less = second.cosines(whole), [second.cosines(whole | {a: own}) for a, own in less]
    like = []
    for (a, b), cosine in found.items():
        ends = (end(each[a, b] for each in less) for end in (min, max))
        numbers = [f"{number:.2f}" for number in (cosine, *ends)]
        like.append((NAMES[a], NAMES[b], *numbers, "\n".join(sorted(four[a] & four[b]))))
    heads = "article | and | cosine | lowest | highest | four words in both"
    yield "Likeness of two", like, heads


def of_04():
    empty, every = {"leaves open": "left open", "could not know yet": "not yet"}, second.answers()
    cells, own = {q: {a: [] for a in NAMES} for q in ASKS}, defaultdict(list)
    for r in every:
        told = f"{r['answer']}: {who(r)}" if r["answer"] else empty.get(r["stance"], r["stance"])
        cells[r["question"]][r["article"]].append(told)
        his = [f"the writer, {NAMES[r['article']]}"] * (r["by"] == "narrator")
        own[r["question"], r["answer"]] += his
    cells = [(ASKS[q], *map("\n".join, by.values())) for q, by in cells.items()]
    yield f"{len(ASKS)} questions and the answers", cells
    for question in ("cooperation", "hold-up"):
        said = [(answer, "\n".join(lines)) for (q, answer), lines in own.items() if q == question]
        yield ASKS[question], [row for row in said if row[0]], "answer | the writer"
    less = {NAMES[a]: [row for row in every if row["article"] != a] for a in NAMES}
    counted = [("without", name, *second.tally(own)) for name, own in less.items()]
    counted += [("reader", r, *second.tally(second.answers("", r))) for r in READERS]
    yield f"Pairs of answers that clash, of {second.tally(every)[0]}", counted


# 05 to 07


def keeping(ways):
    """In which share of some ways a word keeps its place: {(article, word): share}."""
    held = Counter((a, term) for own in ways for a, (_, sure) in own.items() for term in sure)
    times = Counter(chain.from_iterable(ways))
    return {(a, t): held[a, t] / times[a] for a, (ten, _) in TENS.items() for t in ten}


def of_05():
    ways = list(second.ways())
    keeps = keeping([own for _, own in ways])
    percent, weightiest = {place: f"{share:.0%}" for place, share in keeps.items()}, []
    pool, opinions, n = sum(TERMS.values(), Counter()), [], len(NAMES)
    for article, (ten, sure) in TENS.items():
        own, y, z = second.weights(TERMS)[article], TERMS[article], {}
        long = math.hypot(*own.values())
        for rank, t in enumerate(ten, 1):
            df, tied = sum(t in other for other in TERMS.values()), "tied" * (t not in sure)
            row = NAMES[article], rank, t, f"{own[t] / long:.2f}", y[t], df, tied
            weightiest.append((*row, percent[article, t]))
        for t, times in pool.items():
            one, other = y[t] + times / n, times - y[t] + times / n
            own, rest = (some + pool.total() / n for some in (y.total(), pool.total() - y.total()))
            odds = math.log(one / (own - one)) - math.log(other / (rest - other))
            z[t] = odds / math.sqrt(1 / one + 1 / other)
        other = second.top(z)[1]
        both = [term for term in sure if term in other]
        only = (", ".join(t for t in own if t not in both) for own in (sure, other))
        opinions.append((NAMES[article], len(both), ", ".join(both), *only))
    yield "The ten weightiest words of each", weightiest
    yield "The ten weightiest words by TF-IDF", opinions
    yield (
        "survival.csv",
        [(*word, share) for word, share in keeps.items()],
        "article | term | keeps",
    )
    yield "survival.alt", [f"{term} {share}" for (_, term), share in percent.items()]
    fixed = ["quotations: out", "agency text: out", "stop list: none", "stop list: scikit-learn's"]
    fixed += ["names: as one term", "tf: damped", "idf: plain", "idf: textbook"]
    fixed = [keeps, *(keeping([own for way, own in ways if name in way]) for name in fixed)]
    own = [(NAMES[a], term, *(f"{own[a, term]:.0%}" for own in fixed)) for a, term in keeps]
    yield "Each word's share", own
    listed, book = [], "idf: textbook"
    without = [(way, own) for way, own in ways if "stop list: scikit-learn's" not in way]
    alone, others = ([each for each in ways if (book in each[0]) == its] for its in (True, False))
    for some in (ways, without, alone, others):
        share, number = (
            keeping([own for _, own in some]),
            sum("us-patriot" in own for _, own in some),
        )
        always = ", ".join(term for (_, term), part in share.items() if part == 1)
        half = sum(part >= 0.5 for part in share.values())
        listed.append((number, half, always.count(",") + 1, always))
    yield "Where one draws the line", tuple(listed), "ways | words kept in half | in all | these"
    paper = [2 * (math.log(5 / 3) + 1), math.log(5 / 3) + 1, 2 * (math.log(5 / 5) + 1)]
    paper = [f"{weight / math.hypot(*paper):.2f}" for weight in paper]
    yield "The weights of the first", list(zip(("dove", "saw", "the"), paper, paper, strict=True))
    meaning = [(choice, *own) for choice, own in second.typed("05")["MEANING"].items()]
    yield "The choices", meaning, "choice | otherwise | one could defend"
    changes = []
    for way, own in ways:
        if len(way) == 1 and not min(way).startswith("left out"):
            kept = sum(len({*ten} & {*own[a][0]}) for a, (ten, _) in TENS.items())
            changes.append((*way, f"{kept / n:.2f}", "yes"))
    yield "What a single change does", tuple(changes)
    third = {a: sorted(keeps[a, t] for t in ten)[-3] for a, (ten, _) in TENS.items()}
    firmest = {
        a: sorted((t for t in ten if keeps[a, t] >= third[a]), key=lambda t: -keeps[a, t])
        for a, (ten, _) in TENS.items()
    }
    owned, drawn, below = [], [], ("somebody quoted or retold, below", "the writer, above the line")
    for a, term in ((a, term) for a, own in firmest.items() for term in own):
        own = [(n, w.voice == "narrator") for n, w in enumerate(words(a), 1) if w.token == term]
        owned.append((NAMES[a], term, sum(his for _, his in own), sum(not his for _, his in own)))
        drawn += [(a, term, n, below[his]) for n, his in own]
    yield "The firmest words", owned
    yield "dispersion.csv", drawn, "article | term | place | whose"
    yield "dispersion.alt", [f"{NAMES[a]}: {', '.join(own)}" for a, own in firmest.items()]
    yield f"{len(drawn)} lines of the firmest", [(NAMES[a],) for a, *_ in drawn], "article"
    terms = {a: [w.token for w in words(a) if not (w.own and w.voice == "quoted")] for a in NAMES}
    terms = {a: Counter(t for t in own if re.search(r"[^\W\d]", t)) for a, own in terms.items()}
    heavy = second.weights(terms, "count", "textbook")
    heavy = {article: second.top(own, 20) for article, own in heavy.items()}
    heavy = {a: [t if t in sure else f"({t})" for t in own] for a, (own, sure) in heavy.items()}
    yield "[0-9]* words by", [(NAMES[a], ", ".join(own)) for a, own in heavy.items()]


def silence(event, article):
    begun, (earliest, latest) = second.days(event["date"])[0], articles()[article]["ends"]
    if event["kind"] == "state" or begun <= earliest:
        return ""
    return "not yet" if begun > latest else "perhaps not yet"


def of_06():
    mentions, tellings, order = marks("mentions"), defaultdict(dict), list(TOLD)
    lines, off, twice, told = defaultdict(list), [], [], set()
    for row in sorted(mentions, key=lambda row: order.index(row["status"])):
        tellings[row["event"]].setdefault(row["article"], []).append(row)
    for id in sorted(tellings):
        event, by = EVENTS[id], {a: tellings[id][a] for a in NAMES if a in tellings[id]}
        first = min((own[0] for own in by.values()), key=lambda row: order.index(row["status"]))
        how = f"{TOLD[first['status']]}, {second.teller(first['mention'])[1]}"
        span = second.days(event["date"])[1] - second.days(event["date"])[0]
        group = "with a wider date" if span.days > 92 else "told as a fact or a claim"
        group = group if first["status"] in order[:3] else "that are only planned"
        line = f"{event['what']} ({how}; {', '.join(NAMES[article] for article in by)})"
        lines[group, in_words(event["date"])].append(line)
        cells = ((TOLD[row["status"]] for row in by.get(article, ())) for article in NAMES)
        cells = ("\n".join(dict.fromkeys(own)) for own in cells)
        quiet = (silence(event, a) * (a not in by) for a in NAMES)
        told.add((event["what"], *(cell or why for cell, why in zip(cells, quiet, strict=True))))
        tellers = ((NAMES[a], second.teller(row["mention"])[1]) for a in by for row in by[a])
        lasts = ((name, who.rpartition(", quoting ")[2]) for name, who in tellers)
        voices = {name if last == "the writer" else last for name, last in lasts}
        twice += [(f"{event['what']} ({len(voices)})",)] * (len(by) > 1)
    days = [(group, (when, "\n".join(own))) for (group, when), own in lines.items()]
    for group in ("told as a fact or a claim", "with a wider date", "that are only planned"):
        yield f"* {group}", [row for key, row in days if key == group]
    yield "* events, ", {row for _, row in days}
    yield "* events and the articles", told
    yield f"{len(twice)} events told by two", twice, "event"
    for row in mentions:
        event = EVENTS[row["event"]]
        (first, last), (begun, ended) = second.days(row["date"]), second.days(event["date"])
        gap = max((first - ended).days, 0) or min((last - begun).days, 0)
        if gap and row["basis"] in ("stated", "relative") and event["basis"] == "external":
            off.append((row["mention"], gap))
    yield "dates.csv", off, "mention | gap"
    late = {True: "before", False: "after"}
    yield "dates.alt", [f", {abs(gap)} days {late[gap > 0]} that" for _, gap in off]
    was = {}
    for event in EVENTS.values():
        known = f"{in_words(event['date'])}: {event['differs']}"
        was[event["what"]] = f"{known}\nSource: {event['source']}."
    yield "* events that a text and", set(was.items()), "event | it was"
    voices = Counter((TOLD[row["status"]], second.teller(row["mention"])[0]) for row in mentions)
    whose = ("the writer", "a speaker", "agency text")
    by_voice = [(told, *(voices[told, voice] for voice in whose)) for told in TOLD.values()]
    yield f"{len(mentions)} passages, by how they tell", by_voice
    for caption, key in {"how exact": "precision", "what": "basis", "how they": "status"}.items():
        yield f"Passages by {caption}", by_article((row["article"], row[key]) for row in mentions)
    every = [(r["mention"], in_words(r["date"]), second.teller(r["mention"])[1]) for r in mentions]
    yield "timeline.csv", every, "mention | in_words | who"
    for n in ("1", "2"):
        own = stored()[f"06-timeline-{n}.csv"]
        yield f"timeline-{n}.alt", [f"by the text {in_words(row['date'])}" for row in own]


KEYS = {"quotations": "utterance", "positions": "position", "mentions": "mention"}
BY_ID = {row[key]: row for n, key in KEYS.items() for row in reversed(rows(n, "every"))}


def of_ids(*ids):
    """The words of some marks of any reader, a line each."""
    return "\n".join(f"{id}: {BY_ID[id]['quote'] or 'silent'}" for id in ids if id in BY_ID)


def of_07():
    tables, voiced, each_two, judged = ("quotations", "mentions", "positions"), {}, [], []
    counted = {name: Counter(row["reader"] for row in rows(name, "every")) for name in tables}
    everybody = sorted(set(chain(*counted.values())))
    yield "Rows by reader", [(r, *(counted[name][r] for name in tables)) for r in everybody]
    two = second.typed("07")["READERS"]
    agreed, places, differ = [], set(), {"quotations": "speech utterance kind side speaker"}
    differ["mentions"] = "events mention status event"
    for name, spec in differ.items():
        both, (what, id, *columns) = second.read_by(name, *two), spec.split()
        one, other = ([r for r in marks(name, who) if r["article"] in both] for who in two)
        measure = f"marks of {what}, 50% in common: F1"
        agreed.append((measure, f"{len(one + other)} marks"))
        what = what.removesuffix("s") + ", "
        places |= {(f"{what}no partner", of_ids(row[id]), "") for row in one}
        places |= {(f"{what}no partner", "", of_ids(row[id])) for row in other}
        for a, b in product(one, other):
            if a["article"] == b["article"] and a["start"] < b["end"] and b["start"] < a["end"]:
                how = "; ".join(f"{k}: {a[k]} / {b[k]}" for k in columns if a[k] != b[k])
                places.add((what + how, of_ids(a[id]), of_ids(b[id])))
    yield f"Agreement of readings {two[0]} and {two[1]}", tuple(agreed), "measure | base"
    yield f"* places where {two[0]} and {two[1]} differ", places
    for reader in READERS:
        own = voiced.setdefault(reader, defaultdict(set))
        for row in (row for row in second.answers("", reader) if row["answer"]):
            own[row["question"], row["article"], row["by"]].add(row["answer"])
    for a, b in combinations(READERS, 2):
        keys = (key for key in voiced[a] | voiced[b] if key[1] in second.read_by("positions", a, b))
        same = {key: voiced[a].get(key) == voiced[b].get(key) for key in keys}
        his = [alike for key, alike in same.items() if key[2] == "narrator"]
        cells = dict.fromkeys(product(ASKS, second.read_by("positions", a, b)), True)
        for (question, article, _), alike in same.items():
            if (question, article) in cells:
                cells[question, article] &= alike
        given, chance = defaultdict(list), 0
        for key in same:
            given[key[0]] += [frozenset(voiced[reader].get(key, ())) for reader in (a, b)]
        for labels in given.values():
            chance += sum(x != y for x, y in product(labels, labels)) / (len(labels) - 1)
        alpha = f"{1 - 2 * list(same.values()).count(False) / chance:.2f}"
        parts = (f"{sum(own)} of {len(own)}" for own in (cells.values(), same.values(), his))
        each_two.append((f"{a} and {b}", *parts, alpha))
    heads = "readers | cells alike | voices alike | writers alike | alpha"
    yield "Answers by pairs of readers", each_two, heads
    for row in rows("differences"):
        lines = (of_ids(*row[key].split(" | ")) or "no mark" for key in "ab")
        judged.append((row["what"], *lines))
    yield f"{len(judged)} differences", judged, "what | A | B or C"
    doubts = defaultdict(dict)
    for row in rows("disputed"):
        doubts[row["dispute"]][row["id"]] = ASKS.get(row["id"]) or of_ids(row["id"])
    doubts = [(name, "\n".join(own.values())) for name, own in doubts.items()]
    yield f"{len(doubts)} doubts", doubts, "dispute | rows"
    direct = [row for row in marks("quotations") if row["kind"] == "direct"]
    texts = (articles()[row["article"]]["text"] for row in direct)
    marked = [text[row["start"] - 1] == "“" for row, text in zip(direct, texts, strict=True)]
    share = f"{sum(marked) / len(marked):.2f}"
    yield "F1, and the share", (("quotation marks", share),), "program looks for | direct"
    ways = [("the other pages", 0, *second.tally(second.answers()))]
    for n, reader in enumerate(READERS[1:]):
        ways.append(("another reader", n, *second.tally(second.answers("", reader))))
    heads = " | ".join(list(stored()["07-findings.csv"][0])[n] for n in (0, 1, 3, 4, 5))
    yield "findings.csv", tuple(ways), heads
    yield "findings.alt", [f": {n} on the other pages" for n in ways[0][2:]]


# 08 to 11


def of_08():
    pool, closed = sum(TERMS.values(), Counter()), second.typed("08")["CLOSED"].split()
    ten = dict(Counter({t: n for t, n in pool.items() if t not in closed}).most_common(10))
    yield "The commonest", [("times", *ten.values())], " | ".join(["word", *ten])


def lines_of(quote, lines):
    """The first and last of some printed lines in which words stand, as "3" or "3–4"."""
    numbers = [n for n, line in lines.items() for _ in f"{line} "]
    at = " ".join(lines.values()).find(quote)
    ends = (numbers[at], numbers[at + len(quote) - 1]) if at >= 0 else ()
    return "–".join(map(str, dict.fromkeys(ends)))


def of_09():
    sheet, own, glossary, written, found = {}, second.typed("09"), [], [], set()
    html = ("".join(output["data"].get("text/html", "")) for output in second.book("09")[1])
    passage = r'<h3>(.)\. (.*?)</h3><ol start="(\d+)">(.*?)</ol>'
    for letter, name, first, lines in re.findall(passage, "".join(html)):
        lines = dict(enumerate(re.findall("<li>(.*?)</li>", lines), int(first)))
        sheet[letter] = next(a for a in NAMES if NAMES[a] == name), lines
    plan = [(name, *minutes) for name, minutes in own["PLAN"].items()]
    total = (sum(minutes) for minutes in zip(*own["PLAN"].values(), strict=True))
    yield "Minutes for each part", [*plan, ("together", *total)]
    cards = [(f"{letter}. {NAMES[a]}", *own["CARDS"][a]) for letter, (a, _) in sheet.items()]
    yield "Who writes, and who pays", cards
    for word, meaning in own["GLOSSARY"].items():
        where = (lines_of(word, lines) for _, lines in sheet.values())
        glossary.append((word, next(filter(None, where)), meaning))
    yield "Words and names", glossary
    for letter, (article, lines) in sheet.items():
        told, ask = own["TELLS"][letter]
        told = "\n".join(f"{each} (line {lines_of(each, lines)})" for each in told)
        written.append((letter, in_words(articles()[article]["published"]), told, ask))
        for row in (row for row in second.answers() if row["quote"] in " ".join(lines.values())):
            said = f"{row['quote']} (line {lines_of(row['quote'], lines)})"
            found.add((ASKS[row["question"]], letter, who(row), said))
    yield "3. Answers in the passages", found, "question | passage | who | in these words"
    yield "1. When was it written?", written
    yield "map.csv", [(name, *place) for name, place in own["TOWNS"].items()]
    yield "map.alt", own["TOWNS"]


def of_10():
    row = next(r for r in marks("quotations") if (r["kind"], r["cue"]) == ("direct", "Carter said"))
    yield "desk.alt", [", ".join(f"{key} {row[key]}" for key in ("speaker", "kind", "cue", "side"))]


def of_11():
    sizes, common, near, tenths, months = [], [], {}, [], defaultdict(list)
    for n, (article, title) in enumerate(TITLES.items(), 1):
        own, text, term = words(article), articles()[article]["text"], TENS[article][0][0]
        listed = sum(word.token in second.STOP for word in own) / len(own)
        kinds = len({word.token for word in own}), len(list(second.sentences(article)))
        sizes.append((title, n, len(own), *kinds, round(100 * listed)))
        three = second.top(TERMS[article], 3)[0]
        common += [(title, often, TERMS[article][often]) for often in three]
        pairs = ((a, b) for a, b in pairwise(own) if text[a.end : b.start] in (" ", "\u00a0"))
        near[article] = Counter(f"{a.token} {b.token}" for a, b in pairs)
        falls = Counter(n * 10 // len(own) for n, word in enumerate(own) if word.token == term)
        tenths.append((f"{title}: {term}", *(falls[n] for n in range(10))))
        months[articles()[article]["published"][:7]].append(article)
    yield "Size of all", sizes
    yield "The commonest words", common, "text | word | times"
    yield "Times in each tenth", tenths
    yield "lengths.csv", [(TITLES[article], n) for article, n in SIZES.items()]
    ends = max(SIZES.values()), min(SIZES.values())
    yield "lengths.alt", ["longest has {} words, the shortest {}".format(*ends)]
    votes = Counter()
    for formula in product(("count", "damped"), ("smoothed", "plain", "textbook")):
        for article, own in second.weights(TERMS, *formula).items():
            votes.update((article, term) for term in second.top(own)[1])
    voted = {a: ", ".join(f"{t} {votes[a, t]}" for t in ten) for a, (ten, _) in TENS.items()}
    yield "The weightiest words", [(TITLES[article], own) for article, own in voted.items()]
    pairs = sum(near.values(), Counter())
    texts = {(pair, sum(pair in own for own in near.values())) for pair in pairs}
    yield f"Pairs by G². Base: {pairs.total():,}", texts, "pair | texts"
    chosen = [list(near.values())[k - 1] for k in second.typed("11")["TEXTS"]]
    yield "The commonest pairs", {(pair, *(own[pair] for own in chosen)) for pair in pairs}
    df, pool = Counter(chain(*TERMS.values())), sum(TERMS.values(), Counter())
    shared, rates, by_date = sorted(pool, key=lambda t: (-df[t], -pool[t]))[:3], [], []
    for month, own in months.items():
        times = [sum(TERMS[article][term] for article in own) for term in shared]
        rates.append((month, *(1000 * n / sum(SIZES[article] for article in own) for n in times)))
        by_date.append((in_words(month), len(own), times[0], f"{rates[-1][1]:.2f}"))
    yield "time.csv", rates
    yield "Uses per", [(in_words(month), *(f"{n:.2f}" for n in own)) for month, *own in rates]
    ends = zip(shared, rates[0][1:], rates[-1][1:], strict=True)
    yield "time.alt", [f"{term} {a:.1f} at first, {b:.1f} at last" for term, a, b in ends]
    yield "By date", by_date
    uses = {a: own[shared[0]] for a, own in TERMS.items() if own[shared[0]]}
    there = [(TITLES[a], n, f"{1000 * n / SIZES[a]:.2f}") for a, n in uses.items()]
    yield f"“{shared[0]}” stands in {len(there)} of {len(NAMES)}", there
    places = [(TITLES[article],) for article, n in uses.items() for _ in range(n)]
    yield f"“{shared[0]}”: the first 15 of {len(places)}", places[:15], "text"
    units, like = {}, []
    for article, own in second.weights(TERMS).items():
        units[article] = {term: weight / math.hypot(*own.values()) for term, weight in own.items()}
    for article, one in units.items():
        found = {a: {t: one[t] * own[t] for t in one.keys() & own} for a, own in units.items()}
        other = max(found.keys() - {article}, key=lambda a: sum(found[a].values()))
        three = ", ".join(second.top(found[other], 3)[0])
        like.append((TITLES[article], TITLES[other], f"{sum(found[other].values()):.2f}", three))
    yield "The text most like", like
