"""How fast a class is graded: `python -m tests.bench_grade`. Not a test."""

import json
import random
import sys
import tempfile
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from kapcourse import teaching
from kapcourse.learning import exercises, planning
from kapcourse.learning.exercises import PARTS

TRAINEES, START = 1_000, 1_764_000_000


def some_answer(item, dice):
    """An answer as a trainee may give it: the key in two of three cases, else anything that the controls allow."""
    right, names = dice.random() < 0.65, [option.id for option in item.options]
    if item.kind == "case":
        return {"path": [name.split(":")[1] for name in names[:dice.randrange(1, 4)]]}
    if item.kind == "plan":
        shapes = [s.placed for s in planning.planners()[item.planner].shapes if s.approach == item.approach]
        return dice.choice(shapes) if shapes else {}
    if item.kind == "reflection" or item.key is None:
        return "Some words of my own."
    if right:
        return item.key
    if item.kind == "choice":
        return dice.choice(names)
    if item.kind == "several":
        return dice.sample(names, dice.randrange(1, len(names) + 1))
    if item.kind == "number":
        return dice.choice([option.text for option in item.options] + [str(dice.randrange(100))])
    if item.kind == "match":
        return {name: dice.choice(item.categories).id for name in names}
    if item.kind == "order":
        return dice.sample(names, len(names))
    if item.kind == "judge":
        return {part: dice.choice([n.split(":", 1)[1] for n in names if n.startswith(part)]) for part in PARTS}
    return item.key | {"asked": dice.sample(item.key["asked"], dice.randrange(len(item.key["asked"]) + 1))}


def line(seq, item, answer):
    """One line of an answer file."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(START + seq * 61))
    return json.dumps({"seq": seq, "time": f"{moment}.{seq % 1000:03d}+00:00", "exercise": item.id, "answer": answer,
                       "correct": None, "score": None}) + "\n"


def write_class(folder, trainees=TRAINEES, seed=1):
    """Fill a folder with a class: nine sessions each, every item answered, about a third of them twice."""
    dice, items = random.Random(seed), [item for item in exercises.load_all() if item.kind != "reflection"]
    count = 0
    for number in range(trainees):
        place = Path(folder) / f"trainee{number:04d}"
        place.mkdir()
        given = sorted([*items, *dice.sample(items, len(items) // 3)], key=lambda item: item.lesson)
        lines = [line(seq, item, some_answer(item, dice)) for seq, item in enumerate(given, 1)]
        size = -(-len(lines) // 9)
        for session in range(9):
            part = "".join(lines[session * size:(session + 1) * size])
            (place / f"20261126-0{session}0000-{number}-0.jsonl").write_text(part, encoding="ascii")
        count += len(lines)
    return count


def main():
    """Print how long a class takes, with the start of everything that grading needs."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "class"
        folder.mkdir()
        count = write_class(folder)
        for shape in ("own", "moodle"):
            start, worked = time.perf_counter(), time.process_time()
            with redirect_stdout(StringIO()):
                teaching.grade(folder, shape, Path(place) / "gradebook.csv")
            took, worked = time.perf_counter() - start, time.process_time() - worked
            print(f"grade {TRAINEES:,} trainees, {count:,} answers ({shape:<6}) {took:15.2f} s    "
                  f"({worked:.2f} s of one processor), at most 10 s")


if __name__ == "__main__":
    sys.exit(main())
