"""Choosing together: the safety gates of lesson 08, a person's wishes against the options, and what is said of both.

No sentence here recommends. It says what follows if these wishes hold, what is not known, and what would change it.
"""

from dataclasses import dataclass
from functools import cache

from kapcourse.learning import screening as room
from kapcourse.learning.wording import listed
from kapcourse.science import decision
from kapcourse.tables import options as tables
from kapcourse.tables import screening
from kapcourse.tables.facts import plain
from kapcourse.tables.records import CourseError, named

ASIDE = "aside"  # stands among the bars of an option that is not weighed in this story
DECIDES = {  # what decides first, the weightiest first
    "urgent": "Imminent risk decides: care on the same day, and no choosing today",
    "gate": "A safety gate decides: no ketamine in any form, for now",
    "gate_one": "A safety gate closes a way in question; others stay open",
    "wishes": "The wishes decide between infusion and KAP, if they hold",
    "overlap": "The evidence does not separate infusion and KAP; the person's own weighing decides",
}
STANDS = {"meets": "meets it", "partly": "partly (counts half)", "does_not": "does not", "unknown": "not known"}


@dataclass(frozen=True)
class Choice:
    """A person, the wishes, and what follows.

    gates: {option: `decision.Triage`, None where the criteria do not apply}.  standings: {option: `decision.Standing`}.
    leading: options that may meet most.  turns: [(wish, weight)] and unknowns: [(option, wish)] that would change that.
    decides: what decides first, a key of DECIDES.
    """

    person: tables.Person
    weights: dict
    gates: dict
    standings: dict
    leading: frozenset
    turns: list
    unknowns: list
    decides: str


def choose(name, weights=None, folder=None):
    """The `Choice` of the invented person called `name`, with the person's own weights or others.

    weights: {wish: 0 to 3}; a wish that is left out has weight 0. Raises CourseError for an unknown person or wish, or
    a weight that does not exist.
    """
    person, table = _person(name, folder), tables.load(folder)
    weights = _whole(person.weights if weights is None else weights, table)
    gates = gates_of(folder)[name]
    bars = _bars(person, gates)
    standings = decision.compare(weights, table.stands, bars)
    return Choice(person, weights, gates, standings, decision.leading(standings),
                  decision.turning_weights(weights, table.stands, bars, tables.MOST),
                  decision.turning_unknowns(weights, table.stands, bars),
                  _decides(person, gates, standings, table.compared))


@cache
def gates_of(folder=None):
    """{person: {option: `decision.Triage`}}, None for an option that the criteria are not about."""
    rules = room.rules(folder)
    return {name: {o.id: decision.triage(tables.values(person, o, folder), rules) if o.gives else None
                   for o in tables.load(folder).options} for name, person in tables.people(folder).items()}


def urgent(choice):
    """Whether an urgent criterion fired: then nothing is chosen today."""
    return choice.decides == "urgent"


def _person(name, folder):
    return named(tables.people(folder), name, "there is no person")


def _whole(weights, table):
    for name, weight in weights.items():
        if not table.wish(name):
            raise CourseError(f"there is no wish '{str(name)[:40]}'.")
        if isinstance(weight, bool) or weight not in range(tables.MOST + 1):
            raise CourseError(f"the weight of {name} is {str(weight)[:40]!r}; expected 0, 1, 2 or {tables.MOST}.")
    return {wish.id: weights.get(wish.id, 0) for wish in table.wishes}


def _bars(person, gates):
    """{option: ids of criteria that close it, or ASIDE}; imminent risk closes every option."""
    pressing = tuple(dict.fromkeys(rule.id for gate in gates.values() if gate for rule in gate.fired if rule.urgent))
    closed = {name: pressing or tuple(rule.id for rule in gate.fired if rule.disposition in ("defer", "refer"))
              for name, gate in gates.items() if gate}
    closed |= {name: pressing for name, gate in gates.items() if not gate}
    return closed if pressing else {name: (*bars, ASIDE) if name in person.aside else bars
                                    for name, bars in closed.items()}


def _decides(person, gates, standings, compared):
    if any(rule.urgent for gate in gates.values() if gate for rule in gate.fired):
        return "urgent"
    if all(standings[name].bars for name, gate in gates.items() if gate):
        return "gate"
    if any(standings[name].bars for name in (person.asks_for, *compared)):
        return "gate_one"
    return "wishes" if decision.apart(*(standings[name] for name in compared)) else "overlap"


# What is said.

def percent(share):
    """A share from 0 to 1 as a whole number of a hundred."""
    return round(100 * share)


def why_barred(choice, option, folder=None):
    """Why an option is closed, in words: each criterion by name with what to do; empty if it is open."""
    criteria = screening.load(folder).criteria
    return [f"Not weighed here: {choice.person.aside[option]}" if name == ASIDE else
            f"{criteria[name].name}: {criteria[name].action}" for name in choice.standings[option].bars]


