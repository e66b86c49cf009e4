"""Options, wishes, people and risks: no reading without a source, and each mistake told in a sentence."""

import pytest

from kapcourse.tables import approaches, options
from tests.helpers import change, complaint, read_course

OPTIONS, PEOPLE, RISKS, CHECKLIST = "options.yaml", "people.yaml", "risks.csv", "risk_checklist.yaml"
BAD = [
    (OPTIONS, "approach: infusion", "approach: infusoin", ["option drip", "approach is 'infusoin'"]),
    (OPTIONS, "gives: {route: drip", "gives: {rout: drip", ["option drip", "gives names 'rout'"]),
    (OPTIONS, "ect, own: It has checks of its own.", "ect", ["option ect", "own is missing"]),
    (OPTIONS, "gives: {route: spray}", "gives: {route: spray}, own: Too.", ["option kap", "own is not needed"]),
    (OPTIONS, "{id: ect, approach: ect", "{id: ect, name: Current, approach: ect",
     ["option ect", "come from the approach"]),
    (OPTIONS, "name: Care first, ", "", ["option care", "name, short and description are needed"]),
    (OPTIONS, "id: mouth, name: By mouth, short: Mouth, description: Tablets.", "id: mouth, approach: kap",
     ["3 options are of the compared approaches"]),
    (OPTIONS, "id: kap, approach", "id: drip, approach", ["id drip stands twice"]),
    (OPTIONS, "- id: tested", "- id: talk", ["id talk stands twice"]),
    (OPTIONS, "attribute: talk", "attribute: tlak", ["no attribute 'tlak'"]),
    (OPTIONS, "beside: [lasting]", "beside: [price]", ["no attribute 'price'"]),
    (OPTIONS, "stands: does_not, because: None is planned.", "stands: no, because: None.",
     ["wish talk, cell drip", "stands is False", "meets, partly, does_not, unknown"]),
    (OPTIONS, "      kap: {stands: meets, because: It is planned.}\n", "", ["wish talk", "cell 'kap' is missing"]),
    (OPTIONS, "      kap: {stands: meets", "      cap: {stands: meets", ["wish talk", "cell 'cap' is not an option"]),
    (OPTIONS, "ect: {stands: unknown, because: Not found.}", "ect: {stands: meets, because: Surely.}",
     ["wish tested, cell ect", "stands is meets", "write unknown"]),
    (OPTIONS, "because: A trial.}", "because: A trial., value: Twice.}",
     ["wish tested, cell drip", "data/approaches.yaml to tell"]),
    (OPTIONS, ", value: Tested.", "", ["wish tested, cell care", "value is missing"]),
    (PEOPLE, "asks_for: drip", "asks_for: drop", ["person ann", "asks_for is 'drop'"]),
    (PEOPLE, "weights: {talk: 1", "weights: {price: 1", ["person ann", "'price'", "no wish"]),
    (PEOPLE, "lasting: 3", "lasting: 4", ["person ann", "weight of lasting is '4'", "0, 1, 2 or 3"]),
    (PEOPLE, "lasting: 3", "lasting: 1.5", ["person ann", "weight of lasting is '1.5'"]),
    (PEOPLE, "lasting: 3", "lasting: yes", ["person ann", "weight of lasting is 'True'"]),
    (PEOPLE, "lasting: 3", "lasting: [3]", ["person ann", "weight of lasting is '[3]'"]),
    (PEOPLE, "age: 40, ", "", ["person ann", "finding age is missing"]),
    (PEOPLE, "age: 40", "age: old", ["person ann: age", "'old'"]),
    (PEOPLE, "age: 40", "agee: 40", ["person ann: findings", "'agee'"]),
    (PEOPLE, "aside: {ect", "aside: {tms", ["person ann", "aside names 'tms'"]),
    (PEOPLE, "aside: {ect", "aside: {drip", ["person ann", "aside names 'drip'", "no gives"]),
    (PEOPLE, "  proven: A tested talk.\n", "", ["person ann", "proven is missing"]),
    (PEOPLE, "- id: bob", "- id: ann", ["id ann stands twice"]),
    (RISKS, "200,27.4", "200,127.4", ["row better", "percent is 127.4"]),
    (RISKS, "4.1,40.4", "40.4,4.1", ["row better", "low and high"]),
    (RISKS, "4.1,40.4", "20.1,40.4", ["row better", "outside its interval"]),
    (RISKS, "smith2020,Table 2", "smith2021,Table 2", ["row better", "source 'smith2021'"]),
    (RISKS, "one day", "", ["row 2 (better)", "period is missing"]),
    (RISKS, "adults in a trial", "", ["row 2 (better)", "population is missing"]),
    (RISKS, "VERIFIED,primary", "RECALLED,primary", ["row 2 (better)", "status is 'RECALLED'"]),
    (CHECKLIST, "source: smith2020", "source: smith2021", ["check group", "source 'smith2021'"]),
    (CHECKLIST, "instrument: pubmed2010", "instrument: none", ["check group", "source 'none'"]),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), BAD)
def test_a_mistake_is_told_in_one_sentence(data, file, old, new, words):
    change(data, file, old, new)
    said = complaint(read_course, data)
    assert said.startswith(f"data/{file}") or "no attribute" in said
    assert all(word in said for word in words), said


def test_the_words_of_a_reading_are_those_of_the_comparison(course):
    table = options.load()
    wish, drip, care = table.wish("talk"), table.option("drip"), table.option("care")
    assert options.words(wish, drip) == approaches.load().attribute("talk").cells["infusion"]
    assert options.words(wish, care) == "Talk or pills."
    assert (drip.name, drip.short) == ("Infusion", "Drip")


def test_values_take_product_and_route_from_the_option_and_the_rest_from_the_person(course):
    bob, table = options.people()["bob"], options.load()
    drip, kap = (options.values(bob, table.option(name)) for name in ("drip", "kap"))
    assert (drip["route"], drip["alone"]) == ("drip", False) and (kap["route"], kap["alone"]) == ("spray", True)
    assert drip["age"] == 50 and drip["bulge"] is False


def test_nothing_stands_in_the_course_that_the_comparison_did_not_find():
    table, columns = options.load(), approaches.load()
    unknown = [(w.id, o.id) for w in table.wishes for o in table.options if o.approach
               and columns.attribute(w.attribute).cells[o.approach].status == "UNKNOWN"]
    assert unknown and all(table.wish(w).cells[o].stands == "unknown" for w, o in unknown)


def test_every_way_has_its_words_for_what_is_not_known_to_the_course():
    for wish in options.load().wishes:
        cell = wish.cells["proven"]
        assert (cell.stands == "unknown") == cell.value.startswith("Not known to this course"), wish.id


def test_there_are_ten_invented_people_and_a_content_note_where_one_is_due():
    people = options.people()
    assert list(people) == ["ines", "tomas", "aylin", "peter", "lena", "rolf", "mara", "deniz", "hana", "jo"]
    assert all(person.weights and person.change and person.first for person in people.values())
    assert "suicid" in people["peter"].content_note and people["aylin"].content_note
    assert all("skip" in n or "lose nothing" in n for n in (people["peter"].content_note, people["aylin"].content_note))
