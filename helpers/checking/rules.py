"""What must hold across the tables of a corpus.

A rule gets all tables, as lists of row dicts with `row`, `start` and `end` (-1 where no place was
found), and yields what does not hold in its own one: (row, words, mend).
"""

import re
from functools import partial
from itertools import combinations
from unicodedata import decimal

from helpers import dates, expressions
from helpers.checking.places import NOT_SPEECH
from helpers.checking.shapes import Problem
from helpers.words import tokens

OPEN = "leaves open"
WORDLESS = ("silent", "could not know yet")
ENTAILS = re.compile("(.*?) > (.*?) = (.*)")
KEYS = {"quotations": "utterance", "positions": "position", "mentions": "mention"}


def all_problems(tables, whole):
    """Everything that can be wrong across tables, asked of those read whole (their names)."""
    for name, needed, rule in RULES:
        if whole.issuperset(needed.split()):
            for row, words, mend in rule(tables):
                yield Problem(f"{name}.csv", row["row"] if row else 0, words, mend)


def _repetitions(name, tables):
    """The same row twice: every column but the note and the row's own id alike."""
    seen, ids = {}, ("row", "note", "mention", "position")
    for row in tables[name]:
        first = seen.setdefault(str([v for k, v in row.items() if k not in ids]), row)
        if first is not row:
            yield row, f"says the same as row {first['row']}", "remove one of the two rows"


def _grouped(rows, *columns):
    groups = {}
    for row in rows:
        groups.setdefault(tuple(row[column] for column in columns), []).append(row)
    return groups


# Publication


def _publication(tables):
    """Dates that are none or lie outside their own bounds, and evidence that is not in the text."""
    for row in tables["articles"]:
        try:
            if None in dates.bounds(row["published"]):
                raise ValueError(f"published {row['published']!r} has no first or no last day")
            span = f"{row['published_earliest']}/{row['published_latest']}"
            if span != "/" and not dates.overlap(span, row["published"]):
                raise ValueError(f"published {row['published']!r} lies outside {span}")
        except ValueError as error:
            mend = "give published as EDTF, and earliest and latest as days, or leave both empty"
            yield row, str(error), mend
        for words in row["published_evidence"].split(" || "):
            if words not in row.get("text", words):
                said = f"published_evidence {words!r} is not in {row['article']}"
                yield row, said, "copy the words from the file; separate several by ` || `"


# Quotations


def _quotations(tables):
    texts = {row["article"]: row["text"] for row in tables["articles"] if "text" in row}
    utterances = _grouped(tables["quotations"], "reader", "utterance")
    for parts in utterances.values():
        for row in parts:
            if row["kind"] not in NOT_SPEECH:
                yield from _speaker(row, parts[0])
            if all(_placed(part) and part["article"] == row["article"] for part in parts):
                yield from _cue(row, parts, texts.get(row["article"]))
            if row["within"]:
                yield from _nesting(row, utterances)
    for own in _grouped(filter(_placed, tables["quotations"]), "reader", "article").values():
        yield from _overlaps([row for row in own if row["kind"] not in NOT_SPEECH], utterances)


def _speaker(row, first):
    if not row["speaker"] or not row["side"]:
        yield row, "speech has no speaker or no side", "name both; `unnamed` is a side"
    if not row["cue"] and not (row["kind"] == "free" and row["note"]):
        mend = "copy the cue words, or mark it `free` and say why in the note"
        yield row, "speech has no cue", mend
    for column in ("article", "speaker", "side", "within"):
        if row[column] != first[column]:
            words = f"{column} {row[column]!r} differs from the utterance's first row"
            yield row, words, "parts of one utterance have one article, speaker, side and within"


def _cue(row, parts, text):
    """Cue words must stand in, or in the paragraph before or after, a part of the utterance."""
    near = " ".join(_paragraphs_around(text, part["start"], part["end"]) for part in parts)
    for cue in row["cue"].split(" … "):
        if cue not in near:
            mend = "copy the cue from the same or the next paragraph; join pieces by ` … `"
            yield row, f"cue {cue!r} is not near the words it introduces", mend


