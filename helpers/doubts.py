"""What the tables would be if doubtful rows were read otherwise (disputed.csv).

A doubt takes a row away, changes a cell, adds an answer that another reader has, or turns a pair of
opposed answers: adds it to a question that has it not, takes it from one that has.
"""

from itertools import chain, combinations

from helpers.checking.rules import KEYS


def readings(c, at_once=None, **frames):
    """Some frames of a Corpus under every combination of the doubts about them, none first.

    `frames` are positions, questions, quotations or mentions, or some rows of theirs; an answer is
    added where its question is among them. Yields (names of the doubts taken the other way,
    {table: frame}), 2 to the power of the doubts' number, or those with `at_once` of them at most.
    """
    import pandas as pd

    columns = {table: frame.columns for table, frame in frames.items()}
    for names, read in as_rows(c, at_once, **frames):
        yield names, {each: pd.DataFrame(own, columns=columns[each]) for each, own in read.items()}


def as_rows(c, at_once=None, **frames):
    """The same as `readings`, each table as a list of row dicts, which is quicker."""
    every = c.everyone("positions").set_index("position", drop=False)
    rows = {table: frame.to_dict("records") for table, frame in frames.items()}
    asked = {row["question"] for row in rows.get("positions", ())}
    doubts = _about(c.disputed, rows, set(every.index[every["question"].isin(asked)]))
    every = every.to_dict("index")
    most = len(doubts) if at_once is None else at_once
    for names in chain.from_iterable(combinations(doubts, n) for n in range(most + 1)):
        read = dict(rows)
        for doubt in chain.from_iterable(doubts[name] for name in names):
            read[doubt["table"]] = _otherwise(read[doubt["table"]], doubt, every)
        yield names, read


def _about(disputed, rows, answers):
    """The doubts about some rows: {name: [row of disputed.csv, ...]}."""
    ids = {name: {row[KEYS[name]] for row in own} for name, own in rows.items()}
    found = {}
    for doubt in disputed.to_dict("records"):
        known = answers if doubt["column"] == "reader" else ids.get(doubt["table"], ())
        if doubt["table"] in rows and doubt["id"] in known:
            found.setdefault(doubt["dispute"], []).append(doubt)
    return found


def _otherwise(rows, doubt, every):
    if doubt["column"] == "reader":
        return [*rows, every[doubt["id"]]]
    here = [row[KEYS[doubt["table"]]] == doubt["id"] for row in rows]
    if not doubt["column"]:
        return [row for row, its in zip(rows, here, strict=True) if not its]
    return [_changed(row, **doubt) if its else row for row, its in zip(rows, here, strict=True)]


def _changed(row, column, otherwise, **_):
    if column == "opposed":
        pair = tuple(otherwise.split(" x "))
        others = tuple(each for each in row[column] if set(each) != set(pair))
        return row | {column: others if len(others) < len(row[column]) else (*others, pair)}
    if column == "quote":
        start = row["start"] + max(0, row["quote"].find(otherwise))
        row = row | {"start": start, "end": start + len(otherwise)}
    return row | {column: otherwise}
