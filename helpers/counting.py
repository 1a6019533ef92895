"""Term and document frequencies, and weights, of any number of files."""

from collections import Counter
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from helpers.words import tokens


class Counts(NamedTuple):
    """How many documents, how often each token (tf), in how many documents each token (df)."""

    documents: int
    tf: Counter
    df: Counter


def count_terms(paths, n_jobs=None, chunk=500):
    """Term and document frequencies of any number of UTF-8 files, as Counts.

    Files are read `chunk` at a time and only their counts are kept, so memory grows with the
    vocabulary, not with the files. `paths` may be a generator, and one that tells what it hands out
    shows the progress. Tokens stand in the order in which they are first met. `n_jobs` is joblib's:
    None is this process alone, unless a `joblib.parallel_config` names a backend, as "dask" for a
    cluster that sees the same paths. Raises ValueError naming a file that is not UTF-8.
    """
    documents, tf, df = 0, Counter(), Counter()
    for part in _in_chunks(_counted, paths, n_jobs, chunk):
        documents += part.documents
        tf.update(part.tf)
        df.update(part.df)
    return Counts(documents, tf, df)


def _counted(paths):
    tf, df = Counter(), Counter()
    for path in paths:
        words = tokens(read(path))
        tf.update(words)
        df.update(dict.fromkeys(words).keys())  # each once, in order, whatever the hash seed
    return Counts(len(paths), tf, df)


def weigh(paths, counts, vocabulary, n_jobs=None, chunk=500):
    """TF-IDF of any number of files, a stretch at a time: sparse matrices of `chunk` rows each.

    Rows stand in the order of `paths`, columns in that of `vocabulary`, a list of the tokens to
    keep. Stacked they are what one `TfidfVectorizer(analyzer=tokens, vocabulary=vocabulary)` of
    scikit-learn makes of all texts: tf * (ln((1 + N) / (1 + df)) + 1), with N and df from
    `count_terms` over the same files, each row of length 1. `n_jobs` is as in `count_terms`.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer

    df = np.array([counts.df[word] for word in vocabulary])
    vectorizer = TfidfVectorizer(analyzer=tokens, vocabulary=vocabulary)
    vectorizer.idf_ = np.log((1 + counts.documents) / (1 + df)) + 1
    yield from _in_chunks(partial(_weighed, vectorizer), paths, n_jobs, chunk)


def _weighed(vectorizer, paths):
    return vectorizer.transform(map(read, paths))


def _in_chunks(work, paths, n_jobs, chunk):
    """What `work` makes of each chunk of paths, in order; at most 64 of them wait to be taken."""
    from joblib import Parallel, delayed

    paths = iter(paths)
    chunks = iter(lambda: list(islice(paths, chunk)), [])
    for first in chunks:
        some = chain([first], islice(chunks, 63))
        yield from Parallel(n_jobs, return_as="generator")(delayed(work)(part) for part in some)


def read(path):
    """The text of a UTF-8 file. Raises ValueError naming a file that is something else."""
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path} is not UTF-8: {error}") from error