def cautions(choice, option, folder=None):
    """Names of criteria that ask for precautions with an open option."""
    gate, criteria = choice.gates[option], screening.load(folder).criteria
    return [criteria[rule.id].name for rule in gate.fired if rule.disposition == "precautions"] if gate else []


def sentence(choice, folder=None):
    """What follows, in a few plain sentences; never a bare recommendation."""
    if urgent(choice):
        return f"Imminent risk closes every option today. {plain(choice.person.first)}"
    if not any(choice.weights.values()):
        return "No wish has a weight, so nothing can be compared. " + _closed(choice, folder)
    said = [_ranges(choice, folder), _lead(choice, folder), _compared(choice, folder), _closed(choice, folder)]
    return " ".join(line for line in said if line)


def _ranges(choice, folder):
    found = [f"{_short(name, folder)} {reach(one)}" for name, one in choice.standings.items() if not one.bars]
    return f"Of 100 points of what matters, these ways can meet: {'; '.join(found)}." if found else ""


def reach(one):
    """The range of a `decision.Standing` in points of 100: "40" or "30 to 55"."""
    low, high = percent(one.low), percent(one.high)
    return str(low) if low == high else f"{low} to {high}"


def _lead(choice, folder):
    names = [_short(name, folder) for name in choice.standings if name in choice.leading]
    if not names:
        return "Every way is closed for now."
    if len(names) == 1:
        return (f"If these wishes hold, {names[0]} can meet more of them than any other open way. It is no "
                "recommendation.")
    return (f"These ranges overlap or touch: {listed(names)}. The wishes and what is known do not separate "
            "them; where a range is wide, the evidence does not.")


def _compared(choice, folder):
    pair = tables.load(folder).compared
    one, other = (choice.standings[name] for name in pair)
    if one.bars or other.bars:
        return ""
    names = listed([_short(name, folder) for name in pair])
    if not decision.apart(one, other):
        return f"Between {names}, the evidence does not separate the two for this person."
    more, less = pair if one.low > other.high else pair[::-1]
    return (f"If these wishes hold, {_short(more, folder)} meets more of them than {_short(less, folder)}. That is "
            "about the wishes, and does not show that it works better.")


def _closed(choice, folder):
    aside = [_short(n, folder) for n, one in choice.standings.items() if one.bars == (ASIDE,)]
    closed = [_short(n, folder) for n, one in choice.standings.items() if one.bars not in ((), (ASIDE,))]
    said = [f"Closed by a gate: {listed(closed)}."] if closed else []
    return " ".join([*said, f"Not weighed in this story: {listed(aside)}."] if aside else said)


def changes(choice, folder=None):
    """What would change the result: sentences on weights, on what is not known, on gates, and on the person."""
    table, said = tables.load(folder), []
    if urgent(choice):
        return [plain(choice.person.change)]
    for wish, weight in choice.turns:
        if choice.weights[wish]:
            said.append(f"If \"{table.wish(wish).text}\" had weight {weight} ({tables.WEIGHTS[weight]}).")
    new = [f"\"{table.wish(wish).text}\"" for wish, _ in choice.turns if not choice.weights[wish]]
    if new:
        said.append(f"If another wish came up that matters most: {listed(new, 'or')}.")
    for wish in dict.fromkeys(wish for _, wish in choice.unknowns):
        of = [_short(option, folder) for option, which in choice.unknowns if which == wish]
        said.append(f"If this were known of {listed(of, 'or')}: \"{table.wish(wish).text}\".")
    return [*said, *_settled(choice, folder), plain(choice.person.change)]


def _settled(choice, folder):
    """Gates that could open: what is deferred, once it is settled. What is referred is for a specialist."""
    criteria = screening.load(folder).criteria
    for name in dict.fromkeys(bar for one in choice.standings.values() for bar in one.bars if bar != ASIDE):
        if criteria[name].disposition == "defer":
            yield f"If this were settled: {criteria[name].name}."
        else:
            yield f"If this no longer held, or a specialist decided otherwise: {criteria[name].name}."


def _short(name, folder):
    return tables.load(folder).option(name).short


def print_person(name):
    """Print for one invented person the gates, each option's range and reasons, and what would change it."""
    choice, table = choose(name), tables.load()
    print(f"{choice.person.name}: {DECIDES[choice.decides]}")
    for option, one in choice.standings.items():
        closed = "; ".join(why_barred(choice, option))
        print(f"  {table.option(option).short:16} {reach(one):10} {f'closed: {closed}' if closed else ''}".rstrip())
        for word in STANDS:
            wishes = [f"{table.wish(w).short} ({choice.weights[w]})" for w in getattr(one, word)]
            if wishes:
                print(f"    {STANDS[word]}: {', '.join(wishes)}")
    print(f"  {sentence(choice)}")


def print_people():
    """Print every invented person."""
    for name in tables.people():
        print_person(name)
        print()
