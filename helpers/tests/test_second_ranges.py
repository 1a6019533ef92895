"""Ranges found again: how far two readers agree (07), how alike articles are by chance (03).

Only the standard library computes here (helpers.tests.second). The ranges come of other samples
than the notebooks', so they may differ by a part of their width.
"""

import random
from collections import Counter, defaultdict
from itertools import combinations

import pytest

from helpers.tests import second
from helpers.tests.test_second_way import stored

READERS = second.typed("07")["READERS"]
[TABLE] = [rows for name, rows in stored().items() if name.startswith("07 Agreement of readings")]
RUNS = 300


def marks(table):
    """The marks of both readers in the articles that both have read, a list each."""
    both = second.read_by(table, *READERS)
    return [[r for r in second.marks(table, who) if r["article"] in both] for who in READERS]


def pairs(one, other, overlap):
    """Marks that have their part in common, the best first, each once: [(one, other)]."""
    found = []
    for n, a in enumerate(one):
        for m, b in enumerate(other):
            both = min(a["end"], b["end"]) - max(a["start"], b["start"])
            whole = max(a["end"], b["end"]) - min(a["start"], b["start"])
            if a["article"] == b["article"] and both > 0 and both >= overlap * whole:
                found.append((-both / whole, n, m))
    taken, kept = set(), []
    for _, n, m in sorted(found):
        if not taken & {("one", n), ("other", m)}:
            taken |= {("one", n), ("other", m)}
            kept.append((one[n], other[m]))
    return kept


def share(units):
    """The share of units that are true."""
    return units[True] / units.total() if units else None


def kappa(units):
    """Cohen's kappa of labels in pairs."""
    n = units.total()
    mine, theirs = Counter(), Counter()
    for (a, b), times in units.items():
        mine[a] += times
        theirs[b] += times
    chance = sum(mine[label] * theirs[label] for label in mine) / max(n, 1) ** 2
    alike = sum(times for (a, b), times in units.items() if a == b) / max(n, 1)
    return (alike - chance) / (1 - chance) if n and chance < 1 else None


def alpha(units):
    """Krippendorff's alpha of labels in pairs; what a pair has besides parts chance."""
    labels, apart = defaultdict(Counter), 0
    for (a, b, *part), times in units.items():
        labels[*part][a] += times
        labels[*part][b] += times
        apart += 2 * times * (a != b)
    chance = sum(
        times * (own.total() - times) / (own.total() - 1)
        for own in labels.values()
        for times in own.values()
    )
    return 1 - apart / chance if chance else None


def measures():
    """Each measure of the table: (name, statistic, [(group, unit)]); a group is drawn as one."""
    speech, told = marks("quotations"), marks("mentions")
    units = []
    for article in second.NAMES:
        if article in second.read_by("quotations", *READERS):
            for word in second.words(article):
                parts = ([r for r in own if r["article"] == article] for own in speech)
                said = tuple(bool(second.whose(word.start, word.kind, own)[2]) for own in parts)
                units.append((sentence(article, word.start), said))
    yield "somebody else speaks or not: alpha", alpha, units
    for what, both in (("speech", speech), ("events", told)):
        for overlap in (0.3, 0.5, 0.8):
            found = {id(row) for pair in pairs(*both, overlap) for row in pair}
            units = [(place(row), id(row) in found) for own in both for row in own]
            yield f"marks of {what}, {overlap:.0%} in common: F1", share, units
    partners = pairs(*speech, 0.5)
    for column in ("kind", "side"):
        units = [(place(a), (a[column], b[column])) for a, b in partners]
        yield f"{column}: kappa", kappa, units
    partners = pairs(*told, 0.5)
    units = [(place(a), tuple(lasting(row) for row in (a, b))) for a, b in partners]
    yield "status: kappa", kappa, units
    units = [(place(a), second.meet(a["date"], b["date"])) for a, b in partners]
    yield "dates by the text that meet: share", share, units
    units = [(place(a), a["date"] == b["date"]) for a, b in partners]
    yield "dates by the text that are the same: share", share, units
    one, other = ([pair[n]["event"] for pair in partners] for n in (0, 1))
    joined = [(one[n] == one[m], other[n] == other[m]) for n, m in combinations(range(len(one)), 2)]
    units = [(None, all(both)) for both in joined if any(both)]
    yield "pairs of marks put under one event by both, of those by either", share, units
    voiced = [defaultdict(set), defaultdict(set)]
    both = second.read_by("positions", *READERS)
    for own, who in zip(voiced, READERS, strict=True):
        for row in second.answers("", who):
            if row["answer"] and row["article"] in both:
                own[row["question"], row["article"], row["by"]].add(row["answer"])
    units = []
    for key in sorted({*voiced[0], *voiced[1]}):
        labels = (frozenset(own.get(key, ())) for own in voiced)
        units.append((key[0], (*labels, key[0])))
    yield "answers of a voice: alpha", alpha, units
    yield "the same: share", share, [(group, a == b) for group, (a, b, _) in units]


