"""One item and its trainee: the last answer comes back, a new one is graded and kept."""

from kapcourse.learning import answers
from kapcourse.learning.grading import check


def restored(item, blank):
    """(answer, Verdict) of an item as last answered, graded anew; (blank, None) where nothing readable was kept."""
    last = answers.last().get(item.id)
    verdict = check(item, last.answer) if last else None
    return (last.answer, verdict) if verdict and verdict.answered else (blank, None)


def kept(item, answer):
    """The Verdict on an answer, which is recorded if it can be read."""
    verdict = check(item, answer)
    if verdict.answered:
        session_of(item).add(item.id, answer, verdict)
    return verdict


def session_of(item):
    """The `answers.Session` that an item's answers go to: reflections have one of their own."""
    return answers.session(private=item.kind == "reflection")
