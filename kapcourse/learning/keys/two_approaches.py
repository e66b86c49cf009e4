"""Keys of lesson 01 that follow from the comparison and the claims."""

from kapcourse.science import decision
from kapcourse.tables import approaches, claims


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


def _choice(fitting):
    return fitting[0] if len(fitting) == 1 else "either" if fitting else "neither"
