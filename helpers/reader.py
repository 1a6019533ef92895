"""The reader edition: a notebook as a page for people without Python, on a phone or on paper.

`jupyter nbconvert --to reader`, JupyterLab's export menu and `helpers.publish` give the same page.
It is made in three steps: `inert` keeps nothing of a cell's HTML but words and their structure,
the template in templates/reader sets them into a page, `finish` gives the page its headings,
contents, tables and links. A page asks no server for anything and runs no script. What nbconvert
calls is in exporter.py.
"""

import base64
import hashlib
import io
import json
import re
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

TEMPLATES = Path(__file__).resolve().parent / "templates"
NOTEBOOK = "[0-9][0-9]-*.ipynb"  # the notebooks that link to each other
POLICY = (
    "default-src 'none'; img-src data:; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
)
# What a cell's HTML may consist of. Words in any other tag stay, without the tag.
TAGS = """
a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em
figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong
sub summary sup table tbody td tfoot th thead time tr u ul var
"""
ATTRIBUTES = "alt class colspan datetime dir href id lang open rowspan src start"
# Tags whose content is no text for readers.
DROPPED = "script, style, template, iframe, object, noscript, svg, math, head, title"
PICTURE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
RIGHT = re.compile(r"text-align:\s*right")  # how Markdown sets a column of numbers
NO_WORDS = "A picture that its author has not described."
LONG = 50  # characters from which a table cell needs room to be read
WIDE = 5  # columns above which a table may be wider than the text, or smaller on paper
NO_MATHS = {"tex2jax_ignore", "mathjax_ignore"}  # for notebooks; no page has MathJax
DATE = re.compile(r"[\d~?/.]+-[\d~?/.-]+")  # EDTF: a line may not end at its hyphens
HEADING = re.compile(r"^#+ +(.+?)[ #]*$", re.MULTILINE)
CITE = "How to cite"  # the section whose words end every page
# Control characters and lone surrogates: in a page they would be invisible or not even written.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def __getattr__(name):
    """`ReaderExporter` for nbconvert; only then, because importing nbconvert takes a second."""
    if name != "ReaderExporter":
        raise AttributeError(name)
    from helpers.exporter import ReaderExporter

    return ReaderExporter


def write_pages(notebooks, folder):
    """Write a page for each (path, notebook), and the first one again as index.html.

    Returns the paths of the pages. Raises ValueError with every dead link and every picture
    without words, before anything is written, and OSError naming a file it cannot write.
    """
    from helpers.exporter import ReaderExporter
    from helpers.figures import write

    books = {path.stem: book for path, book in notebooks}
    exporter, pages = ReaderExporter(), {}
    for name in sorted(books):
        about = {"metadata": {"name": name}, "books": books}
        pages[f"{name}.html"], _ = exporter.from_notebook_node(books[name], about)
    wrong = problems(pages)
    if wrong:
        raise ValueError("\n".join(wrong))
    pages["index.html"] = pages[min(pages)]
    return [write(Path(folder) / name, page) for name, page in pages.items()]


def problems(pages):
    """What would stop a reader of {file name: page}, as sentences: dead links, mute pictures."""
    ids = {name: set(_values(page, "[a-z0-9]+", "id")) for name, page in pages.items()}
    wrong = []
    for name, page in pages.items():
        for link in _values(page, "a", "href"):
            url = urlsplit(link)
            target, anchor = unquote(url.path) or name, unquote(url.fragment)
            if not url.scheme and (target not in ids or (anchor and anchor not in ids[target])):
                wrong.append(f"{name}: the link {unquote(link)} leads nowhere")
        mute = list(_values(page, "img", "alt")).count(NO_WORDS)
        wrong += [f"{name}: a picture has no words; show it with helpers.figures.show"] * mute
    return wrong


def _values(page, tag, attribute):
    """An attribute's values in a finished page, where `<` and `>` stand for nothing but tags."""
    for found in re.finditer(rf'<{tag}\b[^<>]* {attribute}="([^"<>]*)"', page):
        yield unescape(found[1])


def siblings(name, folder):
    """The numbered notebooks beside NAME.ipynb in a folder, as {name: notebook}, itself included.

    Empty when the notebook is no file there or has no number. Raises ValueError for a notebook
    that cannot be read.
    """
    own = Path(folder or ".", f"{name}.ipynb")
    if not own.is_file() or not own.match(NOTEBOOK):
        return {}
    return {path.stem: json.loads(path.read_text("utf-8")) for path in own.parent.glob(NOTEBOOK)}


