"""Expressions: how a text's own words lead from day to day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import corpus, expressions
from helpers.dates import when
from helpers.expressions import derive
from helpers.tests import tiny

DAY = st.dates(date(1, 1, 1), date(9999, 12, 31))
MARK = st.sampled_from(["", "~", "?", "~?"])


def test_every_relative_date_of_the_articles_is_derived():
    c = corpus.load()
    mentions, published = c.mentions, c.articles["published"]
    known = dict(zip(mentions["mention"], mentions["date"], strict=True))
    relative = mentions[mentions["basis"] == "relative"]
    anchors = [known.get(row.anchor, published[row.article]) for row in relative.itertuples()]
    found = [*map(derive, relative["expression"], anchors)]
    assert found == list(relative["date"]) == list(relative["derived"])
    assert relative["article"].isin(tiny.FIVE).sum() == 25
    assert set(mentions.loc[mentions["basis"] != "relative", "derived"]) == {""}


# Beyond what the articles have themselves; None is left to a reader.
DERIVED = """
Thursday’s meeting | 2016-06-10 | None | the words say more than a day
Sunday | 2016-01-02 | 2015-12-27 | the turn of the year
Wednesday | 2016-06-09~ | 2016-06-08~ | doubt passes on
Wednesday | 2016-06-09~? | 2016-06-08% | as other readers of EDTF want it
Wednesday | 2016-06-07/2016-06-09 | 2016-06-01/2016-06-08 | an interval passes on
21 July | 2016-07-21 | 2016-07-21 | the day itself
21 July | 2016-07-20~ | 2016-07-21 | unless the anchor is only about
29 February | 2015-06-01 | 2012-02-29 | the last leap year
31 June | 2016-07-01 | None | no day of the calendar
Sept. 30 | 2015-10-02 | 2015-09-30
9 June 2015 | 2016-06-10 | 2015-06-09 | its own year
June 2015 | 2016-06-10 | 2015-06
September of 2015 | 2016-06~ | 2015-09
in February | 2016-02-01 | 2016-02 | the month itself
in December | 2016-06-10 | 2015-12 | the year before
August 1 deadline | 2016-08-01 | 2016-08-01 | the day itself
August 1 deadline | 2016-08-02 | 2017-08-01 | never a day behind
last week | 2015-09-27 | 2015-09-14/2015-09-20 | on a Sunday
About a week ago | 2016-03-07? | 2016-02-29%
Two days after | 2016-02-28 | 2016-03-01 | over 29 February
Three days earlier | 2016-01-02 | 2015-12-30
10 days ago | 2016-06-10 | 2016-05-31
just days after | 2016-06-09 | 2016-06-10/2016-06-14 | one to five
in the coming days | 2016-12-30 | 2016-12-31/2017-01-06 | the week after
a few months ago | 2016-03-15 | 2015-10~/2016-01~
Today | 2016-06-07/2016-06-09 | 2016-06-07/2016-06-09
seven-plus decades ago | 2015-09-30 | None | no rule
Wednesday | unknown | None | no anchor
Thursday last week | 2016-06-10 | 2016-06-02
next Monday | 2016-06-10 | 2016-06-13
this coming Sunday | 2016-06-10 | 2016-06-12
the 9th of June | 2016-06-10 | 2016-06-09
Sunday, June 12 | 2016-06-09 | 2016-06-12
from June 1 to June 5 | 2016-06-10 | 2016-06-01/2016-06-05
from May to June 2016 | 2016-04-10 | 2016-05/2016-06 | the year stands once
from 9 May to 12 June 2015 | 2016-05-01 | 2015-05-09/2015-06-12
December to January 2016 | 2016-05-01 | 2015-12/2016-01
9-10 June | 2016-06-10 | 2016-06-09/2016-06-10
deadline of August 1 | 2016-06-10 | 2016-08-01
1,000 days ago | 2016-06-09 | 2013-09-13
twenty-one days ago | 2016-06-09 | 2016-05-19
this time last year | 2016-06-10 | 2015-06-10~
12 June 16 | 2016-06-10 | 2016-06-12
21 July | 2016-07-20 | 2015-07-21 | never a day ahead
36 hours after | 2016-06-10 | 2016-06-11/2016-06-12
yesterday | 2016-06-10 | 2016-06-09
last year | 2016-06-10 | 2015
this month | 2016-06-10 | 2016-06
a year ago | 2016-06-10 | 2015-06-10~
Friday morning | 2016-06-10 | 2016-06-10
last Friday | 2016-06-10 | 2016-06-03
next month | 2016-12-10 | 2017-01
next week | 2016-06-10 | 2016-06-13/2016-06-19
the day before yesterday | 2016-03-01 | 2016-02-28
the 1990s | 2016-06-10 | 1990/1999
the 20th century | 2016-06-10 | 1901/2000
summer of 2015 | 2016-06-10 | 2015-06/2015-08
last winter | 2016-06-10 | 2015-12/2016-02
earlier this month | 2016-06-10 | 2016-06-01/2016-06-10
ten years ago | 2016-06-10 | 2006~
mid-2014 | 2016-06-10 | 2014-05/2014-08 | the middle third
early this year | 2016-06-09? | 2016-01?/2016-04? | doubt passes on
late last July | 2013-03-22 | 2012-07-21/2012-07-31
June 9 this year | 2016-03-10 | 2016-06-09 | its own year, though ahead
June last year | 2016-03-10 | 2015-06
this March | 2016-06-10 | 2016-03
late Friday | 2016-06-11 | 2016-06-10
this summer | 2016-07-10 | 2016-06/2016-08
about 10 days ago | 2016-06-20 | 2016-06-10~
the early 1990s | 2016-06-10 | None | a third of ten years is no word's meaning
now | 2016-06-10 | None | no day
nine months | 2016-06-10 | None | a length of time
since June | 2016-06-10 | None | a beginning
by Friday | 2016-06-10 | None | an end
he may march | 2016-06-10 | None
the third quarter | 2016-06-10 | None
two days before the June 9 vote | 2016-06-07 | None | counted from another day
99999999999 days ago | 2016-06-10 | None | before the calendar
last week | 0001-01-01 | None
in the coming days | 9999-12-31 | None
"""


@pytest.mark.parametrize("line", DERIVED.strip().splitlines())
def test_derived(line):
    expression, anchor, derived = line.split(" | ")[:3]
    assert str(derive(expression, anchor)) == derived


def test_a_sentence_that_looks_ahead_means_the_next_one():
    found = [
        derive(each, "2016-06-10", ahead=True) for each in ("Wednesday", "21 July", "in March")
    ]
    assert found == ["2016-06-15", "2016-07-21", "2017-03"]


def test_what_is_no_text_means_no_day_and_an_anchor_that_is_no_date_is_refused():
    assert derive(None, "2016-06-10") is derive("  ", "2016-06-10") is None
    with pytest.raises(ValueError, match="is not a date"):
        derive("Wednesday", "soon")


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.sampled_from(expressions.DAYS))
def test_a_weekday_is_the_last_one_not_after_its_anchor(anchor, name):
    day = date.fromisoformat(derive(name, str(anchor)))
    assert timedelta(0) <= anchor - day < timedelta(7)
    assert day.strftime("%A").lower() == name


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(DAY, MARK, st.sampled_from([line.split(" | ")[0] for line in DERIVED.strip().split("\n")]))
def test_what_is_derived_is_a_date_and_keeps_the_doubt_counted_from(anchor, doubt, expression):
    derived = derive(expression, f"{anchor}{doubt}")
    assert derived is None or when(derived)
    counted = {"day", "days", "week", "months", "years"} & set(expression.split())
    if derived and counted and "?" in doubt:
        assert when(derived).uncertain
