"""Drawings of the workbook set into a page as SVG: sharp, in the page's colours, words as words.

matplotlib writes inline styles, which a page's policy forbids; they become attributes here, and
only what is listed below gets through. A drawing that holds anything else stays a PNG.
"""

import re
from html import escape
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

SHAPES = "a circle clipPath defs ellipse g line path polygon polyline rect text tspan use"
ATTRIBUTES = """
clip-path cx cy d dx dy fill fill-opacity fill-rule font-size font-style font-weight height href id
opacity points r rx ry stroke stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin
stroke-miterlimit stroke-opacity stroke-width text-anchor transform width x x1 x2 y y1 y2
"""
PHONE, LETTER = 343, 9  # CSS pixels: a phone's column, and the least height of a letter there


def drawing(path, words, pages):
    """The markup of an SVG file that `words` describe; nothing when a page cannot have it.

    Its links lead to the `pages`, {notebook: title}. On a phone it scrolls where its letters would
    be too small.
    """
    try:
        root = ElementTree.parse(path).getroot()
        width, height = root.get("viewBox").split()[2:]
        # A mark is named for those that refer to it; most of matplotlib's names nobody needs.
        used = set(re.findall(r"#([\w-]+)", ElementTree.tostring(root, "unicode")))
        for node in root.iter():
            if node.get("id") not in used:
                node.attrib.pop("id", None)
        shapes = "".join(_element(node, path.stem, pages) for node in root)
    except (OSError, AttributeError, ValueError, KeyError, ElementTree.ParseError):
        return ""
    role = "group" if "<a " in shapes else "img"
    # matplotlib measures in points; its rule for every element says how lines meet.
    markup = (
        f'<svg role="{role}" aria-label="{escape(words)}" viewBox="0 0 {width} {height}" '
        f'width="{float(width) * 4 / 3:.0f}" stroke-linejoin="round">{shapes}</svg>'
    )
    letters = map(float, re.findall(r'font-size="([\d.]+)', shapes))
    if float(width) * LETTER / min(letters, default=LETTER) <= PHONE:
        return markup
    scroller = 'class="scroll" tabindex="0" role="group" aria-label="The picture, to be scrolled"'
    return f"<div {scroller}>{markup}</div>"


def _element(node, name, pages):
    """An element of the drawing `name` with all in it; KeyError for one that no page shows."""
    tag = node.tag.rpartition("}")[2]
    if tag in ("metadata", "style", "title"):
        return ""
    if tag not in SHAPES.split():
        raise KeyError(tag)
    look, words = _look(node, name), tag in ("text", "tspan")
    inner = escape(node.text or "") if words else ""
    for child in node:
        inner += _element(child, name, pages) + (escape(child.tail or "") if words else "")
    if tag == "a":
        url = urlsplit(node.get("{http://www.w3.org/1999/xlink}href") or node.get("href", ""))
        book = unquote(url.path).removesuffix(".ipynb")
        if book not in pages or url.netloc:
            return inner
        look = {"href": f"{book}.html" + f"#{url.fragment}" * bool(url.fragment)}
        inner += f"<title>{escape(f'{pages[book]}: {unquote(url.fragment)}')}</title>"
    if (tag == "g" and not look) or (tag in ("g", "defs") and not inner):
        return inner
    said = "".join(f' {key}="{escape(value)}"' for key, value in look.items())
    return f"<{tag}{said}>{inner}</{tag}>" if inner else f"<{tag}{said}/>"


def _look(node, name):
    """The attributes that stay, those of the inline style among them, as {name: value}."""
    look = {key.rpartition("}")[2]: value for key, value in node.items()}
    look |= re.findall(r"([\w-]+):\s*([^;]+)", look.get("style", ""))
    kept = {}
    for key in filter(look.get, ATTRIBUTES.split()):
        # Hundredths of a point are finer than any screen.
        value = re.sub(r"-?\d+\.\d+", lambda n: f"{round(float(n[0]), 2):g}", look[key])
        if key in ("href", "clip-path"):
            value = re.sub(r"^(url\()?#", rf"\1#{name}-", value)
        if not value.startswith("rotate(-0 ") and ("url(" not in value or "url(#" in value):
            kept[key] = f"{name}-{value}" if key == "id" else " ".join(value.split())
    return kept