def surroundings(name, books):
    """What the template sets around a notebook, given all of {name: notebook} in order."""
    others = [{"name": each, "title": title(books[each], each)} for each in sorted(books)]
    here = sorted(books).index(name)
    first = next(filter(None, (colophon(books[each]) for each in sorted(books))), "")
    style = re.sub(r"/\*.*?\*/|\n\s*", " ", (TEMPLATES / "reader/page.css").read_text("utf-8"))
    return {
        "name": name,
        "no_words": NO_WORDS,
        "title": others[here]["title"],
        "book": others[0]["title"],
        "others": others if len(others) > 1 else [],
        "here": here,
        "before": others[here - 1] if here else None,
        "after": others[here + 1] if here + 1 < len(others) else None,
        # Said once a page: not below the notebook that says it in its text.
        "colophon": "" if colophon(books[name]) else first,
        "style": style,
        # The stylesheet is allowed by its sum, so that no other one is.
        "policy": POLICY.format(base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()),
    }


def title(book, name):
    """The text of the heading a notebook begins with, else its name."""
    for cell in book["cells"]:
        found = HEADING.match("".join(cell["source"]))
        if found and cell["cell_type"] == "markdown":
            return re.sub(r"[*`\\]", "", found[1])
    return name


def colophon(book):
    """What a notebook's code shows below its heading "How to cite", as HTML."""
    shown, below = "", False
    for cell in book["cells"]:
        if cell["cell_type"] == "markdown" and (found := HEADING.findall("".join(cell["source"]))):
            below = found[-1] == CITE
        elif below:
            data = (output.get("data", {}) for output in cell.get("outputs", []))
            shown += "".join(inert("".join(each.get("text/html", ""))) for each in data)
    return shown


def inert(html):
    """HTML reduced to the allowed tags and attributes: nothing in it runs, loads or looks."""
    from bs4 import BeautifulSoup
    from bs4.element import PreformattedString

    if "<" not in html:
        return html
    soup = BeautifulSoup(html, "html.parser")
    for text in soup.find_all(string=lambda text: isinstance(text, PreformattedString)):
        text.extract()
    for tag in soup.select(DROPPED):
        tag.decompose()
    allowed = TAGS.split()
    for tag in soup.find_all(True):
        if tag.name not in allowed:
            tag.unwrap()
        elif tag.name == "img" and not PICTURE.fullmatch(tag.get("src", "")):
            tag.replace_with(tag.get("alt", ""))
        else:
            tag.attrs = dict(_kept(tag))
            if tag.name == "img":
                tag.attrs.setdefault("alt", "")
    return str(soup)


def _kept(tag):
    """The attributes of a tag that stay, as (name, value)."""
    for name, value in tag.attrs.items():
        if name == "style" and tag.name in ("td", "th") and RIGHT.search(value):
            yield "class", "number"
        elif name == "href":
            if safe := _safe(value):
                yield name, safe
        elif name == "class":
            if kept := [each for each in value if each not in NO_MATHS]:
                yield name, kept
        # Of ids only a named place stays; others collide with ours or change with every run.
        elif name in ATTRIBUTES.split() and (name != "id" or tag.name == "a"):
            yield name, value


def _safe(href):
    """A link's address when it can only lead to a page, else nothing."""
    href = re.sub(r"[\x00-\x20]", "", href)  # browsers overlook them in "java\nscript:"
    try:
        url = urlsplit(href)
    except ValueError:
        return ""
    web = url.scheme in ("http", "https") and url.netloc
    return href if web or url.scheme == "mailto" or not (url.scheme or url.netloc) else ""


def highlight_code(source, metadata=None):
    """Python code as HTML, its remarks set off; colours for more would double a page's bytes.

    nbconvert's templates call it by this name and hand it the cell's `metadata` too.
    """
    from pygments.lexers import PythonLexer
    from pygments.token import Comment

    parts = PythonLexer().get_tokens(source)
    return "".join(
        f"<i>{escape(words, quote=False)}</i>" if kind in Comment else escape(words, quote=False)
        for kind, words in parts
    )


def slug(text):
    """A heading's anchor as JupyterLab makes it, so that links work in both."""
    return text.replace(" ", "-")


def address_of(data, kind):
    """The address `data:...` of an output's picture; SVG is stored as text, others in base64."""
    raw = data.encode() if kind == "image/svg+xml" else base64.b64decode(data)
    if kind == "image/png":
        raw, kind = _smaller(raw)
    return f"data:{kind};base64,{base64.b64encode(raw).decode()}"


