"""What must hold across the tables of a corpus.

Every function yields Problems. Rows are dicts as read from the tables, with `row`, and with
`start` and `end` where a place was found (-1 where not).
"""

import re
from unicodedata import decimal

from helpers import dates
from helpers.checking.shapes import Problem
from helpers.tokens import tokens

NOT_SPEECH = ("echo", "scare", "silence")
OPEN = "leaves open"
WORDLESS = ("silent", "could not know yet")


def all_problems(rows, whole):
    """Everything that can be wrong across tables, asked of those read whole (their names).

    A row whose `start` is -1 has no place; what depends on its place is not asked.
    """
    for needed, problems in (
        ((), _repetitions),
        ((), _publication_problems),
        ((), _evidence_problems),
        (("articles", "quotations"), _quotation_problems),
        (("articles", "names"), _name_problems),
        (("articles", "questions", "positions"), _position_problems),
        ((), _event_problems),
        (("articles", "events", "mentions"), _mention_problems),
        (("articles", "events", "mentions"), _told_problems),
        (("quotations", "positions", "mentions"), _voice_problems),
        (("questions", "positions"), _question_problems),
        (("quotations",), _speaker_forms),
        (("disputed", "quotations", "positions", "mentions"), _dispute_problems),
    ):
        if whole.issuperset(needed):
            yield from problems(rows)


def _repetitions(rows):
    """The same row twice: every column but the note alike."""
    for name in ("quotations", "positions", "mentions"):
        seen = {}
        for row in rows[name]:
            ids = ("row", "note", "mention", "position")
            key = tuple(str(v) for k, v in row.items() if k not in ids)
            first = seen.setdefault(key, row)
            if first is not row:
                words = f"says the same as row {first['row']}"
                yield Problem(f"{name}.csv", row["row"], words, "remove one of the two rows")


# Publication


def _publication_problems(rows):
    for row in rows["articles"]:
        yield from _publication_problem(row)


def _publication_problem(row):
    """Dates of publication that are no dates, or lie outside their own earliest and latest."""
    try:
        said = dates.bounds(row["published"])
        if None in said:
            raise ValueError(f"published {row['published']!r} has no first or no last day")
        if row["published_earliest"] or row["published_latest"]:
            for column in ("published_earliest", "published_latest"):
                if dates.when(row[column]).precision != "day":
                    raise ValueError(f"{column} {row[column]!r} is not a day")
            span = f"{row['published_earliest']}/{row['published_latest']}"
            if not dates.overlap(span, row["published"]):
                raise ValueError(f"published {row['published']!r} lies outside {span}")
    except ValueError as error:
        mend = "give published as EDTF, and earliest and latest as days, or leave both empty"
        yield Problem("articles.csv", row["row"], str(error), mend)


def _evidence_problems(rows):
    for row in rows["articles"]:
        for words in row["published_evidence"].split(" || "):
            if words not in row.get("text", words):
                yield Problem(
                    "articles.csv",
                    row["row"],
                    f"published_evidence {words!r} is not in {row['article']}",
                    "copy the words from the file; separate several by ` || `",
                )


# Quotations


def _quotation_problems(rows):
    texts = {row["article"]: row["text"] for row in rows["articles"] if "text" in row}
    sides = [row["side"] for row in rows["sides"]]
    utterances = {}
    for row in rows["quotations"]:
        utterances.setdefault((row["reader"], row["utterance"]), []).append(row)
        if sides and row["side"] not in [*sides, ""]:
            words = f"side {row['side']!r} is not in sides.csv"
            mend = f"use one of: {', '.join(sides)}; or add it there"
            yield Problem("quotations.csv", row["row"], words, mend)
    for parts in utterances.values():
        for row in parts:
            found = [
                *_speaker_problem(row, parts[0]),
                *_cue_problem(row, parts, texts.get(row["article"])),
                *_nesting_problem(row, utterances),
            ]
            for words, mend in found:
                yield Problem("quotations.csv", row["row"], words, mend)
    yield from _overlaps(utterances)


