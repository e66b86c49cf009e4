"""Keys of lesson 12 that follow from the verdicts of the statements, from a published total and from the criteria."""

from kapcourse.learning import kap, screening, statements

NOT_HELPED = "F-7104"  # of a hundred after ketamine, by Cochrane's total, those who had not responded a day later


def statements_partly(_, folder):
    """How many statements of the page have the verdict "partly supported"."""
    return len(statements.by_verdict(folder)["partly"])


def not_helped(*_):
    """Of a hundred people given ketamine, how many had not responded a day later."""
    return round(kap.numbers(NOT_HELPED)[0])


def what_follows(item, folder):
    """{option: disposition} of the vignette that each option gives, with its findings changed as the option says."""
    return {option.id: screening.after(option.given["vignette"], option.given["change"], folder).disposition
            for option in item.options}
