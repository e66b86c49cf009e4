"""Comparing options: which approaches have what a person asks for."""


def fitting(wants, traits):
    """The options that have every wanted trait, in the order given.

    wants: {trait: value}.  traits: {option: {trait: value}}.  Returns a list of options.
    Raises ValueError if some option does not state a wanted trait: absence is not a "no".
    """
    for option, known in traits.items():
        for trait in wants:
            if trait not in known:
                raise ValueError(f"option '{option}' does not state the trait '{trait}'")
    return [option for option, known in traits.items() if all(known[t] == v for t, v in wants.items())]
