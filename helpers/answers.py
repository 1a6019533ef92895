"""Which answers to one question exclude each other."""

from helpers import dates

GIVEN = ("asserts", "attributes", "disputes")


def contradictions(positions, questions):
    """Pairs of answers that exclude each other about the same time: a list of (row, row) of dicts.

    Two answers do so when their question lists them as opposed and they are about the same day, or
    about spans that overlap: what is said of one day and of a long span can both be true. The same
    two origins (a statement, a report, an article's writer) count once a question, however often
    they are told. `positions` and `questions` are the frames of helpers.corpus.
    """
    opposed = {row.question: [set(pair) for pair in row.opposed] for row in questions.itertuples()}
    given = positions[positions["stance"].isin(GIVEN)].to_dict("records")
    pairs, seen = [], set()
    for n, other in enumerate(given):
        for one in given[:n]:
            key = (other["question"], frozenset([origin(one), origin(other)]))
            if key not in seen and _excluded(one, other, opposed):
                seen.add(key)
                pairs.append((one, other))
    return pairs


def origin(row):
    """Where an answer comes from in the end; each article's writer is an origin of their own."""
    return f"{row['article']}'s writer" if row["origin"] == "the writer" else row["origin"]


def _excluded(one, other, opposed):
    if one["question"] != other["question"]:
        return False
    days = [dates.when(row["about"]).precision == "day" for row in (one, other)]
    answers = {one["answer"], other["answer"]}
    same_time = days[0] == days[1] and dates.overlap(one["about"], other["about"])
    return same_time and answers in opposed[one["question"]]


def span(values):
    """The range of a number under all readings, in words: "always 3" or "3 to 5"."""
    values = list(values)
    low, high = min(values), max(values)
    return f"always {low}" if low == high else f"{low} to {high}"
