"""Which terms weigh most in each article, under every declared way of counting.

A specification takes one value of each of CHOICES; the first value of each is the base. The first
five decide which terms are counted, `tf` and `idf` how a count becomes a weight.
"""

from itertools import product

from helpers import corpus
from helpers.voices import SPOKEN
from helpers.words import tokens

CHOICES = {
    "quotations": ("in", "out"),  # out: a speaker's own words go, words retold stay
    "agency text": ("in", "out"),
    "comments": ("out", "in"),
    "stop list": ("ours", "none", "scikit-learn's"),  # stopwords.txt, or 318 words of English
    "names": ("word by word", "as one term"),  # as one term: `islamic state`, from names.csv
    "tf": ("count", "damped"),
    "idf": ("smoothed", "plain", "textbook"),
}
COUNTED = ("quotations", "agency text", "comments", "stop list", "names")
BASE = {choice: options[0] for choice, options in CHOICES.items()}
NOBODY = "none"  # the value of `left out` when all articles are in
# Options that, one of each choice taken together, answer another question than what marks a text:
# readers' comments are not the article, and without a stop list these two formulas of idf leave
# the commonest words of the language their whole weight.
INDEFENSIBLE = (
    {"stop list": ("none",), "idf": ("smoothed", "plain")},
    {"comments": ("in",)},
)


def unknown(chosen):
    """What is wrong with choices that somebody made, in a sentence; nothing when all are known."""
    for choice, option in chosen.items():
        if option not in CHOICES.get(choice, ()):
            known = CHOICES.get(choice, CHOICES)
            return f"There is no {choice}: {option} to choose. There is: {', '.join(known)}."
    return ""


