"""Real Chromium for the tests: started once, cut off from the network, asked what it shows."""

import contextlib
import functools
import http.server
import os
import shutil
import threading
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
LOOPBACK = "127.0.0.1"
# What a page holds and shows, asked of the page itself with every fold open.
LOOK = """() => {
  const all = [...document.querySelectorAll('*')], root = document.documentElement;
  const name = e => e.tagName.toLowerCase() + (e.id ? '#' + e.id : '') + '.' + e.className;
  const hidden = e => e.closest('.away, .skip, svg > *') || !e.checkVisibility() ||
    (e.closest('thead') && innerWidth <= 640);  // a row is a card there
  const scrolls = e => ['auto', 'scroll'].includes(getComputedStyle(e).overflowX);
  const over = e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth > 0;
  const reached = e => e.tabIndex >= 0 || e.querySelector('a[href], input, [tabindex]');
  const cut = e => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX);
  const outside = e => {
    const box = e.getBoundingClientRect();
    if (!box.width || (box.right <= root.clientWidth + 1 && box.left >= -1)) return false;
    for (let up = e.parentElement; up; up = up.parentElement) if (scrolls(up)) return false;
    return true;
  };
  return {
    clipped: all.filter(e => (over(e) && (cut(e) || scrolls(e) && !reached(e))) || outside(e))
      .filter(e => !hidden(e)).map(name),
    width: root.scrollWidth - root.clientWidth,
    headings: [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
      .map(e => [Number(e.tagName[1]), e.textContent.trim()]),
    first: document.querySelector('main').innerText.trim().split('\\n')[0],
    links: [...document.querySelectorAll('a')].map(e => e.getAttribute('href')),
    ids: all.filter(e => e.id).map(e => e.id),
    pictures: [...document.querySelectorAll('img, figure svg')].map(e => [
      e.alt || e.getAttribute('aria-label'), e.naturalWidth || e.getBoundingClientRect().width,
      e.closest('figure')?.querySelector('figcaption')?.textContent.trim()]),
    small: [...document.querySelectorAll('svg text')].filter(e => e.checkVisibility()).map(
      e => parseFloat(getComputedStyle(e).fontSize) *
      Math.hypot(e.getScreenCTM().a, e.getScreenCTM().b)).filter(h => h && h < 8.9),
    hidden: [...document.querySelectorAll('.scroll')].filter(e => over(e)).map(
      e => e.textContent.trim().slice(0, 40)),
    unnamed: [...document.querySelectorAll('tbody td[data-label]')].filter(e =>
      e.checkVisibility() && getComputedStyle(e, '::before').content === 'none').length,
    tables: [...document.querySelectorAll('table')].map(e => ({
      caption: e.caption?.textContent.trim(),
      unscoped: [...e.querySelectorAll('th:not([scope])')].length,
      scroller: e.parentElement.tabIndex === 0 && e.parentElement.hasAttribute('aria-labelledby'),
    })),
    scripts: document.scripts.length + all.filter(e => [...e.attributes].some(
      a => a.name.startsWith('on') || /^\\s*javascript:/i.test(a.value))).length,
    lang: root.lang,
  };
}"""

# Words that lie on other words or under something else, while the page is scrolled by half screens;
# a bar that sticks to the window's edge may cover what is scrolled away, if nothing shines through.
COVERED = """() => {
  const high = innerHeight, wide = document.documentElement.clientWidth;
  const moves = [...document.querySelectorAll('*')].filter(
    e => ['sticky', 'fixed'].includes(getComputedStyle(e).position));
  const solid = moves.filter(e => e.matches('main .cell *') &&
    /^rgb\\(/.test(getComputedStyle(e).backgroundColor));
  const words = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, up = node.parentElement;
    const folded = innerWidth <= 640 && up.closest('thead');  // a row is a card there
    if (!node.data.trim() || folded || up.closest('.away, .skip, style, svg') ||
      !up.checkVisibility({contentVisibilityAuto: true})) continue;
    const {top, bottom} = up.getBoundingClientRect();
    const moving = moves.some(e => e.contains(up));
    words.push({node, up, moving, top: top + scrollY, bottom: bottom + scrollY});
  }
  const cut = (box, up) => {  // by a fold, a scroller or a clamp around it
    const x = box.left + box.width / 2, y = box.top + box.height / 2;
    for (let e = up; e; e = e.parentElement) {
      const outer = e.getBoundingClientRect();
      if (getComputedStyle(e).overflowY !== 'visible' &&
        (x < outer.left || x > outer.right || y < outer.top || y > outer.bottom)) return true;
    }
    return false;
  };
  const inside = (a, b) => a.contains(b) || b.contains(a);
  const covered = () => {
    const bars = solid.map(e => [e, e.getBoundingClientRect()]).filter(([, bar]) =>
      bar.height > 0 && bar.height < high / 2 && (bar.top < 1 || bar.bottom > high - 1));
    const away = (box, up) => cut(box, up) || bars.some(([e, bar]) => !e.contains(up) &&
      box.top < bar.bottom && box.bottom > bar.top && box.left < bar.right && box.right > bar.left);
    const boxes = [], found = [], range = document.createRange();
    for (const {node, up, moving, top, bottom} of words) {
      if (!moving && (bottom < scrollY || top > scrollY + high)) continue;
      range.selectNodeContents(node);
      for (const box of range.getClientRects())
        if (box.width > 2 && box.height > 6 && box.bottom > 2 && box.top < high - 2 &&
          box.left > -1 && box.right < wide + 1 && !away(box, up))
          boxes.push([box, up, node.data.trim()]);
    }
    for (const [box, up, told] of boxes) {
      const y = (Math.max(box.top, 0) + Math.min(box.bottom, high)) / 2;
      const top = document.elementFromPoint(box.left + box.width / 2, y);
      if (top && !inside(up, top)) found.push(told + ' under ' + top.outerHTML.slice(0, 80));
    }
    boxes.forEach(([a, one, told], i) => boxes.slice(i + 1).forEach(([b, two, others]) => {
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      // Lines of one paragraph may touch; half a letter on another may not.
      if (one !== two && across > 3 && down > Math.min(a.height, b.height) / 2)
        found.push(told + ' on ' + others);
    }));
    return found.slice(0, 5).map(each => `at ${scrollY}: ${each}`);
  };
  const all = [];
  for (let y = 0; y < document.body.scrollHeight; y += high / 2) {
    scrollTo(0, y);
    all.push(...covered());
  }
  return all;
}"""