def _speaker_problem(row, first):
    if row["kind"] in NOT_SPEECH:
        return
    if not row["speaker"] or not row["side"]:
        yield "speech has no speaker or no side", "name both; `unnamed` is a side"
    if not row["cue"] and not (row["kind"] == "free" and row["note"]):
        yield "speech has no cue", "copy the cue words, or mark it `free` and say why in the note"
    for column in ("article", "speaker", "side", "within"):
        if row[column] != first[column]:
            words = f"{column} {row[column]!r} differs from the utterance's first row"
            yield words, "parts of one utterance have one article, speaker, side and within"


def _cue_problem(row, parts, text):
    """Cue words must stand in, or in the paragraph before or after, a part of the utterance."""
    if not all(_placed(part) and part["article"] == row["article"] for part in parts):
        return
    near = " ".join(_paragraphs_around(text, part["start"], part["end"]) for part in parts)
    for cue in row["cue"].split(" … "):
        if cue not in near:
            words = f"cue {cue!r} is not near the words it introduces"
            yield words, "copy the cue from the same or the next paragraph; join pieces by ` … `"


def _placed(row):
    return row["start"] >= 0


def _paragraphs_around(text, start, end):
    """The paragraph of a place with the one before it and the one after."""
    before = [m.start() for m in re.finditer(r"\n+", text[:start])]
    after = [end + m.end() for m in re.finditer(r"\n+", text[end:])]
    return text[before[-2] if len(before) > 1 else 0 : after[1] if len(after) > 1 else len(text)]


def _nesting_problem(row, utterances):
    if not row["within"]:
        return
    outer = utterances.get((row["reader"], row["within"]))
    if not outer:
        yield f"within {row['within']!r} is no utterance", "use an id of the column utterance"
    elif row["utterance"] in _outer((row["reader"], row["within"]), utterances):
        words = f"{row['utterance']} and {row['within']} stand within each other"
        yield words, "empty `within` of the one that relays the other"
    elif all(map(_placed, [row, *outer])) and not any(_holds(part, row) for part in outer):
        yield f"does not stand inside {row['within']}", "lengthen that quote, or empty `within`"


def _holds(outer, inner):
    same = outer["article"] == inner["article"]
    return same and outer["start"] <= inner["start"] and inner["end"] <= outer["end"]


def _overlaps(utterances):
    """Words given to two speakers of whom neither relays the other."""
    rows = [row for parts in utterances.values() for row in parts if _placed(row)]
    rows = [row for row in rows if row["kind"] not in NOT_SPEECH]
    rows = [r for r in rows if not r["within"] or (r["reader"], r["within"]) in utterances]
    rows.sort(key=lambda row: (row["reader"], row["article"], row["start"], -row["end"]))
    chain = {key: _outer(key, utterances) for key in utterances}
    open_rows = []
    for row in rows:
        key = (row["reader"], row["utterance"])
        open_rows = [
            other
            for other in open_rows
            if (other["reader"], other["article"]) == (row["reader"], row["article"])
            and other["end"] > row["start"]
        ]
        for other in open_rows:
            related = other["utterance"] in chain[key]
            if not related and row["utterance"] not in chain[key[0], other["utterance"]]:
                words = f"shares words with {other['utterance']} (row {other['row']})"
                mend = "name the one that relays the other in `within`, or shorten a quote"
                yield Problem("quotations.csv", row["row"], words, mend)
        open_rows.append(row)


def _outer(key, utterances):
    """The ids of the utterances that an utterance stands in, itself included."""
    reader, utterance = key
    seen = []
    while utterance and utterance not in seen:
        seen.append(utterance)
        outer = utterances.get((reader, utterance))
        utterance = outer[0]["within"] if outer else ""
    return seen


# Names


def _name_problems(rows):
    files = [tokens(row.get("text", "")) for row in rows["articles"]]
    complete = all("text" in row for row in rows["articles"])
    seen = {}
    for row in rows["names"]:
        if not row["form"].strip():
            continue  # reported as an empty cell
        key = (row["referent"], *tokens(row["form"]))
        if key in seen:
            words = f"form {row['form']!r} is also in row {seen[key]}"
            yield Problem("names.csv", row["row"], words, "keep each form in one row")
        seen.setdefault(key, row["row"])
        for phrase in [row["form"], *row["except"]]:
            found = any(_stands(tokens(phrase), text) for text in files)
            if complete and not found:
                words = f"{phrase!r} matches nothing in any article"
                mend = "write it as an article does, or remove it"
                yield Problem("names.csv", row["row"], words, mend)
        for phrase in row["except"]:
            inner, outer = tokens(row["form"]), tokens(phrase)
            if not any(outer[i : i + len(inner)] == inner for i in range(len(outer))):
                words = f"exception {phrase!r} does not hold the form {row['form']!r}"
                yield Problem("names.csv", row["row"], words, "write the form with its context")


