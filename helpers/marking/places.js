// What the desk's rooms share: how an element is made, and where a place of the text is drawn.
// screen.py puts places.js, sheet.js and desk.js together, in this order, as one module.

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in element && !name.startsWith("aria")) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

const button = (words, onclick, more = {}) =>
  make("button", { type: "button", onclick, textContent: words, ...more });

// A paragraph holds one text node and knows where it begins in the file.
function placesIn(text, view) {
  function offset(node, at) {
    if (node === text) {
      const next = text.children[at];
      return next ? Number(next.dataset.start) : view().text.length;
    }
    const line = (node.nodeType === 3 ? node.parentElement : node).closest("p");
    const start = Number(line.dataset.start);
    return node.nodeType === 3 ? start + at : start + (at ? line.textContent.length : 0);
  }

  function point(place, end) {
    const lines = [...text.children];
    const inside = (line) => Number(line.dataset.start) + line.textContent.length;
    const line = lines.find((each) => (end ? inside(each) >= place : inside(each) > place))
      || lines[lines.length - 1];
    const node = line.firstChild;
    return [node, Math.max(0, Math.min(place - Number(line.dataset.start), node.length))];
  }

  function range(start, end) {
    const found = document.createRange();
    found.setStart(...point(start, false));
    found.setEnd(...point(end, true));
    return found;
  }

  return { offset, range };
}
