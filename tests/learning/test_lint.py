"""Each writing rule is broken on purpose and found; and nobody passes by guessing."""

from dataclasses import replace

import pytest

from kapcourse.learning import exercises, lint
from kapcourse.learning.exercises import Exercise, Option


def choice(*texts, stem="Which one is it?", key="0"):
    """A choice item with these option texts; the key is the first."""
    options = [Option(str(i), text, "Because.") for i, text in enumerate(texts)]
    return Exercise("x", "choice", "o", stem, options, key)


GOOD = choice("The first one", "The second one", "The third one")


@pytest.mark.parametrize(("item", "words"), [
    (replace(GOOD, stem="Say which one it is."), ["stem asks no question"]),
    (replace(GOOD, kind="number", stem="Say how many."), ["stem asks no question"]),
    (replace(GOOD, stem="Which of these is NOT a harm?"), ["in the negative"]),
    (replace(GOOD, stem="Which of these is not a harm?"), ["in the negative"]),
    (replace(GOOD, stem="Ann asks. Which harms does this not bring?"), ["in the negative"]),
    (replace(GOOD, stem="Which of these cannot help?"), ["in the negative"]),
    (replace(GOOD, stem="What doesn't help?"), ["in the negative"]),
    (replace(GOOD, stem="All of these help EXCEPT which?"), ["in the negative"]),
    (replace(GOOD, stem="Which help, except one?"), ["in the negative"]),
    (choice("The first one", "The second one"), ["2 options; three or four"]),
    (choice(*["The same length"[:9 + i] for i in range(5)]), ["5 options; three or four"]),
    (choice("The first one", "The second one", "All of the above"), ["option 2", "'All of the above' rewards"]),
    (choice("The first one", "The second one", "none of these"), ["option 2", "'none of these'"]),
    (choice("The first one, of which much more is told than of any other", "The second one", "The third one"),
     ["differ too much in length (13 to 59 characters)"]),
    (choice("The first one", "the first one ", "The third one"), ["two options say the same"]),
])
def test_a_broken_rule_is_told_once_with_the_item(item, words):
    faults = lint.faults(item)
    assert len(faults) == 1 and faults[0].startswith("item x") and faults[0].endswith("."), faults
    assert all(word in faults[0] for word in words), faults


@pytest.mark.parametrize("item", [
    GOOD, replace(GOOD, stem="A drug that is not approved may still be used. Which of these is true?"),
    replace(GOOD, stem="What is said of a drug? It does not matter who asks."),
    replace(GOOD, kind="reflection", stem="All of these are NOT questions.", options=[]),
    choice("No", "Yes", "Perhaps so"),
])
def test_what_keeps_the_rules_passes(item):
    assert lint.faults(item) == []


def test_the_parts_of_a_claim_keep_the_rules_too(course):
    claim = exercises.get("claim.P01")
    assert lint.faults(claim) == []
    longer = [replace(o, text=o.text + " and on and on and on") if o.id == "rewrite:some" else o for o in claim.options]
    assert "differ too much in length" in lint.faults(replace(claim, options=longer))[0]


def test_a_figures_link_does_not_count_as_length(course):
    texts = ("About [64 %](F-0001) did", "About a third did it", "About one in ten did")
    assert lint.faults(choice(*texts)) == []


def test_the_bank_keeps_the_rules(bank):
    assert [fault for item in bank for fault in lint.faults(item)] == []


def tail(chances, right):
    """The chance to get `right` or more by guessing, question i with probability chances[i]: exact, no normal curve."""
    spread = [1.0]
    for chance in chances:
        spread = [a * (1 - chance) + b * chance for a, b in zip([*spread, 0], [0, *spread], strict=True)]
    return sum(spread[right:])


def test_the_tail_of_guessing_is_the_binomial_one():
    assert tail([0.5] * 4, 3) == pytest.approx(5 / 16)
    assert tail([0.25, 0.5], 1) == pytest.approx(1 - 0.75 * 0.5)


