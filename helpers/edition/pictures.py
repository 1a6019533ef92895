"""Pictures set into a page, wherever a cell takes them from, or words for those that cannot be."""

import base64
import io
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

NO_WORDS = "A picture that its author has not described."
NOTHING = "Something stands here that a page cannot show: see the notebook."
HEAVY = 200_000  # bytes of a photograph, above which it is packed with loss


def set_picture(img, cell, folder):
    """Give an `img` the picture it names, as `data:`; what is wrong when words stand for it.

    A picture is an attachment of the cell, a file below or beside `folder`, or comes as `data:`.
    """
    try:
        kind, raw, width = packed(_bytes(img.get("src", ""), cell, folder))
    except ValueError as error:
        words = img.get("alt", "").replace(NO_WORDS, "")
        img.replace_with(f"[A picture that a page cannot show: {words}]" if words else NOTHING)
        return str(error)
    img["src"] = f"data:image/{kind};base64,{base64.b64encode(raw).decode()}"
    img["alt"] = img.get("alt") or NO_WORDS
    if width and not img.get("width") and not img.get("height"):
        img["width"] = width
    return ""


def _bytes(address, cell, folder):
    """The bytes behind a picture's address; ValueError says why there are none."""
    if address.startswith("data:"):
        return _decoded(address.partition(",")[2])
    name = unquote(address).strip()
    if name.startswith("attachment:"):
        kept = {unquote(key): bundle for key, bundle in cell.get("attachments", {}).items()}
        for data in kept.get(name.removeprefix("attachment:"), {}).values():
            return _decoded("".join(data))
    elif urlsplit(address).scheme or address.startswith("//"):
        raise ValueError(f"the picture {name} is on another server, which a page does not ask")
    for path in (name, unquote(urlsplit(address).path)):  # a name may hold a question mark
        if path and not Path(path).is_absolute() and (folder / path).is_file():
            return (folder / path).read_bytes()
    raise ValueError(f"the picture {name or 'without a name'} is not there")


def _decoded(text):
    try:
        return base64.b64decode(unquote(text), validate=False)
    except ValueError:
        raise ValueError("a picture is damaged") from None


@cache
def packed(raw):
    """A picture as (kind, bytes, width), small for its kind: a PNG as WebP, no tone lost.

    Only a heavy photograph is packed with loss, at a quality where no eye tells the two apart.
    SVG has no width here. Raises ValueError for what is damaged or no picture.
    """
    from PIL import Image

    if b"<svg" in raw[:2000]:
        return "svg+xml", raw, None
    try:
        picture = Image.open(io.BytesIO(raw))
        picture.load()
    except (ValueError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("a picture is damaged") from error  # a broken PNG is called bad syntax
    if picture.format in ("JPEG", "GIF", "WEBP") or getattr(picture, "n_frames", 1) > 1:
        return picture.format.lower(), raw, picture.width
    for options in ({"lossless": True}, {"quality": 92}):
        picture.save(buffer := io.BytesIO(), "webp", **options)
        if buffer.tell() < HEAVY:
            break
    return "webp", buffer.getvalue(), picture.width