# Runs of text below 4.5:1 in some elements of a root, every fold open; those of drawings, whose
# ground is drawn too, are passed over. Source of the formulas: WCAG 2.2, relative luminance and
# contrast ratio.
FAINT = """(root, within) => {
  root.querySelectorAll('details').forEach(e => e.open = true);
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
  const known = new Map(), found = new Map();
  const colour = words => {
    if (!known.has(words)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = words;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(words, [r, g, b, a / 255]);
    }
    return known.get(words);
  };
  const over = ([r, g, b], a, under) => [r, g, b].map((v, n) => v * a + under[n] * (1 - a));
  const behind = e => {  // the ground that an element's words stand on, and their opacity
    if (!e) return [[255, 255, 255], 1];
    if (!known.has(e)) {
      const [paper, solid] = behind(e.parentElement), look = getComputedStyle(e);
      const own = colour(look.backgroundColor);
      known.set(e, [over(own, own[3], paper), solid * look.opacity]);
    }
    return known.get(e);
  };
  const luminance = rgb => {
    const [r, g, b] = rgb.map(v => v / 255)
      .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const words = walk.currentNode.data.trim(), e = walk.currentNode.parentElement;
    if (!words || !e.closest(within) || e.closest('svg, style, script, .jp-InternalAnchorLink')
      || !e.checkVisibility({visibilityProperty: true})) continue;
    const ink = colour(getComputedStyle(e).color), [paper, solid] = behind(e);
    const pair = [luminance(over(ink, ink[3] * solid, paper)), luminance(paper)];
    const contrast = (Math.max(...pair) + .05) / (Math.min(...pair) + .05);
    const where = `${contrast.toFixed(2)} ${e.tagName.toLowerCase()}.${e.className}`;
    if (contrast < 4.5 && !found.has(where)) found.set(where, `${where}: ${words.slice(0, 40)}`);
  }
  return [...found.values()];
}"""


def executable():
    """The path of a Chromium; skips the test without one, but fails it where CI is set."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        why = f"none of {', '.join(NAMES)} is installed, so nothing was tested in a browser"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)
    return found


@contextlib.contextmanager
def chromium():
    """A running Chromium (Playwright's)."""
    path = executable()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield browser
        finally:
            browser.close()


@contextlib.contextmanager
def served(folder):
    """The address of a folder's files on the loopback."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *words):
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer((LOOPBACK, 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://{LOOPBACK}:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def visit(browser, address, width=1280, scheme="light", **options):
    """A page opened at an address: (page, requests beyond it, complaints of the console).

    Every further request is refused and recorded, but for those to the page's own server when
    `local=True`.
    """
    local = options.pop("local", False)
    size = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, **options)
    context.set_default_timeout(30_000)
    asked, said = [], []

    def decide(route, request):
        home = urlsplit(request.url).netloc == urlsplit(address).netloc
        if request.url == address or (local and home):
            return route.continue_()
        asked.append(request.url)
        return route.abort()

    page = context.new_page()
    page.route("**/*", decide)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    try:
        response = page.goto(address)
        assert response.ok, f"{address}: {response.status}"
        yield page, asked, said
    finally:
        context.close()


def unfold(page):
    """Open everything that is folded."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


def violations(page, within="html", **options):
    """What axe-core finds wrong there, with options of its `run`, as sentences: rule, element."""
    from axe_playwright_python.base import AXE_SCRIPT

    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    asked = {"resultTypes": ["violations"]} | options
    found = page.evaluate("([within, asked]) => axe.run(within, asked)", [within, asked])
    return [
        f"{each['id']}: {node['html'][:200]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


def faint(page, root="document.body", within="*"):
    """Runs of text with a contrast below 4.5:1, every fold open: contrast, element, words.

    Takes a hundredth of the time of axe's rule, which sees what lies over words as well.
    """
    return page.evaluate(f"within => ({FAINT})({root}, within)", within)


def turn(page, width, scheme="light"):
    """Show an open page at another width, or in the other colours."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
