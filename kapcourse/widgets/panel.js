// Draws a view (a list of blocks, see blocks.py) as native, labelled HTML and reports events to the kernel.
// A block is redrawn only when its data changed; focus stays where it was, or goes to a scene that is new.

const SILENCE = 15000; // ms without an answer before the reader is told
const NO_ANSWER = "The lesson has stopped answering. Press “Run the lesson” at the top; your saved answers come back.";
// Where an answer takes longer than BUSY, many share the machine. A dragged control then rests for twice the time that the
// answer took, REST at most, so that nobody's picture waits in a queue.
const BUSY = 30, REST = 250; // ms

const tag = (name, attributes = {}, ...children) => {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "html") node.innerHTML = value;
    else if (value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
};

// Moves a live figure: path data, description and sentence; axes and labels stay.
const move = (node, b, page) => {
  for (const [id, d] of Object.entries(b.paths)) {
    node.querySelector(`[id="${id.replace(`kap-${b.name}`, page.key(b.name))}"]`).setAttribute("d", d);
  }
  node.querySelector("desc").textContent = node.querySelector("p").textContent = b.sentence;
};

// A frame that scrolls sideways where the page is narrow: reached with Tab, moved with the arrow keys.
const FRAME = { class: "kap-scroll", tabindex: 0 };

const draw = {
  text: (b) => tag("div", { class: `kap-text kap-${b.tone || "plain"}`, html: b.html }),

  choices(b, page) {
    const kind = b.many ? "checkbox" : "radio";
    const chosen = () => [...field.querySelectorAll("input:checked")].map((input) => input.value);
    const changed = () => page.send(b, b.many ? chosen() : chosen()[0]);
    const field = tag("fieldset", {}, tag("legend", {}, b.label));
    for (const option of b.options) {
      const input = tag("input", { type: kind, name: page.key(b.id), value: option.value,
        "data-key": `${b.id}:${option.value}`, onchange: changed });
      input.checked = b.many ? (b.value || []).includes(option.value) : b.value === option.value;
      field.append(tag("label", {}, input, tag("span", { html: option.html })));
    }
    return field;
  },

  number(b, page) {
    const input = tag("input", { type: "text", inputmode: "decimal", autocomplete: "off", id: page.key(b.id), "data-key": b.id,
      onchange: () => page.send(b, input.value),
      onkeydown: (e) => { if (e.key === "Enter") { page.send(b, input.value); page.pressNext(input, b.enter); } } });
    input.value = b.value ?? "";
    return tag("div", { class: "kap-field" }, tag("label", { for: page.key(b.id) }, b.label), input, tag("span", {}, b.unit || ""));
  },

  select(b, page) {
    const none = page.beganEmpty(b) ? [tag("option", { value: "" }, "Choose…")] : [];
    const list = tag("select", { id: page.key(b.id), "data-key": b.id, onchange: () => page.send(b, list.value) },
      ...none, ...b.options.map((o) => tag("option", { value: o.value }, o.text)));
    list.value = b.value || "";
    const look = `kap-field ${b.statement ? "kap-match" : "kap-short"}`;
    return tag("div", { class: look }, tag("label", { for: page.key(b.id) }, b.label), list);
  },

  order(b, page) {
    const move = (from, step) => {
      const to = from + step;
      if (to < 0 || to >= b.items.length) return;
      const items = [...b.items];
      items.splice(to, 0, items.splice(from, 1)[0]);
      page.say(`Now ${to + 1} of ${items.length}.`);
      page.redraw({ ...b, items });
      page.report(b.id, items.map((item) => item.value));
    };
    const words = (item) => tag("span", { html: item.html }).textContent;
    const button = (item, index, step) => {
      const end = index + step < 0 || index + step >= b.items.length;
      return tag("button", { type: "button", "data-key": `${b.id}:${item.value}:${step}`, "aria-disabled": end ? "true" : undefined,
        "aria-label": `Move ${step < 0 ? "up" : "down"}: ${words(item)}`, onclick: () => move(index, step) }, step < 0 ? "▲" : "▼");
    };
    const list = tag("ol", { "aria-label": b.label });
    b.items.forEach((item, i) => list.append(tag("li", {}, button(item, i, -1), button(item, i, 1), tag("span", { html: item.html }))));
    return tag("div", { class: "kap-order" }, tag("p", {}, b.label), list);
  },

  writing(b, page) {
    const area = tag("textarea", { id: page.key(b.id), "data-key": b.id, rows: 4, onchange: () => page.send(b, area.value) });
    area.value = b.value || "";
    return tag("div", { class: "kap-field kap-writing" }, tag("label", { for: page.key(b.id) }, b.label), area);
  },

  line(b, page) {
    const input = tag("input", { type: "text", class: "kap-line", autocomplete: "off", id: page.key(b.id), "data-key": b.id,
      onchange: () => page.send(b, input.value) });
    input.value = b.value || "";
    return tag("div", { class: "kap-field" }, tag("label", { for: page.key(b.id) }, b.label), input);
  },

  buttons: (b, page) => tag("div", { class: "kap-buttons" }, ...b.items.map((item) =>
    tag("button", { type: "button", "data-key": `${b.id}:${item.value}`, onclick: () => page.report(item.value) }, item.text))),

  feedback: (b) => tag("div", { class: b.html ? `kap-feedback kap-${b.tone}` : "kap-silent", html: b.html }),

  table(b) {
    const rows = b.rows.map(([head, ...cells]) =>
      tag("tr", {}, tag("th", { scope: "row", html: head }), ...cells.map((html) => tag("td", { html }))));
    const framed = tag("div", { ...FRAME, role: "region", "aria-label": b.caption },
      tag("table", {}, b.folded ? "" : tag("caption", {}, b.caption),
        tag("thead", {}, tag("tr", {}, ...b.columns.map((c) => tag("th", { scope: "col", html: c })))), tag("tbody", {}, ...rows)));
    if (!b.folded) return framed;
    const summary = tag("summary", { "data-key": `${b.id}:fold` }, `${b.caption} (${b.rows.length})`);
    return tag("details", { class: "kap-fold" }, summary, framed);
  },

  folds(b) {
    const head = tag("tr", {}, ...b.columns.map((c) => tag("th", { scope: "col", html: c })));
    const fold = ([line, note, ...cells]) => tag("details", { open: b.opened }, tag("summary", { html: line }),
      tag("p", { html: note }), tag("div", FRAME, tag("table", {}, tag("thead", {}, head.cloneNode(true)),
        tag("tbody", {}, tag("tr", {}, ...cells.map((html) => tag("td", { html })))))));
    return tag("div", { class: "kap-folds", role: "group", "aria-label": b.caption }, tag("p", {}, b.caption), ...b.rows.map(fold));
  },

  slider(b, page) {
    const words = () => `${input.value} ${b.unit}`.trim();
    const input = tag("input", { type: "range", id: page.key(b.id), "data-key": b.id, min: b.low, max: b.high, step: b.step });
    input.value = b.value;
    const shown = tag("output", { for: page.key(b.id) }, words());
    input.setAttribute("aria-valuetext", words());
    input.addEventListener("input", () => {
      shown.textContent = words();
      input.setAttribute("aria-valuetext", words());
      page.slide(b, Number(input.value));
    });
    return tag("div", { class: "kap-field kap-slider" }, tag("label", { for: page.key(b.id) }, b.label), input, shown);
  },

  live(b, page) {
    const node = tag("div", {}, draw.picture(b, page), tag("p", { class: "kap-sentence", role: "status" }));
    move(node, b, page);
    return node;
  },

  picture: (b, page) => tag("div", { ...FRAME, class: `kap-picture kap-scroll kap-picture-${b.name}`, html: b.svg.replaceAll(`kap-${b.name}`, page.key(b.name)) }),
};

