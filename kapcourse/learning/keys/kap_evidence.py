"""Keys of lesson 06 that follow from the table of studies."""

from kapcourse.learning import kap


def what_set_groups_apart(item, folder):
    """{option: what set the groups of its study apart}, read from data/kap_studies.csv."""
    return {option.id: kap.study(option.given["study"], folder).randomised for option in item.options}


def within_or_between(item, folder):
    """{option: within or between}, by the figure that data/kap_studies.csv shows of its study."""
    return {option.id: kap.study(option.given["study"], folder).compares for option in item.options}


def studies_that_varied_therapy(_, folder):
    """How many finished studies varied therapy or training while the drug was the same."""
    return len(kap.therapy_varied(folder))


def left_of_a_hundred(*_):
    """Of a hundred people who began in the largest KAP cohort, how many still had data at six months."""
    start, _, six = kap.still_there()
    return round(100 * six / start)


def differences_still_possible(item, _):
    """Options whose difference lies within the interval of therapy against education, all on ketamine."""
    return [option.id for option in item.options if kap.allowed(option.given["points"])]
