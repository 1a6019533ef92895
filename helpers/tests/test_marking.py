"""Marking without a screen: what each command writes, refuses and takes back, byte for byte."""

import csv
import io
import json

import pytest

from helpers import files
from helpers.checking import checked, shapes
from helpers.marking import dating, rows, spots
from helpers.marking.desk import Desk
from helpers.marking.store import Refused
from helpers.tests import copies, tiny
from helpers.tests import test_sixth_article as sixth

# Rows


@pytest.mark.parametrize("path", sorted(shapes.PROJECT.glob("*.csv")), ids=lambda path: path.stem)
def test_every_row_can_be_written_again_taken_out_and_put_back(path):
    text = path.read_bytes().decode("utf-8")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert [rows.cells(record) for record in rows.records(text)] == read
    for number in range(2, len(read) + 1):
        row = rows.row(text, number)
        assert rows.changed(text, number, row) == text
        back = [*rows.records(rows.added(rows.removed(text, number), row, number - 1))]
        kept = [*rows.records(text)]
        again, own = back.pop(number - 1), kept.pop(number - 1)
        assert back == kept and rows.cells(again) == rows.cells(own)
        assert again == own or len(again) < len(own), "only quotes that are not needed may go"


STYLES = {
    "a spreadsheet's": '\ufeffid,note\r\n1,"a ""b"", c"\r\n2,\r\n',
    "all quoted": '"id","note"\n"1","a ""b"", c"\n"2",""\n',
    "no last line end": "id,note\n1,a\n2,",
    "a line end in a cell": 'id,note\n1,"a\nb"\n2,5" gun\n',
}


@pytest.mark.parametrize("style", STYLES)
def test_bytes_that_are_not_touched_stay(style):
    text = STYLES[style]
    first, second, third = rows.records(text)
    cell = '"x, y"'
    for number, record in ((2, second), (3, third)):
        kept = rows.records(rows.changed(text, number, {"note": "x, y"}))
        whole = {2: first + kept[1] + third, 3: first + second + kept[2]}[number]
        assert "".join(kept) == whole and f",{cell}" in kept[number - 1]
        assert kept[number - 1].startswith(record.partition(",")[0])
    more = rows.added(text, {"id": "3"})
    assert more.startswith(text) and rows.row(more, 4) == {"id": "3", "note": ""}
    assert rows.records(more)[3].endswith("\r\n") == (style == "a spreadsheet's")
    assert rows.removed(more, 4) == text


# Places


def test_places_count_code_points_where_a_browser_counts_units():
    text = "Moscow 🕊️ agreed 👍🏽 to talk"
    at = text.index("to talk")
    assert spots.units(text, at) == at + 3
    assert spots.points(text, spots.units(text, at)) == at
    assert all(spots.points(text, spots.units(text, n)) == n for n in range(len(text)))


@pytest.mark.parametrize(
    ("text", "chosen", "whole"),
    [
        ("He said  no . ", "  no ", "no"),
        ("Le café\u0301 ferme", "café", "café\u0301"),  # an accent of its own, not selected
        ("קָמִים הם", "קָמ", "קָמִ"),
        ("\n\n a\n", "\n a\n", "a"),
    ],
)
def test_a_selection_is_made_whole(text, chosen, whole):
    start = text.index(chosen)
    assert text[slice(*spots.whole(text, start, start + len(chosen)))] == whole


def test_outer_marks_are_not_part_of_a_quote():
    def inner(text):
        return text[slice(*spots.unquoted(text, 0, len(text)))]

    assert inner("“They must go,”") == "They must go,"
    assert inner("“go,” he said, “now”") == "“go,” he said, “now”"


def test_words_that_stand_twice_get_the_fewest_before_them():
    text = "A cat.\nThe old cat saw the cat. Then the cat saw the cat."
    places = [n for n in range(len(text)) if text.startswith("cat", n)]
    found = [spots.before(text, [(0, len(text))], n, n + 3) for n in places]
    assert found == ["A", "old", "old cat saw the", "Then the", "the cat saw the"]
    assert spots.before("cat sees cat", [(0, 12)], 0, 3) == "the first"  # nothing is before it


