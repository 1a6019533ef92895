"""One look for every figure, saved so that the same data give the same bytes.

The bytes rest on pinned parts only: matplotlib and its own DejaVu fonts, Pillow and zlib inside
their wheels, a fixed salt for SVG identifiers, no date and no program name in the files. The
reader's matplotlibrc is not read.
"""

import io
import os
import tempfile
from pathlib import Path

INK, QUIET, FAINT, PAPER = "#1a1a1a", "#5f6368", "#d5d8dc", "#ffffff"
# Okabe & Ito (2008), "Color Universal Design": told apart with every common colour blindness;
# ordered here so that neighbours also differ in grey.
COLOURS = ["#0072b2", "#e69f00", "#004d40", "#cc79a7", "#d55e00", "#56b4e9", "#f0e442", "#5f6368"]
WIDTH = 7.2  # inches, the width of the text in the reader edition and of an A4 page
SCREEN_DPI, PRINT_DPI = 144, 300

STYLE = {
    "axes.axisbelow": True,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.labelsize": 9,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "figure.constrained_layout.use": True,
    "figure.dpi": SCREEN_DPI,
    "figure.facecolor": PAPER,
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "grid.color": FAINT,
    "grid.linewidth": 0.6,
    "hatch.linewidth": 0.6,
    "legend.frameon": False,
    "svg.fonttype": "path",
    "svg.hashsalt": "did-they-cooperate",
    # A dollar sign or an underscore in an article is text, never the start of a formula.
    "text.parse_math": False,
    "text.usetex": False,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "ytick.color": QUIET,
    "ytick.labelcolor": INK,
}


def folder():
    """Where figures are saved: the environment's FIGURES, else figures/ beside the corpus."""
    from helpers import corpus

    return Path(os.environ.get("FIGURES") or corpus.folder().parent / "figures")


def start():
    """matplotlib's pyplot with the workbook's look set and nothing of the reader's own."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    plt.style.use(["default", STYLE])
    return plt


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


class Figure:
    """A drawn figure as a notebook shows it: a PNG whose words travel with it.

    The words stand in `text/plain` (JupyterLab, GitHub and nbval see them) and in the metadata of
    the PNG (`alt`, `caption`, `file`), where the reader edition takes them from.
    """

    def __init__(self, png, name, caption, alt):
        self.png, self.name, self.caption, self.alt = png, name, caption, alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        words = {"alt": self.alt, "caption": self.caption, "file": self.name}
        plain = f"Figure {self.name}. {self.caption}\n\n{self.alt}"
        return {"image/png": self.png, "text/plain": plain}, {"image/png": words}


def show(figure, name, caption, alt):
    """Save a matplotlib figure as NAME.svg and NAME.png (300 dpi) and return it for display.

    `name` is the notebook's number and a word ("03-tfidf"); `caption` says what is drawn, with
    its base; `alt` says in words what a reader sees in it. Raises ValueError when words are
    missing and OSError when a file cannot be written; both files are drawn before either is saved.
    """
    import matplotlib.pyplot as plt

    if not caption.strip() or not alt.strip() or alt.strip() == caption.strip():
        raise ValueError(f"figure {name}: a caption and, in other words, a description are needed")
    drawn = {}
    for ending, dpi, metadata in (
        ("svg", 72, {"Date": None, "Creator": None}),
        ("png", PRINT_DPI, {"Software": None}),
        ("screen", SCREEN_DPI, {"Software": None}),
    ):
        buffer = io.BytesIO()
        kind = "svg" if ending == "svg" else "png"
        figure.savefig(buffer, format=kind, dpi=dpi, metadata=metadata)
        drawn[ending] = buffer.getvalue()
    plt.close(figure)
    for ending in ("svg", "png"):
        write(folder() / f"{name}.{ending}", drawn[ending])
    return Figure(drawn["screen"], name, caption, alt)
