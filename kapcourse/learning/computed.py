"""Keys that are worked out from the tables. An item names one: `key: {compute: attribute_differences}`."""

from difflib import get_close_matches

from kapcourse.learning import safety
from kapcourse.science import decision
from kapcourse.tables import approaches, claims, mechanism
from kapcourse.tables import safety as tables_safety
from kapcourse.tables.records import CourseError


def key(item, where, folder=None):
    """The key of `item`, computed from the tables in `folder`.

    Raises CourseError if no such computation exists or its input is missing.
    """
    name = str(item.key["compute"])
    if name not in COMPUTED:
        near = get_close_matches(name, COMPUTED, n=5, cutoff=0)
        raise CourseError(f"{where}: nothing is computed under '{name}'. The nearest known ones: {', '.join(near)}.")
    try:
        return COMPUTED[name](item, folder)
    except (CourseError, ValueError) as fault:
        raise CourseError(f"{where}: {str(fault).rstrip('.')}.") from None


def attribute_differences(item, folder):
    """{option: class of difference} between infusion and KAP, read from the comparison table."""
    table = approaches.load(folder)
    return {option.id: table.attribute(option.attribute).difference for option in item.options}


def outcomes_compared_head_to_head(_, folder):
    """In how many attributes trials have shown infusion and KAP to differ, uncertainty of evidence itself aside."""
    return sum(a.difference == "evidence" and a.id != "certainty" for a in approaches.load(folder).attributes)


def statements_supported(_, folder):
    """How many of the statements in data/claims.yaml have the verdict "supported"."""
    return sum(claim.verdict == "supported" for claim in claims.load(folder).values())


def people_choose(item, folder):
    """{option: approach} by what each invented person asks for: infusion, kap, either or neither."""
    table = approaches.load(folder)
    traits = {a.id: table.traits(a.id) for a in table.approaches if a.role == "compared"}
    return {option.id: _choice(decision.fitting(option.wants, traits)) for option in item.options}


def lozenge_share_of_infusion_peak(*_):
    """Peak of ketamine after the lozenge of lesson 02, in percent of that after its infusion."""
    return _kinetics().percent("lozenge", "infusion", "ketamine_peak")


def norketamine_lozenge_over_infusion(*_):
    """Area of norketamine after the lozenge of lesson 02, in percent of that after its infusion."""
    return _kinetics().percent("lozenge", "infusion", "norketamine_area")


def area_of_slower_infusion(*_):
    """Area of ketamine when the infusion of lesson 02 runs for 100 minutes, in percent of that at 40 minutes."""
    return _kinetics().percent("slower_infusion", "infusion", "ketamine_area")


def lowest_peak_first(item, _):
    """Options by the peak of ketamine of the regimen each gives, the lowest first."""
    peaks = {option.id: _kinetics().peak_of(**option.given) for option in item.options}
    return sorted(peaks, key=peaks.get)


def under_tongue_or_swallowed(item, _):
    """{option: tongue, swallowed or alike} by 25 mg under the tongue beside 25 mg swallowed."""
    return {option.id: _kinetics().higher(option.given["measure"]) for option in item.options}


def spread_between_models(item, _):
    """{option: how far apart the five models are} at the minute that each option gives."""
    return {option.id: _kinetics().apart(option.given["minute"]) for option in item.options}


def predicted_against_observed(item, _):
    """{option: close, low, less_than_half or high} by the row of data/pk_validation.csv that each option gives."""
    return {option.id: _kinetics().fit(option.given["row"]) for option in item.options}


def who_peaks_higher(*_):
    """lighter, heavier or neither: who peaks higher at 50 and 110 kg after the same dose per kilogram."""
    return _kinetics().higher_by_weight(50, 110)


def nmda_taken_at_end(*_):
    """Percent of NMDA receptors that S-ketamine takes at the end of the infusion of lesson 02."""
    return round(_occupancy().at_end_of_infusion("nmda_s"))


def most_taken_first(item, _):
    """Options by the share of the target that each gives, at the end of that infusion, the largest first."""
    taken = {option.id: _occupancy().at_end_of_infusion(option.given["row"]) for option in item.options}
    return sorted(taken, key=taken.get, reverse=True)


def s_for_each_hundred_r(*_):
    """NMDA receptors taken by S-ketamine for each hundred taken by R-ketamine, at the quoted level."""
    return _occupancy().s_for_each_hundred_r()


