"""Terms are linked to the glossary at their first use: whole words, once, and never inside something else."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from markdown_it import MarkdownIt

from kapcourse.learning.glossing import anchor, forms, linked, unlinked
from kapcourse.tables import lessons

TERMS = ["drip", "KAP", "Ki", "vein", "odds ratio", "ratio", "course of treatment", "hypothesis", "artery",
         "arteriovenous malformation (AVM)", "depression, treatment-resistant", "custom", "derived", "corrigendum"]


def one(text, terms=TERMS):
    return linked([text], terms)[0]


@pytest.mark.parametrize(("before", "after"), [
    ("A drip runs.", "A [drip](glossary.ipynb#drip) runs."),
    ("Drips run. A drip too.", "[Drips](glossary.ipynb#drip) run. A drip too."),
    ("*Drip* means", "*[Drip](glossary.ipynb#drip)* means"),
    ("the KAP's way", "the [KAP](glossary.ipynb#KAP)'s way"),
    ("An odds ratio is a ratio.", "An [odds ratio](glossary.ipynb#odds-ratio) is a [ratio](glossary.ipynb#ratio)."),
    ("an odds\nratio", "an [odds\nratio](glossary.ipynb#odds-ratio)"),
    ("courses of treatment", "[courses of treatment](glossary.ipynb#course-of-treatment)"),
    ("two hypotheses, arteries", "two [hypotheses](glossary.ipynb#hypothesis), [arteries](glossary.ipynb#artery)"),
    ("an AVM", "an [AVM](glossary.ipynb#arteriovenous-malformation-(AVM))"),
    ("with treatment-resistant depression",
     "with [treatment-resistant depression](glossary.ipynb#depression,-treatment-resistant)"),
    ("corrigenda, customs", "[corrigenda](glossary.ipynb#corrigendum), [customs](glossary.ipynb#custom)"),
])
def test_the_first_use_of_a_term_is_linked(before, after):
    assert one(before) == after


@pytest.mark.parametrize("text", [
    "dripping, veins-of-the-arm, un-drip, drip/vein, customary", "kap, ki, KI, avm, KAPs-and",
    "# The drip\n## KAP and vein", "`drip` and ``a drip`` and\n\n```\nKAP\n```", "~~~\nKAP",
    "[the drip](https://example.org/vein) ![KAP](vein.png)", "<b title='drip'>", "https://example.org/drip",
    '[64 %](https://doi.org/10.1016/s0006-3223(99)00230-9 "F-0042") (derived)',
    "an odds\n\nratio-like", "odds\n- ratio-",
])
def test_what_is_no_whole_word_or_stands_in_something_else_is_left_alone(text):
    assert one(text) == text


def test_a_term_is_linked_once_in_a_lesson_and_the_longest_name_wins():
    texts = linked(["An odds ratio.", "# drip\n\nA drip, a ratio.", "Odds ratio, drip, ratio."], TERMS)
    assert "".join(texts).count("glossary.ipynb") == 3
    assert texts[1] == "# drip\n\nA [drip](glossary.ipynb#drip), a [ratio](glossary.ipynb#ratio)."
    assert "glossary" not in texts[2]


def test_a_second_pass_changes_nothing_and_a_changed_glossary_takes_its_links_back():
    texts = ["A drip in a *vein*, an AVM.", "KAP `KAP` and (derived).", "No term."]
    once = linked(texts, TERMS)
    assert linked(once, TERMS) == once
    assert [unlinked(text) for text in once] == texts
    assert linked(once, []) == texts


words = some.sampled_from(["drip", "Drips", "KAP", "odds", "ratio", "`", "```\n", "[", "](", ")", "(derived)", "# ",
                           "\n", "\n\n", "- ", " *vein* ", "AVM", "<b>", " ", " https://x.y/drip ", "|", "\\"])


@settings(max_examples=60, deadline=None, derandomize=True)
@given(some.lists(words, max_size=14).map("".join))
def test_any_text_reads_as_before_but_for_the_links(text):
    once = one(text)
    assert unlinked(once) == text
    assert one(once) == once
    shown = MarkdownIt("commonmark").render
    assert re.sub(r'<a href="glossary[^>]*>(.*?)</a>', r"\1", shown(once), flags=re.DOTALL) == shown(text)


def test_every_form_of_every_real_term_leads_to_one_term_only():
    owners = {}
    for term in lessons.glossary():
        for form in set(forms(term)):
            owners.setdefault(form.casefold(), []).append(term)
    assert {form: terms for form, terms in owners.items() if len(terms) > 1} == {}
    assert len({anchor(term).casefold() for term in lessons.glossary()}) == len(lessons.glossary())
