// Loads the course in Pyodide under Node, as the browser kernel does, and uses each floor that needs no NumPy.
// Usage: node floors.mjs RUNTIME PLACE; prints one JSON line.
import { pathToFileURL } from "node:url";

const [runtime, place] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
const said = [];
const python = await loadPyodide({ indexURL: `${place}/`, stdout: (line) => said.push(line) });
await python.loadPackage("kapcourse", { messageCallback: () => {} });
console.log(python.runPython(`
import json, sys
from importlib import import_module
from pathlib import Path
import kapcourse
from kapcourse import ask, course
from kapcourse.learning import answers, exercises, grading
from kapcourse.tables import lessons, sources

need_numpy = []
modules = sorted(path.relative_to(Path(kapcourse.__file__).parent).with_suffix("").parts
                 for path in Path(kapcourse.__file__).parent.glob("*/*.py") if path.name != "__init__.py")
for floor, name in modules:
    try:
        import_module(f"kapcourse.{floor}.{name}")
    except ModuleNotFoundError as fault:
        if fault.name != "numpy":
            raise
        need_numpy.append(f"{floor}.{name}")

question = ask("start_here.next_step").source
item = question.item
wrong = next(option.id for option in item.options if option.id != item.key)
tried = []
for answer in (wrong, item.key):
    question.on("answer", answer)
    question.on("check", None)
    said = {block["id"]: block.get("html") for block in question.blocks()}
    tried.append([question.verdict.correct, said["feedback"]])
progress = course.progress().source
json.dumps({
    "platform": sys.platform, "version": kapcourse.__version__, "lessons": len(lessons.load()), "modules": len(modules),
    "need_numpy": need_numpy, "tried": tried, "download": progress.on("download", None)["text"],
    "notice": answers.session().notice,
})
`));
