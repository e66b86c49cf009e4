"""An answer that was kept comes back; what nobody can read is neither kept nor shown."""

from kapcourse.learning import answers, exercises
from kapcourse.learning.answering import kept, restored
from kapcourse.learning.grading import Verdict, check


def test_the_last_readable_answer_comes_back_graded_anew(course):
    item = exercises.get("two.choice")
    assert restored(item, "blank") == ("blank", None)
    answers.session().add(item.id, item.key, Verdict(False, 0.0, "what the file says of itself"))
    answer, verdict = restored(item, "blank")
    assert answer == item.key and verdict == check(item, item.key) and verdict.correct
    answers.session().add(item.id, {"not": "an option"}, verdict)
    assert restored(item, "blank") == ("blank", None), "what cannot be read is not shown"


def test_an_answer_is_kept_if_it_can_be_read_and_a_reflection_apart_from_the_others(course):
    choice, reflection = exercises.get("two.choice"), exercises.get("start.hope")
    assert not kept(choice, "").answered and not kept(choice, {"not": "an option"}).answered and not answers.last()
    assert kept(choice, "drip").correct is False and kept(reflection, "Much.").correct is None
    assert [one.exercise for one in answers.given()] == [choice.id]
    assert set(answers.last()) == {choice.id, reflection.id}
