"""Which answers to one question exclude each other, and how firm that is."""

from functools import lru_cache
from itertools import takewhile

from helpers import dates, doubts

GIVEN = ("asserts", "attributes", "disputes")


def contradictions(positions, questions):
    """Pairs of answers that exclude each other about the same time: a list of (row, row) of dicts.

    Two answers do so when their question lists them as opposed and they are about the same day, or
    about spans that overlap: what is said of one day and of a long span can both be true. The same
    two origins (a statement, a report, an article's writer) count once a question, however often
    they are told. `positions` and `questions` are frames of helpers.corpus.
    """
    return _pairs(positions.to_dict("records"), questions.to_dict("records"))


def _pairs(positions, questions):
    opposed = {row["question"]: list(map(set, row["opposed"])) for row in questions}
    given = [row for row in positions if row["stance"] in GIVEN]
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
    alike = one["question"] == other["question"]
    answers = {one["answer"], other["answer"]}
    return alike and answers in opposed[one["question"]] and _same(one["about"], other["about"])


@lru_cache(maxsize=4096)
def _same(one, other):
    """Whether two dates can be of the same time: two days, or two spans, that overlap."""
    days = [dates.when(date).precision == "day" for date in (one, other)]
    return days[0] == days[1] and dates.overlap(one, other)


def readings(c):
    """The pairs under every combination of doubts about a question: {question: [(names, pairs)]}.

    `names` are the doubts taken the other way: none first, then each alone, and so on, 2 to the
    power of their number for a question (helpers.doubts).
    """
    found = {}
    for question in c.questions["question"]:
        frames = {name: getattr(c, name) for name in ("positions", "questions")}
        own = {name: frame[frame["question"] == question] for name, frame in frames.items()}
        found[question] = [
            (frozenset(names), _pairs(**read)) for names, read in doubts.as_rows(c, **own)
        ]
    return found


def reach(read, count=len):
    """The lowest and the highest number of all questions, each read so that it gives its own most.

    `read` is what `readings` gives, `count` the number of the pairs of one question. A doubt that
    two questions share is taken for each as it goes farthest: no combination goes farther.
    """
    counts = [[int(count(pairs)) for _, pairs in own] for own in read.values()]
    return sum(map(min, counts)), sum(map(max, counts))


def counted(c):
    """How many pairs exclude each other in every way of counting but the doubts, as a frame.

    A row a way: `as read`, `without` each article, by each `reader` who answered (an article that
    one of them has not read as the first one did). Columns: `pairs`, those of them `between` two
    articles, and on how many `questions` they are.
    """
    import pandas as pd

    own = c.positions
    found = {("as read", ""): own}
    found |= {("without", article): own[own["article"] != article] for article in c.articles.index}
    readers = c.compared("positions")
    found |= {("reader", each): c.by(each, fill=True).positions for each in readers}
    rows = [_numbers(contradictions(rows, c.questions)) for rows in found.values()]
    index = pd.MultiIndex.from_tuples(found, names=["way", "which"])
    return pd.DataFrame(rows, index=index, columns=["pairs", "between", "questions"])


def _numbers(pairs):
    between = sum(one["article"] != other["article"] for one, other in pairs)
    return len(pairs), between, len({one["question"] for one, _ in pairs})


def clashes(c, read):
    """The pairs of answers that exclude each other, the firmest first, as a frame, a row a pair.

    `read` is what `readings` gives. Columns: `question`; `one` and `other`, ids of positions;
    `inside` one article or not; `readers`, how many have these answers of these articles as a pair,
    `of` how many who read them; `doubts`, how many undo the pair, each taken alone. Firm is what
    fewer of its readers lack and fewer doubts undo.
    """
    import pandas as pd

    by = [c.by(reader).positions for reader in c.compared("positions")]
    seen = [{_alike(*pair) for pair in contradictions(own, c.questions)} for own in by]
    read_by = [set(own["article"]) for own in by]
    rows = []
    for question, under in read.items():
        (_, pairs), *alone = takewhile(lambda each: len(each[0]) < 2, under)
        left = [set().union(*(_names(*pair) for pair in own)) for _, own in alone]
        for one, other in pairs:
            inside = one["article"] == other["article"]
            readers = sum(_alike(one, other) in pairs for pairs in seen)
            of = sum({one["article"], other["article"]} <= articles for articles in read_by)
            undone = sum(_names(one, other).isdisjoint(names) for names in left)
            rows.append((question, one["position"], other["position"], inside, readers, of, undone))
    columns = ["question", "one", "other", "inside", "readers", "of", "doubts"]
    frame = pd.DataFrame(rows, columns=columns).assign(lack=lambda own: own["of"] - own["readers"])
    frame = frame.sort_values(["lack", "doubts"], kind="stable", ignore_index=True)
    return frame.drop(columns="lack")


def _alike(one, other):
    """What a pair has in common with another reader's: question, articles, answers."""
    return one["question"], frozenset((row["article"], row["answer"]) for row in (one, other))


def _names(one, other):
    """What a pair goes by: its two rows, and its two origins."""
    pair = one, other
    return {frozenset(row["position"] for row in pair), frozenset(map(origin, pair))}


def span(values):
    """The range of a number under all readings, in words: "always 3" or "3 to 5"."""
    values = list(values)
    low, high = min(values), max(values)
    return f"always {low}" if low == high else f"{low} to {high}"
