"""Copies of the project in other folders, and commands run in them as on another machine."""

import os
import shutil
import subprocess
import sys

from helpers.edition import run

LEFT_OUT = (".venv", ".git", ".publish-*", "__pycache__", "*.egg-info", "pages", ".*_cache")
OURS = ("FIGURES", "IPYTHONDIR", "MATPLOTLIBRC")


def copy(to, without=()):
    """A copy of the project, as a clone would be, in the new folder `to`; returns the folder."""
    ignored = shutil.ignore_patterns(*LEFT_OUT, ".hypothesis", ".ipynb_checkpoints", *without)
    return shutil.copytree(run.PROJECT, to, ignore=ignored)


def environment(folder, **changes):
    """The environment in which commands see the helpers of a copy, and nothing of this session."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {"PYTHONPATH": str(folder)} | changes


def command(folder, *arguments, timeout=600, **changes):
    """Run `python ARGUMENTS` in a copy; a CompletedProcess with stdout and stderr in one text."""
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=folder,
        env=environment(folder, **changes),
        text=True,
        encoding="utf-8",
        errors="replace",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=timeout,
        check=False,
    )


def files(folder):
    """{path below the folder: bytes} of all its files."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
