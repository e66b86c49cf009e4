"""Keys of lesson 04 that follow from levels and time courses."""

from kapcourse.learning import clocks
from kapcourse.learning.keys import ranked


def share_of_peak_next_day(*_):
    """Ketamine a day after the start of the drip of lesson 04, in percent of the day's peak."""
    return round(100 * clocks.share_of_peak("iv", 24 * 60))


def share_left_without_dissociation(*_):
    """Ketamine at the first rating without dissociation, in percent of the day's peak."""
    return round(100 * clocks.share_of_peak("iv", clocks.first_rating_without_dissociation()))


def clocks_in_order(item, _):
    """Options by the minute of the event that each gives, the earliest first."""
    return ranked({option.id: clocks.minute_of(option.given["clock"]) for option in item.options})


def hours_of_two_days(item, _):
    """{option: above_half, between or under_tenth} by the share of the day's peak at each moment."""
    return {option.id: clocks.part_of_peak(**option.given) for option in item.options}


def effect_by_comparator(*_):
    """The effect a day later against midazolam, in percent of that against saline."""
    return round(100 * clocks.midazolam_over_saline())