def taken_if_all_were_free(*_):
    """Percent of NMDA receptors that S-ketamine would take at the quoted level if none were bound to protein."""
    return _occupancy().taken_if_all_were_free()


def change_with_medicine(item, folder):
    """{option: raised, alike, lowered or between} by the row of data/interactions.csv that each option gives."""
    rows = mechanism.interactions(folder)
    return {option.id: _occupancy().change(rows[option.given["row"]]) for option in item.options}


def doubted_in_people(item, folder):
    """Options whose hypothesis has evidence against it that was seen in people."""
    table = mechanism.hypotheses(folder)
    return [option.id for option in item.options if table[option.given["hypothesis"]].against_in_people]


def _occupancy():
    """The comparisons of lesson 03. They bring numpy, so they are imported only when a key is worked out."""
    from kapcourse.learning import mechanism as occupancy

    return occupancy


def share_of_peak_next_day(*_):
    """Ketamine a day after the start of the drip of lesson 04, in percent of the day's peak."""
    return round(100 * _clocks().share_of_peak("iv", 24 * 60))


def share_left_without_dissociation(*_):
    """Ketamine at the first rating without dissociation, in percent of the day's peak."""
    return round(100 * _clocks().share_of_peak("iv", _clocks().first_rating_without_dissociation()))


def clocks_in_order(item, _):
    """Options by the minute of the event that each gives, the earliest first."""
    minutes = {option.id: _clocks().minute_of(option.given["clock"]) for option in item.options}
    return sorted(minutes, key=minutes.get)


def hours_of_two_days(item, _):
    """{option: above_half, between or under_tenth} by the share of the day's peak at each moment."""
    return {option.id: _clocks().part_of_peak(**option.given) for option in item.options}


def effect_by_comparator(*_):
    """The effect a day later against midazolam, in percent of that against saline."""
    return round(100 * _clocks().midazolam_over_saline())


def injection_beside_infusion(item, folder):
    """{option: both, one or none} by how firmly sources speak of what each option gives, in data/monitoring.csv."""
    return {option.id: safety.injection_beside_infusion(option.given["watched"], folder) for option in item.options}


def binds_most_first(item, folder):
    """Options by the force of the row of data/monitoring.csv that each gives, the one that binds most first."""
    forces = {option.id: safety.force_of(option.given["row"], folder) for option in item.options}
    if len(set(forces.values())) < len(forces):
        raise ValueError("two options have the same force, so they have no order")
    return sorted(forces, key=forces.get)


def rates_comparable(item, folder):
    """{option: counted, control or alike}: what stands between the two rates of data/adverse_events.csv it gives."""
    return {option.id: safety.comparable(*option.given["rows"], folder) for option in item.options}


def more_with_dissociation(_, folder):
    """How many more in a hundred report dissociation with esketamine than with placebo, in its label's trials."""
    return safety.more_affected("label_dissociation", folder)


def dissociation_on_the_label(_, folder):
    """How many in a hundred report dissociation with esketamine, in its label's trials."""
    return safety.affected(tables_safety.harms(folder)["label_dissociation"])[0]


def _clocks():
    """The comparisons of lesson 04, imported like those of lesson 02."""
    from kapcourse.learning import clocks

    return clocks


def _kinetics():
    """The comparisons of lesson 02. They bring numpy, so they are imported only when a key is worked out."""
    from kapcourse.learning import kinetics

    return kinetics


def _choice(fitting):
    return fitting[0] if len(fitting) == 1 else "either" if fitting else "neither"


COMPUTED = {f.__name__: f for f in (
    area_of_slower_infusion, attribute_differences, binds_most_first, change_with_medicine, clocks_in_order,
    dissociation_on_the_label, doubted_in_people, effect_by_comparator, hours_of_two_days,
    injection_beside_infusion, lowest_peak_first, lozenge_share_of_infusion_peak, more_with_dissociation,
    most_taken_first, nmda_taken_at_end, norketamine_lozenge_over_infusion, outcomes_compared_head_to_head,
    people_choose, predicted_against_observed, rates_comparable, s_for_each_hundred_r,
    share_left_without_dissociation, share_of_peak_next_day, spread_between_models, statements_supported,
    taken_if_all_were_free, under_tongue_or_swallowed, who_peaks_higher)}
