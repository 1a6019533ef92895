"""A real JupyterLab for the tests: on a free port, with a token of its own, driven in Chromium.

    with browser.chromium() as chromium, lab.start(folder) as server:
        with lab.opened(chromium, server, "notebooks/01-a.ipynb") as page:
            lab.run_all(page)

The server ends with its `with`; it reads no settings of the person who runs the tests, and no
page reaches another server (`page.asked` lists what was refused).
"""

import contextlib
import json
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import NamedTuple

from helpers.tests import browser, copies

SECONDS = 60  # that a server, a kernel or a cell may take
QUIET = {  # no news, no search for updates
    "@jupyterlab/apputils-extension": {
        "notification.jupyterlab-settings": {"fetchNews": "false", "checkForUpdates": False}
    }
}

FRONT = "window.jupyterapp.shell.currentWidget"  # the notebook in front
WHOLE = """path => {
  const book = window.jupyterapp.shell.currentWidget;
  const drawn = cell => !cell.isPlaceholder() && (cell.model.type === 'markdown'
    ? cell.node.querySelector('.jp-MarkdownOutput')?.childElementCount
    : [...cell.outputArea.node.querySelectorAll('.jp-OutputArea-output')]
      .filter(e => e.childNodes.length).length === cell.model.outputs.length);
  return book?.context?.path === path && book.content.widgets.length
    && book.content.widgets.every(drawn);
}"""


class Server(NamedTuple):
    """A running JupyterLab: its address, its token, and the folder it was started in."""

    url: str
    token: str
    folder: Path

    def ask(self, path):
        """What the server's own API answers, read from JSON."""
        request = urllib.request.Request(f"{self.url}/api/{path}")
        request.add_header("Authorization", f"token {self.token}")
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)