# Dates


def test_a_date_answers_as_it_is_typed():
    assert dating.said("2016-06~").startswith("2016-06~ is EDTF for a month: about June 2016.")
    assert "as a spreadsheet rewrites it" in dating.said("Jun-16")
    found = dating.ruled("last week", "2016-06-10", "happened")
    assert found.startswith("“last week” counted from 2016-06-10 gives 2016-05-30/2016-06-05")
    assert "No rule leads" in dating.ruled("some day", "2016-06-10", "happened")
    text = "It may end. On Thursday the two met."
    assert dating.time_words(text, 0, len(text), "2016-06-10") == "On Thursday"
    for text in ("They were gone in one day.", "It came eleven months after the truce."):
        assert dating.time_words(text, 0, len(text), "2016-06-10") == "", "no day to come"


def test_what_is_found_for_a_date_goes_together_and_spares_what_was_typed(desk):
    form = fill(desk, "mentions", "the cat said on Tuesday")["values"]
    assert (form["date"], form["basis"]) == ("2016-06-07", "relative")
    command = {"do": "ask", "table": "mentions", "values": form | {"expression": "Sunday"}}
    told = desk.do(command | {"touched": ["expression"]})["told"]
    assert told["values"] == {"date": "2016-06-05", "basis": "relative"}
    assert told["words"]["date"].startswith("2016-06-05 ")
    told = desk.do(command | {"touched": ["expression", "date"]})["told"]
    assert told["values"] == {"basis": "inferred"}


def test_a_form_begins_with_what_the_selection_tells_and_no_more(desk):
    done(save(desk, "positions", "the cat eats fish", question="fish", answer="yes"))
    form = fill(desk, "positions", "“The mat is mine,” the cat said")["values"]
    assert (form["by"], form["stance"], form["question"]) == ("cat", "attributes", "")
    assert fill(desk, "positions", "The cat sits on the mat")["values"]["by"] == "narrator"
    assert fill(desk, "names", "stolen")["values"]["referent"] == ""


def test_a_quotation_that_goes_on_after_its_cue_is_one_utterance(home):
    said = "“The mat is mine,” the cat said. “I saw it first.”"
    tiny.change(home, "articles/morning.txt", said.replace("said.", "said on Tuesday."), said)
    tiny.seal(home)
    desk = Desk(home, "morning", "A")
    done(desk.do({"do": "remove"} | open_(desk, "quotations", "I saw it first.")))
    values = fill(desk, "quotations", "I saw it first.")["values"]
    assert values.items() >= {"utterance": "m1", "speaker": "cat", "cue": "the cat said"}.items()


# The desk


@pytest.fixture
def home(tmp_path):
    return tiny.write(tmp_path)


@pytest.fixture
def desk(home):
    return Desk(home, "morning", "A")


def text(desk):
    return desk.view()["text"]


def at(desk, words, n=0):
    """The place of words (their n-th) as a browser counts it."""
    found, whole = -1, text(desk)
    for _ in range(n + 1):
        found = whole.index(words, found + 1)
    return {"start": spots.units(whole, found), "end": spots.units(whole, found + len(words))}


def fill(desk, table, words, n=0, **more):
    return desk.do({"do": "fill", "table": table, **at(desk, words, n), **more})["form"]


def filled(form, known, **values):
    """The command that saves a form of a table (or of a row that is known), some cells changed."""
    place = {name: form[name] for name in ("start", "end")}
    return {"do": "save"} | known | place | {"values": form["values"] | values}


def save(desk, table, words, n=0, new=None, **values):
    """Fill a form for words, change some cells, save it; the answer."""
    form = fill(desk, table, words, n)
    return desk.do(filled(form, {"table": table, "new": new}, **values))


def done(answer):
    assert answer["says"]["kind"] == "done", answer["says"]
    return answer["says"]["words"]


def refusal(answer):
    assert answer["says"]["kind"] == "refused", answer["says"]
    return "; ".join(f"{words}: {mend}" for words, mend in answer["says"]["problems"])