def _placed(row):
    return row["start"] >= 0


def _paragraphs_around(text, start, end):
    """The paragraph of a place with the one before it and the one after."""
    before = [m.start() for m in re.finditer(r"\n+", text[:start])]
    after = [end + m.end() for m in re.finditer(r"\n+", text[end:])]
    return text[before[-2] if len(before) > 1 else 0 : after[1] if len(after) > 1 else len(text)]


def _nesting(row, utterances):
    outer = utterances.get((row["reader"], row["within"]), [])
    if not outer:
        mend = "use an id of the column utterance"
        yield row, f"within {row['within']!r} is no utterance", mend
    elif row["utterance"] in _outer(outer[0], utterances):
        words = f"{row['utterance']} and {row['within']} stand within each other"
        yield row, words, "empty `within` of the one that relays the other"
    elif all(map(_placed, [row, *outer])) and not any(_holds(part, row) for part in outer):
        mend = "lengthen that quote, or empty `within`"
        yield row, f"does not stand inside {row['within']}", mend


def _holds(outer, inner):
    same = (outer["reader"], outer["article"]) == (inner["reader"], inner["article"])
    return same and outer["start"] <= inner["start"] and inner["end"] <= outer["end"]


def _overlaps(rows, utterances):
    """Words given to two speakers of whom neither relays the other."""
    rows = [r for r in rows if not r["within"] or (r["reader"], r["within"]) in utterances]
    rows.sort(key=lambda row: (row["start"], -row["end"]))
    for one, other in combinations(rows, 2):
        chains = _outer(one, utterances), _outer(other, utterances)
        related = one["utterance"] in chains[1] or other["utterance"] in chains[0]
        if other["start"] < one["end"] and not related:
            mend = "name the one that relays the other in `within`, or shorten a quote"
            yield other, f"shares words with {one['utterance']} (row {one['row']})", mend


def _outer(row, utterances):
    """The ids of the utterances that a row's utterance stands in, itself included."""
    seen, utterance = [], row["utterance"]
    while utterance and utterance not in seen:
        seen.append(utterance)
        utterance = utterances.get((row["reader"], utterance), [{"within": ""}])[0]["within"]
    return seen


def _speaker_forms(tables):
    """One normal form a speaker."""
    seen = {}
    for row in tables["quotations"]:
        plain = row["speaker"].casefold().replace("defense", "defence").removeprefix("the ")
        first = seen.setdefault(plain, row)
        if first["speaker"] != row["speaker"]:
            words = f"speaker {row['speaker']!r} is {first['speaker']!r} in row {first['row']}"
            yield row, words, "write a speaker always alike"


# How a row gives words to the writer: its column, the value there, what excuses it, what is said.
GIVING = {
    "positions": ("stance", "asserts", "Voice:", "the writer asserts words of {} in quotations"),
    "mentions": ("status", "happened", "Presupposed:", "happened is only claimed, by {}"),
}


def _voices(name, tables):
    """A row that gives to the writer words that are a speaker's in quotations, without excuse."""
    column, value, excuse, words = GIVING[name]
    spoken = [row for row in tables["quotations"] if row["kind"] not in NOT_SPEECH]
    for row in tables[name]:
        if row[column] == value and _placed(row) and not row["note"].startswith(excuse):
            for part in [part for part in spoken if _placed(part) and _holds(part, row)][:1]:
                mend = f"mend one of the two rows, or begin the note with `{excuse}` and say why"
                yield row, words.format(part["speaker"]), f"{mend} both stand"


# Names


def _names(tables):
    files = [f" {' '.join(tokens(row.get('text', '')))} " for row in tables["articles"]]
    complete = all("text" in row for row in tables["articles"])
    seen = {}
    for row in tables["names"]:
        if not (form := f" {' '.join(tokens(row['form']))} ").strip():
            continue  # reported as an empty cell
        first = seen.setdefault((row["referent"], form), row)
        if first is not row:
            words = f"form {row['form']!r} is also in row {first['row']}"
            yield row, words, "keep each form in one row"
        for phrase in [row["form"], *row["except"]]:
            sought = f" {' '.join(tokens(phrase))} "
            if complete and not any(sought in text for text in files):
                mend = "write it as an article does, or remove it"
                yield row, f"{phrase!r} matches nothing in any article", mend
            if form not in sought:
                words = f"exception {phrase!r} does not hold the form {row['form']!r}"
                yield row, words, "write the form with its context"


