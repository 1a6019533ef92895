"""One look for every figure, saved so that the same data give the same bytes.

The bytes rest on pinned parts only: matplotlib and its own DejaVu fonts, Pillow and zlib inside
their wheels, a fixed salt for SVG identifiers, no date and no program name in the files. The
reader's matplotlibrc is not read. Lengths are added up by math.fsum: Python 3.12 changed what `sum`
gives in the last digit. DejaVu has Latin, Greek, Cyrillic, Arabic and more; only for a
corpus in letters that it lacks are fonts of this machine added.
"""

import io
import logging
import os
import re
import tempfile
from functools import cache
from pathlib import Path
from unicodedata import category, east_asian_width

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
    others = _other_fonts(_corpus_letters() - letters_drawn())
    if others:
        plt.rcParams["font.family"] += others
        # Many have no bold cut; the plain one instead is no fault of a notebook's.
        logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    return plt


def letters_drawn():
    """The code points that figures can write, in plain and in bold, once `start` was called."""
    import matplotlib

    return frozenset().union(*map(_letters_of, matplotlib.rcParams["font.family"]))


@cache
def _letters_of(family):
    """The code points of a font family; none for one that has no outlines or cannot be read."""
    from matplotlib.font_manager import fontManager, get_font

    files = {
        font.fname
        for font in fontManager.ttflist
        if font.name == family and font.style == "normal" and font.weight in (400, 700)
    }
    try:
        cuts = [get_font(file) for file in sorted(files)]
    except (OSError, RuntimeError):
        return frozenset()
    if not cuts or not all(cut.scalable for cut in cuts):
        return frozenset()
    return frozenset.intersection(*(frozenset(cut.get_charmap()) for cut in cuts))


def _corpus_letters():
    """The code points of all letters, marks and figures in the files of the corpus."""
    from helpers import corpus

    home, letters = corpus.folder(), set()
    for path in (*home.glob("*.csv"), *home.glob("articles/*.txt")):
        letters.update(path.read_text("utf-8", errors="ignore"))
    return {ord(letter) for letter in letters if category(letter)[0] in "LMN"}


def _other_fonts(missing):
    """Names of fonts of this machine that have the missing code points, the fullest first."""
    from matplotlib.font_manager import fontManager

    names = sorted({font.name for font in fontManager.ttflist})
    # The last resort, which comes with matplotlib, draws the same box for every letter.
    names = [name for name in names if not re.search("Last ?Resort", name)]
    found = []
    while missing:
        fullest = max(names, key=lambda name: len(missing & _letters_of(name)))
        if not missing & _letters_of(fullest):
            break
        found.append(fullest)
        missing = missing - _letters_of(fullest)
    return found


def drawable(words):
    """Whether figures can write some words: every letter is in a font here."""
    drawn = letters_drawn()
    return all(ord(letter) in drawn for letter in words if not letter.isspace())


def labels(names, width=26, lines=1, otherwise="article {}"):
    """Names as a figure can write them, one each: short, and no two alike.

    A name longer than `lines` lines of `width` letters loses its middle. One that is not drawable
    is `otherwise` with its number; `numbered` says so.
    """
    names = list(names)
    short = [_fitting(name, width, lines) for name in names]
    found = []
    for n, (name, label) in enumerate(zip(names, short, strict=True), 1):
        if not drawable(name):
            label = otherwise.format(n)
        elif short.count(label) > 1:
            label = f"{label} {n}"
        found.append(label)
    return found


def numbered(names):
    """A sentence for the caption of a figure in which `labels` gives numbers, else nothing."""
    if all(map(drawable, names)):
        return ""
    return " Names whose letters no font here has stand as numbers, in the order of the table."


def _fitting(name, width, lines):
    """A name in at most so many lines of about `width` letters, its middle left out if need be."""
    width //= 1 + any(east_asian_width(letter) in "WF" for letter in name)
    for length in range(width * lines, 0, -1):
        cut = _in_lines(_without_middle(name, length), width)
        if len(cut) <= lines and max(map(len, cut)) <= width + 2:
            break
    return "\n".join(cut)


def _without_middle(name, length):
    if len(name) <= length:
        return name
    first, last = length * 2 // 3, len(name) - length // 3 + 1
    while category(name[first])[0] == "M":  # a mark stays with its letter
        first -= 1
    while last < len(name) and category(name[last])[0] == "M":
        last += 1
    return f"{name[:first]}…{name[last:]}"


def _in_lines(name, width):
    """The lines of a name, of `width` letters, parted after a hyphen, a blank or an underscore."""
    lines = [""]
    for part in re.findall(r"[^-_ ]*[-_ ]|[^-_ ]+", name):
        if lines[-1] and len(lines[-1]) + len(part) > width:
            lines.append("")
        lines[-1] += part
    return [line.strip() for line in lines]


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
    for _ in range(2):  # a second layout settles labels that the first one moved together
        figure.draw_without_rendering()
    drawn = {}
    with plt.rc_context({"figure.constrained_layout.use": False}):
        figure.set_layout_engine(None)  # the same layout in every file, and not a new one each
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
