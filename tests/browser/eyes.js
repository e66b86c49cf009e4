// In the page of a lesson, for a test that has only the keyboard: where the focus is, which control stands before it and
// behind it in reading order, what the controls heard, and whether the kernel has answered.
() => {
  const STOPS = "a[href], button, input, select, textarea, summary, [tabindex]:not([tabindex='-1']), .kap-scroll";
  const KINDS = { A: "link", BUTTON: "button", SELECT: "select", TEXTAREA: "text" };

  const shown = (n) => !n.disabled && n.checkVisibility({ visibilityProperty: true });
  const wide = (n) => n.scrollWidth > n.clientWidth;
  // The browser itself makes a stop of what scrolls and holds no other stop.
  const scrolls = (n) => (wide(n) || n.scrollHeight > n.clientHeight) && ![...n.querySelectorAll(STOPS)].some(shown);
  const entered = (n) => { // of a group of radio buttons: the chosen one, or else the first
    const group = [...n.closest("fieldset").querySelectorAll("input")];
    return n === (group.find((one) => one.checked) ?? group[0]);
  };
  const stops = () => [...document.querySelectorAll(".jp-Notebook .kap")]
    .flatMap((panel) => [...panel.querySelectorAll(STOPS)])
    .filter((n) => shown(n) && (n.tabIndex >= 0 || scrolls(n)) && (n.type !== "radio" || entered(n)));

  const panelOf = (n) => [...document.querySelectorAll(".jp-Notebook .kap")].indexOf(n?.closest?.(".kap"));
  const name = (n) => { // its panel, then its own; of a group of radio buttons: the group's
    if (panelOf(n) < 0) return null;
    const own = n.type === "radio" ? n.name : n.dataset.key;
    return `${panelOf(n)} ${own || `${n.tagName} ${[...n.closest(".kap").querySelectorAll(n.tagName)].indexOf(n)}`}`;
  };
  const kind = (n) => {
    if (n.tagName === "INPUT" && n.type === "text") return n.inputMode === "decimal" ? "number" : "text";
    if (n.type === "radio" && n.checked) return "chosen"; // Space does nothing more
    if (n.type === "checkbox" && n.checked) return "ticked";
    if (n.tagName === "INPUT") return n.type;
    if (n.tagName === "SELECT" && n.length === 1) return "single";
    if (n.tagName === "SUMMARY") return n.parentNode.open ? "unfolded" : "folded";
    return KINDS[n.tagName] ?? (wide(n) ? "wide" : "narrow");
  };
  const seen = (n) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(n), { top, bottom } = n.getBoundingClientRect();
    const marked = (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
    return marked && bottom > 0 && top < innerHeight;
  };

  const heard = [];
  for (const event of ["change", "click", "input", "scroll"]) {
    document.addEventListener(event, (e) => name(e.target) && heard.push(name(e.target)), true);
  }

  const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
  const open = new Set();
  let told = 0;
  const turn = ({ content }) => content.data?.content?.turn && `${content.comm_id} ${content.data.content.turn}`;
  kernel.anyMessage.connect((_, { msg, direction }) => {
    if (direction !== "send" || !turn(msg)) return;
    open.add(turn(msg));
    told += 1;
  });
  kernel.iopubMessage.connect((_, msg) => open.delete(turn(msg)));

  window.eyes = {
    stops: () => stops().map(name),
    here() {
      const n = document.activeElement, inside = panelOf(n) >= 0;
      const others = stops().filter((one) => n.type !== "radio" || one.name !== n.name);
      const beyond = (side) => others.filter((one) => n.compareDocumentPosition(one) & side);
      return {
        at: name(n), panel: panelOf(n), kind: inside && kind(n), unseen: inside && !seen(n),
        ahead: name(beyond(Node.DOCUMENT_POSITION_FOLLOWING)[0]), behind: name(beyond(Node.DOCUMENT_POSITION_PRECEDING).at(-1)),
        cells: document.querySelectorAll(".jp-Notebook .jp-Cell").length, html: n.outerHTML.slice(0, 200),
        faults: [...document.querySelectorAll(".kap-error, .jp-Notebook [data-mime-type*='error']")].map((f) => f.textContent),
      };
    },
    forget: () => heard.splice(0),
    told: () => told,
    answered: (least) => open.size === 0 && told >= least,
    heard: async (at) => { // to scroll takes some frames, while another frame may still come to rest
      for (let frame = 0; frame < 20 && !heard.includes(at); frame += 1) await new Promise(requestAnimationFrame);
      return heard.splice(0).includes(at);
    },
  };
}
