"""How far two readings of the same texts agree, with what chance and the sample leave open."""

from collections import Counter


def matches(one, other, overlap=0.5):
    """Which spans (article, start, end) of two lists match: pairs of their numbers, in order.

    Two spans match when what they share is at least `overlap` of what they cover together; each
    matches once, the best first.
    """
    shares = ((_shared(a, b), n, m) for n, a in enumerate(one) for m, b in enumerate(other))
    enough = [pair for pair in shares if pair[0] >= overlap]
    pairs, taken_one, taken_other = [], set(), set()
    for _, n, m in sorted(enough, key=lambda pair: (-pair[0], *pair[1:])):
        if n not in taken_one and m not in taken_other:
            taken_one.add(n)
            taken_other.add(m)
            pairs.append((n, m))
    return sorted(pairs)


def span_f1(one, other, overlap=0.5):
    """The F1 of two lists of spans: twice the matched over the sum of both; 1 for none at all."""
    both = len(one) + len(other)
    return 2 * len(matches(one, other, overlap)) / both if both else 1.0


def _shared(one, other):
    """What two spans share, as a part of what they cover together; 0 in different articles."""
    (article, a, b), (other_article, c, d) = one, other
    both = min(b, d) - max(a, c)
    return both / (max(b, d) - min(a, c)) if article == other_article and both > 0 else 0.0


def alpha(units):
    """Krippendorff's alpha, nominal, of the labels that two readers gave the same units.

    A unit is (one label, other label), or has its stratum besides: a question with answers of its
    own, within which chance is then expected. 1 - observed / expected disagreement; source:
    Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section C. NaN when no labels
    differ that can be exchanged by chance.
    """
    strata, observed = {}, 0
    for (one, other, *stratum), count in Counter(units).items():
        times = strata.setdefault(tuple(stratum), Counter())
        times[one] += count
        times[other] += count
        observed += 2 * count * (one != other)
    expected = sum(map(_disagreements, strata.values()))
    return 1 - observed / expected if expected else float("nan")


def _disagreements(times):
    """How many of some labels, {label: times}, would by chance be beside another one."""
    n = times.total()
    return n - sum(count * (count - 1) for count in times.values()) / (n - 1)


def kappa(pairs):
    """Cohen's kappa (1960) of the pairs of labels that two readers gave to the same units."""
    found, n = Counter(pairs), len(pairs)
    mine, theirs = (Counter(labels) for labels in zip(*pairs, strict=True))
    chance = sum(mine[label] * theirs[label] for label in mine) / n**2
    agreed = sum(count for (a, b), count in found.items() if a == b) / n
    return (agreed - chance) / (1 - chance) if chance < 1 else float("nan")


def interval(statistic, groups, runs=1000, seed=2016):
    """The middle 95 % of a statistic over samples of groups drawn with replacement: (low, high).

    `groups` is a list of lists of units (the units of one sentence), `statistic` a function of a
    list of units. Samples in which it is undefined are left out; NaN where it is so in all.
    """
    import numpy as np

    random, values = np.random.default_rng(seed), []
    for _ in range(runs):
        drawn = random.integers(len(groups), size=len(groups))
        if units := [unit for n in drawn for unit in groups[n]]:
            values.append(statistic(units))
    values = [value for value in values if value == value] or [float("nan")]
    return tuple(map(float, np.percentile(values, [2.5, 97.5])))
