"""A form's cells made into rows: what they mean as they are typed, and the texts they change."""

from helpers import dates
from helpers.marking import dating, filling, forms, rows, spots
from helpers.marking.store import Refused

WORDLESS = ("silent", "could not know yet")


def told(store, article, table, values, touched=()):
    """What is said of a form's dates: {words: {field: sentence}, values: {field: value}}.

    The fields `touched` hold what a person typed, and no other value is found for them.
    """
    words, found, values = {}, {}, dict(values)

    def fill(name, value):
        if name not in touched:
            found[name] = values[name] = value

    if table == "mentions":
        if not values["expression"] and values["anchor"] in ("publication", "absolute"):
            fill("anchor", "none")  # nothing is counted from it
        anchor = filling.anchored(store, article, values["anchor"])
        given = values["expression"], anchor, values["status"]
        if ruled := dating.ruled(*given):
            words["expression"] = ruled
            date = dating.derived(*given)
            if date and values["anchor"] != "absolute":
                fill("date", date)
        fill("basis", filling.basis(values, anchor))
        if clash := _clash(store, values):
            words["event"] = clash
    words |= {name: dating.said(values[name]) for name in forms.DATES if values.get(name)}
    return {"words": words, "values": found}


def _clash(store, values):
    """That a telling's date cannot be its event's, in a sentence."""
    meant = [r for r in store.tables["events"] if values["event"] in (r["event"], r["what"])]
    for row in meant if dating.precision(values["date"]) else ():
        if dating.precision(row["date"]) and not dates.overlap(values["date"], row["date"]):
            said = f"The event's date is {row['date']} ({dates.in_words(row['date'])})"
            return f"{said}: no day fits both; say below how the two part."
    return ""


