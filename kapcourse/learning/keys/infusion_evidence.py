"""Keys of lesson 05 that follow from the counts of trials and from published results."""

from kapcourse.learning import infusions
from kapcourse.learning.keys import ranked


def trials_readable_a_day_later(_, folder):
    """In what percentage of the trials that measured response a day later both groups' counts could be read."""
    return round(infusions.share_readable(folder))


def trials_that_can_be_pooled(item, folder):
    """Options whose trial of ketamine carries weight in a pool of response a day later."""
    pooled = infusions.can_be_pooled(folder)
    return [option.id for option in item.options if option.given["trial"] in pooled]


def where_one_lies(item, folder):
    """{option: includes_one, above_one or below_one} with the trials left out that each option gives."""
    return {o.id: infusions.where_one_lies(tuple(o.given["without"]), folder) for o in item.options}


def larger_against(item, folder):
    """{option: placebo, midazolam or alike} by the measure of Cochrane's totals that each option gives."""
    return {option.id: infusions.larger(option.given["measure"], folder) for option in item.options}


def harshest_for_ketamine(_, folder):
    """Ketamine minus ECT if, of those who left, all of the ECT group and none of the ketamine group had responded."""
    return round(infusions.difference_with_leavers(0, 1, folder))


def lost_first(item, folder):
    """Options by the days until the benefit was lost in the row of data/durability.csv that each gives."""
    return ranked({option.id: infusions.days_until_lost(option.given["row"], folder) for option in item.options})


def who_is_counted(item, folder):
    """{option: treated, responders or relapsed} by the row of data/durability.csv that each option gives."""
    return {option.id: infusions.counted(option.given["row"], folder) for option in item.options}


def agrees_in_print(item, _):
    """{option: agree or disagree}: whether the percentage, the group and the count that each gives fit together."""
    return {option.id: infusions.agrees(**option.given) for option in item.options}
