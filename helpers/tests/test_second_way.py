"""Every table and every picture of the notebooks against a second way to its numbers.

For each notebook a function yields what must be stored: the beginning of a table's caption, the
file of a picture, or the picture's alternative text; rows, or pieces of the text; and the heads of
columns where the rows have not all. A list holds all rows, a tuple some of them, and a set more
than there are: rows from which the notebook takes its own. Rows are compared whole, so that a cell
in another's row is seen.
"""

import ast
import csv
import math
import re
from collections import Counter, defaultdict
from fnmatch import fnmatch
from functools import cache
from itertools import chain, combinations, pairwise, product

import pytest

from helpers.tests import second
from helpers.tests.second import NAMES, articles, counts, in_words, marks, rows, tokens, top, words

NOTEBOOKS = sorted(path.name[:2] for path in second.HOME.glob("notebooks/*.ipynb"))
READERS = list(dict.fromkeys(row["reader"] for row in rows("positions", "every")))
SIZES = {article: len(words(article)) for article in NAMES}
TITLES = {article: row["title"] for article, row in articles().items()}
EVENTS = {row["event"]: row for row in rows("events")}
ASKS = {row["question"]: row["asks"] for row in rows("questions")}
TOLD = {"happened": "a fact", "standing": "ongoing", "claimed": "a claim", "planned": "a plan"}
TOLD |= {"hypothetical": "possible or wished", "denied": "denied"}  # from the surest on
# Tables whose rows are rows of corpus/: which, and what is under each head; a dot is looked at
# elsewhere or not. All rows where the name begins with =.
ROWS = {
    "00 Told by one alone": "mentions article event.what quote",
    "00-answer.csv": "positions . article answer by stance about quote",
    "01 Remarks on where": "=articles outlet note",
    "03 Words of “": "quotations speaker article quote .",
    "04 The arrangement, told": "mentions article event.what quote",
    "04 Answers of “": "positions by article question answer quote",
    "06-dates.csv": "mentions . article event.what expression date event.date . mention",
    "06 The sources of": "mentions event.what event.date event.source",
    "06 From words to dates": "mentions article expression . . date",
    "06-timeline-?.csv": "mentions . article event.what status . . mention",
    "06-timeline.csv": "=mentions event event.what event.kind event.date . event.basis event.source"
    " event.differs mention article status date . precision basis expression anchor . . quote",
    "07 * answers that only one": "positions reader question article by answer quote",
    "07 * differences, who was wrong": "=differences table what wrong why . .",
    "09 2. Who speaks": "quotations . speaker quote . cue",
    "09 “": "quotations reader cue . note",
}
IN_WORDS = {"article": NAMES, "question": ASKS, "by": {"narrator": "the writer"}}


@cache
def stored():
    """{number and caption, or file: rows as dicts; file.alt: a picture's alternative text}."""
    found = {}
    for number, output in ((n, output) for n in NOTEBOOKS for output in second.book(n)[1]):
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
    """What a table must be whose rows are rows of the corpus."""
    source, *columns = spec.split(" ")
    heads = [head for head, key in zip(stored()[name][0], columns, strict=True) if key != "."]
    cells = []
    for row in rows(source.strip("="), "" if "=" in source else "every"):
        event = {f"event.{key}": value for key, value in EVENTS.get(row.get("event"), {}).items()}
        row = row | event
        if not name.endswith("csv"):
            row = {key: IN_WORDS.get(key, {}).get(value, value) for key, value in row.items()}
            row |= {key: in_words(row[key]) for key in ("date", "event.date") if key in row}
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
    return [(NAMES[a], *(own[a, kind] for kind in sorted({k for _, k in own}))) for a in NAMES]


def of_00():
    doc = ast.get_docstring(ast.parse((second.HOME / "helpers/__init__.py").read_text("utf-8")))
    yield "Calls that answer", re.findall(r"^(\S.*?) {2,}(.+)$", doc, re.M)
    official, cues = [r for r in rows("quotations") if re.match("(US|Russian) gov", r["side"])], {}
    for row in sorted(official, key=lambda row: row["cue"].lower()):
        cues.setdefault(row["side"], {})[row["cue"]] = ""
    own = [(side, ", ".join(filter(None, own))) for side, own in cues.items()]
    yield "Words that introduce officials", own
    uses = ((a, second.everything(a)[n], row) for a in NAMES for n, row in second.named(a))
    his = [
        (a, r["name"])
        for a, w, r in uses
        if w.voice == "narrator" and r["referent"] == "Assad's side"
    ]
    yield "In the writers' own words", by_article(his)
    given = (row for row in second.answers("cooperation") if row["answer"])
    yield "answer.alt", [f"{NAMES[row['article']]}: {row['answer']} ({who(row)})" for row in given]


