// The desk on the screen: draws what Python says, notes what is selected, sends commands.
// Marks are drawn by the CSS Custom Highlight API, so that the text's own nodes stay as they are.

const LAYERS = ["quotations", "mentions", "positions", "names"];
const LABELS = { quotations: "speech", mentions: "event", positions: "answer", names: "name" };
let desks = 0;

function render({ model, el }) {
  const id = `desk-${++desks}`;
  const state = { chosen: null, form: null, ranges: [], touched: new Set(), timer: 0, sent: 0,
    saving: false, kept: [] };
  const view = () => model.get("view");

  const head = make("div", { className: "desk-head" });
  const text = make("div", {
    className: "desk-text", id: `${id}-text`, contentEditable: "true", role: "textbox",
    spellcheck: false, "aria-readonly": "true", "aria-multiline": "true", inputMode: "none",
    "aria-label": "The article. Select words, then press a key", "aria-describedby": `${id}-keys`,
  });
  const layers = make("div", { className: "desk-layers", role: "group", "aria-label": "Mark as" });
  const here = make("div", { className: "desk-here" });
  const sheet = make("div", { className: "desk-sheet" });
  const status = make("p", { className: "desk-status", role: "status", "aria-live": "polite" });
  const todo = make("details", { className: "desk-todo", open: true });
  const list = make("details", { className: "desk-list" });
  const keys = make("p", { className: "desk-keys", id: `${id}-keys` });
  const side = make("div", { className: "desk-side" }, layers, here, status, sheet, todo, list);
  const root = make("div", { className: "desk", "data-lm-suppress-shortcuts": "true" },
    head, keys, make("div", { className: "desk-rooms" }, text, side));
  el.append(root);
  const { offset, range } = placesIn(text, view);
  const paper = sheetIn(sheet, id, { state, view, send, say, status, waits, leave,
    drawMarks });

  function send(command, buffers) {
    state.sent += 1;
    waits();
    model.send(command, undefined, buffers);
  }

  function waits() {
    // Whether an answer is on its way, or a question about what was typed.
    root.toggleAttribute("data-waits", Boolean(state.sent || state.timer));
  }

  function noted() {
    const selection = document.getSelection();
    if (!selection.rangeCount || !text.contains(selection.anchorNode)) return;
    const found = selection.getRangeAt(0);
    if (!text.contains(found.endContainer)) return;
    const start = offset(found.startContainer, found.startOffset);
    const end = offset(found.endContainer, found.endOffset);
    if (state.chosen?.start === start && state.chosen.end === end) return;
    state.chosen = { start, end };
    const marks = drawHere();
    if (!state.form && marks.length) say(`Here: ${marks.map(said).join("; ")}`, true);
  }

  function select(start, end) {
    const selection = document.getSelection();
    const found = range(start, end);
    text.focus({ preventScroll: true });
    selection.removeAllRanges();
    selection.addRange(found);
    state.chosen = { start, end };
    const box = found.getBoundingClientRect(), frame = text.getBoundingClientRect();
    if (box.top < frame.top || box.bottom > frame.bottom) {
      text.scrollTop += box.top - frame.top - frame.height / 3;
    }
    drawHere();
  }

  // Drawing

  function highlight(name, found) {
    if (!globalThis.CSS?.highlights) return;
    if (!CSS.highlights.has(name)) CSS.highlights.set(name, new Highlight());
    for (const each of found) CSS.highlights.get(name).add(each);
    state.ranges.push(...found.map((each) => [name, each]));
  }

  function wipe() {
    for (const [name, each] of state.ranges) CSS.highlights.get(name)?.delete(each);
    state.ranges = [];
  }

  function drawText() {
    const now = view();
    if (state.text !== now.text) {
      state.text = now.text;
      const lines = [];
      let at = 0, blank = false;
      for (const line of now.text.split("\n")) {
        if (line.trim()) {
          const more = { className: blank ? "after" : "", dir: "auto", textContent: line };
          const each = make("p", more);
          each.dataset.start = at;
          lines.push(each);
        }
        blank = !line.trim();
        at += line.length + 1;
      }
      text.replaceChildren(...lines);
      text.scrollTop = 0;
      [state.chosen, state.kept] = [null, []];
    }
    for (const line of text.children) {
      const start = Number(line.dataset.start), end = start + line.textContent.length;
      const before = now.parts.filter(([at]) => at <= start).pop();
      const begins = now.parts.filter(([at]) => at >= start && at < end).map((part) => part[1]);
      line.dataset.part = begins.join(", ");
      line.classList.toggle("apart", !["title", "subheading", "body", "wire", "caption"]
        .includes((now.parts.find(([at]) => at === start) || before || [0, "body"])[1]));
    }
    drawMarks();
  }

  function drawMarks() {
    wipe();
    for (const layer of LAYERS) {
      const own = view().marks.filter((mark) => mark.table === layer);
      const mine = own.filter((mark) => !mark.reader || mark.reader === view().reader);
      highlight(`desk-${layer}`, mine.map((mark) => range(mark.start, mark.end)));
      highlight("desk-others",
        own.filter((mark) => !mine.includes(mark)).map((mark) => range(mark.start, mark.end)));
    }
    if (state.form && state.form.end > state.form.start) {
      highlight("desk-chosen", [range(state.form.start, state.form.end)]);
    }
  }

  function drawHead() {
    const now = view();
    const pick = (words, options, value, change) => make("label", {}, words, " ",
      make("select", { onchange: change }, ...options.map(([each, said]) =>
        make("option", { value: each, textContent: said, selected: each === value }))));
    const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"].map((letter) =>
      [letter, now.readers.includes(letter) ? letter : `${letter} (new)`]);
    const others = make("input", { type: "checkbox", checked: now.others,
      onchange: (event) => choose({ others: event.target.checked }) });
    const folder = make("input", { value: now.folder, "aria-label": "Folder of the corpus" });
    const file = make("input", { type: "file", accept: ".txt,text/plain", onchange: bring,
      "aria-label": "Text file of a new article" });
    const waiting = now.texts.map((each) =>
      button(`Begin ${each}`, () => send({ do: "about", article: each })));
    head.replaceChildren(
      pick("Article", now.articles, now.article, (event) => choose({ article: event.target.value })),
      pick("Reader", letters, now.reader, (event) => choose({ reader: event.target.value })),
      make("label", {}, others, " show other readers' marks"),
      button("About this article", () => send({ do: "open", table: "articles", row: now.row })),
      make("details", {}, make("summary", { textContent: "New article, another folder" }),
        make("label", {}, "Text file ", file), ...waiting,
        make("label", {}, "Folder ", folder),
        button("Open folder", () => choose({ folder: folder.value })),
        button("Read again", () => send({ do: "again" }))),
    );
    keys.textContent = `Select words, then press ${now.layers.map(([key, words]) =>
      `${key} (${words})`).join(", ")}. Enter opens the mark at the cursor, “.” and “,” go to the `
      + "next and the previous mark, u takes back, Escape leaves the form.";
  }

  const choose = (what) => send({ do: "choose", others: view().others, ...what });

  async function bring(event) {
    const file = event.target.files[0];
    if (file) send({ do: "bring", name: file.name }, [await file.arrayBuffer()]);
  }

  function drawLayers() {
    layers.replaceChildren(...view().layers.map(([key, words, table]) =>
      button(words, () => begin(table), { className: `desk-${table}`, "aria-keyshortcuts": key })),
    button("Take back", () => send({ do: "undo" }), {
      disabled: !view().undo, title: view().undo, "aria-keyshortcuts": "u" }));
  }

  function begin(table, more = {}) {
    send({ do: "fill", table, ...(state.chosen || { start: 0, end: 0 }), ...more });
  }

  function drawHere() {
    const { start, end } = state.chosen || { start: -1, end: -1 };
    const found = view().marks.filter((mark) => mark.start <= start && end <= mark.end
      && start < mark.end);
    here.replaceChildren(...found.reverse().map(markButton));
    return found;
  }

  const said = (mark) => `${LABELS[mark.table]}, ${mark.label}`
    + (mark.reader && mark.reader !== view().reader ? ` (reader ${mark.reader})` : "");
  const markButton = (mark) => button(said(mark), () => open(mark), {
    className: `desk-${mark.table}` });
  const open = ({ table, row, record }) => send({ do: "open", table, row, record });

  function drawLists() {
    const tasks = view().todo, held = [...todo.querySelectorAll("button")];
    const at = held.indexOf(document.activeElement);
    todo.replaceChildren(make("summary", { textContent: `Still to do: ${tasks.length}` }),
      make("ul", {}, ...tasks.map((task) => make("li", {}, `${task.words} `,
        task.question ? button("not answered here", () =>
          send({ do: "silent", question: task.question }), { title: "stance: silent" }) : null,
        task.question ? button("answer with the selected words", () =>
          begin("positions", { question: task.question })) : null,
        task.row ? button("open", () => open(task)) : null))));
    if (at >= 0) {
      const now = [...todo.querySelectorAll("button")];
      (now[Math.min(at, now.length - 1)] || todo.querySelector("summary")).focus();
    }
    const marks = view().marks.filter((mark) => mark.table !== "names");
    list.replaceChildren(make("summary", { textContent: `Marks in this article: ${marks.length}` }),
      make("ol", {}, ...marks.map((mark) => make("li", {}, button(`“${mark.quote}”`, () =>
        select(mark.start, mark.end)), ` ${said(mark)}`))));
  }

  function step(sign) {
    const marks = view().marks.filter((mark) => mark.table !== "names");
    const from = state.chosen || { start: -1, end: -1 };
    const key = (mark) => mark.start * 1e6 - mark.end;
    const after = marks.filter((mark) => sign * (key(mark) - key(from)) > 0);
    const next = sign > 0 ? after[0] : after[after.length - 1];
    if (next) select(next.start, next.end);
    say(next ? said(next) : "No further mark.", Boolean(next));
  }

  function say(words, drawn = false) {
    status.textContent = words;
    status.classList.toggle("heard", drawn);  // by a screen reader; the eye has it beside the text
  }

  function leave() {
    if (state.kept.length) {  // the draft that was put aside for another form
      state.form = state.kept.pop();
      paper.draw();
      return state.touched.add("");
    }
    const { start, end } = state.form || state.chosen || { start: 0, end: 0 };
    state.form = null;
    paper.draw();
    drawMarks();
    if (end > start) select(start, end);
    else text.focus({ preventScroll: true });
  }

  // What is heard

  text.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z") {
      event.preventDefault();
      return send({ do: "undo" });
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const layer = view().layers.find(([key]) => key === event.key.toLowerCase());
    const commands = { ".": () => step(1), ",": () => step(-1), u: () => send({ do: "undo" }),
      Enter: () => here.querySelector("button")?.click(), Escape: () => state.form && leave() };
    if (layer || commands[event.key]) {
      event.preventDefault();
      if (state.sent) return;  // a form is on its way: Enter is meant for it
      noted();
      if (layer) begin(layer[2]);
      else commands[event.key]();
    }
  });
  text.addEventListener("mousedown", (event) => {
    // Else the browser takes words within a selection for something to drag.
    if (event.button === 0 && !event.shiftKey) document.getSelection().removeAllRanges();
  });
  for (const name of ["beforeinput", "drop", "dragstart", "paste"]) {
    text.addEventListener(name, (event) => event.preventDefault());
  }
  document.addEventListener("selectionchange", noted);

  function drawAll() {
    drawHead();
    drawLayers();
    drawText();
    drawLists();
    drawHere();
  }

  function heard(answer) {
    if (["save", "begin"].includes(answer.done)) state.saving = false;
    if ("form" in answer) {
      if (answer.form) {
        if (state.form) paper.aside();
        state.form = answer.form;
        say("");
        paper.draw();
      } else if (state.form) leave();
    }
    if (answer.told && state.form) paper.told(answer.told);
    if (answer.says?.kind === "done") say(answer.says.words);
    if (answer.says?.kind === "refused") paper.refused(answer.says);
    state.sent -= 1;
    waits();
  }

  model.on("change:view", drawAll);
  model.on("msg:custom", heard);
  drawAll();
  return () => {
    document.removeEventListener("selectionchange", noted);
    wipe();
  };
}

export default { render };
