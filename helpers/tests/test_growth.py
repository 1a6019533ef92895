"""Any number of files: counted and weighed a stretch at a time, alone, on cores, on a cluster."""

import os
import random
import re
import subprocess
import sys
import tracemalloc

import numpy as np
import pytest
from joblib import parallel_config
from scipy.sparse import vstack
from sklearn.feature_extraction.text import TfidfVectorizer

from helpers import corpus
from helpers.counting import Counts, count_terms, read, weigh
from helpers.words import tokens


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """Sixty files of shuffled paragraphs of the five articles, so that no two are alike."""
    folder, shuffled = tmp_path_factory.mktemp("many"), random.Random(60)
    texts = sorted((corpus.HOME / "articles").glob("*.txt"))
    parts = [part for text in texts for part in read(text).split("\n\n")]
    for n in range(60):
        (folder / f"{n:02d}.txt").write_text("\n\n".join(shuffled.sample(parts, 8)), "utf-8")
    return sorted(folder.glob("*.txt"))


@pytest.fixture(scope="module")
def alone(paths):
    return count_terms(paths)


def listed(counts):
    """Counts with their order, which == of two Counters passes over."""
    return counts.documents, list(counts.tf.items()), list(counts.df.items())


def both_passes(paths, n_jobs=None):
    """The way to a million articles: count, keep what is in two or more of them, weigh that."""
    counts = count_terms(paths, n_jobs, chunk=7)
    kept = [token for token, files in counts.df.items() if files > 1]
    return counts, kept, vstack(list(weigh(iter(paths), counts, kept, n_jobs, chunk=7)))


def test_counts_of_two_tiny_files(tmp_path):
    (tmp_path / "a").write_text("The US and the U.S.-led raids", "utf-8")
    (tmp_path / "b").write_text("the raids", "utf-8")
    found = count_terms(path for path in sorted(tmp_path.iterdir()))
    tf = {"the": 3, "US": 1, "and": 1, "US-led": 1, "raids": 2}
    assert found == Counts(2, tf, tf | {"the": 2})
    assert count_terms([]) == Counts(0, {}, {}) and not list(weigh([], found, ["the"]))


@pytest.mark.parametrize("way", [None, 2, "dask"])
def test_stretches_are_one_vectorizer_however_they_are_done(paths, alone, way, tmp_path):
    if way == "dask":
        from dask.distributed import Client, LocalCluster

        local = {"threads_per_worker": 1, "dashboard_address": None, "local_directory": tmp_path}
        with (
            LocalCluster(n_workers=2, processes=True, **local) as cluster,
            Client(cluster) as client,
            parallel_config(backend="dask", wait_for_workers_timeout=60),
        ):
            counts, kept, matrix = both_passes(paths)
            assert any(client.run(lambda: "helpers.counting" in sys.modules).values()), (
                "worked there"
            )
    else:
        counts, kept, matrix = both_passes(paths, way)
    assert listed(counts) == listed(alone)
    vectorizer = TfidfVectorizer(analyzer=tokens, lowercase=False, vocabulary=kept)
    assert np.allclose(matrix.toarray(), vectorizer.fit_transform(map(read, paths)).toarray())


def test_the_way_that_readme_shows_is_the_way(paths, alone, monkeypatch):
    monkeypatch.chdir(paths[0].parent.parent)
    readme = (corpus.HOME.parent / "README.md").read_text("utf-8")
    code = "".join(re.findall(r"```python\n(.*?)```", readme, re.DOTALL))
    assert all(words in code for words in ("count_terms", "n_jobs=-1", '"dask"', "weigh(paths"))
    local = "n_workers=1, processes=False, dashboard_address=None"
    code = code.replace('"articles"', repr(paths[0].parent.name))
    code = code.replace('"scheduler:8786"', local).replace("...  #", "parts.append(matrix)  #")
    told = {"parts": []}
    exec(code, told)
    kept = [token for token, n in alone.df.items() if n >= 5]
    assert listed(told["counts"]) == listed(alone) and told["kept"] == sorted(kept)
    assert sum(part.shape[0] for part in told["parts"]) == len(paths)


def test_the_whole_vocabulary_is_that_of_one_vectorizer(paths, alone):
    vectorizer = TfidfVectorizer(analyzer=tokens)
    whole = vectorizer.fit_transform(map(read, paths))
    assert list(vectorizer.get_feature_names_out()) == sorted(alone.df)
    stretches = vstack(list(weigh(paths, alone, sorted(alone.df))))
    assert np.allclose(stretches.toarray(), whole.toarray())


def test_order_does_not_depend_on_the_hash_seed(paths):
    code = "import sys; from helpers.counting import count_terms; print(count_terms(sys.argv[1:]))"
    told = {
        subprocess.check_output(
            [sys.executable, "-c", code, *map(str, paths[:5])],
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        for seed in ("0", "1")
    }
    assert len(told) == 1


def test_memory_does_not_grow_with_the_files(paths, alone):
    def peak(files):
        tracemalloc.start()
        counts = count_terms(files, chunk=20)
        rows = sum(part.shape[0] for part in weigh(files, counts, list(alone.df), chunk=20))
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert rows == counts.documents == len(files)
        return highest

    peak(paths)
    assert peak(paths * 10) < peak(paths) + 200_000


def test_a_file_in_another_encoding_is_named(tmp_path):
    (tmp_path / "latin.txt").write_bytes("défense".encode("latin-1"))
    with pytest.raises(ValueError, match=r"latin\.txt is not UTF-8"):
        count_terms([tmp_path / "latin.txt"])