def of_01():
    made_of, ledger, commonest, lengths = [], [], [], []
    for article, name in NAMES.items():
        every = second.everything(article)
        kinds = Counter(word.kind for word in every)
        gone = [(kind, n) for kind, n in kinds.most_common() if kind not in second.EDITORIAL]
        parts = SIZES[article] - kinds["wire"], kinds["wire"], kinds["comment"]
        made_of.append((name, *parts, len(every) - sum(parts), len(every)))
        ledger.append((name, len(every), ", ".join(f"{k} {n}" for k, n in gone), SIZES[article]))
        clean, raw = (top(counts(own))[0] for own in (words(article), every))
        come = ", ".join(word for word in raw if word not in clean) or "none"
        commonest.append((name, ", ".join(clean), come, len({*clean} & {*raw})))
        long = [len(tokens(line)) for _, line in second.sentences(article)]
        lengths.append((name, len(long), f"{sum(long) / len(long):.2f}", max(long)))
    yield "Words in each file", made_of
    yield "made-of.csv", [own[:-1] for own in made_of]
    yield "made-of.alt", [f"{name} {proper / n:.0%}" for name, proper, *_, n in made_of]
    yield "Words in the file, words left out", ledger
    yield "The ten commonest words", commonest
    yield "Sentences of the articles", lengths
    days = (
        (in_words(r["published"]), in_words("/".join(map(str, r["ends"]))))
        for r in articles().values()
    )
    yield (
        f"The {len(NAMES)} articles",
        [
            (r["outlet"], r["byline"], r["genre"], r["country"], *next(days))
            for r in articles().values()
        ],
    )
    pieces = {
        piece: " · ".join(token for token, *_ in tokens(piece))
        for piece in second.typed("01")["AWKWARD"]
    }
    yield "The same words, split", list(pieces.items()), "words of an article | here"
    own = [token for token, *_ in tokens(second.typed("01")["PIECE"])]
    yield "“", (("here", len(own), " · ".join(own)),)


def wording(word):
    own = {"wire": "agency"}.get(word.voice, "caption" if word.kind == "caption" else "the writer")
    return "quoted" if word.own and word.voice != "wire" else own


def by_wording(stem):
    for article, name in NAMES.items():
        own = [word for word in words(article) if word.token.lower().startswith(stem)]
        how = Counter((wording(word), bool(word.utterance)) for word in own)
        yield name, how["the writer", False], how["the writer", True], how["quoted", True]


