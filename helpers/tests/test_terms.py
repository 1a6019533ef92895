"""Terms: counted as chosen, weighed as scikit-learn weighs them, ranked the same every time."""

from math import isclose, log

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from helpers import corpus, terms, voices
from helpers.tests import tiny

TOY = {"one": ["dove", "dove", "saw"], "two": ["dove", "hawk"], "three": ["owl"], "four": ["owl"]}


@pytest.fixture
def home(tmp_path):
    return tiny.write(tmp_path)


def documents(home, **chosen):
    chosen = {name.replace("_", " "): option for name, option in chosen.items()}
    found = terms.documents(voices.words(home), voices.naming(home), chosen)
    return {article: " ".join(own) for article, own in found.items()}


# What is counted


def test_base_counts_editorial_text_without_stop_words(home):
    assert documents(home) == {
        "morning": "cat sits mat cat sits mat mat mine cat said tuesday saw first dog said cat "
        "stolen mat bought may fox told cat eats fish dog added",
        "evening": "fox denies fox met cat tuesday three days earlier dog barked fox denied dog "
        "said cat eats fish owl says fox thinks moon cheese tawny news moon made rock owl said",
    }


def test_each_choice_changes_what_it_names(home):
    base = documents(home)
    assert documents(home, comments="in")["evening"] == base["evening"] + " cat"
    wireless = documents(home, agency_text="out")["evening"]
    assert wireless == base["evening"].removesuffix(" tawny news moon made rock owl said")
    unquoted = documents(home, quotations="out")
    assert unquoted["morning"].split().count("mine") == 0
    assert "cat" in unquoted["morning"] and "moon cheese" in unquoted["evening"]  # retold
    assert "the cat sits on the mat" in documents(home, stop_list="none")["morning"]
    assert documents(home, stop_list="scikit-learn's")["morning"].startswith("cat sits mat")


def test_a_name_of_several_words_is_one_term(home):
    found = terms.documents(voices.words(home), voices.naming(home), {"names": "as one term"})
    assert [term for term in found["evening"] if "fox" in term] == ["fox", *["the fox"] * 3]


def test_figures_are_no_terms_and_no_word_is_lost(home):
    words, naming = voices.words(home), voices.naming(home)
    found = terms.documents(words, naming, {"stop list": "none", "comments": "in"})
    editorial = words[words["kind"].isin((*corpus.EDITORIAL, "comment"))]["token"]
    assert sum(map(len, found.values())) == sum(map(str.isalpha, editorial))
    assert "2015" in set(editorial) and "2015" not in found["morning"]


def test_an_article_without_terms_keeps_its_place(home):
    words = voices.words(home)
    words.loc[words["article"] == "morning", "kind"] = "furniture"
    found = terms.documents(words, voices.naming(home))
    assert list(found) == ["morning", "evening"] and found["morning"] == []
    table = terms.runs(words, voices.naming(home))
    assert set(table.loc[table["article"] == "morning", "top"]) == {()}


# How it is weighed


def test_idf_by_hand():
    assert terms.idf(2, 4) == log(5 / 3) + 1
    assert terms.idf(2, 4, "plain") == log(2) + 1
    assert terms.idf(2, 4, "textbook") == log(2)
    assert terms.idf(4, 4, "textbook") == 0 and terms.idf(4, 4) == 1
    assert isclose(terms.weight(3, 2, 4, {"tf": "damped"}), (1 + log(3)) * (log(5 / 3) + 1))


@pytest.mark.parametrize("idf", ("smoothed", "plain"))
@pytest.mark.parametrize("tf", terms.CHOICES["tf"])
def test_weights_are_those_of_scikit_learn(tf, idf):
    vectorizer = TfidfVectorizer(
        analyzer=list, norm=None, sublinear_tf=tf == "damped", smooth_idf=idf == "smoothed"
    )
    matrix = vectorizer.fit_transform(TOY.values()).toarray()
    for place, term in enumerate(vectorizer.get_feature_names_out()):
        df = sum(term in own for own in TOY.values())
        for row, own in zip(matrix, TOY.values(), strict=True):
            if term in own:
                mine = terms.weight(own.count(term), df, 4, {"tf": tf, "idf": idf})
                assert isclose(mine, row[place])


