"""The tree of a page: one pass over all its cells, whatever they come from, gives it its parts.

Pictures and colours are set in, and what cannot be shown is said in its place and on stderr;
headings, contents, tables and links get what a reader without a mouse or a wide screen needs.
"""

import base64
import hashlib
import re
import sys
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from helpers.edition import colours, pictures

# Control characters and lone surrogates: in a page they would be invisible or not even written.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
ROLES = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}


def finish(html, book, about):
    """The finished page, as text.

    `about` holds what the page is called (`name`), {notebook: title} of all `pages`, the `style`,
    the notebook's `folder` and that of the workbook's `figures`.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    main = soup.main
    for section in main.select("[data-cell]"):
        n = int(section.attrs.pop("data-cell"))
        for what in _set_cell(soup, section, book.cells[n], about):
            print(f"{about['name']}, cell {n + 1}: {what}, words stand for it", file=sys.stderr)
    _set_headings(soup, main, about["title"])
    _set_contents(soup, main)
    _set_tables(soup, main)
    _set_links(soup, about["pages"])
    _set_style(soup, about["style"] + colours.rules(main))
    return CONTROL.sub("\ufffd", str(soup))


def _set_cell(soup, section, cell, about):
    """Pictures, colours, ticks and anchors of one cell; yields what cannot be shown."""
    for lost in section.select("[data-lost]"):
        yield f"no page shows {lost.attrs.pop('data-lost')}"
    for img in section.find_all("img"):
        yield from pictures.set_picture(img, cell, about)
    if colours.set_colours(section, cell):
        section.append(soup.new_tag("p", attrs={"class": "lost"}, string=colours.LOST))
        yield "some colours of a table are lost"
    for box in section.select("li input[disabled]"):
        box.replace_with("☑ " if box.has_attr("checked") else "☐ ")
    for anchor in section.select("a[name]"):
        anchor["id"] = anchor.get("id") or anchor["name"]
        del anchor["name"]
    if (code := section.select_one(".code")) and not code.find_next_siblings():
        section["class"].append("bare")


def _set_style(soup, style):
    """Set the stylesheet, and let the policy allow it by its sum and no other one."""
    from bs4.element import Stylesheet

    soup.style.append(Stylesheet(style))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = soup.find("meta", attrs={"http-equiv": True})
    policy["content"] = policy["content"].replace("SUM", digest)


def _set_headings(soup, main, title):
    """One h1 at the top, no level skipped, an anchor for every heading."""
    headings = main.find_all(re.compile(r"h[1-6]"))
    if not headings or headings[0].name != "h1":
        headings.insert(0, soup.new_tag("h1", string=title))
        main.insert(0, headings[0])
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


def _set_contents(soup, main):
    """The list of sections stands before the first of them; on a wide screen beside all."""
    nav, sections = soup.find("nav", class_="contents").extract(), main.find_all("h2")
    if len(sections) < 2:
        return
    for section in sections:
        anchor = quote(section.get("id") or section.find(id=True)["id"])
        entry = nav.ol.append(soup.new_tag("li"))
        entry.append(soup.new_tag("a", href=f"#{anchor}", string=section.get_text()))
    (sections[0].find_parent(class_="cell") or sections[0]).insert_before(nav)


def _set_tables(soup, main):
    """Each table with a caption, headers that say what they head, and a scroller of its own.

    Every cell knows its column's name, since on a phone a row is a card, but for one of few numbers
    (`slim`); roles keep its meaning.
    """
    for n, table in enumerate(main.find_all("table"), 1):
        if not table.caption:
            fold = table.find_parent("details")
            words = (fold and fold.summary) or table.find_previous(re.compile(r"h[1-6]"))
            table.insert(0, soup.new_tag("caption", string=words.get_text()))
            table.caption["class"] = "away"
        table.caption["id"] = f"table-{n}"
        for part in [table, *table.find_all(ROLES)]:
            part["role"] = ROLES[part.name]
        names, cells = {}, table.find_all("td")
        slim = all("number" in cell.get("class", ()) for cell in cells)
        slim = slim and max(len(row.find_all(["td", "th"])) for row in table.find_all("tr")) < 5
        for column, cell in _placed(table):
            words = cell.get_text(" ").strip()
            if _heads_column(cell):
                names[column] = f"{names.get(column, '')} {words}".strip()
            elif cell.name == "td":
                size = ["long"] if len(words) > 50 else ["some"] if len(words) > 12 else []
                label = words and not slim and names.get(column)
                cell.attrs |= {"data-label": label} if label else {}
                cell.attrs |= {"class": [*cell.get("class", []), *size]} if size else {}
        look = ["wide"] * (len(names) > 5) + ["slim"] * slim
        table.attrs |= {"class": [*table.get("class", []), *look]} if look else {}
        label = {"tabindex": "0", "role": "group", "aria-labelledby": f"table-{n}"}
        table.wrap(soup.new_tag("div", attrs={"class": "scroll"} | label))


def _heads_column(cell):
    """Whether a cell heads columns; it gets the scope and role of what it heads."""
    column = cell.find_parent("thead") or not cell.parent.find("td")
    if cell.name == "th" and not cell.get_text().strip():
        cell.name, cell["role"] = "td", "cell"
        del cell["scope"]
    elif cell.name == "th":
        many = cell.get("colspan" if column else "rowspan", "1") != "1"
        cell["scope"] = ("col" if column else "row") + ("group" if many else "")
        cell["role"] = "columnheader" if column else "rowheader"
    return bool(column)


def _placed(table):
    """The cells of a table as (column, cell), row by row; one that spans columns once for each."""
    taken = set()
    for n, row in enumerate(table.find_all("tr")):
        column = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while (n, column) in taken:
                column += 1
            spans = (cell.get(each, "1") for each in ("rowspan", "colspan"))
            high, wide = (min(int(each), 1000) if each.isdecimal() else 1 for each in spans)
            taken |= {(n + i, column + j) for i in range(high) for j in range(wide)}
            yield from ((column + j, cell) for j in range(wide))


def _set_links(soup, pages):
    """Links to notebooks lead to their pages; a file that is no page is named, not linked."""
    for link in soup.find_all("a", href=True):
        url = urlsplit(link["href"])
        path = unquote(url.path)
        if url.scheme or not path or path.endswith(".html"):
            continue
        if path.endswith(".ipynb") and path.removesuffix(".ipynb") in pages:
            link["href"] = link["href"].replace(".ipynb", ".html", 1)
            continue
        file = re.sub(r"^(\.\.?/)+", "", path)
        if PurePosixPath(file).stem not in link.parent.get_text():
            link.append(f" ({file})")
        link.unwrap()
