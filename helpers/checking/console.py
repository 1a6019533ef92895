"""How a command of this project speaks to a terminal."""

import os
import sys
from pathlib import Path


def python():
    """The Python to name in advice: the project's own, where it has one."""
    own = [".venv/bin/python", ".venv\\Scripts\\python.exe"]
    return next((path for path in own if Path(path).exists()), "python")


def run(main):
    """Run a command and end with its code; letters that a console lacks, its end, a Python that
    lacks packages are no reason for a traceback."""
    sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code = main(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # as after `| head`; Python itself would flush once more
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except ModuleNotFoundError as error:
        mend = f"use {python()}, from the project's folder (README.md says how to make it)"
        code = f"{error.name} is not installed for {sys.executable}: {mend}"
    sys.exit(code)
