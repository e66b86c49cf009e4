"""Item lint: the writing rules that a machine can check, and test-wise strategies over the whole bank.

Rules after the NBME item-writing guide (2020, chapter 3): a focused question, options of like length, no "all of
the above", no negative question, and nothing that rewards a guesser who has not read the course.
"""

import re

from kapcourse.tables.facts import plain

BANNED = re.compile(r"\b(all|none|both|neither) of (the above|these)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(NOT|EXCEPT|LEAST)\b|\bwhich [^?]*\b(is|are|does|do) not\b[^?]*\?|\bexcept\b[^?]*\?")
HEDGES = re.compile(r"\b(may|might|can|could|some|sometimes|often|usually|possibly|perhaps|about|so far)\b",
                    re.IGNORECASE)
LONGEST, SHORTEST = 1.6, 12


def faults(item):
    """Sentences that say which writing rule the item breaks; empty if none."""
    where = f"item {item.id}"
    if item.kind == "reflection":
        return []
    found = []
    if "?" not in item.stem and item.kind in ("choice", "number"):
        found.append(f"{where}: the stem asks no question.")
    if NEGATIVE.search(item.stem):
        found.append(f"{where}: the stem asks in the negative; ask for what is true.")
    if item.kind == "choice" and not 3 <= len(item.options) <= 4:
        found.append(f"{where}: {len(item.options)} options; three or four are enough.")
    for option in item.options:
        if BANNED.search(option.text):
            found.append(f"{where}, option {option.id}: '{BANNED.search(option.text)[0]}' rewards guessing.")
    for group in _groups(item):
        lengths = sorted(len(plain(o.text)) for o in group)
        if lengths[-1] > LONGEST * max(lengths[0], SHORTEST):
            found.append(f"{where}: options differ too much in length ({lengths[0]} to {lengths[-1]} characters).")
        texts = [o.text.strip().lower() for o in group]
        if len(set(texts)) < len(texts):
            found.append(f"{where}: two options say the same.")
    return found


def _groups(item):
    """Options that compete with each other: all of a choice; of a claim the questions and the rewrites."""
    if item.kind == "choice":
        return [item.options]
    if item.kind == "judge":
        return [[o for o in item.options if o.id.startswith(part)] for part in ("settle:", "rewrite:")]
    return []


def choices(items):
    """Every single choice of the bank as (options, key): choice items and the parts of claims but the verdict."""
    for item in items:
        if item.kind == "choice" and item.key is not None:
            yield item.options, item.key
        elif item.kind == "judge":
            for part in ("settle", "row", "rewrite"):
                yield [o for o in item.options if o.id.startswith(part + ":")], f"{part}:{item.key[part]}"


STRATEGIES = {
    "the longest option": lambda options: max(options, key=lambda o: len(plain(o.text))),
    "the first option": lambda options: options[0],
    "the last option": lambda options: options[-1],
    "the most hedged option": lambda options: max(options, key=lambda o: len(HEDGES.findall(o.text))),
}


def guessing(items):
    """How test-wise strategies fare: {strategy: (right, expected by chance, standard deviation of chance, n)}."""
    bank = list(choices(items))
    chances = [1 / len(options) for options, _ in bank]
    expected, spread = sum(chances), sum(p * (1 - p) for p in chances) ** 0.5
    return {name: (sum(pick(options).id == key for options, key in bank), expected, spread, len(bank))
            for name, pick in STRATEGIES.items()}
