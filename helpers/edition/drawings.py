"""Drawings of the workbook set into a page as SVG: sharp, in the page's colours, words as words.

matplotlib writes inline styles, which a page's policy forbids; they become attributes here, and
only what is listed below gets through. A drawing that holds anything else stays a PNG.
"""

import re
from html import escape
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

SHAPES = "a circle clipPath defs ellipse g line path polygon polyline rect svg text tspan use"
ATTRIBUTES = """
clip-path clip-rule cx cy d dx dy fill fill-opacity fill-rule font-size font-style font-weight
height href id opacity points r rx ry stroke stroke-dasharray stroke-dashoffset stroke-linecap
stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor transform viewBox width
x x1 x2 y y1 y2
"""
SHAPES, ATTRIBUTES = set(SHAPES.split()), set(ATTRIBUTES.split())
LETTER = 9  # CSS pixels that the smallest letter has on the smallest phone
PHONE = 343  # CSS pixels of a column there


def drawing(path, words, pages):
    """An SVG file as (markup, the least width in CSS pixels or 0); None when it cannot be set.

    `words` describe it; `pages` are {notebook: title} of those with a page, to which links lead.
    """
    try:
        root = ElementTree.parse(path).getroot()
        view = [float(number) for number in root.get("viewBox").split()]
    except (OSError, AttributeError, ValueError, ElementTree.ParseError):
        return None
    named = {node.get("id") for node in root.iter()}
    used = set(re.findall(r"(?:url\(|\"|')#([^)\"']+)", ElementTree.tostring(root, "unicode")))
    maker = _Maker(path.stem, named & used, pages)
    try:
        inner = "".join(map(maker.element, root))
    except KeyError:
        return None
    role = "group" if maker.links else "img"
    box = " ".join(f"{number:g}" for number in view)
    # matplotlib measures in points; its rule for every element says how lines meet.
    markup = (
        f'<svg role="{role}" aria-label="{escape(words)}" viewBox="{box}" '
        f'width="{view[2] * 4 / 3:.0f}" stroke-linejoin="round">{inner}</svg>'
    )
    least = round(view[2] * LETTER / min(maker.letters, default=LETTER))
    return markup, least if least > PHONE else 0


class _Maker:
    """Markup of the elements of one drawing, what it links to and how small its letters are."""

    def __init__(self, name, ids, pages):
        self.name, self.ids, self.pages = name, ids, pages
        self.links, self.letters = 0, set()

    def element(self, node):
        """An element with all in it; KeyError names one that no page shows."""
        tag = node.tag.rpartition("}")[2]
        if tag in ("metadata", "style", "title", "desc"):
            return ""
        if tag not in SHAPES:
            raise KeyError(tag)
        look = self.attributes(tag, node)
        inner = escape(node.text or "") if tag in ("text", "tspan") else ""
        inner += "".join(
            self.element(child) + (escape(child.tail or "") if tag == "text" else "")
            for child in node
        )
        if tag == "a":
            if "href" not in look:
                return inner
            inner += f"<title>{escape(self.target)}</title>"
        if tag == "g" and not look or tag in ("g", "defs") and not inner:
            return inner  # most of matplotlib's groups say nothing
        said = "".join(f' {name}="{escape(value)}"' for name, value in look.items())
        return f"<{tag}{said}>{inner}</{tag}>" if inner else f"<{tag}{said}/>"

    def attributes(self, tag, node):
        """The attributes that stay, with those of the inline style, as {name: value}."""
        pairs = [(name.rpartition("}")[2], value) for name, value in node.items()]
        style = [each.partition(":") for each in dict(pairs).get("style", "").split(";")]
        pairs += [(name.strip(), value.strip()) for name, _, value in style]
        kept = {name: self.value(tag, name, value) for name, value in pairs if name in ATTRIBUTES}
        if "font-size" in kept:
            self.letters.add(float(kept["font-size"].removesuffix("px")))
        return {name: value for name, value in kept.items() if value}

    def value(self, tag, name, value):
        """An attribute's value, or nothing when it does not stay."""
        if name == "id":
            return f"{self.name}-{value}" if value in self.ids else ""
        if name == "href":
            return self.address(value) if tag == "a" else f"#{self.name}-{value[1:]}"
        if "url(" in value:
            inside = re.fullmatch(r"url\(#([\w-]+)\)", value)
            return f"url(#{self.name}-{inside[1]})" if inside else ""
        if value.startswith("rotate(-0 "):
            return ""
        return re.sub(r"-?\d+\.\d+", _short, " ".join(value.split()))

    def address(self, value):
        """The page for a notebook's address, or nothing when there is none."""
        url = urlsplit(value)
        book = unquote(url.path).removesuffix(".ipynb")
        if book not in self.pages or url.scheme or url.netloc:
            return ""
        self.links += 1
        self.target = f"{unquote(url.fragment)}: {self.pages[book]}".removeprefix(": ")
        return f"{book}.html#{url.fragment}".removesuffix("#")


def _short(number):
    """A number in hundredths of a point, which is finer than any screen."""
    return f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
