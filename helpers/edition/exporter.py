"""The reader edition: a notebook as a page for people without Python, on a phone or on paper.

`jupyter nbconvert --to reader`, JupyterLab's export menu and publishing give the same page. HTML of
cells and outputs is made inert by nh3, the template sets it into a page, and one pass with
BeautifulSoup gives the page its headings, contents, tables, links and folded code. A page asks no
server for anything and runs no script; what cannot be kept is said in its place and on stderr.
"""

import base64
import hashlib
import io
import re
import sys
from functools import cache, partial
from html import escape, unescape
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from traitlets import default
from traitlets.config import Config

from helpers.edition import run

TEMPLATES = Path(__file__).resolve().parent / "template"
STYLES = [*sorted(TEMPLATES.glob("reader/*.css")), TEMPLATES.parent.parent / "reading.css"]
POLICY = (
    "default-src 'none'; img-src data:; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
)
# What a page shows of an output, first choice first; no script and no widget among them.
KINDS = "text/html text/markdown image/svg+xml image/png image/jpeg text/latex text/plain"
TAGS = """
a abbr b bdi blockquote br caption cite code col colgroup dd del details dfn div dl dt em
figcaption figure h1 h2 h3 h4 h5 h6 hr i img input ins kbd label li mark ol p pre q ruby rt s samp
section small span strong sub summary sup table tbody td tfoot th thead time tr u ul var
"""
ATTRIBUTES = {
    "*": {"class", "id", "lang", "dir", "title", "aria-label"},
    "a": {"href"},
    "img": {"src", "alt", "width"},
    "input": {"type", "checked", "disabled"},
    "label": {"for"},
    "details": {"open"},
    "ol": {"start", "type"},
    "li": {"value"},
    "time": {"datetime"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "scope", "align"},
}
DROPPED = {"script", "style", "template", "iframe", "object", "noscript", "svg", "math", "title"}
PICTURE = re.compile(r"data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*\Z")
NO_WORDS = "A picture that its author has not described."
NOTHING = "Something stands here that a page cannot show: see the notebook."
NO_MATHS = re.compile(r" ?\b(?:tex2jax_ignore|mathjax_ignore)\b")  # for notebooks
# Control characters and lone surrogates: in a page they would be invisible or not even written.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class ReaderExporter(HTMLExporter):
    """A notebook as a page of the reader edition."""

    export_from_notebook = "Reader edition"

    def __init__(self, *arguments, **options):
        # Given here they win over a user's settings for all HTML exports.
        own = {"template_name": "reader", "exclude_anchor_links": True, "exclude_raw": True}
        super().__init__(*arguments, **options | own)

    @default("extra_template_basedirs")
    def _templates(self):
        return [str(TEMPLATES)]

    @property
    def default_config(self):
        """The settings of HTMLExporter but for the order of kinds."""
        config = super().default_config.copy()
        config.merge(Config({"NbConvertBase": {"display_data_priority": KINDS.split()}}))
        return config

    def default_filters(self):
        """What the template can call."""
        yield from super().default_filters()
        yield from {
            "markdown2html": self.markdown2html,
            "address_of": address_of,
            "highlight_code": escape,  # in one colour: more would double a page's bytes
            "inert": inert,
            "width_of": width_of,
            "words_of": words_of,
        }.items()

    @pass_context
    def markdown2html(self, context, source):
        """Markdown as inert HTML."""
        return inert(super().markdown2html(context, source))

    def from_notebook_node(self, nb, resources=None, **options):
        """The page of a notebook, and nbconvert's resources.

        The pages it links to are those of the notebooks in `resources["books"]`, else of the
        numbered notebooks beside it.
        """
        resources = dict(resources or {})
        about = resources.setdefault("metadata", {})
        name, folder = about.get("name") or "notebook", about.get("path")
        books = resources.get("books") or siblings(name, folder)
        books = dict(books) | {name: nb}
        nb = embedded(nb, name, Path(folder or "."))
        resources["page"] = surroundings(name, books)
        # Past HTMLExporter's own step, which parses the page once more for what is done here.
        html, resources = super(HTMLExporter, self).from_notebook_node(nb, resources, **options)
        return finish(html, set(books)), resources


