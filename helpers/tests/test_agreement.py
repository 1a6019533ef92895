"""Agreement, against published examples and by hand."""

import math

import pytest

from helpers import agreement

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), section B: nominal data, two
# observers, no missing data; alpha = 0.692.
MEG = "aabbdcccedda"
OWEN = "babbbccceddd"


def test_alpha_is_that_of_the_published_example():
    assert agreement.alpha(MEG, OWEN) == pytest.approx(0.692, abs=5e-4)
    # The same source, section A: binary data; alpha = 0.095.
    one, other = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert agreement.alpha(one, other) == pytest.approx(0.095, abs=5e-4)


def test_alpha_at_its_ends():
    assert agreement.alpha("abab", "abab") == 1
    assert math.isnan(agreement.alpha("aaaa", "aaaa"))
    assert agreement.alpha("ab", "ba") < 0


def test_kappa_is_cohens():
    one, other = [1] * 25 + [0] * 25, [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    assert agreement.kappa(one, other) == pytest.approx(0.4)  # (0.7 - 0.5) / (1 - 0.5)


def test_spans_match_once_and_the_best_first():
    one = [("a", 0, 10), ("a", 20, 30), ("b", 0, 10)]
    other = [("a", 0, 9), ("a", 2, 10), ("b", 5, 15)]
    assert agreement.matches(one, other) == [(0, 0)]
    assert agreement.matches(one, other, 0.3) == [(0, 0), (2, 2)]
    assert agreement.span_f1(one, other) == pytest.approx(2 / 6)
    assert agreement.span_f1([], []) == 1


def test_the_interval_holds_the_value_and_is_the_same_again():
    groups = [[(1, 1)] * 3, [(1, 0)], [(0, 0)] * 4, [], [(0, 1)]] * 6

    def share(units):
        return sum(a == b for a, b in units) / len(units)

    low, high = agreement.interval(share, groups, runs=200)
    assert low < 7 / 9 < high and (low, high) == agreement.interval(share, groups, runs=200)
