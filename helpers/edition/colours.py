"""Colours that a notebook gives to its cells, as classes, since a page allows no style but its own.

A styled table of pandas brings rules for the ids of its cells, other HTML brings inline styles.
"""

import re

LOST = "Some colours of this output are not shown: see the notebook."


def set_colours(section, cell):
    """Turn the styles of a cell's section of the page into classes; whether a colour was lost."""
    lost = False
    html = "".join(out.get("data", {}).get("text/html", "") for out in cell.get("outputs", ()))
    sheets = re.findall(r"<style[^>]*>(.*?)</style>", html, re.DOTALL | re.IGNORECASE)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", "".join(sheets)):
        for selector in selectors.split(","):
            named = re.fullmatch(r"\s*#(T_[\w-]+)\s*", selector)
            tag = named and section.find(id=named[1])
            if tag:
                tag["style"] = f"{body};{tag.get('style', '')}"
            lost |= not tag and "#T_" in selector and bool(re.search("background|color", body))
    for tag in section.select("[style]"):
        style = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", tag.attrs.pop("style")))
        names = ["number"] if style.get("text-align") == "right" else []
        try:
            # What `show` makes has classes too; its inline styles are for a notebook.
            names += [] if tag.css.closest(".mathjax_ignore") else _class(style)
        except ValueError:
            lost = True
        if names:
            tag["class"] = [*tag.get("class", []), *names]
    return lost


def _class(style):
    """The class of a ground and its ink, `paint-GROUND-INK`, which hold by day and by night."""
    from PIL.ImageColor import getrgb

    ground = style.get("background-color") or style.get("background") or "transparent"
    ink = style.get("color", "inherit")
    if {ground, ink} <= {"transparent", "inherit", "initial", "none"}:
        return []
    ground = getrgb("white" if ground == "transparent" else ground)[:3]
    dark = sum(part * share for part, share in zip(ground, (0.3, 0.59, 0.11), strict=True)) < 128
    ink = getrgb(("white" if dark else "black") if ink == "inherit" else ink)[:3]
    return [f"paint-{bytes(ground).hex()}-{bytes(ink).hex()}"]


def rules(page):
    """The style rules of all classes that `set_colours` gave on a page."""
    found = {pair for cell in page.select('[class*="paint-"]') for pair in cell["class"]}
    found = [re.fullmatch(r"paint-([0-9a-f]{6})-([0-9a-f]{6})", pair) for pair in sorted(found)]
    return "".join(f".{f[0]}{{background:#{f[1]};color:#{f[2]}}}" for f in found if f)
