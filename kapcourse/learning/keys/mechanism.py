"""Keys of lesson 03 that follow from affinities, levels, interactions and the evidence map."""

from kapcourse.learning import mechanism as occupancy
from kapcourse.learning.keys import ranked
from kapcourse.tables import mechanism


def nmda_taken_at_end(*_):
    """Percent of NMDA receptors that S-ketamine takes at the end of the infusion of lesson 02."""
    return round(occupancy.at_end_of_infusion("nmda_s"))


def most_taken_first(item, _):
    """Options by the share of the target that each gives, at the end of that infusion, the largest first."""
    return ranked({option.id: occupancy.at_end_of_infusion(option.given["row"]) for option in item.options}, True)


def s_for_each_hundred_r(*_):
    """NMDA receptors taken by S-ketamine for each hundred taken by R-ketamine, at the quoted level."""
    return occupancy.s_for_each_hundred_r()


def taken_if_all_were_free(*_):
    """Percent of NMDA receptors that S-ketamine would take at the quoted level if none were bound to protein."""
    return occupancy.taken_if_all_were_free()


def change_with_medicine(item, folder):
    """{option: raised, alike, lowered or between} by the row of data/interactions.csv that each option gives."""
    rows = mechanism.interactions(folder)
    return {option.id: occupancy.change(rows[option.given["row"]]) for option in item.options}


def doubted_in_people(item, folder):
    """Options whose hypothesis has evidence against it that was seen in people."""
    table = mechanism.hypotheses(folder)
    return [option.id for option in item.options if table[option.given["hypothesis"]].against_in_people]