def lasting(row):
    return {"standing": "happened"}.get(row["status"], row["status"])


def place(row):
    return sentence(row["article"], row["start"])


def sentence(article, at):
    """The sentence in which a place lies: the last that begins there or before."""
    return article, max(start for start in second.begins(article) if start <= at)


FOUND = {name: rest for name, *rest in measures()}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["measure"])
def test_two_readers_agree_as_far_as_is_told(row):
    statistic, units = FOUND[row["measure"]]
    value = statistic(Counter(unit for _, unit in units))
    assert row["value"] == ("" if value is None else f"{value:.2f}")
    assert row["base"].startswith(f"{len(units):,} ")


@pytest.mark.parametrize("row", [r for r in TABLE if r["to"]], ids=lambda row: row["measure"])
def test_the_range_is_that_of_other_samples(row):
    statistic, units = FOUND[row["measure"]]
    groups = defaultdict(Counter)
    for group, unit in units:
        groups[group][unit] += 1
    every = [*groups.values()]
    if "answers" not in row["measure"] and row["measure"] != "the same: share":
        empty = sum(len(second.begins(article)) for article in second.NAMES) - len(every)
        every += [Counter()] * empty  # sentences without such a mark are drawn, too
    draw, values = random.Random(7), []
    for _ in range(RUNS):
        drawn = Counter()
        for group in draw.choices(every, k=len(every)):
            drawn.update(group)
        values.append(statistic(drawn))
    assert_near(row["from"], row["to"], values)


def assert_near(low, high, values):
    """Two numbers told are the ends of the middle 95 of 100 values, about."""
    values = sorted(value for value in values if value is not None)
    ends = [values[round(part * (len(values) - 1))] for part in (0.025, 0.975)]
    near = 0.01 + 0.2 * (ends[1] - ends[0])
    assert [float(low), float(high)] == pytest.approx(ends, abs=near)


def test_sentences_dealt_out_at_random_are_as_alike_as_is_told():
    [table] = [rows for name, rows in stored().items() if name.startswith("03 Likeness of two")]
    lines = [(article, line) for article in second.NAMES for line in second.sentences(article)]
    homes = [article for article, _ in lines]
    lines = [[token for token, *_ in second.tokens(line)] for _, line in lines]
    lines = [[token for token in line if token not in second.STOP] for line in lines]
    draw, found = random.Random(7), defaultdict(list)
    for _ in range(RUNS):
        draw.shuffle(homes)
        terms = {article: Counter() for article in second.NAMES}
        for article, line in zip(homes, lines, strict=True):
            terms[article].update(line)
        for pair, cosine in second.cosines(terms).items():
            found[tuple(second.NAMES[article] for article in pair)].append(cosine)
    for row in table:
        assert_near(row["by chance, from"], row["to"], found[row["article"], row["and"]])