# How it is ranked


@pytest.mark.parametrize(
    ("scores", "order", "own"),
    [
        ([1, 3, 2], [1, 2], 2),
        ([2, 3, 2], [1, 0], 1),  # tied at the cut: in by the alphabet
        ([2, 3, 3, 1], [1, 2], 2),  # tied, but not at the cut
        ([1, 1, 1], [0, 1], 0),
        ([0, 3, 0], [1], 1),  # no weight, no place
        ([0, 0], [], 0),
        ([], [], 0),
        ([1, 1 + 1e-15, 1 - 1e-15], [0, 1], 0),  # the same but for the processor
    ],
)
def test_best(scores, order, own):
    places, sure = terms.best(np.array(scores, dtype=float), k=2)
    assert (list(places), sure) == (order, own)


# Every specification


@pytest.fixture(scope="module")
def five():
    """The project's own words, names and runs."""
    words, naming = voices.words(), voices.naming()
    return words, naming, terms.runs(words, naming)


def test_runs_are_the_product_of_all_choices(five):
    _, _, table = five
    count = np.prod([len(options) for options in terms.CHOICES.values()])
    articles = corpus.articles().index
    assert list(table["article"].unique()) == list(articles)
    assert len(table) == count * len(articles) * len(articles)
    assert not table.drop(columns=["top", "own"]).duplicated().any()
    first = table.groupby("article").first()
    assert (first[list(terms.BASE)] == list(terms.BASE.values())).all(axis=None)
    assert (first["left out"] == terms.NOBODY).all()


def test_a_run_is_what_scikit_learn_finds(five):
    """Documents changed and an article left out: the terms of the fast way, found the slow way."""
    words, naming, table = five
    chosen = {"comments": "in", "names": "as one term", "tf": "damped", "idf": "plain"}
    chosen = terms.BASE | chosen | {"left out": "mcclatchy"}
    own = table[(table[list(chosen)] == list(chosen.values())).all(axis=1)]
    found = terms.documents(words, naming, {key: chosen[key] for key in terms.COUNTED})
    del found["mcclatchy"]
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True, smooth_idf=False)
    matrix = vectorizer.fit_transform(found.values()).toarray()
    names = vectorizer.get_feature_names_out()
    assert len(own) == len(found)
    for article, row in zip(found, matrix, strict=True):
        order, sure = terms.best(row)
        run = own[own["article"] == article].iloc[0]
        assert (run["top"], run["own"]) == (tuple(names[order]), sure)


def test_choices_without_effect_and_small_corpora_are_not_crossed(home):
    words, naming = voices.words(home), voices.naming(home).iloc[:0]
    words = words[words["voice"] == "narrator"]
    assert list(terms.alive(words, naming)) == ["stop list", "tf", "idf"]
    table = terms.runs(words, naming)
    assert set(table["left out"]) == {terms.NOBODY}  # of two articles none can be left out
    assert len(table) == 2 * 3 * 2 * 3


def test_survival_counts_only_places_of_ones_own():
    import pandas as pd

    rows = [("a", ("x", "y"), 2), ("a", ("x", "z"), 1), ("b", ("y",), 1), ("b", (), 0)]
    shares = terms.survival(pd.DataFrame(rows, columns=["article", "top", "own"]))
    assert shares.to_numpy().tolist() == [["a", "x", 1.0], ["a", "y", 0.5], ["b", "y", 0.5]]


def test_facts_of_the_five_articles(five):
    """What notebook 03 reports: one term holds in all 1,440 ways of counting."""
    shares = terms.survival(five[2])
    assert shares[shares["share"] == 1][["article", "term"]].to_numpy().tolist() == [
        ["mcclatchy", "carter"]
    ]