def of_03():
    spoken, every = Counter((a, w.speaker) for a in NAMES for w in words(a)), {}
    for row in marks("quotations"):
        own = every.setdefault((row["article"], row["speaker"]), {})
        own[row["utterance"], row["cue"]] = row["cue"] or "no cue"
    said = [(who, NAMES[a], spoken[a, who], cues) for (a, who), cues in every.items()]
    yield (
        f"All {len({row[0] for row in said})} speakers",
        [(*row, "\n".join(cues.values())) for *row, cues in said],
    )
    times = {key: len({utterance for utterance, _ in own}) for key, own in every.items()}
    shares = {
        (who, NAMES[a], n, round(100 * n / SIZES[a]), times.get((a, who)))
        for (a, who), n in spoken.items()
    }
    yield "The ten who say most", shares, "speaker | in | words | % of the article | times"
    whose = {"narrator": "the writer", "wire": "agency text"}
    sides = {a: Counter(whose.get(w.voice, w.side) for w in words(a)) for a in NAMES}
    total = sum(sides.values(), Counter())
    by_side = [(side, *(own[side] for own in sides.values())) for side in total]
    yield "Words by side", [*by_side, ("total", *SIZES.values())]
    yield "voices.csv", [(NAMES[a], *(own[s] for s in sorted(total))) for a, own in sides.items()]
    most = [f"{s} {n} words" for s, n in total.most_common() if s not in whose.values()]
    yield (
        "voices.alt",
        [
            f"McClatchy {sides['mcclatchy']['the writer'] / SIZES['mcclatchy']:.0%}",
            ", ".join(most[:4]),
        ],
    )
    counted, cells = defaultdict(Counter), defaultdict(dict)
    for article, n, row in ((a, n, row) for a in NAMES for n, row in second.named(a)):
        if (word := second.everything(article)[n]).voice != "apart":
            counted[row["referent"], row["name"], NAMES[article]][wording(word)] += 1
    for (*key, name), own in counted.items():
        told = [
            f"{'all' if n == own.total() > 1 else n} {how}"
            for how, n in sorted(own.items())
            if how != "the writer"
        ]
        cells[tuple(key)][name] = f"{own.total()}" + f" ({', '.join(told)})" * bool(told)
    alone = [(*key, *chain(*own.items())) for key, own in cells.items() if len(own) == 1]
    shared = [
        (*k, *map(own.get, NAMES.values(), [""] * len(NAMES)))
        for k, own in cells.items()
        if len(own) > 1
    ]
    yield f"Names that two articles or more use: {len(shared)} of {len(cells)}", shared
    yield f"The other {len(alone)}, each", alone
    yield "cooperate, cooperating", list(by_wording("cooperat"))
    yield "Words that begin", list(by_wording(second.typed("03")["STEM"]))
    terms = {a: Counter(w.token for w in words(a) if w.token not in second.STOP) for a in NAMES}
    alike = second.products(terms).items()
    alike = {(NAMES[a], NAMES[b], f"{sum(own.values()):.2f}") for (a, b), own in alike}
    yield "Likeness of two articles", alike, "article | and | cosine"


def by_writers(question):
    found = {row["answer"]: [] for row in second.answers(question) if row["answer"]}
    for row in second.answers(question):
        if row["answer"] and row["by"] == "narrator":
            found[row["answer"]].append(f"the writer, {NAMES[row['article']]}")
    return [(answer, "\n".join(own)) for answer, own in found.items()], "answer | the writer"


def tally(given):
    """Pairs of answers that exclude each other, those between two articles, questions."""
    pairs = second.contradictions(given)
    between = sum(one["article"] != other["article"] for one, other in pairs)
    return len(pairs), between, len({one["question"] for one, _ in pairs})


def of_04():
    empty, every = {"leaves open": "left open", "could not know yet": "not yet"}, second.answers()
    cells = {question: {article: [] for article in NAMES} for question in ASKS}
    for r in every:
        told = f"{r['answer']}: {who(r)}" if r["answer"] else empty.get(r["stance"], r["stance"])
        cells[r["question"]][r["article"]].append(told)
    cells = [(ASKS[question], *map("\n".join, own.values())) for question, own in cells.items()]
    yield f"{len(ASKS)} questions and the answers", cells
    yield ASKS["cooperation"], *by_writers("cooperation")
    yield ASKS["hold-up"], *by_writers("hold-up")
    less = {NAMES[a]: [row for row in every if row["article"] != a] for a in NAMES}
    counted = [("without", name, *tally(own)) for name, own in less.items()]
    counted += [("reader", r, *tally(second.answers("", r))) for r in READERS]
    pairs, further = second.contradictions(every), set()
    yield f"Pairs of answers that clash, of {len(pairs)}", counted
    for pair in pairs:
        said = ((f"{who(r)}, {NAMES[r['article']]}: {r['answer']}", r["quote"]) for r in pair)
        further.add((ASKS[pair[0]["question"]], *chain(*said)))
    heads = "question | one says | in these words | another says | in these"
    yield f"The other {len(pairs) - 5} pairs", further, heads


# 05 to 07


