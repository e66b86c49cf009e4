"""Reading lint: sentences that are too long, lessons that read too hard, and abbreviations that nobody explains.

For nurses and therapists, many of whom read English as a second language. What is looked at: the text of the lessons
and the texts of data/. Only lessons whose notebooks are there are looked at: an installed package has none.

Limits. The Australian Government Style Manual (2024, page "Sentence length") asks for sentences of 15 words on average
and of 25 at most. LIX is the words of a sentence on average plus the percentage of words of more than six letters
(Björnsson 1968, "Läsbarhet"); it needs no count of syllables, which English makes hard. It runs from about 20, very
easy, to about 60, very difficult; the limit of 35 is the course's own judgement. Both averages are taken of whole
sentences only: headings, cells of tables and options without a stop would make a lesson look easier than it is.

An abbreviation is a word with two capitals. It is explained if the glossary has it among its terms, or if the lesson,
or the entry of data/ in which it stands, says what it is where it first stands there: "some words (ABC)", "called ABC",
"ABC (some words)", "ABC, the ...". Names of studies need no explanation.
"""

import re
from functools import cache
from itertools import groupby
from statistics import fmean

from kapcourse.learning import texts, timing
from kapcourse.tables import lessons, trials
from kapcourse.tables.audit import Text
from kapcourse.tables.facts import LINK

LONGEST, AVERAGE, HARDEST = 25, 15, 35  # words of a sentence, words of one on average, LIX
EVERYDAY = {"US"}  # abbreviations that every reader knows
_FROM_DATA = (", cell opening", ", cell key-points")  # written from data/lessons.yaml, where a fault has to be mended
_HIDDEN = re.compile(r"`[^`\n]+`|https?://\S+| \((?:derived|judgement)\)|\*+(?=\S)|(?<=\S)\*+")
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+>#|]|\d+\.) )|\n(?=\|)| \| ")
_MARK = re.compile(r"^\s*(?:[-*+>#|]+|\d+\.)\s")  # of a list, a heading, a quotation, a row
_STOP = re.compile(r"""([.!?]["”'’)]*)\s+(?=["“'‘(\[]*[A-Z0-9{])""")
_ABBREVIATION = re.compile(r"(?<!\w)(?=\w*[A-Z]\w*[A-Z])[A-Za-z]\w*")
_NO_ABBREVIATION = re.compile(r"I+|[A-Z]+\d{5,}|(?:[A-Z][a-z]+){2,}")  # schedule III, an entry of a registry, McInnes
_TOLD_BEFORE = re.compile(r"(?:\w\s\(|\b(?:called|named)\s)$")
_TOLD_AFTER = re.compile(r"(?:-\w+)?(?:\s\([a-z]|,\s(?:an?|the)\s)")


def faults(shown):
    """Sentences that say which text is hard to read, and where; empty if all is well.

    shown: the texts of data/ (`texts.everything()`).
    """
    pages = of_lessons()
    written = [text for page in pages.values() for text in page if not text.where.endswith(_FROM_DATA)]
    found = [fault for text in [*shown, *written] for fault in too_long(text)]
    known = EVERYDAY.union(*(abbreviations(term) for term in lessons.glossary()), names_of_studies(shown))
    for entry in [*entries([*shown, *texts.of_rows()]), *pages.values()]:
        found += unexplained(entry, known)
    return found + [fault for name, page in pages.items() for fault in too_hard(name, page)]


def told():
    """How hard each lesson reads, as a line; nothing if no notebook is there."""
    found = [f"{name} {words:.1f} and {lix:.0f}" for name, page in of_lessons().items()
             for words, lix in [level(_all_of(name, page))]]
    if found:
        yield f"Words of a sentence (at most {AVERAGE}) and LIX (at most {HARDEST}) by lesson: {', '.join(found)}."


def of_lessons():
    """{lesson id: its Markdown as one Text for each cell} of the lessons that `timing.notebooks` finds."""
    return {name: [Text(f"notebooks/{path.name}, cell {cell.get('id', number)}", "".join(cell["source"]))
                   for number, cell in enumerate(timing.cells(path), 1) if cell["cell_type"] == "markdown"]
            for name, path in timing.notebooks().items()}


def entries(shown):
    """The texts of data/ by the entry that they belong to: an item, a case, a row."""
    by_entry = groupby(shown, key=lambda text: re.match(r"(?:data/[^,]*, )?[^,]*", text.where)[0])
    return [list(group) for _, group in by_entry]


@cache
def sentences(body):
    """The sentences of a text as a reader sees them. Headings, cells of tables and lines of lists are their own."""
    blocks = (_MARK.sub("", block) for block in _BLOCK.split(_seen(body)))
    found = (part for block in blocks for part in _STOP.sub(r"\1\n\n", block).split("\n\n"))
    return [" ".join(sentence.split()).removesuffix(" |") for sentence in found if timing.words_of(sentence)]


def too_long(text):
    """A fault for each sentence that is too long."""
    for sentence in sentences(text.body):
        if (words := timing.words_of(sentence)) > LONGEST:
            yield (f"{text.where}: a sentence of {words} words, where {LONGEST} are enough; split it: "
                   f"'{_start(sentence)}'.")


def level(shown):
    """(words of a sentence on average, LIX) of the whole sentences of some texts; (0, 0) if there are none."""
    whole = [one for text in shown for one in sentences(text.body) if re.search(r"[.!?][\"”'’)]*$", one)]
    if not whole:
        return 0, 0
    words = re.findall(r"[^\W\d_]+", " ".join(whole))
    average = fmean(map(timing.words_of, whole))
    return average, average + 100 * fmean(len(word) > 6 for word in words)


def too_hard(name, page):
    """A fault if a lesson reads too hard as a whole."""
    words, lix = level(_all_of(name, page))
    if words > AVERAGE or lix > HARDEST:
        yield (f"lesson {name}: {words:.1f} words in a sentence and LIX {lix:.0f}, where {AVERAGE} and {HARDEST} are "
               "enough; use shorter sentences and plainer words.")


def abbreviations(body):
    """The abbreviations of a text, each with the place where it first stands there."""
    found = {}
    for match in _ABBREVIATION.finditer(_seen(body)):
        word = match[0].removesuffix("s")
        if not _NO_ABBREVIATION.fullmatch(word):
            found.setdefault(word, match)
    return found


def unexplained(entry, known):
    """A fault for each abbreviation of an entry, or of a lesson, that is not explained.

    known: those that need no explanation.
    """
    told = set(known)
    for text in entry:
        for word, match in abbreviations(text.body).items():
            if word not in told and not _explained(match):
                yield (f"{text.where}: {word} is not explained; write it out at its first use, as in 'three words "
                       f"({word})', or add it to data/glossary.yaml.")
            told.add(word)


def names_of_studies(shown):
    """Words with two capitals that are names of studies, as the tables name them."""
    names = [text.body for text in shown if text.where.endswith(", study")]
    names += [row.name for row in trials.load().trials.values()]
    return set().union(*map(abbreviations, names))


def _explained(match):
    before, after = match.string[:match.start()], match.string[match.end():]
    return bool(_TOLD_BEFORE.search(before) or _TOLD_AFTER.match(after))


def _seen(body):
    return _HIDDEN.sub("", LINK.sub(r"\1", body))


def _all_of(name, page):
    return [*page, *texts.of_lesson(name)]


def _start(sentence):
    return sentence if len(sentence) <= 90 else f"{sentence[:90].rsplit(' ', 1)[0]} ..."
