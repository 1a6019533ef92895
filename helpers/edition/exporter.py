"""The reader edition: a notebook as a page for people without Python, on a phone or on paper.

`jupyter nbconvert --to reader`, JupyterLab's export menu and publishing give the same page.
nbconvert parses Markdown, nh3 makes all HTML inert, the template sets the cells into a
page, and `page.finish` does the rest on its tree. A page asks no server and runs no script.
"""

import re
import sys
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from helpers.edition import run
from helpers.edition.inert import inert
from helpers.edition.page import finish
from helpers.edition.pictures import NO_WORDS
from helpers.files import write
from helpers.show import HELD

TEMPLATES = Path(__file__).resolve().parent / "template"
STYLES = [*sorted(TEMPLATES.glob("reader/*.css")), TEMPLATES.parent.parent / "reading.css"]
# What a page shows of an output, first choice first; no script and no widget among them.
KINDS = ["text/html", "text/markdown", "image/svg+xml", "image/png", "image/jpeg", "image/webp"]
KINDS += ["image/gif", "text/latex", "text/plain"]


class Markdown(IPythonRenderer):
    """nbconvert's Markdown, with pictures left to the tree of the page."""

    def image(self, text, url, title=None):
        """A picture with the address it has in the notebook."""
        return super(IPythonRenderer, self).image(text, url, title)


class ReaderExporter(HTMLExporter):
    """A notebook as a page of the reader edition."""

    export_from_notebook = "Reader"

    def __init__(self, *arguments, **options):
        # Given here they win over a user's settings for all HTML exports.
        own = {"template_name": "reader", "exclude_anchor_links": True, "exclude_raw": True}
        own["extra_template_basedirs"] = [str(TEMPLATES)]
        own["filters"] = {"inert": inert, "kind_of": kind_of, "markdown2html": self.markdown2html}
        super().__init__(*arguments, **options | own)

    @pass_context
    def markdown2html(self, context, source):
        """Markdown as inert HTML."""
        renderer = Markdown(escape=False, exclude_anchor_links=True)
        return inert(MarkdownWithMath(renderer=renderer).render(source))

    def from_notebook_node(self, nb, resources=None, **options):
        """The page of a notebook, and nbconvert's resources.

        The pages it links to are those of the notebooks in `resources["books"]`, else of the
        numbered notebooks beside it. Drawings are taken from the folder `resources["figures"]`,
        else from `figures` beside the notebook's folder.
        """
        from nbformat import from_dict

        resources, nb = dict(resources or {}), from_dict(nb)
        about = resources.setdefault("metadata", {})
        name, folder = about.get("name") or "notebook", Path(about.get("path") or ".")
        books = resources.get("books") or siblings(name, folder)
        for cell in nb.cells:
            if "outputs" in cell:
                cell.outputs = [out for out in cell.outputs if HELD not in out.get("data", {})]
        figures = Path(resources.get("figures") or folder / "../figures")
        page = resources["page"] = surroundings(name, dict(books) | {name: nb})
        page |= {"folder": folder, "figures": figures}
        # Past HTMLExporter's own step, which parses the page once more for what is done here.
        html, resources = super(HTMLExporter, self).from_notebook_node(nb, resources, **options)
        return finish(html, nb, page), resources


def kind_of(output):
    """The kind in which a page shows an output, or nothing when it cannot be shown."""
    data = output.get("data", {})
    for kind in filter(data.get, KINDS):
        left = data[kind]
        if kind == "text/html":
            left = re.sub(r"<(?!(?:img|input|hr)\b)[^>]*>", "", inert(left))
        # Where richer kinds are lost, plain text is not what a reader was meant to see.
        if left.strip() and (kind != "text/plain" or len(data) == 1):
            return kind
    return ""


def surroundings(name, books):
    """What the template sets around a notebook, given all of {name: notebook} in order."""
    titles = {each: title(books[each], each) for each in sorted(books)}
    first, own = min(titles), titles[name]
    # "Start here: did they cooperate?" says how the page is called and what all pages are about.
    titles[first], _, about = titles[first].partition(": ")
    style = " ".join(path.read_text("utf-8") for path in STYLES)
    return {
        "name": name,
        "title": own,
        "tab": own if name == first else f"{own} · {about.capitalize() or titles[first]}",
        "pages": titles,
        "first": books[first],
        "style": re.sub(r"/\*.*?\*/|\n\s*", " ", style, flags=re.DOTALL),
    }


def title(book, name):
    """The text of the heading a notebook begins with, else its name."""
    for cell in book["cells"]:
        found = re.match(r"#+ +(.+?)[ #]*$", "".join(cell["source"]), re.MULTILINE)
        if found and cell["cell_type"] == "markdown":
            return re.sub(r"[*`\\]", "", found[1])
    return name


def siblings(name, folder):
    """The numbered notebooks beside NAME.ipynb in a folder; one that is broken is said and left."""
    books = {}
    if (folder / f"{name}.ipynb").is_file() and re.match(r"\d\d-", name):
        for path in sorted(folder.glob("[0-9][0-9]-*.ipynb")):
            try:
                books[path.stem] = run.read(path)
            except run.Trouble as trouble:
                print(f"{trouble}; pages do not lead to it", file=sys.stderr)
    return books


def write_pages(notebooks, folder, figures=None):
    """Write a page for each (path, notebook), and one of them again as index.html.

    That is the first of the project's series; of other people's texts, the last, which is theirs.
    Drawings come from the folder `figures`. Raises Trouble with every dead link and every picture
    without words, before anything is written, and OSError naming a file it cannot write.
    """
    books = {path.stem: book for path, book in notebooks}
    exporter, pages = ReaderExporter(), {}
    for path, book in notebooks:
        about = {"metadata": {"name": path.stem, "path": str(path.parent)}}
        about |= {"books": books, "figures": figures}
        pages[f"{path.stem}.html"], _ = exporter.from_notebook_node(book, about)
    if wrong := problems(pages):
        raise run.Trouble("\n".join(["the pages do not hold:", *wrong]))
    pages["index.html"] = pages[min(pages) if min(pages).startswith("00") else max(pages)]
    for name, page in pages.items():
        write(Path(folder) / name, page)


def problems(pages):
    """What would stop a reader of {file name: page}, as sentences: dead links, mute pictures."""
    ids = {name: set(_values(page, "[a-zA-Z0-9]+", "id")) for name, page in pages.items()}
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