def of_05():
    terms = {article: counts(words(article)) for article in NAMES}
    weighed, pool = second.weights(terms), sum(terms.values(), Counter())
    tens = {article: top(own) for article, own in weighed.items()}
    keeps = {(r["article"], r["term"]): float(r["keeps"]) for r in stored()["05-survival.csv"]}
    percent, weightiest, opinions = {k: f"{share:.0%}" for k, share in keeps.items()}, [], []
    for article, (ten, sure) in tens.items():
        own, y, z = weighed[article], terms[article], {}
        for rank, t in enumerate(ten, 1):
            df, weight = (
                sum(t in other for other in terms.values()),
                own[t] / math.hypot(*own.values()),
            )
            row = NAMES[article], rank, t, f"{weight:.2f}", y[t], df, "tied" * (t not in sure)
            weightiest.append((*row, percent[article, t]))
        for term, times in pool.items():
            a, r = times / len(terms), times - y[term]
            one, other = (
                pool.total() / len(terms) + y.total(),
                pool.total() / len(terms) + pool.total() - y.total(),
            )
            odds = math.log((y[term] + a) / (one - y[term] - a)) - math.log(
                (r + a) / (other - r - a)
            )
            z[term] = odds / math.sqrt(1 / (y[term] + a) + 1 / (r + a))
        both = [term for term in ten if term in top(z)[0]]
        only = (", ".join(t for t in some if t not in both) for some in (ten, top(z)[0]))
        opinions.append((NAMES[article], len(both), ", ".join(both), *only))
    yield "The ten weightiest words of each", weightiest
    yield "Ten weightiest words by TF-IDF", opinions
    yield "survival.csv", [(a, t) for a, (ten, _) in tens.items() for t in ten], "article | term"
    yield "survival.alt", [f"{term} {share}" for (_, term), share in percent.items()]
    own = [(NAMES[a], term, share) for (a, term), share in percent.items()]
    yield "Each word's share", own, "article | term | all these ways"
    all_of = [term for (_, term), share in keeps.items() if share == 1]
    line = sum(share >= 0.5 for share in keeps.values()), len(all_of), ", ".join(all_of)
    yield "Where one draws the line", (line,), "words kept in half | in all | these"
    paper = [2 * (math.log(5 / 3) + 1), math.log(5 / 3) + 1, 2 * (math.log(5 / 5) + 1)]
    paper = [f"{weight / math.hypot(*paper):.2f}" for weight in paper]
    yield "The weights of the first", list(zip(("dove", "saw", "the"), paper, paper, strict=True))
    yield (
        "The choices",
        [(choice, *own) for choice, own in second.typed("05")["MEANING"].items()],
        "choice | otherwise | one could defend",
    )
    changes = []
    for name, formula in (
        ("tf: damped", ("damped",)),
        ("idf: plain", ("count", "plain")),
        ("idf: textbook", ("count", "textbook")),
    ):
        other = second.weights(terms, *formula)
        kept = sum(len({*ten} & {*top(other[a])[0]}) for a, (ten, _) in tens.items())
        changes.append((name, f"{kept / len(NAMES):.2f}", "yes"))
    yield "What a single change does", tuple(changes)
    firmest = {a: sorted(ten, key=lambda t: -keeps[a, t])[:3] for a, (ten, _) in tens.items()}
    owned, drawn, lines = [], [], []
    below = ("somebody quoted or retold, below", "the writer, above the line")
    for a, term in ((a, term) for a, three in firmest.items() for term in three):
        own = [(n, word) for n, word in enumerate(words(a), 1) if word.token == term]
        his = [word.voice == "narrator" for _, word in own]
        owned.append((NAMES[a], term, sum(his), len(his) - sum(his)))
        drawn += [(a, term, n, below[word.voice == "narrator"]) for n, word in own]
        lines += [(NAMES[a], *second.around(a, word)) for _, word in own]
    yield "The three firmest words", owned
    yield "dispersion.csv", drawn, "0 | 1 | 2 | 3"
    yield "dispersion.alt", [f"{NAMES[a]}: {', '.join(three)}" for a, three in firmest.items()]
    yield f"{len(lines)} lines of the three", lines
    terms = {a: [w.token for w in words(a) if not (w.own and w.voice == "quoted")] for a in NAMES}
    terms = {a: Counter(t for t in own if re.search(r"[^\W\d]", t)) for a, own in terms.items()}
    heavy = {a: top(own, 20) for a, own in second.weights(terms, "count", "textbook").items()}
    heavy = {a: [t if t in sure else f"({t})" for t in own] for a, (own, sure) in heavy.items()}
    yield "20 words by", [(NAMES[a], ", ".join(own)) for a, own in heavy.items()]