def lines(before, after):
    """The lines that only one of two states of a folder has: {file: [-gone, +come]}."""
    found = {}
    for file in sorted({*before, *after}):
        old, new = (each.get(file, b"").decode().splitlines() for each in (before, after))
        gone = [f"-{line}" for line in old if line not in new]
        come = [f"+{line}" for line in new if line not in old]
        if gone or come:
            found[file] = gone + come
    return found


MAT = {"speaker": "dog", "side": "media", "cue": "The dog said"}
OTHER = {"events": {"kind": "other"}}  # what a new event is
SITS = {"event": "The cat sits", "date": "2016-06-08", "note": "Now."}
LOOSE = {"expression": "", "anchor": "none", "basis": "inferred", "note": "x"}
ONE_OF_EACH = {
    "quotations": (
        "The cat sits on the mat",
        MAT,
        "+morning,m5,The cat sits on the mat,,indirect,dog,media,The dog said",
    ),
    "mentions": (
        "The cat sits on the mat",
        SITS,
        "+m-5,morning,The cat sits on the mat,,,none,2016-06-08,day,inferred,happened,cat-sits,A,",
    ),
    "positions": (
        "The fox told me that the cat eats fish,",
        {"question": "fish", "answer": "yes", "by": "dog"},
        "+fish-mo-1,fish,morning,attributes,yes,dog,2016-06,",
    ),
    "names": ("mat", {"referent": "mat", "name": "mat"}, "+mat,mat,mat,,"),
    "segments": ("The dog said that", {"kind": "caption"}, "+morning,The dog said that,caption,,"),
}


@pytest.mark.parametrize("table", ONE_OF_EACH)
def test_one_row_of_each_layer_is_written_and_nothing_else_is_touched(table, desk, home):
    words, values, line = ONE_OF_EACH[table]
    before = copies.files(home)
    done(save(desk, table, words, new=OTHER, **values))
    found = lines(before, copies.files(home))
    [come] = found.pop(f"{table}.csv")
    assert come.startswith(line)
    kept = {"mentions": {"events.csv": ["+cat-sits,The cat sits,other,2016-06-08,inferred,,,A,"]}}
    assert found == kept.get(table, {})
    assert checked(home)[1] == []
    assert desk.view()["marks"] == Desk(home, "morning", "A").view()["marks"], "drawn at once"
    done(desk.do({"do": "undo"}))
    assert copies.files(home) == before


def test_marks_overlap_and_nest(desk, home):
    outer = "The dog said that the cat had “stolen” the mat"
    done(save(desk, "mentions", outer, event="theft", date="../2016-06-08", **LOOSE))
    done(save(desk, "mentions", "the mat, bought", event="purchase", date="2015-05", **LOOSE))
    inside = [mark for mark in desk.view()["marks"] if mark["table"] == "mentions"]
    spans = [(mark["start"], mark["end"]) for mark in inside]
    assert any(a < c < b < d for a, b in spans for c, d in spans), "two cross"
    assert any(a <= c and d <= b and (a, b) != (c, d) for a, b in spans for c, d in spans)
    form = fill(desk, "quotations", "The fox told me")
    assert form["values"]["within"] == "m3", "who relays it is known"


def test_an_emoji_an_accent_and_hebrew_before_a_place(home):
    hebrew = "החתול אמר שהשטיח שלו. החתול ישן."
    signs = f"{hebrew}\n\n🐈‍⬛ Café\u0301! The cat sits"
    tiny.change(home, "articles/morning.txt", "The cat sits", signs)
    tiny.change(home, "segments.csv", "morning,The cat sits", "morning,החתול אמר")
    tiny.seal(home)
    desk = Desk(home, "morning", "A")
    for words, n, before in (("The cat sits", 0, ""), ("החתול", 1, "שלו."), ("Café", 0, "")):
        event = {"event": "supper", "date": "unknown", "basis": "unknown", "expression": ""}
        done(save(desk, "mentions", words, n, **event))
        found = [r for r in desk.store.tables["mentions"] if r["quote"].startswith(words)]
        assert found[-1]["before"].endswith(before)
    assert "Café\u0301" in {row["quote"] for row in desk.store.tables["mentions"]}
    assert checked(home)[1] == []


