// The desk on the screen: draws what Python says, notes what is selected, sends commands.
// Marks are drawn by the CSS Custom Highlight API, so that the text's own nodes stay as they are.

const LAYERS = ["quotations", "mentions", "positions", "names"];
const LABELS = { quotations: "speech", mentions: "event", positions: "answer", names: "name" };
let number = 0;

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

function render({ model, el }) {
  const id = `desk-${++number}`;
  const send = (command, buffers) => model.send(command, undefined, buffers);
  const state = { chosen: null, form: null, ranges: [], touched: new Set(), timer: 0 };
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

  // Places: a paragraph holds one text node and knows where it begins in the file.

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
    if (!state.form && marks.length) say(`Here: ${marks.map(said).join("; ")}`);
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
      state.chosen = null;
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
    say(next ? said(next) : "No further mark.");
  }

  function say(words) {
    status.textContent = words;
  }

  // The form

  function drawForm() {
    const form = state.form;
    state.touched = new Set();
    if (!form) return sheet.replaceChildren();
    const title = form.row ? `Change a row of ${form.table}.csv` : `A new row of ${form.table}.csv`;
    const tools = [make("button", { type: "submit", textContent: "Save" }),
      button("Cancel", leave)];
    if (form.row && form.table !== "articles") {
      tools.push(button("Use the words selected now", () => {
        Object.assign(form, state.chosen || {}, { moved: true });
        sheet.querySelector(".desk-quote").textContent = view().text.slice(form.start, form.end);
        drawMarks();
      }), button("Delete", (event) => {
        if (event.target.dataset.sure) return send({ ...known(form), do: "remove" });
        event.target.dataset.sure = event.target.textContent = "Delete for good?";
      }));
    }
    const sheetForm = make("form", { onsubmit: save, oninput: typed, onkeydown: pressed,
      "aria-label": title, autocomplete: "off" },
      make("p", { className: "desk-title", textContent: title }), make("div", { className: "desk-refusal", role: "alert" }),
      make("blockquote", { className: "desk-quote", dir: "auto", textContent: form.quote }),
      ...form.fields.flatMap((field) => asked(field, form.values[field.name], field.name)));
    if (form.table === "mentions") {
      const differs = { name: "differs", label: "how the dates part", kind: "line", options: [],
        help: "how this telling's date and the event's best date part" };
      sheetForm.append(make("div", { className: "desk-differs", hidden: true },
        ...asked(differs, "", "differs")));
    }
    sheetForm.append(make("div", { className: "desk-tools" }, ...tools));
    sheet.replaceChildren(sheetForm);
    told({ words: form.told, values: {} });
    answers();
    news();
    const fields = [...sheetForm.querySelectorAll("input, select, textarea")];
    (fields.find((field) => field.required && !field.value) || fields[0])?.focus();
    drawMarks();
  }

  const known = ({ table, row, record }) => ({ table, row, record });

  function asked(field, value, name) {
    const own = `${id}-${name}`, more = { id: own, name, title: field.help || "",
      required: Boolean(field.required), "aria-describedby": `${own}-told` };
    let input;
    if (field.kind === "choice") {
      const open = field.required && !value ? [["", "choose"]] : [];
      input = make("select", more, ...[...open, ...field.options].map(([each, words]) =>
        make("option", { value: each, textContent: words || "–" })));
    } else if (field.kind === "long") {
      input = make("textarea", { ...more, rows: 2 });
    } else {
      input = make("input", { ...more, dir: "auto" });
    }
    input.value = value || "";
    const parts = [make("label", { htmlFor: own, textContent: field.label, title: field.help }), input];
    if (field.kind !== "choice" && field.options.length) {
      input.setAttribute("list", `${own}-list`);
      parts.push(make("datalist", { id: `${own}-list` }, ...field.options.map(([each, words]) =>
        make("option", { value: each, label: words }))));
    }
    parts.push(make("output", { id: `${own}-told`, className: "desk-told", htmlFor: own }));
    if (field.new) {
      const inner = field.new.fields.flatMap((each) => asked(each, "", `${name}.${each.name}`));
      const box = make("fieldset", { hidden: true, className: "desk-new" },
        make("legend", { textContent: `new in ${field.new.table}.csv` }), ...inner);
      box.dataset.of = name;
      parts.push(box);
    }
    return parts;
  }

  const field = (name) => sheet.querySelector(`[name="${name}"]`);

  function news() {
    // Words that a table does not know yet make a row of it: ask what that row needs.
    for (const box of sheet.querySelectorAll(".desk-new")) {
      const { options } = state.form.fields.find((each) => each.name === box.dataset.of);
      const value = field(box.dataset.of).value.trim();
      box.hidden = !value || options.some((pair) => pair.includes(value));
      for (const input of box.querySelectorAll("input, select, textarea")) {
        input.disabled = box.hidden;
        if (["date", "basis"].some((each) => input.name.endsWith(`.${each}`))) {
          input.required = false;
          if (!state.touched.has(input.name)) {
            const same = field(input.name.split(".")[1]);
            if (same) input.value = same.value;
          }
        }
      }
    }
  }

  function answers() {
    const question = field("question"), lists = sheet.querySelector(`#${id}-answer-list`);
    if (!question || !field("answer")) return;
    const allowed = state.form.answers[question.value] || [];
    const options = allowed.map((each) => make("option", { value: each }));
    if (lists) return lists.replaceChildren(...options);
    field("answer").setAttribute("list", `${id}-answer-list`);
    field("answer").after(make("datalist", { id: `${id}-answer-list` }, ...options));
  }

  function values() {
    const found = { values: {}, new: {}, differs: "" };
    for (const input of sheet.querySelectorAll("input, select, textarea")) {
      const [outer, inner] = input.name.split(".");
      if (input.name === "differs" && state.form.table === "mentions") found.differs = input.value;
      else if (!inner) found.values[outer] = input.value;
      else if (!input.disabled) {
        const { table } = state.form.fields.find((each) => each.name === outer).new;
        found.new[table] = { ...found.new[table], [inner]: input.value };
      }
    }
    return found;
  }

  function typed(event) {
    state.touched.add(event.target.name);
    news();
    answers();
    clearTimeout(state.timer);
    const name = event.target.name;
    state.timer = setTimeout(() => {
      if (state.form) send({ do: "ask", table: state.form.table, typed: name, ...values() });
    }, 150);
  }

  function told(what) {
    for (const [name, value] of Object.entries(what.values)) {
      const input = field(name);
      if (input && !state.touched.has(name)) input.value = value;
    }
    for (const output of sheet.querySelectorAll("output")) {
      const words = what.words[output.htmlFor.value.replace(`${id}-`, "")] || "";
      if (output.textContent !== words) output.textContent = words;
    }
    const differs = sheet.querySelector(".desk-differs");
    if (differs) differs.hidden = !what.words.event;
    news();
  }

  function save(event, more = {}) {
    event?.preventDefault();
    clearTimeout(state.timer);
    const form = state.form;
    if (form.article) {
      return send({ do: "begin", article: form.article, ...values() });
    }
    say("Saving …");
    const { start, end, moved } = form;
    send({ do: "save", ...known(form), start, end, moved, ...values(), ...more });
  }

  function refused(problems) {
    const box = sheet.querySelector(".desk-refusal") || status;
    const told = problems.map(([words, mend]) => `${words}: ${mend}.`);
    box.replaceChildren(...told.map((words) => make("p", { textContent: words })));
    say(box === status ? told.join(" ") : "Not saved. Your draft is kept.");
    if (box === status) return;
    for (const input of sheet.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    const words = told.join(" ");
    if (/differs/.test(words)) sheet.querySelector(".desk-differs")?.removeAttribute("hidden");
    if (/^answer .* vocabulary/.test(words)) {
      box.append(button("Add this answer to the question", () => save(null, { answer: true })));
    }
    const names = [...sheet.querySelectorAll("[name]")].filter((each) =>
      new RegExp(`\\b${each.name.split(".").pop()}\\b`).test(words) && each.checkVisibility());
    if (names.length) {
      names[0].setAttribute("aria-invalid", "true");
      names[0].focus();
    }
  }

  function leave() {
    const { start, end } = state.form || state.chosen || { start: 0, end: 0 };
    state.form = null;
    drawForm();
    drawMarks();
    if (end > start) select(start, end);
    else text.focus({ preventScroll: true });
  }

  function pressed(event) {
    if (event.key === "Escape") leave();
    const line = ["INPUT", "SELECT"].includes(event.target.tagName);
    if (event.key === "Enter" && (line || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.currentTarget.requestSubmit();
    }
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
      noted();
      if (layer) begin(layer[2]);
      else commands[event.key]();
    }
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
    if ("form" in answer) {
      if (answer.form) {
        state.form = answer.form;
        drawForm();
      } else if (state.form) leave();
    }
    if (answer.told && state.form) told(answer.told);
    if (answer.says?.kind === "done") say(answer.says.words);
    if (answer.says?.kind === "refused") refused(answer.says.problems);
    root.dataset.heard = Number(root.dataset.heard || 0) + 1;
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