# Questions and positions


def _questions(tables):
    known = {(row["question"], answer) for row in tables["questions"] for answer in row["answers"]}
    for row in tables["questions"]:
        for rule in row["entails"]:
            found = ENTAILS.fullmatch(rule)
            if not found or not {(row["question"], found[1]), (found[2], found[3])} <= known:
                words = f"entails {rule!r} names an answer that is in no vocabulary"
                yield row, words, "write `answer > question = answer`"
        for pair in row["opposed"]:
            if len(set(pair.split(" x ")) & set(row["answers"])) != 2:
                words = f"opposed pair {pair!r} is not two of the question's answers"
                yield row, words, "write `one x other`"


def _positions(tables):
    questions, positions = tables["questions"], tables["positions"]
    known = {row["question"]: row for row in questions}
    for row in positions:
        if row["question"] in known:  # else reported as unknown
            silent = row["stance"] in WORDLESS
            yield from (_silence if silent else _answer)(row, known[row["question"]])
    for cell in _grouped(positions, "reader", "question", "article").values():
        for row in cell:
            if row["stance"] in WORDLESS and len(cell) > 1:
                words = f"{row['article']} is {row['stance']!r} on {row['question']!r} beside row "
                other = next(each for each in cell if each is not row)
                yield row, f"{words}{other['row']}", "remove one of the two rows"
    first = positions[0]["reader"] if positions else ""
    asked = {(r["question"], r["article"]) for r in positions if r["reader"] == first}
    for question in known:
        for article in [row["article"] for row in tables["articles"]]:
            if (question, article) not in asked:
                words = f"no row says what {article} answers to {question!r}"
                yield None, words, "add one; `silent` is an answer"


def _silence(row, question):
    if row["quote"] or row["answer"] or row["by"]:
        mend = "empty answer, by and quote, or change the stance"
        yield row, f"{row['stance']!r} has words", mend


def _answer(row, question):
    for column in ("quote", "by", "about", "origin", *["answer"] * (row["stance"] != OPEN)):
        if not row[column]:
            yield row, f"{row['stance']!r} has no {column}", f"fill in {column}"
    if row["stance"] == OPEN and row["answer"]:
        yield row, "'leaves open' has an answer", "empty answer, or change the stance"
    if row["answer"] and row["answer"] not in question["answers"]:
        mend = f"use: {', '.join(question['answers'])}; or add it to `answers` in questions.csv"
        yield row, f"answer {row['answer']!r} is not in the vocabulary", mend
    if row["stance"] == "attributes" and row["by"] == "narrator":
        yield row, "attributes an answer to the narrator", "name the speaker, or use `asserts`"
    try:
        dates.when(row["about"] or "unknown")
    except ValueError as error:
        yield row, f"about: {error}", "give the time the answer is about"


def _consequences(tables):
    """Answers that entail one to another question, and words that cannot answer two."""
    questions, positions = _grouped(tables["questions"], "question"), tables["positions"]
    given = {(r["question"], r["article"], r["by"], r["answer"]) for r in positions}
    words = {(r["question"], r["article"], r["quote"]) for r in positions if r["quote"]}
    for row in positions:
        for question in questions.get((row["question"],), ()):
            for rule in filter(None, map(ENTAILS.fullmatch, question["entails"])):
                answer, other, entailed = rule.groups()
                wanted = other, row["article"], row["by"], entailed
                if row["answer"] == answer and wanted not in given:
                    said = f"who answers {answer!r} here has answered {entailed!r} to {other!r}"
                    yield row, said, "add that row, or mend this one"
            for other in question["unlike"]:
                if (other, row["article"], row["quote"]) in words:
                    said = f"the same words answer {row['question']!r} and {other!r}"
                    yield row, said, "remove one of the two rows"