REFUSED = {
    "no cue": ("quotations", "The cat sits on the mat", MAT | {"cue": ""}, "has no cue", MAT),
    "another's spelling": (
        *("quotations", "The cat sits on the mat", MAT | {"speaker": "The Dog"}),
        *("'The Dog' is 'dog'", MAT),
    ),
    "cue elsewhere": (
        *("quotations", "The cat sits on the mat", MAT | {"cue": "growled"}),
        *("cue 'growled' is not near", MAT),
    ),
    "no date": (
        *("mentions", "The cat sits on the mat", {"event": "supper", "date": "June"}),
        *("'June' is not a date", {"event": "supper", "date": "unknown", "basis": "unknown"}),
    ),
    "no rule": (
        "mentions",
        "the cat said on Tuesday. “I saw",
        {"event": "claim", "expression": "on Tuesday", "date": "2016-06-06", "basis": "relative"},
        "'on Tuesday' counted from 2016-06-08 gives 2016-06-07, not 2016-06-06",
        {"event": "claim", "expression": "on Tuesday", "date": "2016-06-07", "basis": "relative"},
    ),
    "no answer of it": (
        *("positions", "the cat eats fish", {"question": "moon", "answer": "fish"}),
        *("answer 'fish' is not in the vocabulary", {"question": "moon", "answer": "rock"}),
    ),
    "a formula": (
        *("mentions", "The cat sits on the mat", {"event": "claim", "note": "=A1+1"}),
        *("is a spreadsheet's formula", {"event": "claim", "date": "2016-06-07", "note": "A1"}),
    ),
    "outside the article": ("mentions", "Share this page", {"event": "supper"}, "outside", None),
    "a form that is there": ("names", "cat", {"referent": "cat", "name": "cat"}, "is also", None),
}


@pytest.mark.parametrize("fault", REFUSED)
def test_what_does_not_hold_is_refused_with_its_mend_and_then_saved(fault, desk, home):
    table, words, values, said, mended = REFUSED[fault]
    before = copies.files(home)
    found = refusal(save(desk, table, words, **values))
    assert said in found and ": " in found
    assert copies.files(home) == before
    if mended:
        done(save(desk, table, words, **mended))
        assert checked(home)[1] == []


def test_a_new_answer_joins_the_question_only_when_asked(desk, home):
    form = fill(desk, "positions", "the cat eats fish")
    command = filled(form, {"table": "positions"}, question="moon", answer="fish")
    assert "add it to `answers`" in refusal(desk.do(command))
    done(desk.do(command | {"answer": True}))
    assert "cheese | rock | fish" in (home / "questions.csv").read_text("utf-8")
    assert "p-3,moon,morning,attributes,fish" in (home / "positions.csv").read_text("utf-8"), (
        "the silence is replaced, and its id stays"
    )


def test_a_quotation_over_two_paragraphs_is_two_rows_of_one_utterance(home):
    desk = Desk(home, "morning", "A")
    span = "The mat is mine,” the cat said on Tuesday. “I saw it first.”\n\nThe dog said"
    values = {"speaker": "owl", "side": "unnamed", "cue": "", "kind": "free", "note": "x"}
    assert "shares words with" in refusal(save(desk, "quotations", span, **values))
    desk = Desk(home, "evening", "A")
    span = "Three days earlier, the dog had barked.\n\nThe fox denied that"
    done(desk.do({"do": "remove"} | open_(desk, "mentions", "the dog had barked")))
    before = copies.files(home)
    done(save(desk, "quotations", span, **values))
    come = lines(before, copies.files(home))["quotations.csv"]
    assert [line.split(",")[1] for line in come] == ["e6", "e6"]


# Changing, taking back, other programs


def open_(desk, table, words):
    [mark] = [m for m in desk.view()["marks"] if (m["table"], m["quote"]) == (table, words)]
    return {"table": table, "row": mark["row"], "record": mark["record"]}


