"""Keys of lesson 11 that follow from rules on scales, from how long benefits last, and from the planner's rules."""

from kapcourse.learning import change
from kapcourse.learning.keys import ranked


def improved_untreated(*_):
    """Of a hundred people on a waiting list, how many improved as much as in a response."""
    return change.improved_untreated()


def rules_that_say_yes(item, folder):
    """Options whose rule of data/scale_rules.csv says yes to the two scores that each gives."""
    return [option.id for option in item.options
            if change.met(change.rule(option.given["rule"], folder), option.given["before"], option.given["after"])]


def how_many_say_yes(item, folder):
    """How many rules of a scale say yes to the two scores that the first option gives."""
    given = item.options[0].given
    return sum(change.met(row, given["before"], given["after"]) for row in change.rules_of(given["scale"], folder))


def response_and_remission(item, folder):
    """{option: both, response, remission or neither} by two rules and the two scores that each option gives."""
    return {option.id: change.of_both(**option.given, folder=folder) for option in item.options}


def decided_by_chance(item, folder):
    """{option: chance or apart}: what decided between the rows of data/durability.csv that each option gives."""
    return {option.id: change.decided(option.given["rows"], folder) for option in item.options}


def whose_rule(item, folder):
    """{option: source, own or kap} by the follow-up planner's rule that each option gives."""
    return {option.id: change.whose(option.given["rule"], folder) for option in item.options}


def day_by_day(item, folder):
    """Options by the day on which a published shape of the follow-up planner has the block that each gives."""
    return ranked({o.id: change.day_of(o.given["shape"], o.given["block"], folder) for o in item.options})
