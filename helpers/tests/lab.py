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
        for session in server.ask("sessions"):
            if session["path"] == path:
                _delete(server, f"sessions/{session['id']}")
        context.close()


def _idle(server, path):
    """Whether the kernel of a notebook is there and idle; before that Run All runs nothing."""
    kernels = [each["kernel"] for each in server.ask("sessions") if each["path"] == path]
    return kernels and kernels[0]["execution_state"] == "idle"


def _delete(server, path):
    request = urllib.request.Request(f"{server.url}/api/{path}", method="DELETE")
    request.add_header("Authorization", f"token {server.token}")
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(request, timeout=SECONDS).close()


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


def shot(page, path):
    """A picture of what is seen, written to a path."""
    page.screenshot(path=str(path))


def _await(asked, words, rest=lambda thousandths: time.sleep(thousandths / 1000)):
    """What `asked` returns as soon as it is something; raises AssertionError after SECONDS."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if found := asked():
            return found
        rest(100)
    raise AssertionError(f"{words} in {SECONDS} seconds")
