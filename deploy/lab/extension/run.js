// The button "Run the lesson", in JupyterLab and in the browser-only course. JupyterLab's own commands do not wait until
// Python is there. A kernel that is restarted while its channel opens is lost: page and server then read each other's
// messages by two protocols. In a browser, cells that are run too early are emptied and never run. The object at the
// end is what JupyterLab expects of an extension that is built already.

const STARTING = "Starting the lesson. The first time this takes up to a minute.";
const LATE = "Python has not started yet. Wait a little longer or reload the page. If that does not help, tell your instructor.";
const QUICK = 2000; // ms; a wait that is not worth a word
const PATIENCE = 120000; // ms
const STEP = 50; // ms
const NARROW = 760; // px
const AFTERWARDS = ["notebook:extend-marked-cells-top", "notebook:deselect-all"];

const pause = () => new Promise((next) => setTimeout(next, STEP));

// Returns when the kernel of a notebook answers, or when there is none and one must be started. A kernel that is being
// stopped, or restarted (by the server too, after it died), is neither yet; of one that ended with its server the page
// learns a few seconds before it lets go.
const ready = async ({ sessionContext }) => {
  await sessionContext.ready;
  const kernel = () => sessionContext.session?.kernel;
  const between = () => sessionContext.isTerminating || sessionContext.isRestarting || kernel()?.isDisposed;
  while (between()) await pause();
  const asked = kernel();
  if (!asked) return;
  let answered = false;
  asked.info.then(() => { answered = true; }, () => {});
  const there = () => answered && asked.connectionStatus === "connected" && ["idle", "busy"].includes(asked.status);
  while (asked.connectionStatus !== "disconnected" && !there()) await pause();
  if (asked.isDisposed) await ready({ sessionContext });
};

// Waits for the kernel, with a word if that takes long. The word may be lacking: while the server is away, JupyterLab
// cannot load what shows it.
const wait = async (panel, commands) => {
  const told = [];
  const tell = (message, type, after) => setTimeout(() => told.push(
    commands.execute("apputils:notify", { message, type, options: { autoClose: false } }).catch(() => {})), after);
  const timers = [tell(STARTING, "in-progress", QUICK), tell(LATE, "warning", PATIENCE)];
  try {
    await ready(panel);
  } finally {
    timers.forEach(clearTimeout);
    for (const id of await Promise.all(told)) if (id) await commands.execute("apputils:dismiss-notification", { id });
  }
};

// restart: whether Python starts afresh. A browser's cannot; there, answers are kept but not the page, so that leaving
// must not ask whether to save it. A second press during the wait is one too many; who looks at another lesson meanwhile
// is brought back, since JupyterLab's commands run the one in front.
const waiting = new Set();
const run = async ({ commands, shell }, { restart }) => {
  const panel = shell.currentWidget;
  if (waiting.has(panel)) return;
  waiting.add(panel);
  await wait(panel, commands).finally(() => waiting.delete(panel));
  shell.activateById(panel.id);
  const all = restart ? "notebook:restart-run-all" : "notebook:run-all-cells";
  await commands.execute("apputils:run-all-enabled", { commands: [all, ...AFTERWARDS] });
  if (!restart) panel.context.model.dirty = false;
};

// A telephone has no room for lists beside the lesson. Before the notebook is complete, its toolbar would measure itself
// in the narrow room that the list of files leaves, and keep the button behind three dots.
const fit = async (shell) => {
  const panel = shell.currentWidget;
  if (!panel?.sessionContext) return;
  shell.currentChanged.disconnect(fit);
  await panel.sessionContext.ready;
  setTimeout(() => {
    shell.mode = "single-document";
    shell.collapseLeft();
    shell.collapseRight();
  }, 1000);
};

const plugin = {
  id: "kapcourse-run:plugin",
  description: "Adds the command of the button that runs a lesson.",
  autoStart: true,
  activate: (app) => {
    navigator.storage?.persist?.(); // asks the browser not to clear the answers when it runs out of space
    if (window.innerWidth <= NARROW) app.shell.currentChanged.connect(fit);
    app.commands.addCommand("kapcourse:run", { label: "Run the lesson", execute: (how) => run(app, how) });
  },
};

(window._JUPYTERLAB ??= {})["kapcourse-run"] = {
  init: () => {},
  get: async () => () => ({ __esModule: true, default: plugin }),
};
