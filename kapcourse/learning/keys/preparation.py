"""Keys of lesson 09 that follow from the steps of preparation and from facts."""

from kapcourse.learning import steps
from kapcourse.tables import facts


def where_found(item, folder):
    """{option: both, infusion or kap} by the step of data/steps.yaml that each option gives."""
    return {option.id: steps.sides(steps.step(option.given["step"], folder)) for option in item.options}


def what_is_known(item, folder):
    """{option: kind of evidence} by the step that each option gives."""
    return {option.id: steps.firmest(steps.step(option.given["step"], folder)) for option in item.options}


def who_asks(item, folder):
    """{option: both, infusion or kap} by the hours without food and drink that each option gives."""
    return {option.id: steps.who_asks(option.given["food"], option.given["drink"], folder) for option in item.options}


def varied_by_chance(_, folder):
    """How many steps of preparation chance decided on in a study with ketamine."""
    return len(steps.by_chance(folder))


def responders_after_salt_water(*_):
    """Of a hundred people, how many responded after salt water under anaesthesia."""
    return round(facts.numbers(steps.SALT_WATER)[0])