def _stands(wanted, text):
    """Whether tokens stand next to each other in a list of tokens."""
    ends = range(len(text) - len(wanted) + 1)
    return any(text[n : n + len(wanted)] == wanted for n in ends if text[n] == wanted[0])


# Positions


def _position_problems(rows):
    questions = {}
    for row in rows["questions"]:
        questions.setdefault(row["question"], row)
    if not rows["positions"] and not questions:
        return
    for row in rows["questions"]:
        if questions[row["question"]] is not row:
            words = f"question {row['question']!r} is there twice"
            yield Problem("questions.csv", row["row"], words, "keep one row a question")
        for pair in row["opposed"]:
            if len(set(pair.split(" x ")) & set(row["answers"])) != 2:
                words = f"opposed pair {pair!r} is not two of the question's answers"
                yield Problem("questions.csv", row["row"], words, "write `one x other`")
    reader = rows["positions"][0]["reader"] if rows["positions"] else ""
    asked, cells = set(), {}
    for row in rows["positions"]:
        if row["reader"] == reader:
            asked.add((row["question"], row["article"]))
        for words, mend in _position_problem(row, questions):
            yield Problem("positions.csv", row["row"], words, mend)
        cell = cells.setdefault((row["reader"], row["question"], row["article"]), [])
        cell.append(row)
    for rows_of_cell in cells.values():
        yield from _silence_problem(rows_of_cell)
    for question in questions:
        for article in [row["article"] for row in rows["articles"]]:
            if (question, article) not in asked:
                words = f"no row says what {article} answers to {question!r}"
                yield Problem("positions.csv", 0, words, "add one; `silent` is an answer")


def _silence_problem(cell):
    """An article is not silent on a question that another row lets it answer."""
    for row in cell:
        if row["stance"] in WORDLESS and len(cell) > 1:
            other = next(each for each in cell if each is not row)
            words = f"{row['article']} is {row['stance']!r} on {row['question']!r} beside row"
            mend = "remove one of the two rows"
            yield Problem("positions.csv", row["row"], f"{words} {other['row']}", mend)


def _position_problem(row, questions):
    question = questions.get(row["question"])
    if question is None:
        yield f"unknown question {row['question']!r}", f"use one of: {', '.join(questions)}"
        return
    if row["stance"] in WORDLESS:
        if row["quote"] or row["answer"] or row["by"]:
            yield f"{row['stance']!r} has words", "empty answer, by and quote, or change the stance"
        return
    for column in ("quote", "by", "about", "origin", *["answer"] * (row["stance"] != OPEN)):
        if not row[column]:
            yield f"{row['stance']!r} has no {column}", f"fill in {column}"
    if row["stance"] == OPEN and row["answer"]:
        yield "'leaves open' has an answer", "empty answer, or change the stance"
    answers = question["answers"]
    if row["answer"] and row["answer"] not in answers:
        mend = f"use: {', '.join(answers)}; or add it to the question's `answers` in questions.csv"
        yield f"answer {row['answer']!r} is not in the vocabulary", mend
    if row["stance"] == "attributes" and row["by"] == "narrator":
        yield "attributes an answer to the narrator", "name the speaker, or use `asserts`"
    try:
        dates.when(row["about"] or "unknown")
    except ValueError as error:
        yield f"about: {error}", "give the time the answer is about"


# Events and mentions


def _event_problems(rows):
    seen = set()
    for row in rows["events"]:
        if row["event"] in seen:
            words = f"event {row['event']!r} is there twice"
            yield Problem("events.csv", row["row"], words, "keep one row an event")
        seen.add(row["event"])
        try:
            dates.when(row["date"])
        except ValueError as error:
            yield Problem("events.csv", row["row"], str(error), "write the date as EDTF")
        if row["basis"] == "external" and not row["source"]:
            words = "a date from outside has no source"
            yield Problem("events.csv", row["row"], words, "name the reference in `source`")