def teller(row):
    """(kind of voice, who) of a mention: the speakers in whose words it stands, outermost first."""
    who = dict.fromkeys(p["speaker"] for p in marks("quotations") if second.inside(row, p))
    kind = next(k for a, b, k in second.segments(row["article"]) if a <= row["start"] < b)
    voice = "agency text" if kind == "wire" else "a speaker" if who else "the writer"
    return voice, ", quoting ".join(who) or voice


def silence(event, article):
    begun, (earliest, latest) = second.days(event["date"])[0], articles()[article]["ends"]
    if event["kind"] == "state" or begun <= earliest:
        return ""
    return "not yet" if begun > latest else "perhaps not yet"


def of_06():
    mentions, tellings = marks("mentions"), defaultdict(dict)
    lines, days, tables = defaultdict(list), defaultdict(list), defaultdict(list)
    off, twice, told = [], [], set()
    for row in sorted(
        mentions, key=lambda r: (list(TOLD).index(r["status"]), list(NAMES).index(r["article"]))
    ):
        tellings[row["event"]].setdefault(row["article"], []).append(row)
    for id in sorted(tellings):
        event, by = EVENTS[id], tellings[id]
        first, names = next(iter(by.values()))[0], ", ".join(NAMES[a] for a in NAMES if a in by)
        begun, ended = second.days(event["date"])
        sure = first["status"] in list(TOLD)[:3]
        group = "with a wider date" if (ended - begun).days > 92 else "told as a fact or a claim"
        line = f"{event['what']} ({TOLD[first['status']]}, {teller(first)[1]}; {names})"
        days[group if sure else "that are only planned", in_words(event["date"])].append(line)
        cells = ("\n".join(dict.fromkeys(TOLD[r["status"]] for r in by.get(a, ()))) for a in NAMES)
        cells = (
            cell or silence(event, a) * (a not in by) for a, cell in zip(NAMES, cells, strict=True)
        )
        told.add((event["what"], *cells))
        voices, silent = set(), defaultdict(list)
        for article in NAMES:
            for row in by.get(article, ()):
                last = teller(row)[1].rpartition(", quoting ")[2]
                voices.add(NAMES[article] if last == "the writer" else last)
            if article in by:
                row = by[article][0]
                quote = row["quote"].replace("“", "‘").replace("”", "’")
                how = f"{NAMES[article]}, {teller(row)[1]}: {TOLD[row['status']]}"
                lines[id].append(f"“{quote}” {how}")
            else:
                silent[silence(event, article) or "silent"].append(NAMES[article])
        lines[id].append("; ".join(f"{w}: {', '.join(own)}" for w, own in sorted(silent.items())))
        if len(by) > 1:
            twice.append((f"{event['what']} ({len(voices)})", "\n".join(lines[id])))
    for (group, when), own in days.items():
        tables[group].append((when, "\n".join(own)))
    for group, own in tables.items():
        yield f"* {group}", own
    yield "2 events, March 2016", {row for own in tables.values() for row in own}
    yield "32 events and the articles", told
    for row in mentions:
        event = EVENTS[row["event"]]
        (first, last), (begun, ended) = second.days(row["date"]), second.days(event["date"])
        gap = max((first - ended).days, 0) or min((last - begun).days, 0)
        if gap and row["basis"] in ("stated", "relative") and event["basis"] == "external":
            off.append((row["mention"], gap))
    yield "dates.csv", off, "mention | gap"
    yield "dates.alt", [f", {gap} days before" for _, gap in off]
    apart = {
        (e["what"], f"{in_words(e['date'])}: {e['differs']}\nSource: {e['source']}.")
        for e in EVENTS.values()
    }
    yield "4 events that a text and", apart, "event | it was"
    yield f"{len(twice)} events told by two", twice
    voices = Counter((TOLD[row["status"]], teller(row)[0]) for row in mentions)
    whose = ("the writer", "a speaker", "agency text")
    by_voice = [(told, *(voices[told, voice] for voice in whose)) for told in TOLD.values()]
    yield f"{len(mentions)} passages, by how they tell", by_voice
    for key, caption in (
        ("precision", "how exact"),
        ("basis", "what"),
        ("status", "how they tell"),
    ):
        yield f"Passages by {caption}", by_article((row["article"], row[key]) for row in mentions)
    yield (
        "timeline.csv",
        [(row["mention"], in_words(row["date"]), teller(row)[1]) for row in mentions],
        "mention | in_words | who",
    )
    for n in ("1", "2"):
        own = stored()[f"06-timeline-{n}.csv"]
        yield (
            f"timeline-{n}.alt",
            chain(*((f"{row['what']} (", in_words(row["date"])) for row in own)),
        )