def test_a_row_is_changed_in_its_cell_and_deleted_with_the_event_only_it_told(desk, home):
    before = copies.files(home)
    known = open_(desk, "mentions", "bought in May 2015")
    form = desk.do({"do": "open"} | known)["form"]
    done(desk.do(filled(form, known, note="Said by whom?")))
    found = lines(before, copies.files(home))
    gone, come = found.pop("mentions.csv")
    assert found == {} and come == f"+{gone[1:]}Said by whom?"
    done(desk.do({"do": "remove"} | open_(desk, "mentions", "bought in May 2015")))
    assert "purchase" not in (home / "events.csv").read_text("utf-8")
    assert checked(home)[1] == []
    for _ in range(2):
        done(desk.do({"do": "undo"}))
    assert copies.files(home) == before
    assert "nothing was done here" in refusal(desk.do({"do": "undo"}))


def test_a_row_others_rest_on_is_not_deleted_and_the_other_can_be_opened(home):
    before, desk = copies.files(home), Desk(home, "evening", "A")
    answer = desk.do({"do": "remove"} | open_(desk, "mentions", "The fox met the cat on Tuesday"))
    assert "anchor 'e-1' is missing" in refusal(answer)
    form = desk.do({"do": "open"} | answer["says"]["rows"][0])["form"]
    assert form["values"]["mention"] == "e-2"
    assert copies.files(home) == before


def test_a_file_changed_underneath_is_noticed_and_kept(desk, home):
    """As by a spreadsheet or the desk of another notebook."""
    form = fill(desk, "names", "mat")
    tiny.append(home, "names.csv", "owl,owl,owl,,\n")
    theirs = copies.files(home)
    command = filled(form, {"table": "names"}, referent="mat", name="mat")
    answer = desk.do(command)
    assert "names.csv was changed by another program" in refusal(answer)
    assert "view" in answer and copies.files(home) == theirs
    done(desk.do(command))
    assert (home / "names.csv").read_text("utf-8").endswith("owl,owl,owl,,\nmat,mat,mat,,\n")
    tiny.append(home, "names.csv", "dog,dog,dog,,\n")
    theirs = copies.files(home)
    for words in ("by another program", "since"):  # at first, and when it was read again
        assert f"names.csv was changed {words}" in refusal(desk.do({"do": "undo"}))
    assert copies.files(home) == theirs


def test_a_row_that_another_program_changed_is_not_overwritten(desk, home):
    known = open_(desk, "mentions", "bought in May 2015")
    form = desk.do({"do": "open"} | known)["form"]
    tiny.change(home, "mentions.csv", "purchase,A,", "purchase,A,Theirs.")
    theirs = copies.files(home)
    desk.do({"do": "again"})
    answer = desk.do(filled(form, known, note="Ours."))
    assert "was changed by another program" in refusal(answer)
    assert copies.files(home) == theirs


# A folder that cannot be written


def _read_only(path, data):
    raise OSError(30, "Read-only file system")


def _second(write=files.write):
    """A writer that fails at its second file, as where a disk is full after the first."""
    seen = []

    def fails(path, data):
        seen.append(path)
        return write(path, data) if len(seen) == 1 else _read_only(path, data)

    return fails


@pytest.mark.parametrize("writer", [_read_only, _second()], ids=["read-only", "full half way"])
def test_nothing_is_half_written(writer, desk, home, monkeypatch):
    before = copies.files(home)
    words, values, _ = ONE_OF_EACH["mentions"]
    monkeypatch.setattr(files, "write", writer)
    told = refusal(save(desk, "mentions", words, new=OTHER, **values))
    assert "cannot be written (Read-only file system)" in told and "draft is kept" in told
    assert copies.files(home) == before
    monkeypatch.undo()
    done(save(desk, "mentions", words, new=OTHER, **values))


# Readers, tasks, a new article