def _mention_problems(rows):
    published = {row["article"]: row for row in reversed(rows["articles"])}
    by_id, known = {}, {row["event"] for row in rows["events"]}
    for row in rows["mentions"]:
        if row["mention"] in by_id:
            words = f"mention {row['mention']!r} is there twice"
            yield Problem("mentions.csv", row["row"], words, "give each mention an id of its own")
        by_id[row["mention"]] = row
    for row in rows["mentions"]:
        if row["article"] not in published:
            continue  # reported as unknown
        found = list(_form_problem(row, published[row["article"]]))
        if row["event"] not in known:
            found.append((f"unknown event {row['event']!r}", "add it to events.csv"))
        found += _anchor_problem(row, by_id)
        if not found:
            found = [*_derivation_problem(row, by_id, published)]
        row["sound"] = not found
        for words, mend in found:
            yield Problem("mentions.csv", row["row"], f"{row['mention']}: {words}", mend)


def _form_problem(row, article):
    """The date is one, has the precision and basis it says, and did not happen after the text."""
    try:
        day = dates.when(row["date"])
    except ValueError as error:
        yield str(error), "write the date as EDTF"
        return
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


def _anchor_problem(row, by_id):
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


def _derivation_problem(row, by_id, published):
    """Put `derived` into a row; for a relative date it must be the date entered."""
    row["derived"] = ""
    if row["basis"] == "stated":
        yield from _stated_problem(row)
    if row["basis"] != "relative":
        return
    outer = by_id.get(row["anchor"])
    anchor = outer["date"] if outer else published[row["article"]]["published"]
    try:
        ahead = row["status"] in ("planned", "hypothetical") or None
        derived = dates.derive(row["expression"], anchor, ahead)
    except ValueError:
        return  # the anchor is no date, and reported as such
    if derived is None and None in dates.when(anchor)[:2] and not outer:
        return  # the publication has no first or last day, and is reported
    if derived is None:
        mend = "use basis `inferred` with a note, or add a rule to helpers/dates.py"
        yield f"no rule leads from {anchor} by {row['expression']!r} to a date", mend
    elif derived != row["date"].replace("?~", "~?").replace("%", "~?"):
        words = f"{row['expression']!r} counted from {anchor} gives {derived}, not {row['date']}"
        yield words, "mend date, expression or anchor (has a publication date changed?)"
    else:
        row["derived"] = derived


def _stated_problem(row):
    """The words of a stated date give its year, and no other day."""
    year = (dates.when(row["date"]).last or dates.when(row["date"]).first).year
    words = "".join(str(decimal(c)) if c.isdecimal() else c for c in row["expression"].lower())
    short = rf"{year % 100:02d}(?!\d)"
    states = rf"(?<!\d){year}(?!\d)|['’‘]{short}|\d (?:{dates.MONTH})\.? {short}|\d[./-]{short}"
    if not re.search(states, words):
        yield f"{row['expression']!r} states no year {year}", "basis relative or inferred"
        return
    derived = dates.derive(row["expression"], row["date"])
    if derived and not dates.overlap(derived, row["date"]):
        words = f"{row['expression']!r} states {derived}, not {row['date']}"
        yield words, "mend date or expression"


def _told_problems(rows):
    """Events nobody tells, tellings that cannot be one day, differences nobody owns up to."""
    told = {}
    for row in rows["mentions"]:
        told.setdefault(row["event"], []).append(row)
    for event in rows["events"]:
        tellings = told.get(event["event"], [])
        if not tellings:
            words = f"no mention tells of {event['event']!r}"
            yield Problem("events.csv", event["row"], words, "add its mention, or remove the event")
        if _is_date(event) and all(row.get("sound") for row in tellings):
            yield from _differences(event, tellings)


def _is_date(event):
    try:
        return bool(dates.when(event["date"]))
    except ValueError:
        return False  # reported with the event


