"""Words in a row, as English writes them."""


def listed(words, last="and"):
    """A list of words as one text: "a", "a and b", "a, b and c"; empty for none. last: the word before the last one."""
    return f" {last} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