# Events and mentions


def _events(tables):
    for row in tables["events"]:
        if wrong := _no_date(row):
            yield row, wrong, "write the date as EDTF"
        if row["basis"] == "external" and not row["source"]:
            yield row, "a date from outside has no source", "name the reference in `source`"


def _no_date(row):
    """What is wrong with a row's date, or nothing."""
    try:
        dates.when(row["date"])
    except ValueError as error:
        return str(error)
    return ""


def _mentions(tables):
    published = {row["article"]: row for row in reversed(tables["articles"])}
    by_id = {row["mention"]: row for row in reversed(tables["mentions"])}
    for row in tables["mentions"]:
        row["derived"] = ""
        if row["article"] not in published:
            continue  # reported as unknown
        found = [*_form(row, published[row["article"]]), *_anchor(row, by_id)]
        if not found:
            found = [*_derivation(row, by_id, published)]
        row["sound"] = not found
        for words, mend in found:
            yield row, f"{row['mention']}: {words}", mend


def _form(row, article):
    """The date is one, has the precision and basis it says, and did not happen after the text."""
    if wrong := _no_date(row):
        yield wrong, "write the date as EDTF"
        return
    day = dates.when(row["date"])
    if day.precision != row["precision"]:
        words = f"date {row['date']} is of precision {day.precision}, not {row['precision']}"
        yield words, f"write {day.precision}, or date it as the text allows"
    if (row["basis"] == "unknown") != (day.precision == "unknown"):
        yield "basis and date do not agree on what is unknown", "both are `unknown`, or neither"
    if row["basis"] == "external":
        yield "a mention has no outside date", "put it into events.csv; date by the text alone here"
    if row["expression"] and row["expression"] not in article.get("text", row["expression"]):
        words = f"expression {row['expression']!r} is not in {row['article']}"
        yield words, "copy the time words from the file"
    if row["basis"] in ("stated", "relative") and not row["expression"]:
        yield f"basis {row['basis']} has no expression", "copy the time words, or use `inferred`"
    if row["basis"] == "inferred" and not row["note"]:
        yield "an inferred date has no note", "say in the note what it is inferred from"
    latest = _latest(article)
    if row["status"] in ("happened", "claimed") and day.first and latest and day.first > latest:
        words = f"{row['status']} on {row['date']}, after the article was published ({latest})"
        yield words, "mend the date, or the status (planned, hypothetical)"


def _latest(article):
    """The last day on which an article can have been published; None if its row has no date."""
    try:
        return dates.bounds(article["published_latest"] or article["published"])[1]
    except ValueError:
        return None  # reported with the article


def _anchor(row, by_id):
    anchor, seen = row["anchor"], {row["mention"]}
    if (row["basis"] == "stated") != (anchor == "absolute"):
        yield "basis `stated` and anchor `absolute` go together", "use both or neither"
    if row["basis"] == "relative" and anchor == "none":
        yield "a relative date has no anchor", "name `publication` or a mention"
    while anchor not in ("absolute", "publication", "none"):
        if anchor not in by_id:
            mend = "use absolute, publication, none, or the id of a mention"
            yield f"anchor {anchor!r} is missing", mend
            return
        if anchor in seen:
            yield f"anchors go round in a circle at {anchor!r}", "anchor one of them elsewhere"
            return
        seen.add(anchor)
        anchor = by_id[anchor]["anchor"]


def _derivation(row, by_id, published):
    """Put `derived` into a row; for a relative date it must be the date entered."""
    if row["basis"] == "stated":
        yield from _stated(row)
    if row["basis"] != "relative":
        return
    outer = by_id.get(row["anchor"])
    anchor = outer["date"] if outer else published[row["article"]]["published"]
    try:
        ahead = row["status"] in ("planned", "hypothetical") or None
        derived = expressions.derive(row["expression"], anchor, ahead)
    except ValueError:
        return  # the anchor is no date, and reported as such
    if derived is None and (outer or None not in dates.when(anchor)[:2]):
        mend = "use basis `inferred` with a note, or add a rule to helpers/expressions.py"
        yield f"no rule leads from {anchor} by {row['expression']!r} to a date", mend
    elif derived and derived != row["date"].replace("~?", "%").replace("?~", "%"):
        words = f"{row['expression']!r} counted from {anchor} gives {derived}, not {row['date']}"
        yield words, "mend date, expression or anchor (has a publication date changed?)"
    row["derived"] = derived or ""


