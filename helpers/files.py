"""Files written whole or not at all."""

import os
import tempfile
from pathlib import Path


def write(path, data):
    """Write bytes or text to a path, whole or not at all; unchanged files are left alone.

    Raises OSError naming the path when it cannot be written; nothing is left behind then.
    """
    path = Path(path)
    data = data.encode("utf-8") if isinstance(data, str) else data
    if path.is_file() and path.read_bytes() == data:
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
