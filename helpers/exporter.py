"""nbconvert's exporter `reader`, found by its entry point in pyproject.toml.

It is a module of its own because importing nbconvert is slow; see reader.py for what it does.
"""

from jinja2 import pass_context
from nbconvert.exporters import HTMLExporter
from traitlets import default
from traitlets.config import Config

from helpers import reader

# What a page shows of an output, first choice first; no script and no widget among them.
KINDS = "text/html text/markdown image/svg+xml image/png image/jpeg text/latex text/plain"


class ReaderExporter(HTMLExporter):
    """A notebook as a page of the reader edition."""

    export_from_notebook = "Reader edition"

    def __init__(self, *arguments, **options):
        # Given here they win over a user's settings for all HTML exports.
        own = {"template_name": "reader", "exclude_anchor_links": True, "exclude_raw": True}
        super().__init__(*arguments, **options | own)

    @default("extra_template_basedirs")
    def _templates(self):
        return [str(reader.TEMPLATES)]

    @property
    def default_config(self):
        """The settings of HTMLExporter but for the order of kinds."""
        config = super().default_config.copy()
        config.merge(Config({"NbConvertBase": {"display_data_priority": KINDS.split()}}))
        return config

    def default_filters(self):
        """What the template can call."""
        yield from super().default_filters()
        yield "markdown2html", self.markdown2html
        for name in ("address_of", "highlight_code", "inert", "slug", "width_of", "words_of"):
            yield name, getattr(reader, name)

    @pass_context
    def markdown2html(self, context, source):
        """Markdown as inert HTML."""
        return reader.inert(super().markdown2html(context, source))

    def from_notebook_node(self, nb, resources=None, **options):
        """The page of a notebook, and nbconvert's resources.

        The pages it links to are those of the notebooks in `resources["books"]`, else of the
        numbered notebooks beside it.
        """
        resources = dict(resources or {})
        about = resources.setdefault("metadata", {})
        name = about.get("name") or "notebook"
        books = resources.get("books") or reader.siblings(name, about.get("path"))
        books = dict(books) | {name: nb}
        resources["page"] = reader.surroundings(name, books)
        # Past HTMLExporter's own step, which parses the page once more for what is done here.
        html, resources = super(HTMLExporter, self).from_notebook_node(nb, resources, **options)
        return reader.finish(html, set(books)), resources