def write_pages(notebooks, folder, figures=None):
    """Write a page for each (path, notebook), and the first one again as index.html.

    Returns the paths of the pages. Raises ValueError with every dead link and every picture
    without words, before anything is written, and OSError naming a file it cannot write.
    """
    from helpers.files import write

    books = {path.stem: book for path, book in notebooks}
    exporter, pages = ReaderExporter(), {}
    for path, book in notebooks:
        about = {"metadata": {"name": path.stem, "path": str(path.parent)}, "books": books}
        pages[f"{path.stem}.html"], _ = exporter.from_notebook_node(book, about)
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
        for link in dict.fromkeys(_values(page, "a", "href")):
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
    """The numbered notebooks beside NAME.ipynb in a folder; one that is broken is said and left."""
    books = {}
    if Path(folder or ".", f"{name}.ipynb").is_file() and re.match(r"\d\d-", name):
        for path in sorted(Path(folder or ".").glob("[0-9][0-9]-*.ipynb")):
            try:
                books[path.stem] = run.read(path)
            except run.Trouble as trouble:
                print(f"{trouble}; pages do not lead to it", file=sys.stderr)
    return books


def surroundings(name, books):
    """What the template sets around a notebook, given all of {name: notebook} in order."""
    others = [{"name": each, "title": title(books[each], each)} for each in sorted(books)]
    here = sorted(books).index(name)
    style = " ".join(path.read_text("utf-8") for path in STYLES)
    style = re.sub(r"/\*.*?\*/|\n\s*", " ", style, flags=re.DOTALL)
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
        "colophon": "" if colophon(books[name]) else colophon(books[others[0]["name"]]),
        "style": style,
        # The stylesheet is allowed by its sum, so that no other one is.
        "policy": POLICY.format(base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()),
    }


def title(book, name):
    """The text of the heading a notebook begins with, else its name."""
    for cell in book["cells"]:
        found = re.match(r"#+ +(.+?)[ #]*$", "".join(cell["source"]), re.MULTILINE)
        if found and cell["cell_type"] == "markdown":
            return re.sub(r"[*`\\]", "", found[1])
    return name


def colophon(book):
    """What the code tagged `colophon` shows, as HTML."""
    tagged = (c for c in book["cells"] if "colophon" in c.get("metadata", {}).get("tags", []))
    data = (output.get("data", {}) for cell in tagged for output in cell.get("outputs", []))
    return "".join(inert("".join(each.get("text/html", ""))) for each in data)


IMAGE = re.compile(r"""(!\[[^\]]*\]\(\s*<?|<img\b[^>]*?\bsrc=["'])([^)>"']+)""", re.IGNORECASE)
TYPES = {f".{kind}": kind for kind in ("png", "jpeg", "gif", "webp")}
TYPES |= {".jpg": "jpeg", ".svg": "svg+xml"}


def embedded(book, name, folder):
    """The notebook with pictures beside it and attachments set into its Markdown and outputs.

    Whatever cannot be shown is replaced by words and named on stderr with notebook and cell.
    """
    from nbformat import from_dict

    book = from_dict(book)
    for n, cell in enumerate(book.cells, 1):
        where, found = f"{name}, cell {n}", cell.get("attachments", {})
        found = {f"attachment:{unquote(file)}": bundle for file, bundle in found.items()}
        put = partial(_put, attachments=found, folder=folder, where=where)
        if cell.cell_type == "markdown":
            cell.source = TASK.sub(_task, IMAGE.sub(put, cell.source))
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if "text/html" in data:
                data["text/html"] = IMAGE.sub(put, "".join(data["text/html"]))
            _keep(data, where)
    return book


TASK = re.compile(r"^(\s*[-*] )\[( |x|X)\] ", re.MULTILINE)


def _task(found):
    return f"{found[1]}{'☐' if found[2] == ' ' else '☑'} "


def _put(found, attachments, folder, where):
    """What refers to a picture, with the picture itself in place of its name."""
    wanted = unquote(found[2].strip())
    path = folder / wanted
    for kind, data in attachments.get(wanted, {}).items():
        return f"{found[1]}data:{kind};base64,{''.join(data).strip()}"
    if ":" not in wanted and path.suffix.lower() in TYPES and path.is_file():
        data = base64.b64encode(path.read_bytes()).decode()
        return f"{found[1]}data:image/{TYPES[path.suffix.lower()]};base64,{data}"
    if not wanted.startswith("data:"):
        print(f"{where}: the picture {wanted} is not there, words stand for it", file=sys.stderr)
    return found[0]


def _keep(data, where):
    """Take from an output what no page can show, and say so in its place and on stderr."""
    lost = []
    for kind in ("image/png", "image/jpeg"):
        if kind in data and not _is_picture("".join(data[kind])):
            lost.append("a picture is damaged")
            del data[kind]
    html = "".join(data.get("text/html", ""))
    if html and not inert(html).strip():
        lost.append("an output is a script only")
        del data["text/html"]
    if data and not set(KINDS.split()) & set(data):
        lost.append(f"no page shows {', '.join(data)}")
    for what in lost:
        data.setdefault("text/plain", NOTHING)
        print(f"{where}: {what}, words stand for it", file=sys.stderr)


