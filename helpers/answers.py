"""Which answers to one question cannot both be true, and where each comes from."""

from helpers import corpus, dates

GIVEN = ("asserts", "attributes", "disputes")


def contradictions(folder=None):
    """One row a pair of answers that exclude each other about the same time.

    Two answers contradict each other when their question lists them as opposed, their times can
    overlap, and both are given, not left open. The same two origins (a statement, a report, an
    article's writer) count once a question, however often they are told. Columns: question, and
    for `one` and `other`: article, by, stance, answer, quote, origin; `inside`, whether one
    article holds both.
    """
    import pandas as pd

    asked = corpus.questions(folder).set_index("question")["opposed"].to_dict()
    given = corpus.positions(folder)
    given = given[given["stance"].isin(GIVEN)].to_dict("records")
    pairs, seen = [], set()
    for n, other in enumerate(given):
        for one in given[:n]:
            key = (other["question"], frozenset([origin(one), origin(other)]))
            if key not in seen and _excluded(one, other, asked):
                seen.add(key)
                pairs.append(_side_by_side(one, other))
    return pd.DataFrame(pairs, columns=["question", *ONE, *OTHER, "inside"])


COLUMNS = ("article", "by", "stance", "answer", "quote")
ONE = [f"{column}_one" for column in (*COLUMNS, "origin")]
OTHER = [f"{column}_other" for column in (*COLUMNS, "origin")]


def origin(row):
    """Where an answer comes from in the end; each article's writer is an origin of their own."""
    return f"{row['article']}'s writer" if row["origin"] == "the writer" else row["origin"]


def _excluded(one, other, asked):
    if one["question"] != other["question"] or not dates.overlap(one["about"], other["about"]):
        return False
    return {one["answer"], other["answer"]} in [set(pair) for pair in asked[one["question"]]]


def _side_by_side(one, other):
    row = {"question": one["question"], "inside": one["article"] == other["article"]}
    for side, told in (("one", one), ("other", other)):
        row |= {f"{column}_{side}": told[column] for column in COLUMNS}
        row[f"origin_{side}"] = origin(told)
    return row
