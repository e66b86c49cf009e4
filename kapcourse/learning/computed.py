"""Keys that are worked out from the tables. An item names one: `key: {compute: attribute_differences}`."""

from difflib import get_close_matches

from kapcourse.science import decision
from kapcourse.tables import approaches, claims, mechanism
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


def _clocks():
    """The comparisons of lesson 04, imported like those of lesson 02."""
    from kapcourse.learning import clocks

    return clocks


def what_set_groups_apart(item, folder):
    """{option: what set the groups of its study apart}, read from data/kap_studies.csv."""
    return {option.id: _kap().study(option.given["study"], folder).randomised for option in item.options}


def within_or_between(item, folder):
    """{option: within or between}, by the figure that data/kap_studies.csv shows of its study."""
    return {option.id: _kap().study(option.given["study"], folder).compares for option in item.options}


def studies_that_varied_therapy(_, folder):
    """How many finished studies varied therapy or training while the drug was the same."""
    return len(_kap().therapy_varied(folder))


def left_of_a_hundred(*_):
    """Of a hundred people who began in the largest KAP cohort, how many still had data at six months."""
    start, _, six = _kap().still_there()
    return round(100 * six / start)


def differences_still_possible(item, _):
    """Options whose difference lies within the interval of therapy against education, all on ketamine."""
    return [option.id for option in item.options if _kap().allowed(option.given["points"])]


def _kap():
    """The comparisons of lesson 06."""
    from kapcourse.learning import kap

    return kap


def _kinetics():
    """The comparisons of lesson 02. They bring numpy, so they are imported only when a key is worked out."""
    from kapcourse.learning import kinetics

    return kinetics


def trials_readable_a_day_later(_, folder):
    """In what percentage of the trials that measured response a day later both groups' counts could be read."""
    return round(_infusions().share_readable(folder))


def trials_that_can_be_pooled(item, folder):
    """Options whose trial of ketamine carries weight in a pool of response a day later."""
    pooled = _infusions().can_be_pooled(folder)
    return [option.id for option in item.options if option.given["trial"] in pooled]


def where_one_lies(item, folder):
    """{option: includes_one, above_one or below_one} with the trials left out that each option gives."""
    return {o.id: _infusions().where_one_lies(tuple(o.given["without"]), folder) for o in item.options}


def larger_against(item, folder):
    """{option: placebo, midazolam or alike} by the measure of Cochrane's totals that each option gives."""
    return {option.id: _infusions().larger(option.given["measure"], folder) for option in item.options}


def harshest_for_ketamine(_, folder):
    """Ketamine minus ECT if, of those who left, all of the ECT group and none of the ketamine group had responded."""
    return round(_infusions().difference_with_leavers(0, 1, folder))


def lost_first(item, folder):
    """Options by the days until the benefit was lost in the row of data/durability.csv that each gives."""
    days = {option.id: _infusions().days_until_lost(option.given["row"], folder) for option in item.options}
    return sorted(days, key=days.get)


def who_is_counted(item, folder):
    """{option: treated, responders or relapsed} by the row of data/durability.csv that each option gives."""
    return {option.id: _infusions().counted(option.given["row"], folder) for option in item.options}


def agrees_in_print(item, _):
    """{option: agree or disagree}: whether the percentage, the group and the count that each gives fit together."""
    return {option.id: _infusions().agrees(**option.given) for option in item.options}


def _infusions():
    """The comparisons of lesson 05, imported like those of lesson 02."""
    from kapcourse.learning import infusions

    return infusions


def _choice(fitting):
    return fitting[0] if len(fitting) == 1 else "either" if fitting else "neither"


COMPUTED = {f.__name__: f for f in (
    agrees_in_print, area_of_slower_infusion, attribute_differences, change_with_medicine, clocks_in_order,
    differences_still_possible, doubted_in_people, effect_by_comparator, harshest_for_ketamine, hours_of_two_days,
    larger_against, left_of_a_hundred, lost_first, lowest_peak_first, lozenge_share_of_infusion_peak,
    most_taken_first, nmda_taken_at_end, norketamine_lozenge_over_infusion, outcomes_compared_head_to_head,
    people_choose, predicted_against_observed, s_for_each_hundred_r, share_left_without_dissociation,
    share_of_peak_next_day, spread_between_models, statements_supported, studies_that_varied_therapy,
    taken_if_all_were_free, trials_readable_a_day_later, trials_that_can_be_pooled, under_tongue_or_swallowed,
    what_set_groups_apart, where_one_lies, who_is_counted, who_peaks_higher, within_or_between)}
