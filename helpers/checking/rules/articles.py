"""Articles: when they were published, and the words that show it."""

from helpers import dates


def publication(tables):
    """Dates that are none or lie outside their own bounds, and evidence that is not in the text."""
    for row in tables["articles"]:
        try:
            if None in dates.bounds(row["published"]):
                raise ValueError(f"published {row['published']!r} has no first or no last day")
            span = f"{row['published_earliest']}/{row['published_latest']}"
            if span != "/" and not dates.overlap(span, row["published"]):
                raise ValueError(f"published {row['published']!r} lies outside {span}")
        except ValueError as error:
            mend = "give published as EDTF, and earliest and latest as days, or leave both empty"
            yield row, str(error), mend
        for words in row["published_evidence"].split(" || "):
            if words not in row.get("text", words):
                said = f"published_evidence {words!r} is not in {row['article']}"
                yield row, said, "copy the words from the file; separate several by ` || `"
