// "Run the lesson" where Python starts in the browser itself, which takes a while. JupyterLab's own commands do not wait:
// cells that are run before Python is there are emptied and never run. The object below is what JupyterLab expects of an
// extension that is built already.

const STARTING = "Starting the lesson. The first time this takes up to a minute.";
const COMMANDS = ["notebook:run-all-cells", "notebook:extend-marked-cells-top", "notebook:deselect-all"];

// Returns when the kernel of a notebook answers.
const ready = async (panel) => {
  await panel.sessionContext.ready;
  await panel.sessionContext.session?.kernel?.info;
};

const run = async ({ commands, shell }) => {
  const panel = shell.currentWidget;
  const told = await commands.execute("apputils:notify", { message: STARTING, type: "in-progress", options: { autoClose: false } });
  try {
    await ready(panel);
  } finally {
    await commands.execute("apputils:dismiss-notification", { id: told });
  }
  return commands.execute("apputils:run-all-enabled", { commands: COMMANDS });
};

const plugin = {
  id: "kapcourse-run:plugin",
  description: "Adds the command of the button that runs a lesson.",
  autoStart: true,
  activate: (app) => {
    navigator.storage?.persist?.(); // asks the browser not to clear the answers when it runs out of space
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
