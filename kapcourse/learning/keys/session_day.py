"""Keys of lesson 10 that follow from levels, from the rules of the session planner and from printed intervals."""

from kapcourse.learning import session_day
from kapcourse.learning.keys import ranked


def left_after_injection(*_):
    """Ketamine half an hour after an injection, in percent of the day's peak."""
    return round(session_day.left("im", 30))


def left_at_the_door(item, _):
    """{option: most, half, some or little} by the share of the day's peak at the route and minute each gives."""
    return {option.id: session_day.band(**option.given) for option in item.options}


def peaks_earlier(*_):
    """How many minutes sooner after its start the injection peaks than the drip."""
    return round(session_day.peaks_earlier())


def breaks_a_rule(item, folder):
    """Options whose change to a published session breaks a rule of the planner."""
    return [option.id for option in item.options if session_day.broken_by(**option.given, folder=folder)]


def measured_first(item, _):
    """Options by the minute of the first measurement after the dose, in the fact each gives, the soonest first."""
    return ranked({o.id: session_day.first_minute(o.given["fact"]) for o in item.options})
