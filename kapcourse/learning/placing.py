"""Where content stands: what is in data/ and in no lesson, and what a lesson shows otherwise than data/ says.

Only lessons that are ready and whose notebooks are there are looked at: an installed package has none.
"""

from kapcourse.learning import exercises, texts, timing
from kapcourse.tables import audit, cases, lessons
from kapcourse.tables.records import CourseError, meant


def faults(shown):
    """Sentences that say what stands nowhere or in the wrong place; empty if all is well.

    shown: the texts of data/ (`texts.everything()`). Raises CourseError where a lesson names what is not there.
    """
    ready = [lesson for lesson in lessons.load().values() if lesson.ready]
    there = {lesson: path for lesson, path in timing.notebooks().items() if lesson in [one.id for one in ready]}
    written = {name: _text(path) for name, path in there.items()}
    found = [fault for name, path in there.items() for fault in _of_lesson(lessons.load()[name], path)]
    own = {f"{lesson.minutes} minutes" for lesson in ready}
    found += [fault for text in written.values() for fault in audit.faults(text, own)]
    if ready and len(there) == len(ready):
        found += audit.orphans([*shown, *written.values()], texts.sources_used())
    return found


def _of_lesson(lesson, path):
    place = f"notebooks/{path.name}"
    _, things = timing.read(path)
    played = [thing.item for thing in things if thing.kind == "case"]
    for name in played:
        if name not in cases.load():
            raise CourseError(f'{place}: a cell says explore.case("{name}"), and data/cases has no such case.'
                              f"{meant(name, cases.load())}")
    for item in exercises.listed():
        if item.lesson == lesson.id and item.kind not in exercises.ELSEWHERE and item.role != "test":
            yield from _of_item(item, [thing for thing in things if thing.item == item.id], place)
    for case in cases.load().values():
        if case.lesson == lesson.id and case.id not in played:
            yield (f'data/cases/{case.id}.yaml: the case is in no lesson. Put explore.case("{case.id}") in a code cell '
                   f"of {place}.")
    minutes = timing.count(path).minutes()
    if minutes > lesson.minutes:
        yield (f"{place}: the core takes {minutes:.1f} minutes, and the lesson has {lesson.minutes}. Make a part of it "
               "optional, or shorten it.")


def _of_item(item, things, place):
    if not things:
        yield f'{item.where}: no lesson asks it. Put ask("{item.id}") in a code cell of {place}.'
    elif things[0].optional != (item.role == "optional"):
        part = "an optional" if things[0].optional else "the core"
        yield (f"{item.where}: role is '{item.role}', but it stands in {part} part of {place}. Move the cell, or "
               "change role.")


def _text(path):
    texts_of = ("".join(cell["source"]) for cell in timing.cells(path) if cell["cell_type"] == "markdown")
    return audit.Text(f"notebooks/{path.name}", "\n\n".join(texts_of))
