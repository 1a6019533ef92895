"""Renew helpers/constraints.txt from the pins in the two requirements.txt, with uv.

`python -m helpers.tests.lock` asks for the newest versions that fit the pins, for every system and
Python from 3.11 up. Needs uv in the same environment.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
HEADER = """\
# Every version the workbook and its tests run on, one line a package with who asks for it.
# Renew: see "Renewing the locked versions" in README.md.
"""
UV = ["-m", "uv", "pip", "compile", "--universal", "--python-version", "3.11", "--upgrade"]


def pins(path):
    """The lines of a requirements file that pin a package."""
    return [line for line in path.read_text("utf-8").splitlines() if "==" in line[:60]]


def main():
    """Compile both requirements files into one list of versions."""
    asked = {
        name: PROJECT / name for name in ("requirements.txt", "helpers/tests/requirements.txt")
    }
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for n, (name, path) in enumerate(asked.items()):
            files[name] = Path(folder, f"{n}.in")
            files[name].write_text("\n".join(pins(path)), "utf-8")
        style = ["--annotation-style=line", "--no-header", "--quiet"]
        command = [sys.executable, *UV, *style, *map(str, files.values())]
        locked = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    for name, file in files.items():
        locked = locked.replace(f"-r {file}", name)
    (PROJECT / "helpers" / "constraints.txt").write_text(HEADER + locked, "utf-8")


if __name__ == "__main__":
    main()
