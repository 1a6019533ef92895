"""The tree of a page: one pass over all its cells, whatever they come from, gives it its parts.

Pictures and colours are set in, and what cannot be shown is said in its place and on stderr;
headings, contents, tables and links get what a reader without a mouse or a wide screen needs.
"""

import base64
import hashlib
import re
import sys
from html import escape
from urllib.parse import quote, unquote, urlsplit

from helpers.edition import colours, drawings, pictures

POLICY = (
    "default-src 'none'; img-src data:; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
)
# Control characters and lone surrogates: in a page they would be invisible or not even written.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def finish(html, book, about):
    """The finished page, as text.

    `about` holds what the page is called (`name`), {notebook: title} of all `pages`, the `style`,
    the notebook's `folder` and that of the workbook's `figures`.
    """
    soup = _parsed(html)
    main = soup.main
    for section in main.select("[data-cell]"):
        cell = book.cells[int(section["data-cell"])]
        where = f"{about['name']}, cell {int(section['data-cell']) + 1}"
        del section["data-cell"]
        for what in _set_cell(soup, section, cell, about):
            print(f"{where}: {what}, words stand for it", file=sys.stderr)
    _set_headings(soup, main)
    _set_contents(main)
    _set_tables(soup, main)
    _set_links(soup, about["pages"])
    _set_style(soup, about["style"] + colours.rules(main) + _least(main))
    return CONTROL.sub("\ufffd", str(soup))


def _parsed(html):
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "html.parser")


def _set_cell(soup, section, cell, about):
    """Pictures, colours, ticks and anchors of one cell; yields what cannot be shown."""
    for lost in section.select("[data-lost]"):
        yield f"no page shows {lost.attrs.pop('data-lost')}"
    for img in section.find_all("img"):
        if not _set_drawing(soup, img, about):
            wrong = pictures.set_picture(img, cell, about["folder"])
            yield from [wrong] if wrong else []
    if colours.set_colours(section, colours.sheets(cell)):
        section.append(soup.new_tag("p", attrs={"class": "lost"}, string=colours.LOST))
        yield "some colours of a table are lost"
    for box in section.select("li > input[disabled], li > p > input[disabled]"):
        box.replace_with("☑ " if box.has_attr("checked") else "☐ ")
    for anchor in section.select("a[name]"):
        anchor["id"] = anchor.get("id") or anchor["name"]
        del anchor["name"]
    code = section.select_one(".code")
    if code and not code.find_next_siblings():
        section["class"].append("bare")


def _set_drawing(soup, img, about):
    """Set the SVG of a picture of the workbook in its place; whether there is one."""
    from bs4.element import PreformattedString

    figure = img.find_parent("figure", class_="picture")
    file = img.attrs.pop("data-file", "")
    drawn = re.fullmatch(r"[\w-]+", file) and drawings.drawing(
        about["figures"] / f"{file}.svg", img["alt"], about["pages"]
    )
    if not drawn:
        return False
    markup, least = drawn
    if least:
        figure["data-least"] = least
        label = {"tabindex": "0", "role": "group", "aria-label": "The picture, to be scrolled"}
        img.wrap(soup.new_tag("div", attrs={"class": "scroll"} | label))
    img.replace_with(PreformattedString(markup))
    return True


def _least(main):
    """The rules that keep the letters of wide drawings legible on a phone, where they scroll."""
    return "".join(
        f"#{figure['id']} svg{{min-width:{figure.attrs.pop('data-least')}px}}"
        for figure in main.select("[data-least]")
    )


def _set_style(soup, style):
    """Set the stylesheet, and let the policy allow it by its sum and no other one."""
    from bs4.element import Stylesheet

    soup.style.append(Stylesheet(style))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    soup.find("meta", attrs={"http-equiv": True})["content"] = POLICY.format(digest)