@contextlib.contextmanager
def start(folder, **changes):
    """A JupyterLab started in a copy of the project, as a Server; `changes` to its environment."""
    with tempfile.TemporaryDirectory(prefix="lab-", ignore_cleanup_errors=True) as scratch:
        scratch, token = Path(scratch), secrets.token_hex(16)
        for plugin, files in QUIET.items():
            for name, settings in files.items():
                file = scratch / "settings" / plugin / name
                file.parent.mkdir(parents=True)
                file.write_text(json.dumps(settings), "utf-8")
        with socket.socket() as free:
            free.bind((browser.LOOPBACK, 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
        command += [f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={token}"]
        command += [f"--port={port}", "--ServerApp.port_retries=0"]
        command += ["--LabApp.expose_app_in_browser=True"]  # its commands can be called by name
        own = {name: str(scratch / name) for name in ("config", "data", "runtime", "ipython")}
        environment = copies.environment(folder) | {
            "JUPYTER_CONFIG_DIR": own["config"],
            "JUPYTER_DATA_DIR": own["data"],
            "JUPYTER_RUNTIME_DIR": own["runtime"],
            "IPYTHONDIR": own["ipython"],
            "JUPYTERLAB_SETTINGS_DIR": str(scratch / "settings"),
            "JUPYTERLAB_WORKSPACES_DIR": str(scratch / "workspaces"),
        }
        with (scratch / "log").open("w+") as log:
            lab = subprocess.Popen(
                command, cwd=folder, env=environment | changes, stdout=log, stderr=log
            )
            try:
                server = Server(f"http://{browser.LOOPBACK}:{port}", token, Path(folder))
                _await(lambda: _answers(server, lab, log), "JupyterLab did not start")
                yield server
            finally:
                lab.terminate()  # its kernels end with it
                lab.wait(SECONDS)


def _answers(server, lab, log):
    if lab.poll() is not None:
        log.seek(0)
        raise RuntimeError(f"JupyterLab ended: {log.read()[-2000:]}")
    try:
        return server.ask("status")
    except (urllib.error.URLError, ConnectionError):
        return None


@contextlib.contextmanager
def opened(chromium, server, path, width=1280, height=800, **options):
    """A notebook open in JupyterLab, its kernel idle, as a Playwright page.

    The page also has `path`, `server`, `asked` (addresses refused) and `said` (its errors).
    """
    context = chromium.new_context(viewport={"width": width, "height": height}, **options)
    context.set_default_timeout(1000 * SECONDS)
    page = context.new_page()
    page.server, page.path, page.asked, page.said = server, path, [], []

    def decide(route, request):
        if urllib.parse.urlsplit(request.url).netloc == urllib.parse.urlsplit(server.url).netloc:
            return route.continue_()
        page.asked.append(request.url)
        return route.abort()

    page.route(lambda url: not url.startswith(("data:", "blob:")), decide)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    try:
        address = f"{server.url}/lab/tree/{urllib.parse.quote(path)}?reset&token={server.token}"
        assert page.goto(address).ok
        page.wait_for_selector(".jp-Notebook .jp-Cell")
        rest = page.wait_for_timeout  # in which Playwright lets requests through
        _await(lambda: _idle(server, path), f"no kernel for {path}", rest)
        yield page
    finally:
        _end(server, path)
        context.close()


def turn_to(page, path, **more):
    """Open a further notebook, with a kernel={"id": ...} that runs already, or go back to it."""
    command(page, "docmanager:open", path=path, **more)
    page.path = path
    _await(lambda: _idle(page.server, path), f"no kernel for {path}", page.wait_for_timeout)
    whole(page)


def whole(page):
    """Wait until every cell of the notebook in front, `page.path`, is drawn with its outputs."""
    page.wait_for_function(WHOLE, arg=page.path, polling=200)


def trust(page):
    """Show the outputs of the notebook in front as those of one that was run here."""
    page.evaluate(f"for (const cell of {FRONT}.content.model.cells) cell.trusted = true")
    whole(page)


def follow(page, name, place):
    """Click on the first link of the notebook in front that leads to a place in another one."""
    link = f'a[href*="{name}"][href$="#{place}"]'
    page.evaluate(f"link => {FRONT}.node.querySelector(link).click()", link)
    page.path = f"{page.path.rpartition('/')[0]}/{name}"
    whole(page)
    page.wait_for_timeout(500)  # until what stands above the place has its height


def save(page):
    """Save the notebook in front, as Ctrl-S does, when the kernel has said what it speaks."""
    page.evaluate(f"{FRONT}.sessionContext.session.kernel.info.then(() => true)")
    command(page, "docmanager:save")


def export(page, name):
    """The names in the export menu, and the text of the file that one of them gives."""
    page.get_by_text("File", exact=True).first.click()
    page.get_by_text("Save and Export Notebook As").hover()
    menu = page.locator(".lm-Menu").last.filter(has_text="HTML")
    menu.wait_for()
    names = [each.strip() for each in menu.inner_text().splitlines()]
    with page.expect_download() as download:
        menu.get_by_text(name, exact=True).click()
    return names, Path(download.value.path()).read_text("utf-8")


def faint(page):
    """Runs of text in the notebook in front with a contrast below 4.5:1, every fold open."""
    return browser.faint(page, f"{FRONT}.node", ".jp-OutputArea-output, .jp-MarkdownOutput")


def close(page, end=True):
    """Close the notebook in front, whatever was changed in it, and end its kernel."""
    page.evaluate(f"{FRONT}.dispose()")
    if end:
        _end(page.server, page.path)


def ask(page, question):
    """What a function in JavaScript returns for the panel of the notebook in front."""
    return page.evaluate(f"({question})({FRONT}.node)")


def _end(server, path):
    """End the kernel of a notebook."""
    for session in (each["id"] for each in server.ask("sessions") if each["path"] == path):
        request = urllib.request.Request(f"{server.url}/api/sessions/{session}", method="DELETE")
        request.add_header("Authorization", f"token {server.token}")
        with contextlib.suppress(urllib.error.HTTPError):
            urllib.request.urlopen(request, timeout=SECONDS).close()


def _idle(server, path):
    """Whether the kernel of a notebook is there and idle; before that Run All runs nothing."""
    kernels = [each["kernel"] for each in server.ask("sessions") if each["path"] == path]
    return kernels and kernels[0]["execution_state"] == "idle"


def command(page, name, **arguments):
    """Call one of JupyterLab's commands by its name, as its menus do."""
    call = "([name, more]) => window.jupyterapp.commands.execute(name, more).then(() => true)"
    return page.evaluate(call, [name, arguments])


def run_all(page):
    """Run all cells of the open notebook; raises AssertionError where one ends in an error."""
    command(page, "notebook:run-all-cells")
    _await(lambda: _ran(page), f"not every cell of {page.path} was run", page.wait_for_timeout)


def _ran(page):
    """Whether every code cell has been run, as the saved notebook says it."""
    command(page, "docmanager:save")
    cells = page.server.ask(f"contents/{urllib.parse.quote(page.path)}")["content"]["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code" and "".join(cell["source"])]
    errors = [each for cell in code for each in cell["outputs"] if each["output_type"] == "error"]
    assert not errors, errors[0]["evalue"]
    return all(cell["execution_count"] for cell in code)


def theme(page, name):
    """Set the theme, "JupyterLab Light" or "JupyterLab Dark", and wait until it is there."""
    command(page, "apputils:change-theme", theme=name)
    page.wait_for_selector(f"body[data-jp-theme-name='{name}']", state="attached")


def _await(asked, words, rest=lambda thousandths: time.sleep(thousandths / 1000)):
    """What `asked` returns as soon as it is something; raises AssertionError after SECONDS."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := asked():
            return found
        rest(100)
    raise AssertionError(f"{words} in {SECONDS} seconds")