def documents(words, naming, stop, chosen=BASE):
    """The terms of each article in reading order, {article: [term, ...]}; figures are no terms.

    `words` and `naming` are the frames of helpers.voices, `stop` the words of our own stop list;
    `chosen` names the choices that differ from the base.
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    chosen = BASE | chosen
    kinds = {*corpus.EDITORIAL, *["comment"] * (chosen["comments"] == "in")}
    stop = {"ours": stop, "none": (), "scikit-learn's": ENGLISH_STOP_WORDS}[chosen["stop list"]]
    keep = words["kind"].isin(kinds)
    if chosen["agency text"] == "out":
        keep &= words["voice"] != "wire"
    if chosen["quotations"] == "out":
        keep &= (words["voice"] != "quoted") | ~words["speech"].isin(SPOKEN)
    terms = words["token"].tolist()
    if chosen["names"] == "as one term":
        terms = _joined(words, naming)
    found = {article: [] for article in words["article"].unique()}
    for article, term, kept in zip(words["article"].tolist(), terms, keep.tolist(), strict=True):
        if kept and term and term not in stop and any(map(str.isalpha, term)):
            found[article].append(term)
    return found


def _joined(words, naming):
    """The token of each word; a name of several words is one term, and "" in its later words."""
    terms = words["token"].tolist()
    places = words["article"].tolist(), words["start"].tolist()
    row = {place: n for n, place in enumerate(zip(*places, strict=True))}
    for name in naming.itertuples():
        parts = tokens(name.form)
        first = row[name.article, name.start]
        terms[first : first + len(parts)] = [" ".join(parts), *[""] * (len(parts) - 1)]
    return terms


def idf(df, n, kind="smoothed"):
    """How rare a term is that stands in `df` of `n` articles (df: number or numpy array).

    smoothed ln((1+n)/(1+df))+1 and plain ln(n/df)+1 are scikit-learn's; textbook ln(n/df) is
    that of Manning, Raghavan & Schütze (2008), 6.2.1, after Sparck Jones (1972).
    """
    import numpy as np

    if kind == "smoothed":
        return np.log((1 + n) / (1 + df)) + 1
    return np.log(n / df) + (kind == "plain")


def weight(tf, df, n, how="count", kind="smoothed"):
    """tf x idf of a term that stands `tf` times (at least once) in an article, not normalised.

    Damped, tf is 1 + ln tf. Dividing by the length of the article's row changes no order in it.
    """
    import numpy as np

    return (1 + np.log(tf) if how == "damped" else tf) * idf(df, n, kind)


def best(scores, k=10):
    """The highest `k` scores above zero: (their places in order, how many are free of a tie).

    Equal scores keep their order, so give them in the alphabet's. A tie matters only at the cut:
    when the score after the last is as high, all that have it hold their place by the alphabet.
    Scores are compared to 12 decimals, as the last ones may depend on the processor.
    """
    import numpy as np

    scores = np.round(np.asarray(scores, dtype=float), 12)
    order = np.argsort(-scores, kind="stable")
    order = order[: int(np.sum(scores[order] > 0))]
    if len(order) <= k:
        return order, len(order)
    return order[:k], int(np.sum(scores[order[:k]] > scores[order[k]]))


def weightiest(found, chosen=BASE, k=10):
    """The `k` weightiest terms of each article: {article: (terms in order, how many not tied)}.

    `found` is what `documents` gives; `chosen` names the choices that differ from the base.
    """
    chosen = BASE | chosen
    wanted = [chosen["tf"], chosen["idf"], NOBODY]
    return {article: run for article, *way, run in _weighed(found, k) if way == wanted}


def alive(words, naming, stop):
    """CHOICES without those that make no difference in these articles."""
    base = documents(words, naming, stop)

    def differs(choice, options):
        return any(documents(words, naming, stop, {choice: each}) != base for each in options[1:])

    return {
        choice: options
        for choice, options in CHOICES.items()
        if choice not in COUNTED or differs(choice, options)
    }


def runs(words, naming, stop):
    """The ten weightiest terms of each article in every specification, a row each, base first.

    Crossed are the choices `alive` and, from three articles on, each other article left out.
    Columns: article, a column a choice, left out, top (terms in order), own (how many of them are
    there whatever breaks a tie at the cut).
    """
    import pandas as pd

    crossed = alive(words, naming, stop)
    counted = [choice for choice in crossed if choice in COUNTED]
    rows = []
    for picked in product(*(crossed[choice] for choice in counted)):
        found = documents(words, naming, stop, dict(zip(counted, picked, strict=True)))
        rows += [(article, *picked, *way, *run) for article, *way, run in _weighed(found)]
    columns = ["article", *counted, "tf", "idf", "left out", "top", "own"]
    return pd.DataFrame(rows, columns=columns)


def _weighed(found, k=10):
    """(article, tf, idf, left out, (top, own)) for each way to weigh the same documents."""
    import numpy as np

    held = {article: set(terms) for article, terms in found.items()}
    for article, terms in found.items():
        names, tf = np.unique(np.array(terms, dtype=object), return_counts=True)
        others = [other for other in found if other != article]
        df = 1 + sum(np.array([name in held[o] for name in names], dtype=int) for o in others)
        for left_out in [NOBODY, *others] if len(others) > 1 else [NOBODY]:
            gone = held.get(left_out, ())
            left = df - np.array([name in gone for name in names], dtype=int)
            n = len(found) - (left_out != NOBODY)
            for pair in product(CHOICES["tf"], CHOICES["idf"]):
                order, own = best(weight(tf, left, n, *pair), k)
                yield article, *pair, left_out, (tuple(names[order]), own)


def defensible(runs, without=INDEFENSIBLE):
    """Which runs one could defend, a Series of bool: those `without` certain combinations."""
    import pandas as pd

    keep = pd.Series(True, runs.index)
    for combination in without:
        if set(combination) <= set(runs.columns):
            keep &= ~runs[list(combination)].isin(combination).all(axis=1)
    return keep


def survival(runs):
    """The share of an article's runs in which a term has a place of its own, by article and term.

    A Series without terms that never have one. A place held only by the alphabet, in a tie at the
    cut, does not count.
    """
    held = [top[:own] for top, own in zip(runs["top"], runs["own"], strict=True)]
    held = runs[["article"]].assign(term=held).explode("term")
    times = held.groupby(["article", "term"]).size()
    return times.div(runs["article"].value_counts(), level="article")
