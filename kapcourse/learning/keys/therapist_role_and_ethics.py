"""Keys of lesson 07 that follow from who does what, from counts of clinics and from the claims."""

from kapcourse.learning import roles
from kapcourse.tables import facts


def who_does_it(item, folder):
    """{option: prescriber, medical, mental, coach or lay} by the row of data/roles.csv that each option gives."""
    return {option.id: roles.row(option.given["row"], folder).who for option in item.options}


def verdict_of_claim(item, folder):
    """{option: verdict} of the claim that each option gives, in data/claims.yaml."""
    return {option.id: roles.verdict(option.given["claim"], folder) for option in item.options}


def silent_on_risks(*_):
    """Of a hundred advertisers like those that were read, how many named no risks."""
    return facts.of_a_hundred(roles.SILENT)


def forms_read(*_):
    """Of a hundred clinics, how many took part in the survey of consent forms."""
    return facts.of_a_hundred(roles.FORMS)