def _smaller(png):
    """The same drawing in a fifth of the bytes, and their kind: 32 colours, WebP without loss.

    They are chosen so that a colour of few pixels, too, stays what it is.
    """
    from PIL import Image, UnidentifiedImageError  # matplotlib needs it, so it is there

    try:
        picture = Image.open(io.BytesIO(png)).convert("RGBA")
    except UnidentifiedImageError:
        return png, "image/png"
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    white, size = white.convert("RGB"), [max(1, side // 3) for side in white.size]
    sample = white.resize(size, Image.Resampling.NEAREST)  # enough to choose by, in a tenth of time
    colours = sample.quantize(32, method=Image.Quantize.MAXCOVERAGE, kmeans=1)
    few = white.quantize(palette=colours, dither=Image.Dither.NONE).convert("RGB")
    few.save(buffer := io.BytesIO(), "webp", lossless=True)
    return buffer.getvalue(), "image/webp"


def width_of(png):
    """The width at which a figure's letters have their size, in CSS pixels (96 an inch)."""
    from helpers.figures import SCREEN_DPI

    pixels = int.from_bytes(base64.b64decode(png[:32])[16:20], "big")
    return round(pixels * 96 / SCREEN_DPI)


def words_of(output):
    """The plain text of a picture's output when it was written for readers, else nothing."""
    plain = output["data"].get("text/plain", "")
    return "" if plain.startswith("<") else plain


def finish(html, names):
    """The page with headings in order, contents, tables and links set, as text.

    `names` are the notebooks that have a page.
    """
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html.parser")
    main = soup.main
    for cell in main.select("section.text"):
        cell.unwrap()
    _set_headings(soup, main)
    _set_code(main)
    _set_contents(soup, main)
    _set_tables(soup, main)
    _set_links(soup, names)
    return CONTROL.sub(_visible, str(soup))


def _visible(found):
    """A character that shows which control character stood here."""
    code = ord(found[0])
    return chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else "\ufffd"


def _set_headings(soup, main):
    """One h1 at the top, no level skipped, an anchor for every heading."""
    headings = main.find_all(re.compile(r"h[1-6]"))
    if not headings or headings[0].name != "h1":
        headings.insert(0, soup.new_tag("h1", string=soup.title.get_text()))
        main.insert(0, headings[0])
    above = []
    taken = {tag["id"] for tag in soup.find_all(id=True)}
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
        anchor, n = slug(text), 1
        while anchor in taken:
            n += 1
            anchor = f"{slug(text)}-{n}"
        taken.add(anchor)
        heading["id"] = anchor


def _set_contents(soup, main):
    """A list of the sections, before the first of them and the code that prepares it."""
    sections = main.find_all("h2")
    if len(sections) < 2:
        return
    nav = soup.new_tag("nav", attrs={"class": "contents", "aria-labelledby": "contents"})
    nav.append(soup.new_tag("p", id="contents", string="On this page"))
    nav.append(entries := soup.new_tag("ol"))
    for section in sections:
        entries.append(entry := soup.new_tag("li"))
        link = soup.new_tag("a", href=f"#{quote(section['id'])}", string=section.get_text())
        entry.append(link)
    place = sections[0]
    while (before := place.find_previous_sibling()) and "bare" in before.get("class", []):
        place = before
    place.insert_before(nav)


def _set_code(main):
    """Code after what it computes, its long lines within reach of the keyboard."""
    for fold in main.select("details.code"):
        if not fold.find_next_siblings():
            fold.parent["class"].append("bare")
        fold.parent.append(fold)
        label = fold.summary.get_text().replace("Show the c", "C")
        fold.pre.attrs |= {"tabindex": "0", "role": "group", "aria-label": label}


def _set_tables(soup, main):
    """Each table with a caption, headers that say what they head, and a scroller of its own."""
    for n, table in enumerate(main.find_all("table"), 1):
        if not table.caption:
            fold = table.find_parent("details")
            words = fold.summary if fold else table.find_previous(re.compile(r"h[1-6]"))
            table.insert(0, soup.new_tag("caption", string=words.get_text()))
            table.caption["class"] = "away"
        table.caption["id"] = f"table-{n}"
        for head in table.find_all("th"):
            _set_scope(head)
        for cell in table.find_all("td"):
            if len(cell.get_text()) > LONG:
                cell["class"] = [*cell.get("class", []), "long"]
            elif DATE.fullmatch(cell.get_text()):
                cell["class"] = "date"
        columns = len(table.tr.find_all(["td", "th"]))
        wide = ["wide"] * (columns > WIDE) + ["widest"] * (columns > 2 * WIDE)
        if wide:
            table["class"] = [*table.get("class", []), *wide]
        label = {"tabindex": "0", "role": "group", "aria-labelledby": f"table-{n}"}
        table.wrap(soup.new_tag("div", attrs={"class": "scroll"} | label))


def _set_scope(head):
    if not head.get_text().strip():
        head.name = "td"
        return
    column = head.find_parent("thead") or not head.parent.find("td")
    many = head.get("colspan" if column else "rowspan", "1") != "1"
    head["scope"] = ("col" if column else "row") + ("group" if many else "")


def _set_links(soup, names):
    """Links to notebooks lead to their pages; a file that is no page is named, not linked."""
    for link in soup.find_all("a"):
        url = urlsplit(link.get("href", ""))
        path = unquote(url.path)
        if url.scheme or not path or path.endswith(".html"):
            continue
        if path.endswith(".ipynb") and path.removesuffix(".ipynb") in names:
            fragment = f"#{url.fragment}" if url.fragment else ""
            link["href"] = path.removesuffix(".ipynb") + ".html" + fragment
            continue
        file = re.sub(r"^(\.\.?/)+", "", path)
        if file not in link.get_text():
            link.append(f" ({file})")
        link.unwrap()
