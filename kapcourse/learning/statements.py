"""The audit of the public page: all its statements, and how far the trainee has judged each on the claim bench."""

from dataclasses import dataclass

from kapcourse.learning import answers, exercises
from kapcourse.learning.grading import check
from kapcourse.tables import claims

PARTS = ("row", "rewrite", "verdict")


@dataclass(frozen=True)
class Judged:
    """One statement by its last answer. right: {row, rewrite, verdict: whether it is right}, empty if not done.

    chosen: the trainee's verdict, or "".
    """

    claim: claims.Claim
    right: dict[str, bool]
    chosen: str = ""

    @property
    def done(self):
        """Whether row, verdict and rewrite have all been chosen."""
        return bool(self.right)

    @property
    def to_do(self):
        """Whether it can be judged and is not yet."""
        return self.claim.ready and not self.done


def judged(latest=None, folder=None):
    """One `Judged` for each statement, in the order of the page.

    latest: {exercise: Answer}, by default the trainee's own.  An answer that cannot be read, or that leaves a part
    open, counts as not done: nobody is right in half a judgement.
    """
    latest = answers.last() if latest is None else latest
    return [_judged(claim, latest.get(f"claim.{claim.id}")) for claim in claims.load(folder).values()]


def _judged(claim, last):
    if not (claim.ready and last):
        return Judged(claim, {})
    item = exercises.from_claim(claim)
    if not check(item, last.answer).answered or not set(PARTS) <= set(last.answer):
        return Judged(claim, {})
    return Judged(claim, {part: last.answer[part] == item.key[part] for part in PARTS}, last.answer["verdict"])


def counted(found):
    """How many are done, and in how many of these each part is right: {done, row, rewrite, verdict}."""
    done = [one for one in found if one.done]
    return {"done": len(done), **{part: sum(one.right[part] for one in done) for part in PARTS}}


def score(found):
    """The score in a sentence: the deciding row and the truer sentence count, the verdict less."""
    n = counted(found)
    if not n["done"]:
        return f"None of {len(found)} statements is done yet."
    return (f"Deciding row right in {n['row']}, truer sentence in {n['rewrite']}, of {n['done']} done "
            f"({len(found)} in all). The verdict was the course's in {n['verdict']}. It counts less: where \"partly\" "
            "fits, good readers differ.")


def by_verdict(folder=None):
    """{verdict: statements with it, in the order of the page}, as data/claims.yaml has them."""
    table = claims.load(folder).values()
    return {name: [claim for claim in table if claim.verdict == name] for name in claims.VERDICTS}


def print_statements():
    """Print every statement's verdict, deciding row and truer sentence, and how many have each verdict."""
    for claim in claims.load().values():
        row = next((row.study for row in claim.rows if row.id == claim.deciding), "to come")
        print(f"{claim.id} {claim.verdict:16}{row}")
    print("; ".join(f"{name}: {len(found)}" for name, found in by_verdict().items()))
