// "Run the lesson" where Python starts in the browser itself, which takes a while. JupyterLab's own commands do not wait:
// cells that are run before Python is there are emptied and never run. The object below is what JupyterLab expects of an
// extension that is built already.

const STARTING = "Starting the lesson. The first time this takes up to a minute.";
const LATE = "Python has not started yet. Wait a little longer or reload the page. If that does not help, tell your instructor.";
const PATIENCE = 120000; // ms
const NARROW = 760; // px
const COMMANDS = ["notebook:run-all-cells", "notebook:extend-marked-cells-top", "notebook:deselect-all"];

// Returns when the kernel of a notebook answers.
const ready = async (panel) => {
  await panel.sessionContext.ready;
  await panel.sessionContext.session?.kernel?.info;
};

const run = async ({ commands, shell }) => {
  const panel = shell.currentWidget;
  const tell = (message, type) => commands.execute("apputils:notify", { message, type, options: { autoClose: false } });
  const told = [await tell(STARTING, "in-progress")];
  const timer = setTimeout(async () => told.push(await tell(LATE, "warning")), PATIENCE);
  try {
    await ready(panel);
  } finally {
    clearTimeout(timer);
    for (const id of told) await commands.execute("apputils:dismiss-notification", { id });
  }
  await commands.execute("apputils:run-all-enabled", { commands: COMMANDS });
  panel.context.model.dirty = false; // answers are kept elsewhere: leaving must not ask whether to save the page
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
    let running = null;
    app.commands.addCommand("kapcourse:run", {
      label: "Run the lesson",
      execute: () => (running ??= run(app).finally(() => { running = null; })),
    });
  },
};

(window._JUPYTERLAB ??= {})["kapcourse-run"] = {
  init: () => {},
  get: async () => () => ({ __esModule: true, default: plugin }),
};
