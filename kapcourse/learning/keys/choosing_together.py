"""Keys of lesson 12 that follow from the gates, the wishes and the options of an invented person."""

from kapcourse.learning import choosing


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
