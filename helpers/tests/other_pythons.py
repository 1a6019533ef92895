"""Run everything on every other Python of this machine: `python -m helpers.tests.other_pythons`.

Each Python from 3.11 up that is found gets a copy of the project and its own environment with the
locked versions (which needs the network), runs all notebooks, and must give the figures and
notebooks that stand here, byte for byte, and the same pages as the other Pythons. Exit code 1
when one does not. It takes about two minutes a Python, so it is no part of the test command.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers import publish
from helpers.tests import copies

TELL = "import sys; print(*sys.version_info[:2], sep='.')"


def pythons():
    """{version: path} of the Pythons from 3.11 up, this one included: on the path or in pyenv."""
    names = [shutil.which(f"python3.{minor}") for minor in range(11, 30)]
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    names += sorted(pyenv.glob("3.*/bin/python"))
    found = {}
    for name in filter(None, names):
        told = subprocess.run([name, "-c", TELL], capture_output=True, text=True).stdout.strip()
        if told and tuple(map(int, told.split("."))) >= (3, 11):
            found.setdefault(told, str(name))
    return found | {".".join(map(str, sys.version_info[:2])): sys.executable}


def edition(python, folder):
    """{path: bytes} of what a Python publishes from a fresh copy of the project in `folder`."""
    copy = copies.copy(folder / "project")
    own = copy / ".venv" / "bin" / "python"
    pip = [own, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    for command in (
        [python, "-m", "venv", ".venv"],
        [*pip, "-r", "requirements.txt"],
        [own, "-m", "helpers.publish", "--to", folder / "out"],
    ):
        subprocess.run(command, cwd=copy, env=copies.environment(copy), check=True)
    return copies.files(folder / "out")


def differences(given):
    """Names of the files of an edition that differ from what stands here; pages stand nowhere."""
    here = {f"notebooks/{path.name}": path.read_bytes() for path in publish.notebooks()}
    figures = copies.files(publish.PROJECT / "figures")
    here |= {f"figures/{name}": figures[name] for name in figures if publish.DRAWN.fullmatch(name)}
    made = {name: data for name, data in given.items() if not name.startswith("pages/")}
    return [name for name in sorted(here | made) if here.get(name) != made.get(name)]


def main():
    wrong, pages = [], None
    for version, python in pythons().items():
        print(f"Python {version} ({python})", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            given = edition(python, Path(folder))
        other = differences(given)
        own = {name: data for name, data in given.items() if name.startswith("pages/")}
        pages = pages or own
        other += [name for name in sorted(own | pages) if own.get(name) != pages.get(name)]
        print(f"Python {version}: {len(given)} files, different: {other or 'none'}", flush=True)
        wrong += other
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