def _set_headings(soup, main):
    """One h1 at the top, no level skipped, an anchor for every heading."""
    headings = main.find_all(re.compile(r"h[1-6]"))
    if not headings or headings[0].name != "h1":
        headings.insert(0, soup.new_tag("h1", string=soup.title["data-title"]))
        main.insert(0, headings[0])
    del soup.title["data-title"]
    above, taken = [], {tag["id"] for tag in soup.find_all(id=True)}
    for heading in headings:
        text = heading.get_text().strip()
        if not text:
            heading.decompose()
            continue
        level = int(heading.name[1]) if above else 0
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        heading.name = f"h{len(above)}"
        if heading.get("id") or heading.find(id=True):
            continue  # it brings a name of its own
        anchor, n = text.replace(" ", "-"), 1  # as JupyterLab makes it
        while anchor in taken:
            n += 1
            anchor = f"{text.replace(' ', '-')}-{n}"
        taken.add(anchor)
        heading["id"] = anchor


def _set_contents(main):
    """A list of the sections, before the first of them; on a wide screen it stands beside all."""
    sections = main.find_all("h2")
    if len(sections) < 2:
        return
    entries = "".join(
        f'<li><a href="#{quote(section.get("id") or section.find(id=True)["id"])}">'
        f"{escape(section.get_text())}</a></li>"
        for section in sections
    )
    place = sections[0].find_parent(class_="cell") or sections[0]
    place.insert_before(
        _parsed(
            '<nav class="contents" aria-labelledby="contents"><div><p id="contents">On this page'
            f"</p><ol>{entries}</ol></div></nav>"
        )
    )


def _set_tables(soup, main):
    """Each table with a caption, headers that say what they head, and a scroller of its own.

    Every cell knows its column's name, since on a phone a row is a card; roles keep its meaning.
    """
    for n, table in enumerate(main.find_all("table"), 1):
        if not table.caption:
            fold = table.find_parent("details")
            words = fold.summary if fold else table.find_previous(re.compile(r"h[1-6]"))
            table.insert(0, soup.new_tag("caption", string=words.get_text()))
            table.caption["class"] = "away"
        table.caption["id"] = f"table-{n}"
        for head in table.find_all("th"):
            _set_scope(head)
        names = {}
        for column, cell in _placed(table):
            words = cell.get_text(" ").strip()
            if cell.find_parent("thead") or (cell.name == "th" and cell["scope"][:3] == "col"):
                names[column] = f"{names.get(column, '')} {words}".strip()
            elif cell.name == "td" and words and names.get(column):
                cell["data-label"] = names[column]
            long = "long" if len(words) > 50 else "some" if len(words) > 12 else ""
            if cell.name == "td" and long:
                cell["class"] = [*cell.get("class", []), long]
        if len(table.tr.find_all(["td", "th"])) > 5:
            table["class"] = [*table.get("class", []), "wide"]
        for part in [table, *table.find_all(ROLES)]:
            part["role"] = ROLES[part.name]
        label = {"tabindex": "0", "role": "group", "aria-labelledby": f"table-{n}"}
        table.wrap(soup.new_tag("div", attrs={"class": "scroll"} | label))


def _set_scope(head):
    if not head.get_text().strip():
        head.name = "td"
        del head["scope"]
        return
    column = head.find_parent("thead") or not head.parent.find("td")
    many = head.get("colspan" if column else "rowspan", "1") != "1"
    head["scope"] = ("col" if column else "row") + ("group" if many else "")
    head["role"] = "columnheader" if column else "rowheader"


def _placed(table):
    """The cells of a table as (column, cell), row by row; one that spans columns once for each."""
    taken = set()
    for n, row in enumerate(table.find_all("tr")):
        column = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while (n, column) in taken:
                column += 1
            high, wide = (_span(cell.get(each, "")) for each in ("rowspan", "colspan"))
            taken |= {(n + i, column + j) for i in range(high) for j in range(wide)}
            yield from ((column + j, cell) for j in range(wide))


def _span(said):
    return min(int(said), 1000) if said.isdecimal() else 1


def _set_links(soup, pages):
    """Links to notebooks lead to their pages; a file that is no page is named, not linked."""
    for link in soup.find_all("a"):
        url = urlsplit(link.get("href", ""))
        path = unquote(url.path)
        if url.scheme or not path or path.endswith(".html"):
            continue
        if path.endswith(".ipynb") and path.removesuffix(".ipynb") in pages:
            fragment = f"#{url.fragment}" if url.fragment else ""
            link["href"] = path.removesuffix(".ipynb") + ".html" + fragment
            continue
        file = re.sub(r"^(\.\.?/)+", "", path)
        if file not in link.get_text():
            link.append(f" ({file})")
        link.unwrap()
