"""A corpus folder as it was read: what changed since, what a change would break, the change."""

import hashlib
import json
import re
import tempfile
from collections import Counter
from pathlib import Path

from filelock import FileLock

from helpers import checking, files
from helpers.marking import rows

# What a corpus in the making may lack: these are tasks, and no reason to refuse a row.
TASK = re.compile("no row says what |no mention tells of ")

COUNTED = re.compile(r"has \d+ rows where datapackage.json counts ")
ROWS = re.compile(r'"rows"\s*:\s*(\d+)')


class Refused(Exception):
    """Nothing was written; `problems` is a list of (words, mend), `rows` of what each is about.

    That is {} or {table, row, record} of a row that is there and can be opened.
    """

    def __init__(self, *problems, rows=()):
        self.problems, self.rows = [*problems], [*rows] or [{}] * len(problems)
        super().__init__("\n".join(f"{words} ({mend})" for words, mend in problems))


class Store:
    """The tables of a folder, as texts and as checked rows; `problems` are those found there.

    Raises Refused where the folder is no corpus.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self.read()

    def read(self):
        """Read the folder as it now is."""
        if not (self.folder / "articles.csv").is_file():
            mend = "name the folder that holds articles/ and articles.csv"
            raise Refused((f"{self.folder} is no corpus", mend))
        self.seen = _stamps(self.folder)
        self.tables, self.problems = checking.checked(self.folder)
        if not self.tables:
            raise Refused(*((each.words, each.mend) for each in self.problems))
        columns = {name: checking.columns(name, self.folder) for name in self.tables}
        self.texts = {}
        for name in self.tables:
            path = self.folder / f"{name}.csv"
            header = ",".join(columns[name]) + "\n"
            self.texts[name] = _decoded(path) if path.is_file() else header

    def stale(self):
        """The files that are no longer as they were read, sorted."""
        now = _stamps(self.folder)
        return sorted(n for n in {*now, *self.seen} if now.get(n) != self.seen.get(n))

    def save(self, texts):
        """Write tables, {name: text}, if they hold; returns {name: the text before}.

        Raises Refused with what does not hold, where a file has changed since it was read, or
        where one cannot be written; then the folder is as it was.
        """
        with _lock(self.folder):
            if stale := self.stale():
                mend = "it was read again; look at your row, and save once more"
                raise Refused((f"{', '.join(stale)} was changed by another program", mend))
            instead = {f"{name}.csv": text for name, text in texts.items()}
            tables, problems = checking.checked(self.folder, instead)
            lost = {each.file for each in self.problems if COUNTED.match(each.words)}
            sound = {n: text for n, text in texts.items() if f"{n}.csv" not in lost}
            counts = _recounted(self.folder, sound)
            mended = {f"{name}.csv" for name in sound if counts}
            problems = [p for p in problems if p.file not in mended or not COUNTED.match(p.words)]
            if found := new_problems(problems, self.problems):
                told = [(problem.words, problem.mend) for problem in found]
                raise Refused(*told, rows=[self._there(each, texts) for each in found])
            before = {name: self.texts[name] for name in texts}
            contents = {self.folder / f"{name}.csv": text for name, text in texts.items()}
            _replace(contents | counts)
            self.seen = _stamps(self.folder)
        self.tables, self.problems = tables, problems
        self.texts |= texts
        return before

    def _there(self, problem, texts):
        """The row a problem is about, if it is in the folder as it is."""
        name = problem.file.removesuffix(".csv")
        if not problem.row or name not in self.texts:
            return {}
        record = rows.records(texts.get(name, self.texts[name]))[problem.row - 1].rstrip("\r\n")
        try:
            number = self.found(name, problem.row, record)
        except Refused:
            return {}  # it is the row that is being written
        return {"table": name, "row": number, "record": record}

    def record(self, name, number):
        """A row as it is written, without its line end."""
        return rows.records(self.texts[name])[number - 1].rstrip("\r\n")

    def found(self, name, number, record):
        """The number of a row that was seen as `record`, wherever it stands now.

        Raises Refused where it is no longer there as it was.
        """
        now = rows.records(self.texts[name])
        if number <= len(now) and now[number - 1].rstrip("\r\n") == record:
            return number
        places = [n for n, each in enumerate(now, 1) if each.rstrip("\r\n") == record]
        if len(places) != 1:
            mend = "choose it again: it is shown as it is now"
            raise Refused((f"the row of {name}.csv was changed by another program", mend))
        return places[0]


def new_problems(now, before):
    """The Problems that were not there before; tasks are none."""
    known = Counter(map(_plain, before))
    found = []
    for problem in now:
        if TASK.match(problem.words) or known[_plain(problem)] > 0:
            known[_plain(problem)] -= 1
        else:
            found.append(problem)
    return found


def _plain(problem):
    """A problem without the numbers of rows, which move."""
    return problem.file, re.sub(r"\brow \d+", "row", problem.words)


def _recounted(folder, texts):
    """The folder's own datapackage.json with the rows of these tables counted anew, {path: text}.

    Nothing where it counts none of them; nothing in it but these numbers is changed.
    """
    path = folder / "datapackage.json"
    text = old = path.read_bytes().decode("utf-8") if path.is_file() else "{}"
    for name, table in texts.items():
        wanted = json.loads(text)
        for each in wanted.get("resources", ()):
            if each["name"] == name and "rows" in each:
                each["rows"] = sum(any(rows.cells(row)) for row in rows.records(table)) - 1
                tried = (
                    f"{text[: found.start(1)]}{each['rows']}{text[found.end(1) :]}"
                    for found in ROWS.finditer(text)
                )
                text = next((new for new in tried if json.loads(new) == wanted), text)
    return {path: text} if text != old else {}


def _replace(contents):
    """Write files, {path: text}, all of them or none."""
    staged = {}
    try:
        for path, text in contents.items():
            staged[path] = files.write(path.with_name(f".{path.name}.new"), text)
        for path, part in staged.items():
            if path.exists():
                part.chmod(path.stat().st_mode & 0o777)
            part.replace(path)
    except OSError as error:
        mend = "make room, or see who may write there; your draft is kept"
        raise Refused((f"{path.name} cannot be written ({error.strerror})", mend)) from error
    finally:
        for part in staged.values():
            part.unlink(missing_ok=True)


def _decoded(path):
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return ""  # the check has said so, and no row of it is known


def _stamps(folder):
    """The checksum of every table and text by its name."""
    paths = [*folder.glob("*.csv"), *folder.glob("*.json"), *folder.glob("articles/*.txt")]
    return {path.name: hashlib.sha256(path.read_bytes()).digest() for path in paths}


def _lock(folder):
    """Held while a folder is written, by one notebook at a time."""
    name = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return FileLock(Path(tempfile.gettempdir(), f"marking-{name}.lock"), timeout=10)
