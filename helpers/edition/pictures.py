"""Pictures set into a page, wherever a cell takes them from, or words for those that cannot be."""

import base64
import io
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from helpers.edition.drawings import drawing

NO_WORDS = "A picture that its author has not described."
NOTHING = "Something stands here that a page cannot show: see the notebook."
HEAVY = 200_000  # bytes of a photograph, above which it is packed with loss


def set_picture(img, cell, about):
    """Give an `img` the picture it names, as `data:`; yields why when words stand for it.

    A picture is an attachment of the cell, a file below or beside `about["folder"]`, or comes as
    `data:`. One of the workbook's own, `data-file`, becomes SVG where `about["figures"]` has it.
    """
    from bs4.element import PreformattedString

    file = img.attrs.pop("data-file", "")
    svg = about["figures"] / f"{file}.svg"
    if re.fullmatch(r"[\w-]+", file) and (markup := drawing(svg, img["alt"], about["pages"])):
        img.replace_with(PreformattedString(markup))
        return
    try:
        raw = _found(unquote(img.get("src", "")).strip(), cell, about["folder"])
        kind, data, width = _packed(raw)
    except (ValueError, OSError) as error:  # also an address too long for a file's name
        words = img.get("alt", "").replace(NO_WORDS, "")
        img.replace_with(f"[A picture that a page cannot show: {words}]" if words else NOTHING)
        yield str(error)
        return
    img["src"], img["alt"] = f"data:image/{kind};base64,{data}", img.get("alt") or NO_WORDS
    if width and not img.get("width") and not img.get("height"):
        img["width"] = width


def _found(name, cell, folder):
    """The bytes of the picture of a name; ValueError says why there are none."""
    kept = {f"attachment:{unquote(key)}": each for key, each in cell.get("attachments", {}).items()}
    head, _, inside = name.partition(",")
    if head.startswith("data:") and "base64" not in head:
        return inside.encode()
    for data in [inside] if head.startswith("data:") else kept.get(name, {}).values():
        try:
            return base64.b64decode(data)
        except ValueError:
            raise ValueError("a picture is damaged") from None
    if name.startswith(("http:", "https:", "//")):
        raise ValueError(f"the picture {name} is on another server, which a page does not ask")
    for path in (name, urlsplit(name).path):  # a name may hold a question mark
        if path and not Path(path).is_absolute() and (folder / path).is_file():
            return (folder / path).read_bytes()
    raise ValueError(f"the picture {name[:80] or 'without a name'} is not there")


@cache
def _packed(raw):
    """A picture as (kind, base64, width), small for its kind: a PNG as WebP, no tone lost.

    Only a heavy photograph is packed with loss, at a quality where no eye tells the two apart.
    SVG has no width here. Raises ValueError for what is damaged or no picture.
    """
    from PIL import Image

    if b"<svg" in raw[:2000]:
        return "svg+xml", base64.b64encode(raw).decode(), None
    try:
        picture = Image.open(io.BytesIO(raw))
        picture.load()
    except (ValueError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("a picture is damaged") from error  # a broken PNG is called bad syntax
    kind = picture.format.lower()
    still = getattr(picture, "n_frames", 1) == 1 and picture.mode[0] != "I"  # 16 bits a pixel
    if still and kind not in ("jpeg", "gif", "webp"):
        kind = "webp"
        for options in ({"lossless": True}, {"quality": 92}):
            picture.save(buffer := io.BytesIO(), kind, **options)
            raw = buffer.getvalue()
            if len(raw) < HEAVY:
                break
    return kind, base64.b64encode(raw).decode(), picture.width