@pytest.mark.parametrize("family", lint.FAMILIES)
def test_a_test_taker_who_only_looks_at_the_form_of_the_options_scores_at_chance(bank, family):
    """Picking the longest, first, last or most hedged option must not pay.

    Each question answered blindly is right with the chance of one in its number of options. So the number right by
    chance follows a Poisson binomial distribution, and a strategy pays if so many right or more would come up in
    fewer than one of twenty blind tries. That is stricter than one test at this level, as four strategies are tried.
    Kinds are counted apart, so that none can hide another, and so are the two forms of the test.
    """
    some = lint.families(bank)[family]
    chances = [1 / len(options) for options, _ in lint.choices(some)]
    for strategy, (right, expected, _, n) in lint.guessing(some).items():
        assert n == len(chances) and expected == pytest.approx(sum(chances))
        assert tail(chances, right) > 0.05, f"{strategy} is right {right} times of {n}, by chance {expected:.0f}"


@pytest.mark.parametrize("family", [name for name in lint.FAMILIES if name != "vignettes"])
def test_avoiding_such_an_option_does_not_pay_either(family):
    """Two standard deviations at most, in either direction: a key that is never the longest gives itself away, too.

    What follows in a vignette is left out: its four answers always stand in the same order, and how often each is
    due follows from the criteria. Few vignettes are without any finding, as in a real clinic.
    """
    some = lint.families(exercises.load_all())[family]
    for strategy, (right, expected, spread, n) in lint.guessing(some).items():
        assert abs(right - expected) <= 2 * spread, f"{strategy}: right {right} of {n}, by chance {expected:.0f}"


def test_every_kind_with_something_to_pick_takes_part_and_every_item_in_one_family(bank):
    families = lint.families(bank)
    there = [item.id for some in families.values() for item in some]
    assert len(there) == len(set(there))
    left = {item.kind for item in bank if item.id not in there}
    assert left <= {"number", "several", "order", "plan", "reflection"}
    assert len(list(lint.choices(bank))) == sum(len(list(lint.choices(some))) for some in families.values())


def test_no_order_is_shown_as_it_should_be(bank):
    assert [i.id for i in bank if i.kind == "order" and [o.id for o in i.options] == i.key] == []


def test_what_guessing_earns_is_told_in_a_line_for_each_strategy():
    told = list(lint.told([replace(GOOD, id=str(n)) for n in range(6)]))
    assert told[1] == "Guessing, the first option (right, of all, by chance): questions 6 of 6 (2)."
    assert len(told) == len(lint.STRATEGIES)


@pytest.mark.parametrize(("strategy", "texts"), [
    ("the longest option", ("One.", "Two, longer.", "Tri.")), ("the first option", ("One.", "Two.", "Tri.")),
    ("the last option", ("One.", "Two.", "Tri.")), ("the most hedged option", ("One is.", "It may be.", "Trio.")),
])
def test_a_bank_that_rewards_a_strategy_is_caught(strategy, texts):
    key = {"the longest option": "1", "the first option": "0", "the last option": "2", "the most hedged option": "1"}
    bank = [choice(*texts, key=key[strategy])] * 20
    assert lint.guessing(bank)[strategy][0] == 20 and tail([1 / 3] * 20, 20) < 0.05


def test_verdicts_and_withheld_keys_take_no_part_in_guessing(course):
    items = exercises.load_all()
    keyed = [item for item in items if item.kind == "choice" and item.key is not None]
    statements = [o for item in items if item.kind == "match" and item.key is not None for o in item.options]
    vignettes = [item for item in items if item.kind == "screen"]
    parts_of_a_claim, scenes_with_one_good_reply = 3, 3
    assert len(list(lint.choices(items))) == (
        len(keyed) + len(statements) + len(vignettes) + parts_of_a_claim + scenes_with_one_good_reply)