def of_ids(*ids):
    """The words of some marks of any reader, a line each."""
    keys = {"quotations": "utterance", "positions": "position", "mentions": "mention"}
    found = {row[key]: row for n, key in keys.items() for row in reversed(rows(n, "every"))}
    return "\n".join(f"{id}: {found[id]['quote'] or 'silent'}" for id in ids if id in found)


def of_07():
    tables, agreed, left = ("quotations", "mentions", "positions"), [], set()
    counted = {name: Counter(row["reader"] for row in rows(name, "every")) for name in tables}
    yield "Rows by reader", [(r, *(counted[name][r] for name in tables)) for r in READERS]
    differ = {
        "speech": ("utterance", "kind", "side", "speaker"),
        "events": ("mention", "status", "event"),
    }
    for (what, (id, *columns)), name in zip(differ.items(), tables, strict=False):
        one, other = (marks(name, reader) for reader in "AB")
        for least in (0.3, 0.5, 0.8):
            f1 = 2 * len(second.partners(one, other, least)) / len(one + other)
            agreed.append(
                (f"marks of {what} that share {least:.0%} of their words: F1", f"{f1:.2f}")
            )
        what = what.removesuffix("s") + ", "
        left |= {(f"{what}no partner", of_ids(row[id]), "") for row in one}
        left |= {(f"{what}no partner", "", of_ids(row[id])) for row in other}
        for a, b in second.partners(one, other):
            how = "; ".join(f"{key}: {a[key]} / {b[key]}" for key in columns if a[key] != b[key])
            left.add((what + how, of_ids(a[id]), of_ids(b[id])))
    yield "Agreement of readings A and B", tuple(agreed), "measure | value"
    yield "193 places", left
    voiced = {reader: defaultdict(set) for reader in READERS}
    for reader, own in voiced.items():
        for row in (row for row in second.answers("", reader) if row["answer"]):
            own[row["question"], row["article"], row["by"]].add(row["answer"])
    three = []
    for a, b in combinations(READERS, 2):
        same = {key: voiced[a].get(key) == voiced[b].get(key) for key in voiced[a] | voiced[b]}
        his = [alike for key, alike in same.items() if key[2] == "narrator"]
        three.append((f"{a} and {b}", f"{sum(his)} of {len(his)}"))
    yield "Answers of three readers", three, "readers | writers alike"
    judged = [
        (r["what"], *(of_ids(*r[key].split(" | ")) or "no mark" for key in "ab"))
        for r in rows("differences")
    ]
    yield f"{len(judged)} differences", judged, "what | A | B or C"
    doubts = defaultdict(dict)
    for row in rows("disputed"):
        doubts[row["dispute"]][row["id"]] = ASKS.get(row["id"]) or of_ids(row["id"])
    doubts = [(name, "\n".join(own.values())) for name, own in doubts.items()]
    yield f"{len(doubts)} doubts", doubts, "dispute | rows"
    speech, guesses = [row for row in marks("quotations") if row["kind"] == "direct"], []
    for article in NAMES:
        for found in re.finditer("“([^”\n]+)", articles()[article]["text"]):
            guesses.append({"article": article, "start": found.start(1), "end": found.end(1)})
    share = len(second.partners(speech, guesses)) / len(speech)
    yield "F1, and the share", (("quotation marks", f"{share:.2f}"),), "program looks for | direct"
    ways = [("the other pages", 0, *tally(second.answers()))]
    ways += [
        ("another reader", n, *tally(second.answers("", r))) for n, r in enumerate(READERS[1:])
    ]
    less = ([row for row in second.answers() if row["article"] != article] for article in NAMES)
    ways += [("one article less", n, *tally(own)) for n, own in enumerate(less)]
    heads = " | ".join(list(stored()["07-findings.csv"][0])[i] for i in (0, 1, 3, 4, 5))
    yield "findings.csv", tuple(ways), heads
    yield "findings.alt", [f": {n} on the other pages" for n in ways[0][2:]]


