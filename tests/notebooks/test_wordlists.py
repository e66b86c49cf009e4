"""The glossary and the source list are what data/ says, and every link to them finds its heading."""

import re

import nbformat
import pytest

from kapcourse import authoring, wordlists
from kapcourse.learning import glossing
from kapcourse.tables import audit, lessons, sources
from tests.helpers import change, complaint
from tests.notebooks.lessons_on_disk import LESSONS, MADE, read, text, text_cells

TO_GLOSSARY = re.compile(r"\[([^\]]+)\]\(glossary\.ipynb#((?:[^\s()]|\([^\s()]*\))*)\)")
LINK = re.compile(r"\]\(<?((?:[^\s()<>]|\([^\s()]*\))+)>?\)")
made = pytest.mark.parametrize("path", MADE, ids=lambda p: p.stem)


def headings(path, level):
    """Headings of one level as a reader sees them."""
    found = re.findall(rf"^{'#' * level} (.+)$", text(path), re.MULTILINE)
    return [re.sub(r"\\(.)", r"\1", heading) for heading in found]


def named(stem):
    return next(path for path in MADE if path.stem == stem)


def test_both_are_there():
    assert {path.stem for path in MADE} == set(wordlists.MADE)


@made
def test_store_leaves_it_as_it_is(path):
    assert nbformat.writes(authoring.made(path)) == nbformat.writes(read(path)), "run `make notebooks`"


@made
def test_it_is_text_only_in_alphabetical_order_with_one_anchor_for_each_heading(path):
    nbformat.validate(read(path))
    assert {cell.cell_type for cell in read(path).cells} == {"markdown"}
    names = headings(path, 3)
    assert names == sorted(names, key=lambda name: (wordlists._order(name), name))
    anchors = [glossing.anchor(name) for level in (1, 2, 3) for name in headings(path, level)]
    assert len(set(anchors)) == len(anchors)
    assert re.findall(r"\]\(#(.+?)\)", text_cells(path)[0].source) == headings(path, 2)
    assert all("=" not in name for name in anchors), "JupyterLab reads an anchor with = as something else"


def test_the_glossary_holds_every_term_with_its_words_and_its_figures_lead_to_sources():
    path = named("glossary")
    assert sorted(headings(path, 3)) == sorted(lessons.glossary())
    for term in lessons.glossary().values():
        assert f"### {term.term}\n\n{wordlists.facts.cite(term.plain)}" in text(path)
    for cell in text_cells(path):
        assert audit.faults(audit.Text(cell.id, cell.source)) == []


def test_the_source_list_holds_every_work_with_its_link_and_where_it_is_used():
    path, names = named("source_list"), wordlists.headings()
    assert sorted(headings(path, 3)) == sorted(names.values())
    entries = {part.split("\n")[0]: part for part in re.split(r"^### ", text(path), flags=re.MULTILINE)}
    files = {target for target in LINK.findall(text(path)) if target.endswith(".ipynb")}
    assert files <= {lesson.name for lesson in LESSONS}
    for key, work in sources.load().items():
        entry = entries[wordlists._safe(names[key])]
        for told in (work.title.rstrip("."), work.journal, work.note, work.authors):
            assert wordlists._safe(told) in entry
        assert wordlists.CHECKED[work.doi_checked] in entry and f"Tier: {work.tier}" in entry
        assert work.link.split("://")[1].split("<")[0] in entry


@pytest.mark.parametrize("path", LESSONS, ids=lambda p: p.stem)
def test_links_to_the_glossary_find_their_term_and_say_it(path):
    anchors = {glossing.anchor(term): term for term in lessons.glossary()}
    links = TO_GLOSSARY.findall(text(path))
    for words, target in links:
        forms = {form.casefold() for form in glossing.forms(anchors[target])}
        assert " ".join(words.split()).casefold() in forms
    assert len({target for _, target in links}) == len(links), "a term is linked once"
    assert text(path).count("glossary.ipynb#") == len(links)


def lesson(folder, *texts):
    """A lesson 01 of text cells in a folder, stored."""
    cells = [nbformat.v4.new_markdown_cell("", id="opening"),
             *(nbformat.v4.new_markdown_cell(text, id=f"c{n}") for n, text in enumerate(texts))]
    path = folder / "01_two.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def filled(path):
    return [cell.source for cell in authoring.fill_in(authoring.read(path), path.stem).cells][1:]


def test_a_lesson_is_linked_when_it_is_stored_and_a_word_of_another_sense_is_not(course, tmp_path):
    path = lesson(tmp_path, "# Drip\n\nA drip.", "Talk of a drip, [64 %](F-0001).")
    assert filled(path) == ["# Drip\n\nA [drip](glossary.ipynb#drip).", (
        '[Talk](glossary.ipynb#talk) of a drip, [64 %](https://doi.org/10.1000/smith.2020 "F-0001").')]
    change(course, "glossary.yaml", "A planned conversation.", 'A planned conversation.\n  not_in: ["01"]')
    lessons.glossary.cache_clear()
    assert "glossary" not in filled(path)[1]


def test_a_term_that_is_not_in_an_unknown_lesson_is_told(course):
    change(course, "glossary.yaml", "A planned conversation.", 'A planned conversation.\n  not_in: ["77"]')
    lessons.glossary.cache_clear()
    assert "term talk: not_in names '77'" in complaint(lessons.glossary)


def test_a_work_of_hostile_words_is_shown_and_never_read_as_markup(course, tmp_path):
    change(course, "sources.csv", "A model,", "<b>A</b> *model* [x](y) $5 `c`,")
    change(course, "sources.csv", "Old B", "(authors not seen)")
    sources.load.cache_clear()
    told = "\n".join(wordlists.source_list({"01": "[64 %](F-0001)"}).values())
    assert r"**\<b\>A\</b\> \*model\* \[x\](y) \$5 \`c\`.**" in told
    assert r"### \<b\>A\</b\> \*model\* \[x\](y) \$5 \`c\` 1999" in told
    assert "[doi:10.1016/s0006-3223(99)00230-9](<https://doi.org/10.1016/s0006-3223(99)00230-9>)" in told


def test_where_a_work_is_used_counts_what_a_lessons_text_cites(course):
    def entry(**told):
        return "\n".join(wordlists.source_list(told).values()).split("### Office")[1].split("###")[0]

    cites = next(fact.id for fact in wordlists.facts.load().values() if fact.source == "office2023")
    before, after = entry(**{"01": "no figure"}), entry(**{"01": f"[3 mg](https://example.org/page \"{cites}\")"})
    assert entry().count("no lesson that is ready") == 1
    assert "[01 Two ways](01_two.ipynb)" in after
    assert "[01 Two ways]" not in before or "office2023" in wordlists.texts.sources_of("01")
