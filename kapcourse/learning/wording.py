"""Words as English writes them: in a row, and with a large or a small first letter."""


def listed(words, last="and"):
    """A list of words as one text: "a", "a and b", "a, b and c"; empty for none. last: the word before the last one."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def large(words):
    """The words with a large first letter; the others stay, unlike with `capitalize`."""
    return words[:1].upper() + words[1:]


def small(words):
    """The words with a small first letter."""
    return words[:1].lower() + words[1:]