# 08 to 11


def of_08():
    closed, own = (
        second.typed("08")["CLOSED"].split(),
        sum(map(counts, map(words, NAMES)), Counter()),
    )
    ten = dict(Counter({term: n for term, n in own.items() if term not in closed}).most_common(10))
    yield "The commonest", [("times", *ten.values())], " | ".join(["word", *ten])


def lines_of(quote, lines):
    """The first and last of some printed lines in which words stand, as "3" or "3–4"."""
    quote, whole = " ".join(quote.split()), " ".join(lines.values())
    numbers = [n for n, line in lines.items() for _ in f"{line} "]
    at = whole.find(quote) if quote else -1
    ends = (numbers[at], numbers[at + len(quote) - 1]) if at >= 0 else ()
    return "–".join(map(str, dict.fromkeys(ends)))


def of_09():
    sheet, own, passage = (
        {},
        second.typed("09"),
        r'<h3>(.)\. (.*?)</h3><ol start="(\d+)">(.*?)</ol>',
    )
    for output in second.book("09")[1]:
        for letter, name, first, lines in re.findall(
            passage, "".join(output["data"].get("text/html", ""))
        ):
            lines = dict(enumerate(re.findall("<li>(.*?)</li>", lines), int(first)))
            sheet[letter] = next(a for a in NAMES if NAMES[a] == name), lines
    minutes = list(zip(*own["PLAN"].values(), strict=True))
    plan = [(name, *each) for name, each in own["PLAN"].items()]
    yield "Minutes for each part", [*plan, ("together", *map(sum, minutes))]
    cards = [(f"{letter}. {NAMES[a]}", *own["CARDS"][a]) for letter, (a, _) in sheet.items()]
    yield "Who writes, and who pays", cards
    glossary, written, spoken, found = [], [], set(), set()
    for word, meaning in own["GLOSSARY"].items():
        where = (lines_of(word, lines) for _, lines in sheet.values())
        glossary.append((word, next(filter(None, where)), meaning))
    yield "Words and names", glossary
    for letter, (article, lines) in sheet.items():
        told, ask = own["TELLS"][letter]
        told = "\n".join(f"{each} (line {lines_of(each, lines)})" for each in told)
        written.append((letter, in_words(articles()[article]["published"]), told, ask))
        spoken |= {
            (letter, r["speaker"], lines_of(r["quote"], lines), r["cue"])
            for r in rows("quotations")
            if r["article"] == article
        }
        for r in (r for r in second.answers() if r["article"] == article):
            said = (
                who(r),
                r["answer"] or "left open",
                f"{r['quote']} (line {lines_of(r['quote'], lines)})",
            )
            found.add((ASKS[r["question"]], letter, *said))
    yield "1. When was it written?", written
    yield "2. Who speaks", spoken, "passage | who speaks | line | introduced by"
    yield "3. Answers in the passages", found
    yield "map.csv", [(name, *place) for name, place in own["TOWNS"].items()]
    yield "map.alt", own["TOWNS"]


def of_10():
    row = next(r for r in marks("quotations") if (r["kind"], r["cue"]) == ("direct", "Carter said"))
    yield "desk.alt", [", ".join(f"{key} {row[key]}" for key in ("speaker", "kind", "cue", "side"))]


def in_line(article, word, width=40):
    text, (left, own, right) = articles()[article]["text"], second.around(article, word, width)
    before, after = (" " * text[at : at + 1].isspace() for at in (word.start - 1, word.end))
    return f"{left}{before}{own}{after}{right}".strip()