def test_a_further_reader_sees_nothing_of_the_others_unless_asked(desk, home):
    view = desk.do({"do": "choose", "reader": "C"})["view"]
    assert {mark["table"] for mark in view["marks"]} <= {"names"}
    form = fill(desk, "mentions", "The cat sits on the mat")
    [event] = [field for field in form["fields"] if field["name"] == "event"]
    assert event["options"] == []
    done(save(desk, "mentions", "The cat sits on the mat", new=OTHER, **SITS))
    assert "c-mo-01,morning," in (home / "mentions.csv").read_text("utf-8")
    assert checked(home)[1] == []
    shown = desk.do({"do": "choose", "others": True})["view"]["marks"]
    assert {mark["reader"] for mark in shown} >= {"A", "C"}
    theirs = next(mark for mark in shown if mark["reader"] == "A")
    assert "another reader's row" in refusal(desk.do({"do": "open"} | theirs))


def test_what_is_to_do_is_listed_and_opens(home):
    tiny.change(home, "positions.csv", "p-3,moon,morning,silent,,,,,,,A,\n", "")
    tiny.change(home, "quotations.csv", "fox,UN,The fox denied", "fox,,The fox denied")
    desk = Desk(home, "morning", "A")
    tasks = [(task["kind"], task["words"]) for task in desk.view()["todo"]]
    asked = [("date", "The cat eats fish: no date"), ("question", "What is the moon made of?")]
    assert sorted(task for task in tasks if task[0] in ("question", "date")) == asked
    done(desk.do({"do": "silent", "question": "moon"}))
    desk.do({"do": "choose", "article": "evening"})
    [task] = [task for task in desk.view()["todo"] if task["kind"] == "side"]
    form = desk.do({"do": "open"} | task)["form"]
    assert form["values"]["utterance"] == "e1"
    done(desk.do(filled(form, task, side="UN")))
    assert checked(home)[1] == []


def test_a_sixth_article_goes_the_whole_way_without_a_csv(tmp_path):
    home = copies.copy(tmp_path / "project", without=("tests", "notebooks", "figures")) / "corpus"
    desk = Desk(home)
    crlf = b"\xef\xbb\xbf" + sixth.TEXT.replace("\n", "\r\n").encode()
    form = desk.do({"do": "bring", "name": f"{sixth.NAME}.txt", "content": crlf})["form"]
    assert form["values"]["title"] == "Syria Talks Leave Both Sides Guessing"
    assert form["quote"].startswith("Syria Talks Leave Both Sides Guessing\nBy A Reporter")
    assert (home / f"articles/{sixth.NAME}.txt").read_bytes() == crlf
    about = {"outlet": "Harbour Post", "genre": "news report", "published": "20 Sept 2016"}
    command = {"do": "begin", "article": sixth.NAME, "values": form["values"] | about}
    assert "'20 Sept 2016' is not a date" in refusal(desk.do(command))
    command["values"] |= {"published": "2016-09-20", "published_basis": "stated"}
    done(desk.do(command))
    for words, kind in (("By A", "byline"), ("WASHINGTON", "body"), ("Share this", "furniture")):
        done(save(desk, "segments", words, kind=kind))
    kirby = {"speaker": "John Kirby", "side": "US government"}
    done(save(desk, "quotations", sixth.KIRBY, **kirby))
    form = fill(desk, "quotations", f"“{sixth.NOBODY}”")  # the marks around the whole go
    assert form["quote"] == sixth.NOBODY
    assert form["values"].items() >= (kirby | {"cue": "told reporters", "kind": "direct"}).items()
    done(save(desk, "quotations", sixth.NOBODY))
    values = fill(desk, "quotations", "Take it away and you have two strangers in the dark,")[
        "values"
    ]
    assert values["speaker"] == values["side"] == "", "the speaker met before is no guess"
    done(save(desk, "positions", sixth.KIRBY, question="cooperation", answer="no"))
    done(save(desk, "positions", sixth.RING, question="cooperation", answer="limited"))
    event = {"date": "2016-09-19", "anchor": "none", "expression": "", "note": "By the day after."}
    event |= {"event": "Aircraft bomb a convoy", "status": "happened", "basis": "inferred"}
    done(save(desk, "mentions", sixth.CONVOY, new={"events": {"kind": "strike"}}, **event))
    form = fill(desk, "mentions", sixth.MEET)
    assert form["values"]["expression"] == "next Monday" and form["values"]["date"] == "2016-09-26"
    event = {"event": "Diplomats meet in Geneva", "status": "planned"}
    done(save(desk, "mentions", sixth.MEET, new={"events": {"kind": "talks"}}, **event))
    for task in desk.view()["todo"]:
        done(desk.do({"do": "silent", "question": task["question"]}))
    assert checked(home)[1] == [] and desk.view()["todo"] == []


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        (
            "Where's the Mat?",
            {"The Daily Cat Home": "furniture", "Where’s": "title", "Gone": "body"},
        ),
        ("The mat is gone", {"The Daily Cat Home": "body"}),
    ],
)
def test_a_new_article_may_begin_with_a_menu(title, parts, desk):
    menu = b"The Daily Cat\nHome | Where's the Mat? | Dogs\n\n"
    content = menu + "Where’s the mat?\n\nGone is the mat, the owl said.\n".encode()
    form = desk.do({"do": "bring", "name": "noon.txt", "content": content})["form"]
    assert form["values"]["title"] == "The Daily Cat"
    known = {"outlet": "Cat", "published": "2016-06-09", "published_basis": "stated"}
    values = form["values"] | known | {"title": title, "genre": "report"}
    command = {"do": "begin", "article": "noon", "values": values}
    assert "use one of: news report, analysis, opinion, digest, or leave" in refusal(
        desk.do(command)
    )
    values["genre"] = ""
    assert ("title was not found" in done(desk.do(command))) == (len(parts) == 1)
    found = [row for row in desk.store.tables["segments"] if row["article"] == "noon"]
    assert [row["kind"] for row in found] == [*parts.values()]
    assert all(row["starts"].startswith(words) for row, words in zip(found, parts, strict=True))
    assert {task["kind"] for task in desk.view()["todo"]} == {"question"}


