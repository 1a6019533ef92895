"""Dates: what a reader may type, and what it means."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.dates import bounds, in_words, middle, overlap, when

EDTF = """
2016                     2016-01-01 2016-12-31 year      2016
2016-02                  2016-02-01 2016-02-29 month     February 2016
2016-06-09               2016-06-09 2016-06-09 day       9 June 2016
2016-06-09~              2016-06-09 2016-06-09 day       about 9 June 2016
2016-06-09?              2016-06-09 2016-06-09 day       probably 9 June 2016
2016-06-09?~             2016-06-09 2016-06-09 day       probably about 9 June 2016
2016-06-09%              2016-06-09 2016-06-09 day       probably about 9 June 2016
2016~                    2016-01-01 2016-12-31 year      about 2016
2015-12-31/2016-01-01    2015-12-31 2016-01-01 interval  between 31 December 2015 and 1 January 2016
2016-06-09/2016-06-09    2016-06-09 2016-06-09 interval  9 June 2016
2016-06-09~/2016-06-11?  2016-06-09 2016-06-11 interval  between about 9 and probably 11 June 2016
2016-05-31/2016-06-09    2016-05-31 2016-06-09 interval  between 31 May and 9 June 2016
2015-06-01/2016-06-09    2015-06-01 2016-06-09 interval  between 1 June 2015 and 9 June 2016
2016-06/2016-06-09       2016-06-01 2016-06-09 interval  between June 2016 and 9 June 2016
2016-06-09/..            2016-06-09 ..         open      from 9 June 2016 on
../2016-06~              ..         2016-06-30 open      up to about June 2016
unknown                  ..         ..         unknown   no date
0632                     0632-01-01 0632-12-31 year      632
"""


@pytest.mark.parametrize("line", EDTF.strip().splitlines())
def test_what_a_date_allows_and_how_it_is_said(line):
    edtf, first, last, precision, words = line.split(maxsplit=4)
    day = when(edtf)
    ends = tuple(".." if end is None else str(end) for end in (day.first, day.last))
    assert (*ends, day.precision, in_words(edtf)) == (first, last, precision, words)
    doubts = [bool(set(edtf) & set(signs)) for signs in ("~%", "?%")]
    assert [day.approximate, day.uncertain] == doubts


@pytest.mark.parametrize("line", [line for line in EDTF.strip().splitlines() if line[0] != "u"])
def test_another_reader_of_edtf_sees_the_same_days(line):
    from edtf import parse_edtf

    written = line.split()[0]
    for ours in ("~?", "?~"):  # which we read and never write
        written = written.replace(ours, "%")
    parsed, day = parse_edtf(written), when(written)
    for end, seen in zip(day[:2], (parsed.lower_strict(), parsed.upper_strict()), strict=True):
        assert (tuple(seen)[:3] == end.timetuple()[:3]) if end else abs(seen) == float("inf")


LEVEL_1 = ["201X", "20XX", "2016-XX", "2016-06-XX", "2016-21", "2016-24", "2016/", "/2016"]


@pytest.mark.parametrize("edtf", LEVEL_1)
def test_what_is_refused_as_level_1_is_edtf_for_another_reader(edtf):
    from edtf import parse_edtf

    assert parse_edtf(edtf)
    with pytest.raises(ValueError, match="EDTF of level 1 that is not read here"):
        when(edtf)


NO_DATES = """
16 | is not a date: write 2016, 2016-06, 2016-06-09
2016-6 | is not a date
9 June 2016 | is not a date
2016-06-09 ~ | is not a date
20160609 | is not a date
٢٠١٦ | is not a date
Unknown | is not a date
.. | is not a date
2016-13 | is no day of the calendar
2015-02-29 | is no day of the calendar
0000 | is no day of the calendar
2016/2015 | ends before it begins: swap its two dates
../.. | is not an interval: write a/b, a/.. or ../b
/ | '/' is not an interval
unknown/2016 | 'unknown' is not a date
09/06/2016 | as a spreadsheet rewrites it: write 2016, 2016-06 or 2016-06-09
9.6.16 | as a spreadsheet rewrites it
Jun-16 | as a spreadsheet rewrites it
9-Jun-16 | as a spreadsheet rewrites it
2016-06-09 00:00:00 | as a spreadsheet rewrites it
"""


@pytest.mark.parametrize("line", NO_DATES.strip().splitlines())
def test_what_is_no_date_says_what_to_write(line):
    edtf, _, words = line.partition(" | ")
    with pytest.raises(ValueError, match=r".") as error:
        when(edtf)
    assert words in str(error.value)


@pytest.mark.parametrize("value", [None, 2016, "", " ", "2016\n", "2016-06-09\n", "unknown\n"])
def test_what_is_no_text_and_a_line_end_are_refused(value):
    with pytest.raises(ValueError, match="is not a date"):
        when(value)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(st.text("0123456789-/.~?unkow ", max_size=24))
def test_anything_else_is_a_date_or_a_value_error(edtf):
    try:
        day = when(edtf)
    except ValueError as error:
        assert str(error)
    else:
        assert day.precision in ("day", "month", "year", "interval", "open", "unknown")
        assert in_words(edtf) and overlap(edtf, edtf)
        middle(edtf), bounds(edtf)


DAY = st.dates(date(1, 1, 1), date(9999, 12, 31))
MARK = st.sampled_from(["", "~", "?", "~?"])


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(DAY, MARK, DAY, MARK)
def test_every_day_and_interval_goes_there_and_back(first, doubt, last, other):
    assert when(f"{first}{doubt}")[:2] == (first, first)
    first, last = sorted([first, last])
    day = when(f"{first}{doubt}/{last}{other}")
    assert (day.first, day.last, day.precision) == (first, last, "interval")
    assert (day.approximate, day.uncertain) == ("~" in doubt + other, "?" in doubt + other)
    assert first <= middle(f"{first}{doubt}/{last}{other}") <= last


# Doubt widens


def test_about_widens_a_day_by_two_a_month_by_two_weeks_a_year_by_half_a_year():
    assert bounds("2016-06-09~") == (date(2016, 6, 7), date(2016, 6, 11))
    assert bounds("2016-06~") == (date(2016, 5, 18), date(2016, 7, 14))
    assert bounds("2016~") == (date(2015, 7, 3), date(2017, 7, 1))
    assert bounds("2016-06-09?") == (date(2016, 6, 9), date(2016, 6, 9))
    assert bounds("2016-02~/..") == (date(2016, 1, 18), None), "each end by its own unit"
    assert bounds("2016-06-09/2016-06-11~") == (date(2016, 6, 9), date(2016, 6, 13))
    assert (bounds("0001~")[0], bounds("9999-12-31~")[1]) == (date.min, date.max)


OVERLAPS = """
2016-06 2016-06-30 yes
2016-06 2016-07 no
2016-06-09~ 2016-06-11 yes
2016-06-09~ 2016-06-13~ yes
2016-06-09~ 2016-06-14~ no
../2016-06-09 2016-06-09/.. yes
../2016-06-08 2016-06-09/.. no
unknown 2016 yes
"""


@pytest.mark.parametrize("line", OVERLAPS.strip().splitlines())
def test_two_dates_can_mean_one_day(line):
    one, other, said = line.split()
    assert overlap(one, other) is overlap(other, one) is (said == "yes")


def test_the_day_halfway():
    assert middle("2016-06-05/2016-07-15") == date(2016, 6, 25)
    assert middle("2016-02") == date(2016, 2, 15)
    assert middle("../2016-06-09") == middle("2016-06-09/..") == date(2016, 6, 9)
    assert middle("unknown") is None