// anywidget 0.11 gives a module two seconds to load; on a machine that takes longer, its model drops every message from then
// on. Whatever is drawn has been loaded, so the model may listen.
async function listen(model) {
  const whole = await model.widget_manager.get_model(model.get("own_id"));
  const take = Object.getPrototypeOf(whole.constructor).prototype._handle_comm_msg;
  whole.comm.on_msg((message) => take.call(whole, message));
}

function render({ model, el }) {
  // Each widget loads this module anew, so the count that keeps ids and radio groups apart belongs to the page.
  globalThis.kapPanels = (globalThis.kapPanels || 0) + 1;
  const prefix = `kap-${globalThis.kapPanels}`;
  const places = new Map(); // block id -> {data, svg, node, empty}
  const known = new Map(); // block id -> the block as last told, whether or not it was drawn
  const waiting = new Map(); // the latest value of a control moved while the kernel was busy
  let turn = 0, answered = 0, timer = null, sent = 0, resting = null;

  const root = tag("div", { class: "kap", role: "group" });
  const told = tag("div", { class: "kap-hidden", role: "status" });
  const fault = tag("div", { class: "kap-silent", role: "alert" });
  el.append(root, told, fault);

  // JupyterLab takes a "b" pressed outside a text field for "insert a cell below", unless what has the focus says otherwise:
  // a control, a link, a table that scrolls.
  root.addEventListener("focusin", (e) => e.target.setAttribute("data-lm-suppress-shortcuts", "true"));

  // JupyterLab opens a lesson beside this one only from a link of the notebook's text. Where the text has none to the same
  // lesson, a new tab of the browser opens: to leave this one would ask whether to leave what is not saved.
  root.addEventListener("click", (e) => {
    const link = e.target.closest?.("a[data-notebook]");
    if (!link) return;
    const texts = el.closest(".jp-Notebook")?.querySelectorAll(".jp-MarkdownCell a[href]") ?? [];
    const same = [...texts].find((text) => text.pathname.endsWith(`/${link.getAttribute("href")}`));
    if (same) {
      e.preventDefault();
      same.click();
    } else link.target = "_blank";
  });

  const showFault = (sentence) => {
    fault.className = sentence ? "kap-feedback kap-error" : "kap-silent";
    fault.textContent = sentence || "";
  };

  const post = (message) => { // false where the kernel is gone
    try { model.send(message); return true; } catch { return false; }
  };

  const page = {
    key: (name) => `${prefix}-${name}`,
    say: (sentence) => { told.textContent = sentence; },
    report(event, value) {
      goOn(); // what waits was meant first
      clearTimeout(timer);
      sent = performance.now();
      const left = post({ event, value, turn: ++turn });
      timer = setTimeout(() => showFault(NO_ANSWER), left ? SILENCE : 0);
    },
    send(block, value) {
      block.value = value;
      places.get(block.id).data = JSON.stringify(block);
      page.report(block.id, value);
    },
    slide(block, value) { // for controls that move fast: never queue, the latest value wins
      if (answered < turn || resting) waiting.set(block, value); else page.send(block, value);
    },
    beganEmpty(block) { return places.get(block.id).empty ??= !block.value; }, // what began with a value always has one
    pressNext(from, event) { // the button of that event, or the first one after the field
      const meant = (b) => (event ? b.dataset.key.endsWith(`:${event}`) : from.compareDocumentPosition(b) & 4);
      [...root.querySelectorAll("button")].find(meant)?.click();
    },
    redraw(block) {
      const data = JSON.stringify(block), place = places.get(block.id);
      if (place.data === data) return;
      const moved = block.type === "live" && place.svg === block.svg;
      place.data = data;
      place.svg = block.svg;
      if (moved) { move(place.node, block, page); return; }
      const held = place.node.contains(document.activeElement) ? document.activeElement.dataset.key : null;
      const unfolded = block.folded && place.node.querySelector("details")?.open;
      place.node.replaceChildren(draw[block.type](block, page));
      if (unfolded) place.node.querySelector("details").open = true;
      if (held) [...place.node.querySelectorAll("[data-key]")].find((n) => n.dataset.key === held)?.focus();
    },
  };

  // Where focus goes when the reader's control led to a new scene, or is no longer there. Else the control stays in view,
  // whatever grew above it.
  const refocus = (scene) => {
    const node = scene ? places.get(scene.id).node : root.contains(document.activeElement) ? null : root;
    if (!node) {
      document.activeElement.scrollIntoView({ block: "nearest" });
      return;
    }
    node.setAttribute("tabindex", "-1");
    node.focus();
  };

  const update = (blocks) => {
    const inside = root.contains(document.activeElement);
    const scene = blocks.find((b) => b.tone === "scene" && places.get(b.id)?.data !== JSON.stringify(b));
    const ids = new Set(blocks.map((b) => b.id));
    for (const [id, place] of places) if (!ids.has(id)) { place.node.remove(); places.delete(id); }
    let previous = null;
    for (const block of blocks) {
      if (!places.has(block.id)) {
        const live = block.type === "feedback" || block.tone === "sentence";
        places.set(block.id, { data: null, node: tag("div", { class: "kap-block", role: live ? "status" : undefined }) });
      }
      const { node } = places.get(block.id);
      const expected = previous ? previous.nextSibling : root.firstChild;
      if (node !== expected) root.insertBefore(node, expected);
      page.redraw(block);
      previous = node;
    }
    if (inside) refocus(scene);
    const title = blocks.find((b) => b.label || b.caption || b.tone === "title");
    if (title) root.setAttribute("aria-label", title.label || title.caption || tag("div", { html: title.html }).textContent.trim());
  };

  const download = ({ file, text, base64, type }) => { // base64: a file that is no text
    const content = base64 ? Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)) : text;
    const address = URL.createObjectURL(new Blob([content], { type: type || "text/plain" }));
    tag("a", { href: address, download: file }).click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  };

  // The kernel names a block that it told before, and leaves out the frame of a live figure (see blocks.lean).
  const whole = (view) => {
    const blocks = view.map((b) => ({ ...(["same", "live"].includes(b.type) && known.get(b.id)), ...(b.type !== "same" && b) }));
    if (blocks.some((b) => !b.type || (b.type === "live" && !b.svg))) return null; // meant for another page; ours comes
    known.clear();
    for (const block of blocks) known.set(block.id, { ...block }); // a copy: what the reader sets is not yet told
    return blocks;
  };

  const goOn = () => {
    clearTimeout(resting);
    resting = null;
    for (const [block, value] of waiting) {
      waiting.delete(block);
      if (places.has(block.id)) page.send(block, value);
    }
  };

  const heard = (message) => {
    const view = message.view && whole(message.view);
    answered = Math.max(answered, message.turn || 0);
    if (answered >= turn) clearTimeout(timer);
    showFault(message.fault);
    if (view && answered >= turn) update(view);
    if (message.download) download(message.download);
    const took = performance.now() - sent;
    if (took > BUSY) resting ??= setTimeout(goOn, Math.min(2 * took, REST)); else goOn();
  };

  update(model.get("view"));
  model.on("msg:custom", heard);
  listen(model).catch(() => {}).then(() => post({ event: "hello" })); // without a kernel there is nothing to hear
  return () => { clearTimeout(timer); clearTimeout(resting); model.off("msg:custom", heard); };
}

export default { render };
