"""The evidence map: the trainee grades each hypothesis, then sees the course's grade beside both sides' sources."""

from kapcourse.learning import answers
from kapcourse.learning.grading import Verdict
from kapcourse.tables import mechanism as tables
from kapcourse.widgets import blocks, rich
from kapcourse.widgets.panel import View

KEPT_AS = "mechanism.evidence_map"  # no item: nothing here is marked right or wrong
FIRST = "Grade at least one hypothesis, then compare."
HEAD = ["What speaks for it", "What speaks against it, or limits it", "What would settle it"]


class EvidenceMap(View):
    """A select for each hypothesis; "compare" opens the grades, the reasons and both sides."""

    def __init__(self):
        self.table = tables.hypotheses()
        kept = answers.last().get(KEPT_AS)
        self.grades = self._readable(kept.answer if kept else {})
        self.compared, self.told = bool(self.grades), ""

    def untouched(self):
        return self._blocks({}, False, "", "")

    def blocks(self):
        return self._blocks(self.grades, self.compared, self.told, answers.session().notice)

    def on(self, event, value):
        if event == "compare":
            self._compare()
        else:
            self.grades = self._readable({**self.grades, event: value})

    def _compare(self):
        self.compared, self.told = bool(self.grades), "" if self.grades else FIRST
        if self.grades:
            answers.session().add(KEPT_AS, self.grades, Verdict(None, None, "Kept."))

    def _readable(self, grades):
        """The grades that can be read, whatever the answer file or the page holds."""
        known = grades.items() if isinstance(grades, dict) else ()
        return {name: grade for name, grade in known
                if name in self.table and isinstance(grade, str) and grade in tables.GRADES}

    def _blocks(self, grades, compared, told, notice):
        options = [(grade, words.partition(":")[0]) for grade, words in tables.GRADES.items()]
        meaning = "".join(f"<li>{rich.safe(words)}</li>" for words in tables.GRADES.values())
        shown = [blocks.text("title", "<p>Evidence map</p>", "title"),
                 blocks.text("meaning", f"<p>How firmly is each idea known?</p><ul>{meaning}</ul>", "note")]
        shown += [blocks.select(h.id, f"{h.name}. {h.says}", options, grades.get(h.id, ""), statement=True)
                  for h in self.table.values()]
        told = self._count(grades) if compared else told
        shown += [blocks.buttons("buttons", [("compare", "Compare with the sources")]),
                  blocks.feedback("feedback", f"<p>{told}</p>" if told else "", "note" if told else "")]
        if compared:
            shown.append(blocks.folds("map", "Each hypothesis, its grades and both sides", HEAD,
                                      [_row(h, grades.get(h.id)) for h in self.table.values()]))
        return shown + blocks.notice(notice)

    def _count(self, grades):
        same = sum(self.table[name].grade == grade for name, grade in grades.items())
        return (f"You graded {len(grades)} of {len(self.table)}. In {same} your grade and the course's are the same. "
                "The course's grades are its own judgement: read the sources, then keep or change yours.")


def _row(hypothesis, grade):
    yours = grade or "not graded"
    differs = grade and grade != hypothesis.grade
    mark = " *The same.*" if grade == hypothesis.grade else " *They differ.*" if grade else ""
    line = f"**{hypothesis.name}.** You: {yours}. Course (judgement): {hypothesis.grade}.{mark}"
    note = f"{hypothesis.wrong[grade]} {hypothesis.why}" if differs else hypothesis.why
    sides = (_side(hypothesis.evidence_for), _side(hypothesis.evidence_against))
    return [rich.inline(line), rich.inline(note), *sides, rich.inline(hypothesis.settle)]


def _side(lines):
    """Evidence as a list: in whom, what, and the sources."""
    told = (f"<li><b>{tables.WHO[line.who]}:</b> {rich.inline(line.text)} "
            f"<small>{'; '.join(rich.source_link(key) for key in line.sources)}</small></li>" for line in lines)
    return f"<ul>{''.join(told)}</ul>"
