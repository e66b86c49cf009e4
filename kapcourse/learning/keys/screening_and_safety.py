"""Keys of lesson 08 that follow from what is watched and from the rates of harms."""

from kapcourse.learning import safety
from kapcourse.learning.keys import ranked
from kapcourse.tables import safety as tables


def injection_beside_infusion(item, folder):
    """{option: both, one or none} by how firmly sources speak of what each option gives, in data/monitoring.csv."""
    return {option.id: safety.injection_beside_infusion(option.given["watched"], folder) for option in item.options}


def binds_most_first(item, folder):
    """Options by the force of the row of data/monitoring.csv that each gives, the one that binds most first."""
    return ranked({option.id: safety.force_of(option.given["row"], folder) for option in item.options})


def rates_comparable(item, folder):
    """{option: counted, control or alike}: what stands between the two rates of data/adverse_events.csv it gives."""
    return {option.id: safety.comparable(*option.given["rows"], folder) for option in item.options}


def more_with_dissociation(_, folder):
    """How many more in a hundred report dissociation with esketamine than with placebo, in its label's trials."""
    return safety.more_affected("label_dissociation", folder)


def dissociation_on_the_label(_, folder):
    """How many in a hundred report dissociation with esketamine, in its label's trials."""
    return safety.affected(tables.harms(folder)["label_dissociation"])[0]
