"""Graders: one pure function for each kind, from an item and an answer to a verdict.

A grader never raises, whatever the answer is made of: an unreadable answer gets a verdict that says so.
"""

import math
import re
from dataclasses import dataclass

from kapcourse.learning import cases, planning, screening
from kapcourse.learning.exercises import PARTS, Exercise

EMPTY = "Answer first, then press the button again."
UNREADABLE = "This answer cannot be read. Please answer again."
EMPTY_PLAN = "Put at least one thing into the plan, then press “Check the plan”."
NO_NUMBER = "This answer cannot be read. Please write one number in digits, such as 12 or 12.5."
COMMA = ("A comma before three digits can be read in two ways: please write the number without it, such as 1000 or "
         "12.500.")
WEIGHTS = {"settle": 1, "row": 2, "verdict": 1, "rewrite": 2}


@dataclass(frozen=True)
class Verdict:
    """correct: True, False, or None where nothing is judged.  score: 0 to 1, or None.  feedback: Markdown."""

    correct: bool | None
    score: float | None
    feedback: str

    @property
    def answered(self):
        """Whether there was a readable answer to record."""
        return self.feedback not in (EMPTY, EMPTY_PLAN, UNREADABLE, NO_NUMBER, COMMA)


def check(item: Exercise, answer) -> Verdict:
    """Grade `answer` to `item`.

    answer: choice -> option id; several -> list of ids; number -> number or its text; match -> {option: category};
    order -> list of ids; judge -> {settle, row, verdict, rewrite}; screen -> {asked: [questions], disposition,
    criterion}; case -> {path: [ids of replies], best: [ids of replies]}; plan -> {block: {at, by, every, until,
    choice}}; reflection -> text.
    """
    if answer in (None, "", [], {}) or (isinstance(answer, str) and not answer.strip()):
        return Verdict(False, 0.0, EMPTY_PLAN if item.kind == "plan" else EMPTY)
    try:
        return _GRADERS[item.kind](item, answer)
    except (TypeError, ValueError, KeyError, AttributeError, OverflowError, RecursionError):
        return Verdict(False, 0.0, NO_NUMBER if item.kind == "number" else UNREADABLE)


def read_number(answer):
    """The number that a trainee wrote: "12", "12,5", "12 %". Raises ValueError for anything else.

    "1,000" is a thousand to one reader and one to another: it is anything else.
    """
    if _THOUSANDS.search(str(answer)):
        raise ValueError(COMMA)
    return float(str(answer).replace(",", ".").replace("%", ""))


def wrong_options(item, answer):
    """Ids of the options that a readable answer took wrongly, as a list.

    Those chosen, those matched to another category, or the one that foresees the number; none for other kinds.
    """
    if item.kind == "choice":
        return [answer] if item.option(answer) and answer != item.key else []
    if item.kind == "several":
        return sorted({name for name in answer if name not in item.key})
    if item.kind == "match":
        return sorted(name for name, category in answer.items() if category != item.key[name])
    if item.kind == "number":
        value = read_number(answer)
        near = [] if _near(value, item.key, item.tolerance) else item.options
        return [o.id for o in near if _near(value, float(o.text), item.tolerance)][:1]
    return []


def _choice(item, answer):
    option = item.option(answer)
    if option is None:
        return Verdict(False, 0.0, UNREADABLE)
    if item.key is None:
        return _recorded()
    right = answer == item.key
    return _judged(item, right, float(right), option.feedback or item.feedback)


def _several(item, answer):
    chosen = _ids(item, answer)
    if item.key is None:
        return _recorded()
    key = set(item.key)
    wrong = [o for o in item.options if (o.id in chosen) != (o.id in key)]
    lines = [f"{'Chosen' if o.id in chosen else 'Left out'}: {_told(o)}" for o in wrong]
    return _judged(item, not wrong, 1 - len(wrong) / len(item.options), _list(lines))


