"""What of a cell's HTML a page keeps: nothing that runs, loads or looks like the page's own.

nh3 is the boundary: whatever a notebook holds passes through `inert` before it meets the page.
"""

from functools import lru_cache

TAGS = """
a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em
figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre q ruby rt s samp
section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
"""
# Their words go with them: a player's "Your browser does not support ..." says nothing here.
DROPPED = "audio canvas iframe math noscript object script style svg template title video"
ATTRIBUTES = {
    "*": {"class", "id", "lang", "dir", "title", "aria-label", "style"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height"},
    "input": {"type", "checked", "disabled"},
    "label": {"for"},
    "details": {"open"},
    "ol": {"start", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
STYLES = {"background", "background-color", "color", "text-align"}  # `colours` makes classes of it
OWN = {"show-code", "text", "pages", "contents"}  # ids of the page itself


@lru_cache(16)
def inert(html):
    """HTML reduced to the allowed tags and attributes; addresses of pictures stay as written."""
    import nh3

    return nh3.clean(
        html,
        tags=set(TAGS.split()),
        clean_content_tags=set(DROPPED.split()),
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        filter_style_properties=STYLES,
        url_schemes={"http", "https", "mailto", "data", "attachment"},
        link_rel=None,
    )


def _kept(tag, attribute, value):
    """An attribute's value when it stays, else None."""
    if attribute == "href" and value.strip().lower().startswith(("data:", "attachment:")):
        return None
    if (tag, attribute) == ("input", "type"):
        return "checkbox"
    return None if attribute in ("id", "name") and value in OWN else value
