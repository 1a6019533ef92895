"""Colours that a notebook gives to its cells, as classes, since a page allows no style but its own.

A styled table of pandas brings rules for the ids of its cells, other HTML brings inline styles.
"""

import re

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
COLOURED = re.compile(r"background|color")
LOST = "Some colours of this output are not shown: see the notebook."


def sheets(cell):
    """The rules, (selectors, declarations), of all style sheets in a cell's HTML outputs."""
    html = "".join(str(out.get("data", {}).get("text/html", "")) for out in cell.get("outputs", ()))
    found = re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL | re.IGNORECASE)
    return [pair for sheet in found for pair in RULE.findall(sheet)]


def set_colours(section, rules):
    """Turn the styles of a cell's elements into classes; whether some colour was lost."""
    lost = False
    for selectors, body in rules:
        for selector in selectors.split(","):
            found = re.fullmatch(r"\s*#([\w-]+)\s*", selector)
            element = found and section.find(id=found[1])
            if element:
                element["style"] = f"{body};{element.get('style', '')}"
            elif COLOURED.search(body) and "T_" in selector:
                lost = True
    for element in section.select("[style]"):
        pairs = (each.partition(":") for each in element["style"].split(";"))
        style = {name.strip(): value.strip() for name, _, value in pairs}
        del element["style"]
        if "right" in (style.get("text-align"), element.get("align")):
            _add(element, "number")
        if style.get("font-weight", "") in ("bold", "700"):
            _add(element, "bold")
        if not element.find_parent(class_="shade") and "shade" not in element.get("class", []):
            try:
                _add(element, *_class(style))
            except ValueError:
                lost = True
    return lost


def _add(element, *names):
    element["class"] = [*element.get("class", []), *names]


def _class(style):
    """The class of a colour and its ground: `paint-GROUND-INK`, both readable by day and night."""
    from PIL.ImageColor import getrgb

    back = style.get("background-color") or style.get("background")
    ink = style.get("color")
    if {back, ink} <= {None, "", "transparent", "inherit", "initial", "none"}:
        return []
    ground = getrgb(back)[:3] if back not in (None, "transparent") else (255, 255, 255)
    dark = sum(part * share for part, share in zip(ground, (0.299, 0.587, 0.114), strict=True))
    letters = getrgb(ink)[:3] if ink else ((0, 0, 0) if dark > 127 else (255, 255, 255))
    return [f"paint-{bytes(ground).hex()}-{bytes(letters).hex()}"]


def rules(page):
    """The style rules of all classes that `set_colours` gave on a page."""
    classes = {name for each in page.select('[class*="paint-"]') for name in each["class"]}
    found = (re.fullmatch(r"paint-([0-9a-f]{6})-([0-9a-f]{6})", name) for name in sorted(classes))
    return "".join(f".{f[0]}{{background:#{f[1]};color:#{f[2]}}}" for f in found if f)