def _differences(event, tellings):
    for n, one in enumerate(tellings):
        for other in tellings[:n]:
            same = one["reader"] == other["reader"]
            if same and not dates.overlap(one["date"], other["date"]):
                yield Problem(
                    "mentions.csv",
                    one["row"],
                    f"{one['mention']} ({one['date']}) and {other['mention']} ({other['date']}) "
                    f"cannot be one event {event['event']!r}",
                    "mend a date, or make two events of them",
                )
    own = [row for row in tellings if row["reader"] == event["reader"]]  # others differ by right
    apart = [row["mention"] for row in own if not dates.overlap(row["date"], event["date"])]
    if apart and not event["differs"]:
        yield Problem(
            "events.csv",
            event["row"],
            f"the date {event['date']} cannot be that of {', '.join(apart)}",
            "mend a date, or say in `differs` how the text's date and the best date part",
        )
    if event["differs"] and not apart:
        words = "`differs` is filled in, but no telling's date differs"
        yield Problem("events.csv", event["row"], words, "empty it, or mend the dates")


# Across tables


def _voice_problems(rows):
    """The same words have one voice in all tables, unless a note says why not."""
    spoken = [row for row in rows["quotations"] if row["kind"] not in NOT_SPEECH and _placed(row)]
    for row in rows["positions"]:
        inside = [part for part in spoken if part["reader"] == row["reader"] and _holds(part, row)]
        excused = row["note"].startswith("Voice:") or row["stance"] != "asserts"
        if _placed(row) and inside and not excused:
            words = f"the writer asserts words that are {inside[0]['speaker']}'s in quotations"
            yield Problem("positions.csv", row["row"], words, _VOICE.format("Voice:"))
    for row in rows["mentions"]:
        inside = [part for part in spoken if part["reader"] == row["reader"] and _holds(part, row)]
        excused = row["note"].startswith("Presupposed:") or row["status"] != "happened"
        if _placed(row) and inside and not excused:
            words = f"happened stands in words of {inside[0]['speaker']}: only claimed"
            yield Problem("mentions.csv", row["row"], words, _VOICE.format("Presupposed:"))


_VOICE = "mend one of the two rows, or begin the note with `{}` and say why both stand"


def _question_problems(rows):
    """Answers that entail one to another question, and words that cannot answer two."""
    questions = {row["question"]: row for row in rows["questions"]}
    given = {(r["question"], r["article"], r["by"], r["answer"]) for r in rows["positions"]}
    words = {(r["question"], r["article"], r["quote"]) for r in rows["positions"] if r["quote"]}
    for row in rows["positions"]:
        question = questions.get(row["question"], {"entails": [], "unlike": []})
        for rule in question["entails"]:
            answer, _, then = rule.partition(" > ")
            other, _, entailed = then.partition(" = ")
            if (
                row["answer"] == answer
                and (other, row["article"], row["by"], entailed) not in given
            ):
                said = f"who answers {answer!r} here has answered {entailed!r} to {other!r}"
                yield Problem("positions.csv", row["row"], said, "add that row, or mend this one")
        for other in question["unlike"]:
            if (other, row["article"], row["quote"]) in words:
                said = f"the same words answer {row['question']!r} and {other!r}"
                yield Problem("positions.csv", row["row"], said, "remove one of the two rows")


def _speaker_forms(rows):
    """One normal form a speaker."""
    seen = {}
    for row in rows["quotations"]:
        plain = row["speaker"].casefold().replace("defense", "defence").removeprefix("the ")
        first = seen.setdefault(plain, row)
        if first["speaker"] != row["speaker"]:
            words = f"speaker {row['speaker']!r} is {first['speaker']!r} in row {first['row']}"
            yield Problem("quotations.csv", row["row"], words, "write a speaker always alike")


def _dispute_problems(rows):
    """Disputed rows that are not there, columns that their table does not have."""
    keys = {"positions": "position", "quotations": "utterance", "mentions": "mention"}
    for row in rows["disputed"]:
        if row["table"] not in keys:
            continue  # reported with its cell
        known = {each[keys[row["table"]]]: each for each in rows[row["table"]]}
        if row["id"] not in known:
            words = f"{row['table']} has no row {row['id']!r}"
            yield Problem("disputed.csv", row["row"], words, "name a row by its id")
        elif row["column"] and row["column"] not in known[row["id"]]:
            words = f"{row['table']} has no column {row['column']!r}"
            yield Problem("disputed.csv", row["row"], words, "name a column, or leave it empty")
