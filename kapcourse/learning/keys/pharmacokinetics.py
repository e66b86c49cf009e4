"""Keys of lesson 02 that follow from the models."""

from kapcourse.learning import kinetics
from kapcourse.learning.keys import ranked


def lozenge_share_of_infusion_peak(*_):
    """Peak of ketamine after the lozenge of lesson 02, in percent of that after its infusion."""
    return kinetics.percent("lozenge", "infusion", "ketamine_peak")


def norketamine_lozenge_over_infusion(*_):
    """Area of norketamine after the lozenge of lesson 02, in percent of that after its infusion."""
    return kinetics.percent("lozenge", "infusion", "norketamine_area")


def area_of_slower_infusion(*_):
    """Area of ketamine when the infusion of lesson 02 runs for 100 minutes, in percent of that at 40 minutes."""
    return kinetics.percent("slower_infusion", "infusion", "ketamine_area")


def lowest_peak_first(item, _):
    """Options by the peak of ketamine of the regimen each gives, the lowest first."""
    return ranked({option.id: kinetics.peak_of(**option.given) for option in item.options})


def under_tongue_or_swallowed(item, _):
    """{option: tongue, swallowed or alike} by 25 mg under the tongue beside 25 mg swallowed."""
    return {option.id: kinetics.higher(option.given["measure"]) for option in item.options}


def spread_between_models(item, _):
    """{option: how far apart the five models are} at the minute that each option gives."""
    return {option.id: kinetics.apart(option.given["minute"]) for option in item.options}


def predicted_against_observed(item, _):
    """{option: close, low, less_than_half or high} by the row of data/pk_validation.csv that each option gives."""
    return {option.id: kinetics.fit(option.given["row"]) for option in item.options}


def who_peaks_higher(*_):
    """lighter, heavier or neither: who peaks higher at 50 and 110 kg after the same dose per kilogram."""
    return kinetics.higher_by_weight(50, 110)
