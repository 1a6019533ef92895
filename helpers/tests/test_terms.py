"""Terms: counted as chosen, weighed as scikit-learn weighs them, ranked the same every time."""

from math import isclose, log

import numpy as np
import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer

from helpers import corpus, terms, voices
from helpers.tests import tiny

TOY = {"one": ["dove", "dove", "saw"], "two": ["dove", "hawk"], "three": ["owl"], "four": ["owl"]}


def frames(c):
    """The words, names and stop words of a corpus, as the functions of terms take them."""
    words = voices.words(c.segments, c.quotations)
    return words, voices.naming(words, c.segments, c.names), c.stopwords


@pytest.fixture
def tale(tmp_path):
    """The words and names of the tiny corpus, with the project's stop words."""
    words, naming, _ = frames(corpus.load(tiny.write(tmp_path)))
    return words, naming, corpus.load().stopwords


def documents(tale, **chosen):
    chosen = {name.replace("_", " "): option for name, option in chosen.items()}
    found = terms.documents(*tale, chosen)
    return {article: " ".join(own) for article, own in found.items()}


# What is counted


def test_base_counts_editorial_text_without_stop_words(tale):
    assert documents(tale) == {
        "morning": "cat sits mat cat sits mat mat mine cat said tuesday saw first dog said cat "
        "stolen mat bought may fox told cat eats fish dog added",
        "evening": "fox denies fox met cat tuesday three days earlier dog barked fox denied dog "
        "said cat eats fish owl says fox thinks moon cheese tawny news moon made rock owl said",
    }


def test_each_choice_changes_what_it_names(tale):
    base = documents(tale)
    assert documents(tale, comments="in")["evening"] == base["evening"] + " cat"
    wireless = documents(tale, agency_text="out")["evening"]
    assert wireless == base["evening"].removesuffix(" tawny news moon made rock owl said")
    unquoted = documents(tale, quotations="out")
    assert unquoted["morning"].split().count("mine") == 0
    assert "cat" in unquoted["morning"] and "moon cheese" in unquoted["evening"]  # retold
    assert "the cat sits on the mat" in documents(tale, stop_list="none")["morning"]
    assert documents(tale, stop_list="scikit-learn's")["morning"].startswith("cat sits mat")
    joined = terms.documents(*tale, {"names": "as one term"})["evening"]
    assert [term for term in joined if "fox" in term] == ["fox", *["the fox"] * 3]


def test_figures_are_no_terms_and_no_word_is_lost(tale):
    words, _, _ = tale
    found = terms.documents(*tale, {"stop list": "none", "comments": "in"})
    editorial = words[words["kind"].isin((*corpus.EDITORIAL, "comment"))]["token"]
    assert sum(map(len, found.values())) == sum(map(str.isalpha, editorial))
    assert "2015" in set(editorial) and "2015" not in found["morning"]


def test_an_article_without_terms_keeps_its_place(tale):
    words, *rest = tale
    words.loc[words["article"] == "morning", "kind"] = "furniture"
    found = terms.documents(words, *rest)
    assert list(found) == ["morning", "evening"] and found["morning"] == []
    assert terms.weightiest(found)["morning"] == ((), 0)
    table = terms.runs(words, *rest)
    assert set(table.loc[table["article"] == "morning", "top"]) == {()}


# How it is weighed


def test_the_textbooks_idf_by_hand():
    assert terms.idf(2, 4, "textbook") == log(2) and terms.idf(4, 4, "textbook") == 0


@pytest.mark.parametrize("idf", ("smoothed", "plain"))
@pytest.mark.parametrize("tf", terms.CHOICES["tf"])
def test_weights_are_those_of_scikit_learn(tf, idf):
    vectorizer = TfidfVectorizer(
        analyzer=list, norm=None, sublinear_tf=tf == "damped", smooth_idf=idf == "smoothed"
    )
    matrix = vectorizer.fit_transform(TOY.values()).toarray()
    for row, own in zip(matrix, TOY.values(), strict=True):
        for place, term in enumerate(vectorizer.get_feature_names_out()):
            df = sum(term in each for each in TOY.values())
            if term in own:
                assert isclose(terms.weight(own.count(term), df, 4, tf, idf), row[place])


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
    """The words and names of the first five articles, our stop words, and all runs."""
    *own, stop = frames(corpus.load())
    own = [*(frame[frame["article"].isin(tiny.FIVE)] for frame in own), stop]
    return own, terms.runs(*own)


def test_runs_are_the_product_of_all_choices(five):
    (words, _, _), table = five
    count = np.prod([len(options) for options in terms.CHOICES.values()])
    articles = words["article"].unique()
    assert list(table["article"].unique()) == list(articles)
    assert len(table) == count * len(articles) * len(articles)
    assert not table.drop(columns=["top", "own"]).duplicated().any()
    first = table.groupby("article").first()
    base = terms.BASE | {"left out": terms.NOBODY}
    assert (first[list(base)] == list(base.values())).all(axis=None)


def test_a_run_is_what_scikit_learn_finds(five):
    """Documents changed and an article left out: the terms of the fast way, found the slow way."""
    own, table = five
    chosen = {"comments": "in", "names": "as one term", "tf": "damped", "idf": "plain"}
    chosen = terms.BASE | chosen | {"left out": "mcclatchy"}
    table = table[(table[list(chosen)] == list(chosen.values())).all(axis=1)]
    found = terms.documents(*own, {key: chosen[key] for key in terms.COUNTED})
    del found["mcclatchy"]
    ranked = terms.weightiest(found, {"tf": "damped", "idf": "plain"})
    vectorizer = TfidfVectorizer(analyzer=list, sublinear_tf=True, smooth_idf=False)
    matrix = vectorizer.fit_transform(found.values()).toarray()
    names = vectorizer.get_feature_names_out()
    assert len(table) == len(found)
    for article, row in zip(found, matrix, strict=True):
        order, sure = terms.best(row)
        run = table[table["article"] == article].iloc[0]
        assert (run["top"], run["own"]) == (tuple(names[order]), sure) == ranked[article]


def test_choices_without_effect_and_small_corpora_are_not_crossed(tale):
    words, naming, stop = tale
    own = words[words["voice"] == "narrator"], naming.iloc[:0], stop
    assert list(terms.alive(*own)) == ["stop list", "tf", "idf"]
    table = terms.runs(*own)
    assert set(table["left out"]) == {terms.NOBODY}  # of two articles none can be left out
    assert len(table) == 2 * 3 * 2 * 3
    assert terms.defensible(table).sum() == 2 * 2 * (2 * 3 + 1)  # no list: the textbook's idf only


def test_survival_counts_only_places_of_ones_own():
    rows = [("a", ("x", "y"), 2), ("a", ("x", "z"), 1), ("b", ("y",), 1), ("b", (), 0)]
    shares = terms.survival(pd.DataFrame(rows, columns=["article", "top", "own"]))
    assert shares.to_dict() == {("a", "x"): 1.0, ("a", "y"): 0.5, ("b", "y"): 0.5}


def test_what_one_could_not_defend_is_left_out(five):
    _, table = five
    left = table[terms.defensible(table)]
    listed = (table["stop list"] != "none") | (table["idf"] == "textbook")
    assert left.index.equals(table.index[(table["comments"] == "out") & listed])


def test_choices_that_are_none_are_told():
    assert terms.unknown({"idf": "plain", "names": "as one term"}) == ""
    steep = "There is no idf: steep to choose. There is: smoothed, plain, textbook."
    assert terms.unknown({"idf": "steep"}) == steep
    assert "no mood: sad to choose. There is: quotations," in terms.unknown({"mood": "sad"})
