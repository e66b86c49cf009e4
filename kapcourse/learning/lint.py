"""Item lint: the writing rules that a machine can check, and test-wise strategies over the whole bank.

Rules after the NBME item-writing guide (2020, chapter 3): a focused question, options of like length, no "all of
the above", no negative question, and nothing that rewards a guesser who has not read the course.
"""

import re

from kapcourse.tables.facts import plain

BANNED = re.compile(r"\b(all|none|both|neither) of (the above|these)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(NOT|EXCEPT|LEAST)\b|\b([Ww]hich|[Ww]hat) [^?.]*(\b(is|are|was|were|do|does|did|has|have|can|"
                      r"should|would|will)( \w+){0,2} not\b|n't\b|\bcannot\b)[^?.]*\?|\bexcept\b[^?.]*\?")
HEDGES = re.compile(r"\b(may|might|can|could|some|sometimes|often|usually|possibly|perhaps|about|so far)\b",
                    re.IGNORECASE)
LONGEST, SHORTEST = 1.6, 12


def faults(item):
    """Sentences that say which writing rule the item breaks; empty if none."""
    where = item.where or f"item {item.id}"
    if item.kind == "reflection":
        return []
    found = []
    if "?" not in item.stem and item.kind in ("choice", "number"):
        found.append(f"{where}: the stem asks no question; it needs a question mark.")
    if NEGATIVE.search(item.stem):
        found.append(f"{where}: the stem asks in the negative; ask for what is true.")
    if item.kind == "choice" and not 3 <= len(item.options) <= 4:
        found.append(f"{where}: {len(item.options)} options; three or four are enough.")
    for option in item.options:
        if item.kind != "case" and BANNED.search(option.text):  # in a case it is speech
            found.append(f"{where}, option {option.id}: '{BANNED.search(option.text)[0]}' rewards guessing.")
    for place, group in _groups(item):
        found += _of_group(group, where + place)
    return found + _same_place(item)


def _of_group(group, where):
    """Faults of options that compete: of unlike length, or saying the same."""
    lengths = sorted(len(plain(o.text)) for o in group)
    if lengths[-1] > LONGEST * max(lengths[0], SHORTEST):
        yield (f"{where}: options differ too much in length ({lengths[0]} to {lengths[-1]} characters); "
               f"the longest may have {LONGEST:g} times as many as the shortest.")
    texts = [o.text.strip().lower() for o in group]
    if len(set(texts)) < len(texts):
        yield f"{where}: two options say the same."


def _same_place(item):
    """A fault if the good reply of a case stands at the same place in every scene."""
    scenes = _good_replies(item) if item.kind == "case" else []
    places = {[o.id for o in group].index(good) for group, good in scenes}
    if len(places) != 1 or len(scenes) == 1:
        return []
    return [f"item {item.id}: the good reply is always number {places.pop() + 1}; vary its place."]


def _groups(item):
    """(place, options that compete): of a choice all, of a claim questions and rewrites, of a case each scene's."""
    if item.kind == "choice":
        return [("", item.options)]
    if item.kind == "judge":
        return [("", _part(item, part)) for part in ("settle", "rewrite")]
    if item.kind == "case":
        return [(f", scene {scene}", _part(item, scene)) for scene in item.key]
    return []


def _part(item, part):
    return [o for o in item.options if o.id.startswith(f"{part}:")]


def _good_replies(item):
    """(replies, id of the good one) for each scene of a case that has only one good reply."""
    return [(_part(item, scene), f"{scene}:{good[0]}") for scene, good in item.key.items() if len(good) == 1]


def choices(items):
    """Every single choice of the bank as (options, key).

    Choice items, parts of claims but the verdict, scenes of cases with one good reply, statements to match (each
    chooses a category) and what follows in a vignette. Other kinds offer nothing to pick by its form.
    """
    for item in items:
        if item.key is not None:
            yield from _CHOICES.get(item.kind, lambda item: ())(item)


_CHOICES = {
    "choice": lambda item: [(item.options, item.key)],
    "judge": lambda item: [(_part(item, part), f"{part}:{item.key[part]}") for part in ("settle", "row", "rewrite")],
    "case": _good_replies,
    "match": lambda item: [(item.categories, item.key[o.id]) for o in item.options],
    "screen": lambda item: [(_part(item, "disposition"), f"disposition:{item.key['disposition']}")],
}
FAMILIES = {  # kinds that are counted apart, so that none of them hides another
    "questions": lambda item: item.role != "test" and item.kind in ("choice", "judge"),
    "scenes of cases": lambda item: item.kind == "case",
    "statements to match": lambda item: item.role != "test" and item.kind == "match",
    "vignettes": lambda item: item.kind == "screen",
    "test, form A": lambda item: item.form == "A",
    "test, form B": lambda item: item.form == "B",
}
STRATEGIES = {
    "the longest option": lambda options: max(options, key=lambda o: len(plain(o.text))),
    "the first option": lambda options: options[0],
    "the last option": lambda options: options[-1],
    "the most hedged option": lambda options: max(options, key=lambda o: len(HEDGES.findall(o.text))),
}


def families(items):
    """{family: its items} of the bank; families are those of `FAMILIES`."""
    return {name: [item for item in items if belongs(item)] for name, belongs in FAMILIES.items()}


def told(items):
    """One line for each test-wise strategy: how often it is right in each family, and how often by chance."""
    found = {name: guessing(some) for name, some in families(items).items()}
    for strategy in STRATEGIES:
        parts = [f"{name} {right} of {n} ({expected:.0f})"
                 for name, (right, expected, _, n) in ((name, by[strategy]) for name, by in found.items()) if n]
        yield f"Guessing, {strategy} (right, of all, by chance): {', '.join(parts)}."


def guessing(items):
    """How test-wise strategies fare: {strategy: (right, expected by chance, its standard deviation, n)}."""
    bank = list(choices(items))
    chances = [1 / len(options) for options, _ in bank]
    expected, spread = sum(chances), sum(p * (1 - p) for p in chances) ** 0.5
    return {name: (sum(pick(options).id == key for options, key in bank), expected, spread, len(bank))
            for name, pick in STRATEGIES.items()}
