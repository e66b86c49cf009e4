"""The steps of preparation, and the comparisons of lesson 09."""

from kapcourse.tables import steps
from kapcourse.tables.facts import SHORT_LINK, numbers
from kapcourse.tables.records import CourseError, named

SALT_WATER = "F-6048"  # percent who responded after salt water under anaesthesia


def step(name, folder=None):
    """The step called `name`. Raises CourseError if there is none."""
    return named(steps.load(folder), name, "data/steps.yaml has no step")


def lines(one, side):
    """Lines of a step on one side, in file order."""
    return [line for line in one.lines if line.side == side]


def sides(one):
    """"both", "infusion", "kap" or "neither": where a source was found for the step."""
    found = [side for side in ("infusion", "kap") if lines(one, side)]
    return "both" if len(found) == 2 else found[0] if found else "neither"


def firmest(one):
    """The firmest kind of evidence on the effect of a step: a key of steps.EVIDENCE, or "none"."""
    grades = {line.grade for line in lines(one, steps.KNOWN)}
    return next((grade for grade in steps.EVIDENCE if grade in grades), "none")


def by_chance(folder=None):
    """Steps that chance decided on in a study with ketamine."""
    return [one for one in steps.load(folder).values() if firmest(one) == "chance"]


def fasting(line):
    """Hours without food and without drink that a line of the step `food` names, as its facts say."""
    found = [numbers(name)[0] for _, name in SHORT_LINK.findall(line.words)]
    return found[0], found[-1]


def who_asks(food, drink, folder=None):
    """"both", "infusion" or "kap": which sides have a place that asks for these hours without food and drink."""
    found = {line.side for line in step("food", folder).lines if fasting(line) == (food, drink)}
    if not found:
        raise CourseError(f"data/steps.yaml, step food: no line asks for {food:g} and {drink:g} hours.")
    return "both" if len(found) == 2 else found.pop()


def print_steps():
    """Print all steps: where a source was found, and the firmest evidence on the effect."""
    print(f"{'step':52}{'source found for':18}what is known of its effect")
    for one in steps.load().values():
        print(f"{one.title:52}{sides(one):18}{steps.EVIDENCE.get(firmest(one), steps.NOTHING)}")


def print_fasting():
    """Print hours without food and drink, place by place."""
    for line in step("food").lines:
        food, drink = fasting(line)
        print(f"{line.side:10}{line.source:20}food {food:g} h, drink {drink:g} h")
