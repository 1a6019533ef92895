"""One look for every picture: colours, letters, widths, and the key above it.

A picture is drawn 4.6 inches wide with letters of nine points, so that on a phone, where it is 343
CSS pixels wide, they are still nine pixels high. The reader's own matplotlibrc is not read.
"""

# Okabe & Ito (2008), "Color Universal Design": told apart with every common colour blindness,
# in an order in which neighbours also differ in grey.
COLOURS = ["#0072b2", "#e69f00", "#004d40", "#cc79a7", "#d55e00", "#56b4e9", "#f0e442"]
BLUE, PALE, ORANGE = COLOURS[0], "#b0d0e6", COLOURS[4]
INK, QUIET, FAINT, WASH, PAPER = "#1a1a1a", "#5f6368", "#d5d8dc", "#e8eaec", "#ffffff"
WIDTH, DPI = 4.6, 288  # inches; for print, the screen has half
LETTER = 9  # points, the smallest

STYLE = {
    "axes.axisbelow": True,
    "axes.edgecolor": QUIET,
    "axes.labelcolor": INK,
    "axes.labelsize": LETTER,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 10,
    "axes.titleweight": "bold",
    "figure.constrained_layout.use": True,
    "figure.figsize": (WIDTH, 3),
    "figure.titlesize": 10,
    "figure.titleweight": "bold",
    "font.family": ["DejaVu Sans"],
    "font.size": LETTER,
    "grid.color": FAINT,
    "legend.fontsize": LETTER,
    "legend.frameon": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "did-they-cooperate",
    # A dollar sign or an underscore in an article is text, never the start of a formula.
    "text.parse_math": False,
    "xtick.color": QUIET,
    "xtick.labelcolor": INK,
    "xtick.labelsize": LETTER,
    "ytick.labelcolor": INK,
    "ytick.labelsize": LETTER,
    "ytick.major.size": 0,
}


def start():
    """matplotlib's pyplot with the workbook's look set and nothing of the reader's own."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    plt.style.use(["default", STYLE])
    return plt


def labels(names, width=22):
    """Names as a picture can write them: short, no two alike; `text 3` for letters without font."""
    drawn, found = _font().get_charmap(), []
    for n, name in enumerate(names, 1):
        label = name if len(name) <= width else f"{name[: width - 1].rstrip()}…"
        if any(ord(letter) not in drawn for letter in label):
            label = f"text {n}"
        found.append(f"{label} {n}" if label in found else label)
    return found


def extent(words):
    """How long words are in a picture's smallest letters, in points."""
    from matplotlib.ft2font import LoadFlags

    font = _font()
    font.set_size(LETTER, 72)
    font.set_text(words, flags=LoadFlags.NO_HINTING)
    return font.get_width_height()[0] / 64  # from 26.6 fixed point


def _font():
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return get_font(findfont(FontProperties(family=STYLE["font.family"])))


def ink(colour):
    """Black or white letters, whichever stands out from a colour."""
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 0.5 else PAPER


def key(figure, handles, words, columns=3):
    """The signs of a picture with their words, above it."""
    look = {"columnspacing": 1.2, "handlelength": 1.2, "handletextpad": 0.5, "borderaxespad": 0}
    figure.legend(handles, words, loc="outside upper left", ncols=columns, **look)
