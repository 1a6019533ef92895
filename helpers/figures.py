"""A picture saved for print and shown with its words, in files that come out the same to the byte.

The bytes rest on pinned parts only: matplotlib and its DejaVu fonts, Pillow and zlib in their
wheels, a fixed salt for SVG identifiers, no date and no program name in the files.
"""

import io
import os
from pathlib import Path

from helpers.files import write
from helpers.looks import DPI


def folder():
    """Where pictures are saved: the environment's FIGURES, else figures/ beside the notebooks'.

    Raises FileNotFoundError for a notebook that has been moved away from its figures.
    """
    found = Path(os.environ.get("FIGURES") or Path.cwd().parent / "figures")
    if not found.is_dir():
        mend = "run the notebook in the folder where it was published"
        raise FileNotFoundError(f"there is no folder {found} for pictures: {mend}")
    return found


class Figure:
    """A picture as a notebook shows it: a PNG whose words travel with it.

    The words stand in `text/plain` (JupyterLab, GitHub and nbval see them) and in the metadata of
    the PNG (`alt`, `caption`, `file`), where the reader edition takes them from.
    """

    def __init__(self, png, name, caption, alt):
        self.png, self.name, self.caption, self.alt = png, name, caption, alt

    def _repr_mimebundle_(self, include=None, exclude=None):
        words = {"alt": self.alt, "caption": self.caption, "file": self.name}
        plain = f"Figure {self.name}. {self.caption}\n\n{self.alt}"
        return {"image/png": self.png, "text/plain": plain}, {"image/png": words}


def show(figure, name, caption, alt, data=None):
    """Save a figure as NAME.svg and NAME.png (288 dpi), its data as NAME.csv; return it to show.

    `name` is the notebook's number and a word (05-survival); `caption` says what is drawn and from
    what; `alt` says in words what a reader sees in it; `data` is the frame behind it. Raises
    ValueError when words are missing and OSError when a file cannot be written.
    """
    import matplotlib.pyplot as plt
    from PIL import Image

    if not caption.strip() or not alt.strip() or alt.strip() == caption.strip():
        raise ValueError(f"figure {name}: a caption and, in other words, a description are needed")
    figure.draw_without_rendering()  # settles the layout, once for all files
    figure.set_layout_engine("none")
    svg, png, screen = io.BytesIO(), io.BytesIO(), io.BytesIO()
    figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
    figure.savefig(png, format="png", dpi=DPI, metadata={"Software": None})
    plt.close(figure)
    Image.open(png).convert("RGB").reduce(2).save(screen, "png")
    write(folder() / f"{name}.svg", svg.getvalue())
    write(folder() / f"{name}.png", png.getvalue())
    if data is not None:
        write(folder() / f"{name}.csv", data.to_csv(lineterminator="\n"))
    return Figure(screen.getvalue(), name, caption, alt)
