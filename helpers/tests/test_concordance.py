"""Keywords in context."""

import pandas as pd
import pytest

from helpers.concordance import concordance, unelided

FRAME = pd.DataFrame(
    [
        ["b", "title", 0, "US and us"],
        ["b", "body", 9, "The U.S. bombed.\nThe Islamic State’s men; the Islamic state."],
        ["a", "body", 0, " They met us in the US and l’Union et l'ONU "],
    ],
    columns=["article", "kind", "start", "text"],
)


def test_concordance_finds_the_country_by_either_name_and_no_pronoun():
    found = concordance("US", FRAME)
    assert found.equals(concordance("U.S.", FRAME))
    assert found.drop(columns=["left", "right"]).values.tolist() == [
        ["b", "US", 0, "title", 0, 2],
        ["b", "U.S.", 4 / 13, "body", 13, 17],
        ["a", "US", 5 / 10, "body", 20, 22],
    ]
    assert list(concordance("us", FRAME)["word"]) == ["us", "us"]
    assert concordance("ISIL", FRAME).empty and concordance("US", FRAME[:0]).empty
    with pytest.raises(ValueError, match="no word"):
        concordance("$$$", FRAME)


def test_concordance_finds_phrases_and_elided_words_and_cuts_no_word():
    columns = ["left", "word", "right"]
    assert concordance("Islamic State", FRAME, width=12)[columns].values.tolist() == [
        ["bombed. The", "Islamic State", "’s men; the"],
        ["men; the", "Islamic state", "."],
    ]
    assert concordance("Union", FRAME, 8)[columns].values.tolist() == [["and l’", "Union", "et"]]
    seen = [len(concordance(word, FRAME, 0)) for word in ("l'Union", "ONU", "l'ONU", "onu", "They")]
    assert seen == [1, 1, 1, 0, 1]
    assert list(map(unelided, ["dell'iraq", "qu'US", "don't"])) == ["iraq", "US", "don't"]