def test_what_is_no_corpus_or_no_text_is_said(tmp_path, desk):
    with pytest.raises(Refused, match="is no corpus"):
        Desk(tmp_path / "nowhere")
    answer = desk.do({"do": "bring", "name": "a.txt", "content": b"caf\xe9"})
    assert "is not UTF-8" in refusal(answer)
    answer = desk.do({"do": "bring", "name": "evening.txt", "content": b"x"})
    assert "is there already" in refusal(answer)


def test_a_column_that_a_folder_declares_is_asked(home):
    package = json.loads((shapes.PROJECT / "datapackage.json").read_text("utf-8"))
    [names] = [each for each in package["resources"] if each["name"] == "names"]
    more = {"name": "tone", "type": "string", "constraints": {"enum": ["kind", "harsh"]}}
    names["schema"]["fields"].append(more)
    (home / "datapackage.json").write_text(json.dumps(package), "utf-8")
    table = (home / "names.csv").read_text("utf-8").splitlines()
    new = [f"{line},{'tone' * (n == 0)}" for n, line in enumerate(table)]
    (home / "names.csv").write_text("\n".join(new) + "\n", "utf-8")
    form = fill(Desk(home, "morning", "A"), "names", "mat")
    [tone] = [field for field in form["fields"] if field["name"] == "tone"]
    assert [value for value, _ in tone["options"]] == ["", "kind", "harsh"]


def test_rows_that_a_folder_counts_are_counted_anew_but_a_lost_one_is_not(home):
    package = (shapes.PROJECT / "datapackage.json").read_text("utf-8")
    counted = package.replace('"path": "names.csv"', '"path": "names.csv", "rows" : 3', 1)
    (home / "datapackage.json").write_text(counted, "utf-8")
    before, desk = copies.files(home), Desk(home, "morning", "A")
    done(save(desk, "names", "mat", referent="mat", name="mat"))
    now = (home / "datapackage.json").read_text("utf-8")
    assert now == counted.replace('"rows" : 3', '"rows" : 4') and checked(home)[1] == []
    done(desk.do({"do": "undo"}))
    assert copies.files(home) == before
    tiny.change(home, "names.csv", "fox,the fox,the fox,,\n", "")  # a row is lost
    desk = Desk(home, "morning", "A")
    done(save(desk, "names", "mat", referent="mat", name="mat"))
    assert (home / "datapackage.json").read_text("utf-8") == counted
