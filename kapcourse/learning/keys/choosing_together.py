"""Keys of lesson 12: from gates and wishes, from the verdicts of the statements, from a published total."""

from kapcourse.learning import choosing, screening, statements
from kapcourse.tables import facts

NOT_HELPED = "F-7104"  # of a hundred after ketamine, by Cochrane's total, those who had not responded a day later


def statements_partly(_, folder):
    """How many statements of the page have the verdict "partly supported"."""
    return len(statements.by_verdict(folder)["partly"])


def not_helped(*_):
    """Of a hundred people given ketamine, how many had not responded a day later."""
    return round(facts.numbers(NOT_HELPED)[0])


def what_follows(item, folder):
    """{option: disposition} of the vignette that each option gives, with its findings changed as the option says."""
    return {option.id: screening.after(option.given["vignette"], option.given["change"], folder).disposition
            for option in item.options}


def what_decides(item, folder):
    """The option whose `decides` is what decides first for the person that the options name.

    given: {person: name} stands with every option; {decides: a key of `choosing.DECIDES`} with those it fits. Raises
    ValueError unless all options name one person and exactly one fits.
    """
    people = {option.given.get("person") for option in item.options}
    if len(people) != 1 or None in people:
        raise ValueError("every option gives the same person")
    found = choosing.choose(people.pop(), folder=folder).decides
    fits = [option.id for option in item.options if option.given.get("decides") == found]
    if len(fits) != 1:
        raise ValueError(f"what decides is '{found}', and {len(fits)} options stand for it")
    return fits[0]
