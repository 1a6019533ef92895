// The form beside the text: its fields as Python describes them, what they mean as they are typed.

function sheetIn(sheet, id, desk) {
  function draw() {
    const form = desk.state.form;
    desk.state.touched = new Set();
    if (!form) return sheet.replaceChildren();
    const title = form.row ? `Change a row of ${form.table}.csv` : `A new row of ${form.table}.csv`;
    const tools = [make("button", { type: "submit", textContent: "Save" }),
      button("Cancel", desk.leave)];
    if (form.row && form.table !== "articles") {
      tools.push(button("Use the words selected now", () => {
        Object.assign(form, desk.state.chosen || {}, { moved: true });
        sheet.querySelector(".desk-quote").textContent = desk.view().text.slice(form.start, form.end);
        desk.drawMarks();
      }), button("Delete", (event) => {
        if (event.target.dataset.sure) return desk.send({ ...known(form), do: "remove" });
        event.target.dataset.sure = event.target.textContent = "Delete for good?";
      }));
    }
    const sheetForm = make("form", { onsubmit: save, oninput: typed, onkeydown: pressed,
      "aria-label": title, autocomplete: "off", noValidate: true },
      make("p", { className: "desk-title", textContent: title }), make("div", { className: "desk-refusal", role: "alert" }),
      make("blockquote", { className: "desk-quote", dir: "auto", textContent: form.quote,
        tabIndex: form.article ? 0 : -1 }),
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
    const fields = [...sheetForm.querySelectorAll(":is(input, select, textarea):enabled")];
    const first = fields.find((field) => field.required && !field.value) || fields[0];
    first.focus();
    first.select?.();
    desk.drawMarks();
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
      input = make("textarea", { ...more, rows: 2, placeholder: "Ctrl+Enter saves" });
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
      const { options } = desk.state.form.fields.find((each) => each.name === box.dataset.of);
      const value = field(box.dataset.of).value.trim();
      box.hidden = !value || options.some((pair) => pair.includes(value));
      for (const input of box.querySelectorAll("input, select, textarea")) {
        input.disabled = box.hidden;
        const inner = input.name.split(".")[1], touched = desk.state.touched.has(input.name);
        if (inner === "what" && !touched) input.value = value.includes(" ") ? value : "";
        if (["date", "basis"].includes(inner)) {
          input.required = false;
          if (!touched) input.value = field(inner)?.value || "";
        }
      }
    }
  }

  function answers() {
    const question = field("question"), lists = sheet.querySelector(`#${id}-answer-list`);
    if (!question || !field("answer")) return;
    const allowed = desk.state.form.answers[question.value] || [];
    const options = allowed.map((each) => make("option", { value: each }));
    if (lists) return lists.replaceChildren(...options);
    field("answer").setAttribute("list", `${id}-answer-list`);
    field("answer").after(make("datalist", { id: `${id}-answer-list` }, ...options));
  }

  function values() {
    const found = { values: {}, new: {}, differs: "" };
    for (const input of sheet.querySelectorAll("input, select, textarea")) {
      const [outer, inner] = input.name.split(".");
      if (input.name === "differs" && desk.state.form.table === "mentions") found.differs = input.value;
      else if (!inner) found.values[outer] = input.value;
      else if (!input.disabled) {
        const { table } = desk.state.form.fields.find((each) => each.name === outer).new;
        found.new[table] = { ...found.new[table], [inner]: input.value };
      }
    }
    return found;
  }

  function typed(event) {
    desk.state.touched.add(event.target.name);
    news();
    answers();
    clearTimeout(desk.state.timer);
    const name = event.target.name;
    desk.state.timer = setTimeout(() => {
      desk.state.timer = 0;
      if (desk.state.form) desk.send({ do: "ask", table: desk.state.form.table, typed: name,
        touched: [...desk.state.touched], ...values() });
      else desk.waits();
    }, 150);
    desk.waits();
  }

  function told(what) {
    for (const [name, value] of Object.entries(what.values)) {
      const input = field(name);
      if (input && !desk.state.touched.has(name)) input.value = value;
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
    if (desk.state.saving) return;  // Enter twice on a slow machine is one row
    const empty = sheet.querySelector("[name]:invalid");
    if (empty) {
      const problem = [`“${empty.labels[0].textContent}” is empty`, "fill it in"];
      return refused({ problems: [problem], rows: [{}] }, empty);
    }
    clearTimeout(desk.state.timer);
    desk.state.timer = 0;
    desk.state.saving = true;
    const form = desk.state.form;
    if (form.article) {
      return desk.send({ do: "begin", article: form.article, ...values() });
    }
    desk.say("Saving …");
    const { start, end, moved } = form;
    desk.send({ do: "save", ...known(form), start, end, moved, ...values(), ...more });
  }

  function refused({ problems, rows }, at = null) {
    const box = sheet.querySelector(".desk-refusal") || desk.status;
    const told = problems.map(([words, mend]) => `${words}: ${mend}.`);
    const about = (row) => (row.table
      ? button("open that row", () => desk.send({ do: "open", ...row })) : null);
    box.replaceChildren(...told.map((words, n) => make("p", {}, `${words} `, about(rows[n]))));
    desk.say(box === desk.status ? told.join(" ") : "Not saved. Your draft is kept.");
    if (box === desk.status) return;
    desk.state.touched.add("");  // a draft to come back to, also if nothing was typed
    for (const input of sheet.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
    const words = told.join(" ");
    if (/differs/.test(words)) sheet.querySelector(".desk-differs")?.removeAttribute("hidden");
    if (/^answer .* vocabulary/.test(words)) {
      box.append(button("Add this answer to the question", () => save(null, { answer: true })));
    }
    const shown = [...sheet.querySelectorAll("[name]")].filter((each) => each.checkVisibility()
      && new RegExp(`\\b${each.name.split(".").pop()}\\b`).test(words));
    const outer = shown.filter((each) => !each.name.includes("."));
    const wrong = at || outer.find((each) => !each.value) || outer[0] || shown[0];
    (wrong || sheet.querySelector(".desk-title")).after(box);  // what is said stands where it is
    wrong?.setAttribute("aria-invalid", "true");
    wrong?.focus();
    box.scrollIntoView({ block: "nearest" });
  }

  function pressed(event) {
    if (event.key === "Escape") desk.leave();
    const line = ["INPUT", "SELECT"].includes(event.target.tagName);
    if (event.key === "Enter" && (line || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.currentTarget.requestSubmit();
    }
  }

  function aside() {
    // Keep a draft while another form is filled; it comes back when that one is left.
    if (desk.state.touched.size) desk.state.kept.push({ ...desk.state.form, ...values() });
  }

  return { draw, told, refused, aside };
}
