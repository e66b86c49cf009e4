"""An invented class, so that the instructor's views have something to show: nobody in it ever lived.

The answers come from a seed, person by person and item by item, so that another item changes none of the others.
"""

import json
import math
import random
from pathlib import Path

from kapcourse.learning import exercises, forms

PEOPLE, LESSONS, SEED = 36, ("00", "01", "02"), 7
BROKEN, SILENT = 5, 11  # one with a file that cannot be read, one who never began
START = "2026-01-{day:02d}T09:{minute:02d}:{second:02d}.000+00:00"


def write(folder, people=PEOPLE, seed=SEED):
    """Write the answer files of an invented class below `folder`, as if collected from a course; returns its path.

    people: how many.  seed: another one gives another class.
    """
    items = [i for i in exercises.load_all() if i.lesson in LESSONS and i.graded
             and i.role in ("core", "optional") and i.kind not in exercises.ELSEWHERE]
    for number in range(1, people + 1):
        place = Path(folder) / f"invented-{number:02d}"
        place.mkdir(parents=True)
        if number != SILENT:
            lines = list(_lines(number, items, seed))
            text = "".join(json.dumps(line) + "\n" for line in lines)
            (place / "answers.jsonl").write_text(text, encoding="utf-8")
        if number == BROKEN:
            (place / "broken.jsonl").write_text("this is no answer\n", encoding="utf-8")
    return Path(folder)


def _lines(number, items, seed):
    """Records of one person: the test before, the lessons as far as they came, the test after."""
    skill = random.Random(f"{seed}/skill/{number}").gauss(0.4, 1.0)
    reach = LESSONS[:1 + (number % 6 > 0) + (number % 3 > 0)]
    first, other = ("A", "B") if number % 2 else ("B", "A")
    given = _test("before", first, number, skill - 0.5, seed)
    for item in (i for i in items if i.lesson in reach and (i.role == "core" or number % 2)):
        given += _tries(item, number, skill, seed)
    if reach == LESSONS:
        given += _test("after", other, number, skill + 0.6, seed)
    for seq, (exercise, answer) in enumerate(given, 1):
        time = START.format(day=1 + number % 28, minute=seq // 60, second=seq % 60)
        yield {"seq": seq, "time": time, "exercise": exercise, "answer": answer, "correct": None, "score": None}


def _tries(item, number, skill, seed):
    """A first answer, and for some who had it wrong a second one that is right."""
    dice = random.Random(f"{seed}/{number}/{item.id}")
    first = answer(item, skill, dice)
    again = first != item.key and dice.random() < 0.6
    return [(item.id, first), *([(item.id, item.key)] if again else [])]


def _test(which, form, number, skill, seed):
    name = forms.record_name(which)
    given = [(name, {"do": "answer", "form": form, "item": item.id,
                     "answer": answer(item, skill, random.Random(f"{seed}/{number}/{item.id}"))})
             for item in forms.items(form) if item.graded]
    return [*given, (name, {"do": "finish", "form": form})]


def answer(item, skill, dice):
    """An answer to an item by somebody of that skill: right more often, the higher it stands above the difficulty."""
    hard = random.Random(item.id).gauss(0, 0.7)
    return item.key if dice.random() < 1 / (1 + math.exp(1.5 * (hard - skill))) else _WRONG[item.kind](item, dice)


def _wrong_choice(item, dice):
    return dice.choices([o.id for o in item.options if o.id != item.key], [4, 2, 1][:len(item.options) - 1])[0]


def _wrong_set(item, dice):
    flip = dice.choice([o.id for o in item.options])
    left = [o.id for o in item.options if (o.id in item.key) != (o.id == flip)]
    return left or [o.id for o in item.options]


def _wrong_number(item, dice):
    return dice.choice([o.text for o in item.options] or [str(item.key + 10 * (item.tolerance + 1))])


def _wrong_match(item, dice):
    at = dice.choice(sorted(item.key))
    return item.key | {at: dice.choice([c.id for c in item.categories if c.id != item.key[at]])}


def _wrong_order(item, dice):
    at = dice.randrange(len(item.key) - 1)
    steps = list(item.key)
    steps[at], steps[at + 1] = steps[at + 1], steps[at]
    return steps


_WRONG = {"choice": _wrong_choice, "several": _wrong_set, "number": _wrong_number, "match": _wrong_match,
          "order": _wrong_order}