def of_11():
    sizes, common, near, tenths, like = [], [], {}, [], []
    terms = {article: counts(words(article)) for article in NAMES}
    tens, alike = (
        {a: top(own)[0] for a, own in second.weights(terms).items()},
        second.products(terms),
    )
    for n, (article, title) in enumerate(TITLES.items(), 1):
        own, text, term = words(article), articles()[article]["text"], tens[article][0]
        listed = sum(word.token in second.STOP for word in own) / len(own)
        kinds = len({word.token for word in own}), len(list(second.sentences(article)))
        sizes.append((title, n, len(own), *kinds, f"{listed:.0%}"))
        for often in top(terms[article], 3)[0]:
            first = next(word for word in own if word.token == often)
            common.append((title, often, terms[article][often], in_line(article, first)))
        pairs = ((a, b) for a, b in pairwise(own) if text[a.end : b.start] in (" ", "\u00a0"))
        near[article] = Counter((a.token, b.token) for a, b in pairs)
        falls = Counter(n * 10 // len(own) for n, word in enumerate(own) if word.token == term)
        tenths.append((f"{title}: {term}", *(falls[n] for n in range(10))))
        others = {b: own for (a, b), own in alike.items() if a == article}
        other = max(others, key=lambda b: sum(others[b].values()))
        three, cosine = ", ".join(top(others[other], 3)[0]), sum(others[other].values())
        like.append((title, TITLES[other], f"{cosine:.2f}", three))
    yield "Size of all", sizes
    yield "The commonest words", common
    yield "Times in each tenth", tenths
    yield "The text most like", like
    yield "lengths.csv", [(TITLES[article], n) for article, n in SIZES.items()]
    yield (
        "lengths.alt",
        [f"longest has {max(SIZES.values())} words, the shortest {min(SIZES.values())}"],
    )
    votes = Counter()
    for formula in product(("count", "damped"), ("smoothed", "plain", "textbook")):
        for article, own in second.weights(terms, *formula).items():
            votes.update((article, term) for term in top(own)[1])
    voted = {a: ", ".join(f"{term} {votes[a, term]}" for term in ten) for a, ten in tens.items()}
    yield "The weightiest words", [(TITLES[article], own) for article, own in voted.items()]
    pairs, c = sum(near.values(), Counter()), sum(own.total() for own in near.values())
    firsts, seconds = (Counter(pair[k] for pair in pairs.elements()) for k in (0, 1))
    rare, sides, chosen = (
        set(),
        set(),
        [near[list(NAMES)[k - 1]] for k in second.typed("11")["TEXTS"]],
    )
    for pair, n in pairs.items():
        a, b = firsts[pair[0]], seconds[pair[1]]
        cells = (
            (n, a * b),
            (a - n, a * (c - b)),
            (b - n, (c - a) * b),
            (c - a - b + n, (c - a) * (c - b)),
        )
        g2 = 2 * sum(k * math.log(k * c / both) for k, both in cells if k)
        texts = sum(pair in own for own in near.values())
        rare.add((" ".join(pair), f"{n} ({a * b / c:.2f})", texts, f"{g2:.2f}"))
        sides.add((" ".join(pair), *(own[pair] for own in chosen)))
    yield f"Pairs by G². Base: {c:,}", rare
    yield "The commonest pairs", sides
    df, pool = Counter(chain(*terms.values())), sum(terms.values(), Counter())
    shared = sorted(pool, key=lambda term: (-df[term], -pool[term]))[:3]
    months, rates, by_date = defaultdict(list), [], []
    for article, row in articles().items():
        months[row["published"][:7]].append(article)
    for month, own in months.items():
        times = [sum(terms[a][term] for a in own) for term in shared]
        rates.append((month, *(1000 * n / sum(SIZES[a] for a in own) for n in times)))
        by_date.append((in_words(month), len(own), times[0], f"{rates[-1][1]:.2f}"))
    yield "time.csv", rates
    yield "Uses per", [(in_words(month), *(f"{each:.2f}" for each in own)) for month, *own in rates]
    ends = zip(shared, rates[0][1:], rates[-1][1:], strict=True)
    yield "time.alt", [f"{term} {a:.1f} at first, {b:.1f} at last" for term, a, b in ends]
    yield "By date", by_date
    places = [(a, word) for a in NAMES for word in words(a) if word.token == shared[0]]
    uses = Counter(article for article, _ in places)
    there = [(TITLES[a], n, f"{1000 * n / SIZES[a]:.2f}") for a, n in uses.items()]
    yield f"“{shared[0]}” stands in {len(there)} of {len(NAMES)}", there
    lines = [(TITLES[article], in_line(article, word, 60)) for article, word in places]
    yield f"“{shared[0]}”: the first 15 of {len(lines)}", lines[:15], "text | place"
