"""What a date says as it is typed: its kind, its words, and what the rules make of time words."""

import re

from helpers import dates, expressions

KINDS = {
    "day": "a day",
    "month": "a month",
    "year": "a year",
    "interval": "a span with both ends",
    "open": "a span with an open end",
    "unknown": "no date",
}
AHEAD = ("planned", "hypothetical")
LONGEST = 7  # words of an expression that is looked for


def said(date):
    """What an EDTF date is and means, in a sentence; the mend where it is none."""
    try:
        day = dates.when(date)
    except ValueError as error:
        return f"{str(error)[0].upper()}{str(error)[1:]}."
    doubt = " Approximate." * day.approximate + " Uncertain." * day.uncertain
    return f"{date} is EDTF for {KINDS[day.precision]}: {dates.in_words(date)}.{doubt}"


def precision(date):
    """The precision of a date, "" of what is none."""
    try:
        return dates.when(date).precision
    except ValueError:
        return ""


def derived(expression, anchor, status):
    """What the rules make of time words counted from a date, or None."""
    try:
        return expressions.derive(expression, anchor, status in AHEAD or None)
    except ValueError:
        return None


def ruled(expression, anchor, status):
    """What the rules make of time words, in a sentence; "" where there is nothing to say."""
    if not expression or not anchor:
        return ""
    found = derived(expression, anchor, status)
    if found:
        words = f"“{expression}” counted from {anchor} gives {found}"
        return f"{words}: {dates.in_words(found)}."
    return f"No rule leads from {anchor} by “{expression}” to a date: inferred, with a note."


def after(date, published):
    """Whether all days that a date allows lie after publication."""
    first, last = dates.when(date).first, dates.when(published).last
    return bool(first and last and first > last)


def time_words(text, start, end, published):
    """The longest words of a stretch that a rule takes for a time, "" where there are none.

    Of those that lead beyond publication only such as say so: “in one day” may tell of the past.
    """
    words = [found.span() for found in re.compile(r"\w\S*\w|\w").finditer(text, start, end)]
    best = ""
    for n in range(len(words)):
        for last in words[n : n + LONGEST]:
            found = text[words[n][0] : last[1]]
            if "\n" in found or found in ("may", "march", "second", "sat", "sun"):
                break
            telling = re.search(r"[^\W\d]{3}|\b(?:19|20)\d\d\b", found)
            date = telling and len(found) > len(best) and derived(found, published, "")
            if date and (not after(date, published) or re.match("next|coming|tomorrow", found)):
                best = found
    return best