def _stated(row):
    """The words of a stated date give its year, and no other day."""
    year = (dates.when(row["date"]).last or dates.when(row["date"]).first).year
    words = "".join(str(decimal(c)) if c.isdecimal() else c for c in row["expression"].lower())
    short = rf"{year % 100:02d}(?!\d)"
    states = (
        rf"(?<!\d){year}(?!\d)|['’‘]{short}|\d (?:{expressions.MONTH})\.? {short}|\d[./-]{short}"
    )
    derived = expressions.derive(row["expression"], row["date"])
    if not re.search(states, words):
        yield f"{row['expression']!r} states no year {year}", "basis relative or inferred"
    elif derived and not dates.overlap(derived, row["date"]):
        words = f"{row['expression']!r} states {derived}, not {row['date']}"
        yield words, "mend date or expression"


def _sound(event, tellings):
    return not _no_date(event) and all(row.get("sound") for row in tellings)


def _untold(tables):
    """Events nobody tells, and differences between text and best date that nobody owns up to."""
    told = _grouped(tables["mentions"], "event")
    for event in tables["events"]:
        tellings = told.get((event["event"],), [])
        if not tellings:
            words = f"no mention tells of {event['event']!r}"
            yield event, words, "add its mention, or remove the event"
        if not _sound(event, tellings):
            continue
        own = [row for row in tellings if row["reader"] == event["reader"]]  # others by right
        apart = [row["mention"] for row in own if not dates.overlap(row["date"], event["date"])]
        if apart and not event["differs"]:
            words = f"the date {event['date']} cannot be that of {', '.join(apart)}"
            yield event, words, "mend a date, or say in `differs` how the two dates part"
        if event["differs"] and not apart:
            words = "`differs` is filled in, but no telling's date differs"
            yield event, words, "empty it, or mend the dates"


def _tellings(tables):
    """Tellings of one event that cannot be of one day."""
    events = {row["event"]: row for row in tables["events"]}
    for (event, _), own in _grouped(tables["mentions"], "event", "reader").items():
        if event not in events or not _sound(events[event], own):
            continue
        for other, one in combinations(own, 2):
            if not dates.overlap(one["date"], other["date"]):
                words = f"{one['mention']} ({one['date']}) and {other['mention']} ({other['date']})"
                mend = "mend a date, or make two events of them"
                yield one, f"{words} cannot be one event {event!r}", mend


def _disputed(tables):
    """Disputed rows that are not there, columns that their table does not have."""
    for row in tables["disputed"]:
        if row["table"] not in KEYS:
            continue  # reported with its cell
        known = {each[KEYS[row["table"]]]: each for each in tables[row["table"]]}
        if row["id"] not in known:
            yield row, f"{row['table']} has no row {row['id']!r}", "name a row by its id"
        elif row["column"] and row["column"] not in known[row["id"]]:
            words = f"{row['table']} has no column {row['column']!r}"
            yield row, words, "name a column, or leave it empty"


# (the table of a rule, the tables that must have been read whole, the rule); mentions come before
# what looks at how sound they are.
RULES = (
    *((name, "", partial(_repetitions, name)) for name in KEYS),
    ("articles", "", _publication),
    ("quotations", "articles quotations", _quotations),
    ("quotations", "quotations", _speaker_forms),
    ("names", "articles names", _names),
    ("questions", "questions", _questions),
    ("positions", "articles questions positions", _positions),
    ("positions", "questions positions", _consequences),
    ("events", "", _events),
    ("mentions", "articles events mentions", _mentions),
    ("events", "articles events mentions", _untold),
    ("mentions", "articles events mentions", _tellings),
    *((name, "quotations", partial(_voices, name)) for name in GIVING),
    ("disputed", "disputed quotations positions mentions", _disputed),
)
