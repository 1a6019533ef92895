"""A corpus on the desk of one reader: what is shown, and what each command does to the tables.

A command is a dict with `do`; the answer is a dict with what changed: `view` (all that is drawn),
`form` (a form to fill), `told` (what a form's cells mean as they are typed), `says` (what was done
or refused). Places in commands and answers are counted as a browser counts them.
"""

from pathlib import Path

from helpers.checking import shapes
from helpers.marking import drafts, filling, forms, newcomers, rows, spots, todo, view
from helpers.marking.store import Refused, Store


class Desk:
    """One folder, article and reader; raises Refused where the folder is no corpus."""

    def __init__(self, folder=None, article=None, reader=None):
        self.last, self.done = {}, []
        self._sit(Store(folder or shapes.PROJECT), article, reader, False)

    def _sit(self, store, article, reader, others):
        known = [row["article"] for row in store.tables["articles"] if "text" in row]
        if not known:
            mend = "put texts into articles/ and run `python -m helpers.starter FOLDER`"
            raise Refused((f"{store.folder} has no article to mark", mend))
        self.store, self.others = store, others
        self.article = article if article in known else known[0]
        self.reader = reader or next(iter(view.readers(store)), "A")

    def do(self, command):
        """Do one command and answer; what is refused leaves the folder as it was."""
        try:
            return getattr(self, f"_{command['do']}")(command)
        except Refused as refused:
            says = {"kind": "refused", "problems": refused.problems, "rows": refused.rows}
            answer = {"says": says}
            if self.store.stale():
                self.store.read()
                answer["view"] = self.view()
            return answer

    def view(self):
        """All that is drawn: texts, marks, what can be chosen and what is to do."""
        found = view.drawn(self.store, self.article, self.reader, self.others)
        tasks = todo.tasks(self.store, self.article, self.reader)
        return found | {
            "todo": [task | self._record(task) for task in tasks],
            "undo": self.done[-1][2] if self.done else "",
            "texts": newcomers.waiting(self.store),
        }

    def _record(self, place):
        """What a row looks like now, by which it is known again when it is changed."""
        if not place.get("row"):
            return {}
        return {"record": self.store.record(place["table"], place["row"])}

    # What can be chosen

    def _choose(self, command):
        store = self.store
        if Path(command.get("folder", store.folder)) != store.folder:
            store, self.done = Store(command["folder"]), []
        article = command.get("article", self.article)
        reader = command.get("reader", self.reader)
        self._sit(store, article, reader, command.get("others", False))
        return {"view": self.view(), "form": None}

    def _again(self, command):
        self.store.read()
        return {
            "view": self.view(),
            "says": {"kind": "done", "words": "The folder was read again."},
        }

    # Forms

    def _fill(self, command):
        """A form for a selection (start, end), or for a question without words."""
        table, text = command["table"], self._text()
        place = [spots.points(text, command.get(at, 0)) for at in ("start", "end")]
        start, end = spots.whole(text, *place)
        if table == "quotations":
            start, end = spots.unquoted(text, start, end)
        if start == end and not (table == "positions" and "question" in command):
            raise Refused(("no words are selected", "select words in the text first"))
        last = self.last.get(table, {})
        given = self.store, self.article, self.reader, start, end, last
        values = filling.suggested(table, *given)
        values |= {k: v for k, v in command.items() if k == "question"}
        return {"form": self._form(table, values, start, end)}

    def _form(self, table, values, start=0, end=0, row=0):
        text = self._text()
        told = drafts.told(self.store, self.article, table, values)
        return {
            "table": table,
            "fields": forms.form(table, self.store, self.article, self.reader),
            "answers": forms.answers(self.store),
            "values": values,
            "start": spots.units(text, start),
            "end": spots.units(text, end),
            "quote": text[start:end],
            "told": told["words"],
            "row": row,
        } | self._record({"table": table, "row": row})

    def _open(self, command):
        """A form for a row that is there."""
        table, number = command["table"], command["row"]
        if command.get("record"):
            number = self.store.found(table, number, command["record"])
        values = rows.row(self.store.texts[table], number)
        if values.get("reader", self.reader) != self.reader and table != "events":
            raise Refused(("this is another reader's row", "mark the place as you read it"))
        [row] = [row for row in self.store.tables[table] if row["row"] == number]
        place = row.get("start", 0), row.get("end", 0)
        start, end = place if row.get("article") == self.article and place[0] >= 0 else (0, 0)
        return {"form": self._form(table, values, start, end, number)}

    def _ask(self, command):
        """What a form's cells mean as they are typed, and what else they fill."""
        values = command["values"]
        touched = command.get("touched", ())
        told = drafts.told(self.store, self.article, command["table"], values, touched)
        if command["table"] == "quotations" and command.get("typed") in ("speaker", "kind"):
            given = self.store, self.reader, values["speaker"], values["kind"]
            told["values"] |= {k: v for k, v in filling.of_speaker(*given).items() if v}
        return {"told": told}

    # Changes

    def _save(self, command):
        """Write a form's row, and the rows of other tables that it brings along."""
        values = {name: value.strip() for name, value in command["values"].items()}
        table, number, text = command["table"], command.get("row", 0), self._text()
        if number:
            number = self.store.found(table, number, command["record"])
        place = tuple(spots.points(text, command.get(at, 0)) for at in ("start", "end"))
        draft = drafts.Draft(self.store, self.article, self.reader)
        said = draft.take(table, values, command, place, number)
        self.last[table] = values
        return self._written(draft.texts, said)

    def _silent(self, command):
        """Enter that this article does not answer a question."""
        values = {"question": command["question"], "stance": command.get("stance", "silent")}
        return self._save({"table": "positions", "values": values})

    def _remove(self, command):
        number = self.store.found(command["table"], command["row"], command["record"])
        draft = drafts.Draft(self.store, self.article, self.reader)
        return self._written(draft.drop(command["table"], number), "Deleted.")

    def _written(self, texts, said):
        before = self.store.save(texts)
        self.done.append((before, texts, said))
        return {"view": self.view(), "form": None, "says": {"kind": "done", "words": said}}

    def _undo(self, command):
        if not self.done:
            raise Refused(("nothing was done here yet", "undo takes back what this desk wrote"))
        before, after, said = self.done[-1]
        if changed := [name for name in after if self.store.texts[name] != after[name]]:
            self.done.clear()
            mend = "change or delete the row instead"
            raise Refused((f"{changed[0]}.csv was changed since", mend))
        self.store.save(before)
        self.done.pop()
        says = {"kind": "done", "words": f"Taken back: {said}"}
        return {"view": self.view(), "form": None, "says": says}

    # A new article

    def _about(self, command):
        """A form for the row of an article that begins here."""
        article = command["article"]
        values, beginning = newcomers.first_row(self.store, article)
        form = self._form("articles", values) | {"article": article, "quote": beginning}
        return {"form": form}

    def _bring(self, command):
        """Put a text into articles/, as the file that was chosen holds it."""
        article, said = newcomers.bring(self.store, command["name"], command["content"])
        return {"view": self.view()} | self._about({"article": article}) | {"says": said}

    def _begin(self, command):
        """Enter a new article: its row, its checksum, its title and body."""
        texts = newcomers.begun(self.store, command["article"], command["values"])
        self.store.save(texts)
        self.done.clear()  # the next row rests on this one
        self._sit(self.store, command["article"], self.reader, self.others)
        words = f"{self.article} is entered; look at where its parts begin."
        if {"title"}.isdisjoint(kind for _, kind, _ in self.view()["parts"]):
            words += " Its title was not found in the text: all of it is body."
        return {"view": self.view(), "form": None, "says": {"kind": "done", "words": words}}

    def _text(self):
        return filling.article_row(self.store, self.article)["text"]
