"""Run a lesson's code in a plain Python that has what a browser kernel has: no threads, no processes, no fcntl.

Usage: python -I run_like_a_browser.py LESSON.ipynb. Prints what the cells show, as JSON; writing below the lesson's
folder is refused.
"""

import json
import sys
import threading
from pathlib import Path

ABSENT = {"fcntl", "resource", "termios", "pwd", "grp", "syslog", "curses", "readline", "dbm", "tkinter"}
FORBIDDEN = {"subprocess.Popen", "os.fork", "os.exec", "os.posix_spawn", "os.system", "socket.connect", "socket.bind"}
WRITING = ("w", "a", "x", "+")


class Missing:
    """Refuse the modules that a browser kernel does not have."""

    def find_spec(self, name, path=None, target=None):
        if name in ABSENT:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def guard(folder):
    """Refuse processes, sockets, and writing below `folder`."""
    def hook(event, arguments):
        if event in FORBIDDEN:
            raise OSError(138, f"a browser kernel has no {event}")
        if event in ("open", "os.mkdir", "os.rename") and str(arguments[0]).startswith(str(folder)):
            mode = str(arguments[1] or "") if event == "open" else "w"
            if any(letter in mode for letter in WRITING):
                raise PermissionError(13, "the lesson folder is read-only", str(arguments[0]))
    return hook


def no_threads(self):
    """As in a browser kernel."""
    raise RuntimeError("can't start new thread")


def main(lesson):
    """Run the code cells of `lesson`; the last line of each is what it shows."""
    for name in ABSENT:
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, Missing())
    threading.Thread.start = no_threads
    sys.addaudithook(guard(lesson.parent))
    names, shown = {}, []
    for cell in json.loads(lesson.read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            *first, last = "".join(cell["source"]).splitlines()
            exec("\n".join(first), names)  # the project's own notebook, in its own test
            shown.append(repr(eval(last, names)))
    import kapcourse

    print(json.dumps({"from": kapcourse.__file__, "shown": shown}))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