class Draft:
    """The texts of the tables as they would be, {name: text}, in `texts`."""

    def __init__(self, store, article, reader):
        self.store, self.article, self.reader, self.texts = store, article, reader, {}

    def take(self, table, values, more, place, number):
        """Take up a form's cells as a new row, or as those of row `number`; says what was done.

        `more` has what the form knows beside them: `new`, the cells of rows that words not known
        yet make in other tables {table: cells}, `differs` and `answer` (see _event, _position).
        """
        values = dict(values)
        for column, (other, words, _) in forms.NEW.items():
            if values.get(column) and table != "sides" and table != other:
                asked = {**(more.get("new") or {})}.get(other, {})
                values[column] = self._known(other, column, words, values, asked)
        if table == "mentions":
            self._event(values, more.get("differs", ""))
        if table == "positions":
            number = self._position(values, more.get("answer"), number)
        if number:
            self._change(table, number, values, more, place)
            return f"Changed: {table}.csv, row {number}."
        spans = [place]
        if table == "quotations":
            spans = spots.paragraphs(self._text(), *place)
        for span in spans:
            self._add(table, self._row(table, values, span), span[0])
        return f"Saved in {table}.csv: {_shown(table, values, self._text()[slice(*place)])}"

    def drop(self, table, number):
        """Take away a row, and the event that nothing tells of any more; the texts."""
        row = rows.row(self._now(table), number)
        self.texts[table] = rows.removed(self._now(table), number)
        if table == "mentions":
            told = [r["event"] for r in self.store.tables["mentions"] if r["row"] != number]
            for event in self.store.tables["events"]:
                mine = event["event"] == row["event"] and event["reader"] == self.reader
                if mine and row["event"] not in told:
                    self.texts["events"] = rows.removed(self._now("events"), event["row"])
        return self.texts

    def _now(self, table):
        return self.texts.get(table, self.store.texts[table])

    def _text(self):
        return filling.article_row(self.store, self.article)["text"]

    def _known(self, other, column, words, values, asked):
        """The id that words typed stand for; a row more where they are not known yet."""
        said, table = values[column], self.store.tables[other]
        for row in table:
            if said in (row[column], row[words]):
                return row[column]
        if other == "sides" and not table:
            return said  # without the table any side passes
        id = said if other == "sides" else filling.slug(said, {row[column] for row in table})
        row = {column: id, words: said} | {k: v.strip() for k, v in asked.items()}
        if other == "events":
            row = {"kind": "other", "reader": self.reader} | row
            row |= {k: row.get(k) or values[k] for k in ("date", "basis")}
        self.texts[other] = rows.added(self._now(other), row)
        return id

    def _event(self, values, differs):
        """A mention's precision, and in its event how the two dates part."""
        values["precision"] = dating.precision(values["date"])
        table = rows.records(self._now("events"))
        for number in range(2, len(table) + 1):
            row = rows.row(self._now("events"), number)
            if row["event"] == values["event"] and differs.strip():
                change = {"differs": differs.strip()}
                self.texts["events"] = rows.changed(self._now("events"), number, change)

    def _position(self, values, answer, number):
        """Empty what a silence lacks, add a new answer; the row that a silence is replaced in."""
        if values["stance"] in WORDLESS:
            values |= dict.fromkeys(("answer", "by", "about", "origin"), "")
        for row in self.store.tables["questions"]:
            new = values.get("answer") and values["answer"] not in row["answers"]
            if row["question"] == values["question"] and new and answer:
                cell = {"answers": " | ".join([*row["answers"], values["answer"]])}
                self.texts["questions"] = rows.changed(self._now("questions"), row["row"], cell)
        own = forms.own(self.store, "positions", self.reader, self.article)
        own = [row for row in own if row["question"] == values["question"]]
        wordless = [row["row"] for row in own if row["stance"] in WORDLESS]
        return number or (wordless[0] if wordless else 0)

    def _place(self, table, values, span):
        """The cells that name a place, if a row of this table has one."""
        if table == "segments":
            return {"article": self.article, "starts": self._starts(span[0])}
        if table not in forms.QUOTING:
            return {}
        if span[0] == span[1] or values.get("stance") in WORDLESS:
            return {"article": self.article, "quote": "", "before": ""}
        return filling.place(self.store, self.article, *span)

    def _starts(self, start):
        """The words by which a segment from here on is found after the one before it."""
        own = forms.own(self.store, "segments", self.reader, self.article)
        before = [row["start"] for row in own if row.get("start", start) < start]
        after = max(before, default=-1) + 1
        if words := spots.starts(self._text(), start, after):
            return words
        raise Refused(("these words stand again further on", "let the part begin elsewhere"))

    def _row(self, table, values, span):
        row = self._place(table, values, span) | {"reader": self.reader} | values
        if table in ("mentions", "positions"):
            given = self.store, self.article, self.reader, values.get("question", "")
            row = {forms.KEYS[table]: filling.next_id(table, *given)} | row
        return row

    def _change(self, table, number, values, more, place):
        cells = dict(values)
        if place[0] < place[1] or values.get("stance") in WORDLESS:
            moved = more.get("moved") or values.get("stance") in WORDLESS
            if moved or not rows.row(self._now(table), number).get("quote", "-"):
                cells |= self._place(table, values, place)
        self.texts[table] = rows.changed(self._now(table), number, cells)

    def _add(self, table, row, start):
        """Put a row where its place in reading order is, or at the end."""
        same = forms.own(self.store, table, self.reader, self.article)
        if table == "segments":
            begins = [r for r in same if r.get("start", -1) == start]
            if begins:  # a part that begins here already is of another kind now
                cells = {k: row.get(k, "") for k in ("starts", "kind", "label", "note")}
                self.texts[table] = rows.changed(self._now(table), begins[0]["row"], cells)
                return
        if table in ("quotations", "mentions", "segments"):
            same = [r for r in same if r.get("start", -1) <= start] or same[:0]
        elif table == "positions":
            own = forms.own(self.store, table, self.reader)
            same = [r for r in own if r["question"] == row["question"]]
        elif table == "names":
            same = [r for r in self.store.tables[table] if r["referent"] == row["referent"]]
        else:
            same = []
        extra = len(rows.records(self._now(table))) - len(rows.records(self.store.texts[table]))
        after = same[-1]["row"] + extra if same else 0
        self.texts[table] = rows.added(self._now(table), row, after)


def _shown(table, values, quote):
    words = values.get("speaker") or values.get("event") or values.get("question")
    words = words or values.get("name") or values.get("kind") or ""
    return f"“{quote}”, {words}." if quote else f"{words}: {values.get('stance', '')}."