def _is_picture(data):
    from PIL import Image

    try:
        Image.open(io.BytesIO(base64.b64decode(data))).load()
    except (ValueError, OSError, SyntaxError, Image.DecompressionBombError):
        return False  # a broken PNG is called bad syntax
    return True


def inert(html):
    """HTML reduced to the allowed tags and attributes: nothing in it runs, loads or looks."""
    import nh3

    if "<" not in html:
        return html
    html = re.sub(
        r'(<t[dh]\b[^>]*?)style="[^"]*text-align:\s*right[^"]*"', r'\1align="right"', html
    )
    html = nh3.clean(
        html,
        tags=set(TAGS.split()),
        clean_content_tags=DROPPED,
        attributes=ATTRIBUTES,
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel=None,
    )
    return re.sub(
        r'align="right"', 'class="number"', re.sub(r"<img(?![^>]* src=)[^>]*?>", _alt, html)
    )


def _kept(tag, attribute, value):
    """An attribute's value when it stays, else None."""
    if attribute == "class":
        return NO_MATHS.sub("", value).strip() or None
    if attribute == "src":
        return value if PICTURE.match(value) else None
    if attribute == "href" and value.strip().lower().startswith("data:"):
        return None
    if (tag, attribute) == ("input", "type"):
        return "checkbox"
    return value


def _alt(found):
    """The words of a picture that does not stay."""
    words = re.search(r'alt="([^"]*)"', found[0])
    return words[1] if words else ""


def address_of(data, kind):
    """The address `data:...` of an output's picture; SVG is stored as text, others in base64."""
    raw = data.encode() if kind == "image/svg+xml" else base64.b64decode(data)
    if kind == "image/png":
        raw, kind = _smaller(raw), "image/webp"
    return f"data:{kind};base64,{base64.b64encode(raw).decode()}"


@cache
def _smaller(png):
    """The same drawing as WebP in a fifth of the bytes: 32 colours, without loss.

    They are chosen so that a colour of few pixels, too, stays what it is.
    """
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    white, size = white.convert("RGB"), [max(1, side // 2) for side in white.size]
    sample = white.resize(size, Image.Resampling.NEAREST)  # enough to choose by
    colours = sample.quantize(32, method=Image.Quantize.MAXCOVERAGE, kmeans=1)
    few = white.quantize(palette=colours, dither=Image.Dither.NONE).convert("RGB")
    few.save(buffer := io.BytesIO(), "webp", lossless=True)
    return buffer.getvalue()


def width_of(png):
    """The width of a PNG in pixels, from its header."""
    return int.from_bytes(base64.b64decode(png[:32])[16:20], "big")


def words_of(output):
    """The plain text of a picture's output when it was written for readers, else nothing."""
    plain = output["data"].get("text/plain", "")
    return "" if plain.startswith("<") else plain


def finish(html, names):
    """The page with headings in order, contents, tables and links set, as text.

    `names` are the notebooks that have a page.
    """
    soup = _parsed(html)
    main = soup.main
    for cell in main.select("section.text"):
        cell.unwrap()
    _set_headings(soup, main)
    _set_code(main)
    _set_contents(main)
    _set_tables(soup, main)
    _set_links(soup, names)
    return CONTROL.sub("\ufffd", str(soup))


def _parsed(html):
    from bs4 import BeautifulSoup

    return BeautifulSoup(html, "html.parser")


def _set_headings(soup, main):
    """One h1 at the top, no level skipped, an anchor for every heading."""
    headings = main.find_all(re.compile(r"h[1-6]"))
    if not headings or headings[0].name != "h1":
        headings.insert(0, soup.new_tag("h1", string=soup.title.get_text()))
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


def _set_contents(main):
    """A list of the sections, before the first of them and the code that prepares it."""
    sections = main.find_all("h2")
    if len(sections) < 2:
        return
    entries = "".join(
        f'<li><a href="#{quote(section.get("id") or section.find(id=True)["id"])}">'
        f"{escape(section.get_text())}</a></li>"
        for section in sections
    )
    place = sections[0].find_parent(class_="cell") or sections[0]
    while (before := place.find_previous_sibling()) and "bare" in before.get("class", []):
        place = before
    place.insert_before(
        _parsed(
            '<nav class="contents" aria-labelledby="contents"><p id="contents">On this page</p>'
            f"<ol>{entries}</ol></nav>"
        )
    )


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
            if len(cell.get_text()) > 50:
                cell["class"] = [*cell.get("class", []), "long"]
        columns = len(table.tr.find_all(["td", "th"]))
        if columns > 5:
            table["class"] = [*table.get("class", []), "wide", *["widest"] * (columns > 10)]
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
