"""Counting over many files: streamed, the same alone, in parallel and on a real Dask cluster."""

import os
import random
import subprocess
import sys
import tracemalloc

import pytest

from helpers import corpus
from helpers.tests.test_tokens import within
from helpers.tokens import Counts, count_terms, read, tokens


@pytest.fixture(scope="module")
def paths(tmp_path_factory):
    """Sixty files of shuffled paragraphs of the five articles, so that no two are alike."""
    folder, shuffled = tmp_path_factory.mktemp("many"), random.Random(60)
    parts = [part for text in corpus.articles()["text"] for part in text.split("\n\n")]
    for n in range(60):
        words = "\n\n".join(shuffled.sample(parts, 8))
        (folder / f"{n:02d}.txt").write_text(words, "utf-8")
    return sorted(folder.glob("*.txt"))


@pytest.fixture(scope="module")
def alone(paths):
    return count_terms(paths)


def listed(counts):
    """Counts with their order, which == of two Counters passes over."""
    return counts.documents, list(counts.tf.items()), list(counts.df.items())


def test_counts_of_two_tiny_files(tmp_path):
    (tmp_path / "a").write_text("The US and the U.S.-led raids", "utf-8")
    (tmp_path / "b").write_text("the raids", "utf-8")
    found = count_terms([tmp_path / "a", tmp_path / "b"])
    assert found == Counts(
        2,
        {"the": 3, "US": 1, "and": 1, "US-led": 1, "raids": 2},
        {"the": 2, "US": 1, "and": 1, "US-led": 1, "raids": 2},
    )
    assert count_terms([]) == Counts(0, {}, {})


def test_cutting_into_chunks_changes_nothing(paths, alone):
    assert listed(count_terms((path for path in paths), chunk=7)) == listed(alone)


def test_parallel_counts_are_the_same(paths, alone):
    with within(120):
        assert listed(count_terms(paths, n_jobs=2, chunk=7)) == listed(alone)


def test_counts_on_a_dask_cluster_are_the_same(paths, alone, tmp_path):
    """The same call, with nothing of ours for the cluster; the counting runs in its workers."""
    from dask.distributed import Client, LocalCluster
    from joblib import parallel_config

    local = {"threads_per_worker": 1, "dashboard_address": None, "local_directory": tmp_path}
    with (
        within(180),
        LocalCluster(n_workers=2, processes=True, **local) as cluster,
        Client(cluster) as client,
        parallel_config(backend="dask", wait_for_workers_timeout=60),
    ):
        found = count_terms(paths, chunk=7)
        counted_there = client.run(lambda: "helpers.tokens" in sys.modules)
    assert listed(found) == listed(alone)
    assert len(counted_there) == 2 and any(counted_there.values())


def test_order_does_not_depend_on_the_hash_seed(paths):
    code = (
        "import sys; from helpers.tokens import count_terms;"
        "found = count_terms(sys.argv[1:]); print([*found.tf.items()], [*found.df.items()])"
    )
    told = set()
    for seed in ("0", "1"):
        command = [sys.executable, "-c", code, *map(str, paths[:5])]
        done = subprocess.run(
            command,
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            timeout=60,
            check=True,
        )
        told.add(done.stdout)
    assert len(told) == 1


def test_memory_does_not_grow_with_the_files(paths):
    def peak(files):
        tracemalloc.start()
        count_terms(files, chunk=20)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(paths)
    assert peak(paths * 10) < peak(paths) + 100_000


def test_a_file_in_another_encoding_is_named(tmp_path):
    (tmp_path / "latin.txt").write_bytes("défense".encode("latin-1"))
    with pytest.raises(ValueError, match=r"latin\.txt is not UTF-8"):
        count_terms([tmp_path / "latin.txt"])
    with pytest.raises(FileNotFoundError, match="nowhere"):
        count_terms([tmp_path / "nowhere.txt"])


def test_weights_come_from_the_same_tokens(paths, alone):
    """The way to TF-IDF for many files: scikit-learn reads them one by one through a map."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer=tokens)
    matrix = vectorizer.fit_transform(map(read, paths))
    terms = vectorizer.get_feature_names_out()
    assert dict(zip(terms, matrix.getnnz(axis=0), strict=True)) == alone.df
    assert {"US", "us", "U.S.", "not"} & set(terms) == {"US", "us", "not"}