def _number(item, answer):
    if _THOUSANDS.search(str(answer)):
        return Verdict(False, 0.0, COMMA)
    value = read_number(answer)
    if not math.isfinite(value):
        return Verdict(False, 0.0, NO_NUMBER)
    if item.key is None:
        return _recorded()
    right = _near(value, item.key, item.tolerance)
    foreseen = [o.feedback for o in item.options if _near(value, float(o.text), item.tolerance)]
    why_wrong = foreseen[0] if foreseen else item.other
    if item.role == "prediction":
        beside = f"You wrote {value:g}. The course's tables give {item.key:g}."
        return Verdict(None, None, " ".join([beside, item.feedback] if right else [beside, why_wrong, item.feedback]))
    return _judged(item, right, float(right), why_wrong)


def _match(item, answer):
    names, categories = {o.id for o in item.options}, {c.id for c in item.categories}
    if not isinstance(answer, dict) or not set(answer) <= names or not set(answer.values()) <= categories:
        return Verdict(False, 0.0, UNREADABLE)
    if item.key is None:
        return _recorded()
    wrong = [o for o in item.options if o.id in answer and answer[o.id] != item.key[o.id]]
    lines = [_told(o) for o in wrong]
    missing = len(names - set(answer))
    if missing:
        lines.append(f"{missing} still to be matched.")
    right = len(names) - len(wrong) - missing
    return _judged(item, right == len(names), right / len(names), _list(lines))


def _order(item, answer):
    if not isinstance(answer, list) or sorted(answer) != sorted(o.id for o in item.options):
        return Verdict(False, 0.0, UNREADABLE)
    if item.key is None:
        return _recorded()
    wrong = [item.option(a) for a, k in zip(answer, item.key, strict=True) if a != k]
    lines = [_told(o) for o in wrong]
    return _judged(item, not wrong, 1 - len(wrong) / len(item.key), _list(lines))


def _judge(item, answer):
    if not set(answer) <= set(PARTS) or any(item.option(f"{p}:{v}") is None for p, v in answer.items()):
        return Verdict(False, 0.0, UNREADABLE)
    right = [p for p in PARTS if answer.get(p) == item.key[p]]
    told = {p: item.option(f"{p}:{answer[p]}").feedback if p in answer else "still to be chosen." for p in PARTS}
    if "verdict" in right:
        del told["verdict"]  # its feedback is the reason, which a right judgement is told first
    why = _list([f"*{_PART_WORDS[p]}:* {words}" for p, words in told.items()])
    if len(right) == len(PARTS):
        return Verdict(True, 1.0, f"{item.feedback}\n\n{why}")
    return Verdict(False, sum(map(WEIGHTS.get, right)) / sum(WEIGHTS.values()), why)


def _screen(item, answer):
    return Verdict(*screening.verdict(item.vignette, answer))


def _case(item, answer):
    return Verdict(*cases.verdict(item.case, answer))


def _plan(item, answer):
    return Verdict(*planning.verdict(item.planner, item.approach, answer))


def _reflection(item, answer):
    if not isinstance(answer, str):
        return Verdict(False, 0.0, UNREADABLE)
    return Verdict(None, None, "Kept for you alone. Nobody grades it, and no download takes it along.")


def _judged(item, right, score, why_wrong):
    if item.role == "prediction":
        return Verdict(None, None, item.feedback if right else f"{why_wrong} {item.feedback}")
    if right:
        return Verdict(True, 1.0, item.feedback)
    return Verdict(False, min(score, 0.99), why_wrong)


def _recorded():
    return Verdict(None, None, "Recorded. The key to this question is with your instructor.")


def _ids(item, answer):
    if not isinstance(answer, list) or any(item.option(a) is None for a in answer) or len(set(answer)) < len(answer):
        raise ValueError
    return set(answer)


def _near(value, other, tolerance):
    return abs(value - other) <= tolerance + 1e-9 * max(1, abs(other))


def _told(option):
    text = option.text.strip()
    return f"*{text if text.endswith(('?', '!')) else text.rstrip('.') + '.'}* {option.feedback}"


def _list(lines):
    return "\n".join(f"- {line}" for line in lines)


_THOUSANDS = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(,\d{3})+(?!\d)")
_PART_WORDS = {"settle": "What would settle it", "row": "The row that decides", "verdict": "Verdict",
               "rewrite": "Truer sentence"}
_GRADERS = {"choice": _choice, "several": _several, "number": _number, "match": _match, "order": _order,
            "judge": _judge, "screen": _screen, "case": _case, "plan": _plan, "reflection": _reflection}
