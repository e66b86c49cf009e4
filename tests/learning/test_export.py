"""The item bank out: what a platform reads is what the course means, by readers that share nothing with the writers."""

import re
import sys
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from text2qti.config import Config
from text2qti.quiz import Quiz

from kapcourse.__main__ import main
from kapcourse.learning import bank, exercises, moodle, qti
from kapcourse.tables import lessons, sources
from kapcourse.tables.facts import plain
from tests.helpers import complaint
from tests.learning.test_exercises import SECRET

# Every share of a point that Moodle's question bank knows, in percent; its importer refuses any other.
SHARES = [0, 100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5,
          11.11111, 10, 5]


class Words(HTMLParser):
    """The words of some HTML, and where its links lead; complains of tags that do not close."""

    def __init__(self, html):
        super().__init__()
        self.words, self.links, self.open = "", [], []
        self.feed(html)
        self.close()
        assert not self.open, (self.open, html)

    def handle_starttag(self, tag, attributes):
        assert tag in ("p", "div", "ul", "ol", "li", "a", "em", "strong", "code", "br", "blockquote"), tag
        if tag != "br":
            self.open.append(tag)
        self.links += [value for name, value in attributes if name == "href"]
        assert {name for name, _ in attributes} <= {"href", "title"}, attributes

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words += data


def words(text):
    """Letters and digits of a text, to compare what was written with what is read."""
    return re.sub(r"[\W_]+", "", text).casefold()


def says(html, text):
    """Whether HTML says a text of ours."""
    return words(plain(text)) in words(Words(html).words)


# --- Moodle ---


def text_at(element, path):
    """The text where Moodle's importer looks for one: the only `text` in the only element at `path`."""
    found, = element.findall(path)
    inner, = found.findall("text")
    assert not len(inner)
    return (inner.text or "").strip()


def read_moodle(document):
    """{name: question} as Moodle's importer would see them, with the category that each falls in."""
    assert document.startswith("<?xml")
    found, category = {}, None
    for question in ElementTree.fromstring(document):
        assert question.tag == "question"
        if question.get("type") == "category":
            category = text_at(question, "category")
            continue
        name = text_at(question, "name")
        assert name and name not in found and question.find("idnumber").text == name
        question.set("category", category)
        found[name] = question
    return found


@pytest.fixture
def moodled(bank_of):
    return {name: (question, bank_of[name]) for name, question in
            read_moodle(moodle.document(list(bank_of.values()))).items()}


@pytest.fixture(params=["small", "real"])
def bank_of(request):
    """The outgoing items by id, of the small course and of the real one."""
    if request.param == "small":
        request.getfixturevalue("course")
    return {item.id: item for item in bank.outgoing().items}


def answers_of(question):
    return [(text_at_or_own(answer), float(answer.get("fraction")), text_at(answer, "feedback"), answer)
            for answer in question.findall("answer")]


def text_at_or_own(answer):
    inner, = answer.findall("text")
    return inner.text or ""


def of_kind(moodled, kind):
    found = [(question, item) for question, item in moodled.values() if item.kind == kind]
    assert found
    return found


def test_moodle_reads_every_outgoing_item_with_stem_reason_lesson_and_sources(moodled, bank_of):
    assert list(moodled) == list(bank_of) and {item.kind for _, item in moodled.values()} == set(bank.KINDS)
    for question, item in moodled.values():
        general = text_at(question, "generalfeedback")
        assert says(text_at(question, "questiontext"), item.stem) and says(general, item.feedback)
        assert question.get("category").startswith("$course$/top/kapcourse/" + item.lesson)
        assert says(general, lessons.load()[item.lesson].title)
        links = Words(general).links
        assert all(sources.load()[key].link in links for key in item.sources), item.id
        for html in question.iter():
            if html.get("format") == "html":
                Words("".join(inner.text or "" for inner in html.findall("text")))


def test_figures_stay_links_to_their_sources(bank_of):
    document = moodle.document(list(bank_of.values()))
    cited = {fact for item in bank_of.values() for fact in re.findall(r"\]\((F-\d{4})\)", item.stem + item.feedback)}
    assert cited and all(f'title="{fact}"' in document for fact in cited)
    assert "](F-" not in document


def test_a_choice_has_one_right_answer_and_a_reason_for_each(moodled):
    for question, item in of_kind(moodled, "choice"):
        assert (question.get("type"), question.find("single").text) == ("multichoice", "true")
        given = answers_of(question)
        assert sorted(share for _, share, _, _ in given) == [0.0] * (len(item.options) - 1) + [100.0]
        for option, (text, share, told, _) in zip(item.options, given, strict=True):
            assert says(text, option.text) and (share == 100) is (option.id == item.key)
            assert says(told, option.feedback or item.feedback)


def test_several_give_part_of_the_point_and_ticking_everything_gives_none(moodled):
    for question, item in of_kind(moodled, "several"):
        assert (question.get("type"), question.find("single").text) == ("multichoice", "false")
        shares = {option.id: share for option, (_, share, _, _) in zip(item.options, answers_of(question), strict=True)}
        assert all(any(abs(abs(share) - known) < 0.001 for known in SHARES) for share in shares.values()), item.id
        assert sum(share for name, share in shares.items() if name in item.key) == pytest.approx(100, abs=0.01)
        assert sum(shares.values()) == pytest.approx(0, abs=0.01)
        assert all((share > 0) is (name in item.key) for name, share in shares.items())


def test_a_number_has_its_tolerance_its_foreseen_errors_and_a_word_for_the_rest(moodled):
    for question, item in of_kind(moodled, "number"):
        assert question.get("type") == "numerical"
        (key, best, told, first), *wrong, (rest, none, other, _) = answers_of(question)
        assert best == 100 and none == 0 and rest == "*" and says(told, item.feedback) and says(other, item.other)
        assert float(key) == pytest.approx(item.key) and float(first.find("tolerance").text) == item.tolerance
        for option, (text, share, why, _) in zip(item.options, wrong, strict=True):
            assert float(text) == float(option.text) and share == 0 and says(why, option.feedback)
            assert abs(float(text) - float(key)) > item.tolerance


def test_matching_pairs_each_statement_with_its_heading_and_keeps_the_others(moodled):
    for question, item in of_kind(moodled, "match"):
        assert question.get("type") in ("match", "matching")
        pairs = [(text_at_or_own(part), text_at(part, "answer")) for part in question.findall("subquestion")]
        headings = {c.id: words(plain(c.text)) for c in item.categories}
        for option, (statement, heading) in zip(item.options, pairs, strict=False):
            assert says(statement, option.text) and words(heading) == headings[item.key[option.id]]
        assert {words(heading) for _, heading in pairs} == set(headings.values())
        assert all(not statement for statement, _ in pairs[len(item.options):])
        assert len(pairs) >= 3 and all(says(text_at(question, "generalfeedback"), o.feedback) for o in item.options)


def test_ordering_stands_in_the_right_order_and_counts_places(moodled):
    for question, item in of_kind(moodled, "order"):
        assert (question.get("type"), question.find("gradingtype").text) == ("ordering", "ABSOLUTE_POSITION")
        given = answers_of(question)
        assert [share for _, share, _, _ in given] == [float(n) for n in range(1, len(item.key) + 1)]
        assert all(says(text, item.option(name).text) for name, (text, *_) in zip(item.key, given, strict=True))


# --- QTI ---

NS = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}


@pytest.fixture
def packed(bank_of, tmp_path):
    """(items, {title: QTI item}) of a package, read from its zip."""
    items = bank.outgoing(qti.KINDS).items
    path = tmp_path / "bank.zip"
    path.write_bytes(qti.package(items))
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        manifest = ElementTree.fromstring(archive.read("imsmanifest.xml"))
        named = [part.get("href") for part in manifest.iter() if part.tag.endswith("}file")]
        assert set(named) <= set(archive.namelist())
        assessment = ElementTree.fromstring(next(archive.read(name) for name in archive.namelist()
                                                 if re.fullmatch(r"(text2qti_assessment_\w+)/\1\.xml", name)))
    found = {item.get("title"): item for item in assessment.iterfind(".//q:item", NS)}
    return items, found


def kind_of(entry):
    fields = {f.find("q:fieldlabel", NS).text: f.find("q:fieldentry", NS).text
              for f in entry.iterfind(".//q:qtimetadatafield", NS)}
    return fields["question_type"]


def stem_of(entry):
    return entry.find("q:presentation/q:material/q:mattext", NS).text


def labels(entry):
    return {label.get("ident"): label.find(".//q:mattext", NS).text
            for label in entry.iterfind(".//q:response_label", NS) if label.find(".//q:mattext", NS) is not None}


def right_condition(entry):
    """The condition under which the full score is set."""
    found, = [c for c in entry.iterfind(".//q:respcondition", NS) if c.findtext("q:setvar", None, NS) == "100"]
    return found.find("q:conditionvar", NS)


def told(entry):
    return {f.get("ident"): f.find(".//q:mattext", NS).text for f in entry.iterfind("q:itemfeedback", NS)}


def test_qti_holds_every_item_that_it_can_say_and_matching_statement_by_statement(packed):
    items, found = packed
    wanted = [title for item in items for title in
              ([f"{item.id} {n}" for n in range(1, len(item.options) + 1)] if item.kind == "match" else [item.id])]
    assert list(found) == wanted
    for title, entry in found.items():
        item = next(item for item in items if item.id == title.split()[0])
        assert says(stem_of(entry), item.stem), title
        assert says(told(entry)["correct_fb"], item.feedback)
        assert all(sources.load()[key].link in Words(told(entry)["general_fb"]).links for key in item.sources)
        for html in told(entry).values():
            Words(html)


def test_qti_keys_are_the_courses_keys(packed):
    items, found = packed
    for item in items:
        if item.kind == "choice":
            entry, texts = found[item.id], labels(found[item.id])
            assert kind_of(entry) == "multiple_choice_question"
            right, = [v.text for v in right_condition(entry).iter() if v.tag.endswith("varequal")]
            assert says(texts[right], item.option(item.key).text)
            for ident, text in texts.items():
                option = next(o for o in item.options if says(text, o.text) and words(Words(text).words) == words(
                    plain(o.text)))
                assert not option.feedback or says(told(entry)[f"{ident}_fb"], option.feedback)
        if item.kind == "several":
            entry, texts = found[item.id], labels(found[item.id])
            assert kind_of(entry) == "multiple_answers_question"
            every = right_condition(entry).find("q:and", NS)
            chosen = {words(Words(texts[v.text]).words) for v in every.findall("q:varequal", NS)}
            assert chosen == {words(plain(item.option(name).text)) for name in item.key}
            assert len(every.findall("q:not", NS)) == len(item.options) - len(item.key)
        if item.kind == "number":
            entry, limits = found[item.id], right_condition(found[item.id])
            low, high = (float(limits.findtext(f".//q:{name}", None, NS)) for name in ("vargte", "varlte"))
            assert kind_of(entry) == "numerical_question"
            assert low == pytest.approx(item.key - item.tolerance, abs=2e-3) and low <= item.key <= high
            assert high == pytest.approx(item.key + item.tolerance, abs=2e-3)
            assert says(told(entry)["general_incorrect_fb"], item.other)
            assert all(not low <= float(option.text) <= high for option in item.options)
        if item.kind == "match":
            for number, option in enumerate(item.options, 1):
                entry = found[f"{item.id} {number}"]
                right, = [v.text for v in right_condition(entry).iter() if v.tag.endswith("varequal")]
                heading = next(c.text for c in item.categories if c.id == item.key[option.id])
                assert says(stem_of(entry), option.text) and says(labels(entry)[right], heading)
                assert len(labels(entry)) == len(item.categories)


def test_qti_takes_hard_characters_as_they_are_and_runs_nothing(course):
    hard = ("1. Pay $5 or $6? `a` \\frac{1}{2} <b>x</b> <!-- y --> & \"q\" ![i](/etc/passwd) *c) z\n\n"
            "```{.python .run}\nx\n```")
    item = replace(exercises.get("two.choice"), stem=hard)
    question, = Quiz(qti.document([item]), config=Config()).questions_and_delims
    shown = question.question_html_xml.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    read = text_of(shown)
    assert "Pay $5 or $6?" in read and "\\frac{1}{2} <b>x</b> <!-- y --> &" in read and "x" in read
    assert "<img" not in shown.replace('<img src="/etc/passwd"', "") and question.type == "multiple_choice_question"


def text_of(html):
    """The words of HTML that may hold anything."""
    parser, parts = HTMLParser(), []
    parser.handle_data = parts.append
    parser.feed(html)
    parser.close()
    return "".join(parts)


def test_the_same_items_give_the_same_bytes(course):
    items = bank.outgoing(qti.KINDS).items
    assert qti.package(items) == qti.package(items) and moodle.document(items) == moodle.document(items)


# --- what stays, and what is said of it ---


def test_what_stays_at_home_is_counted_and_nothing_is_lost(bank_of):
    for kinds in (bank.KINDS, qti.KINDS):
        found = bank.outgoing(kinds)
        assert len(found.items) + sum(found.left_out.values()) == len(exercises.load_all())
    assert not {"judge", "screen", "case", "plan", "reflection"} & {item.kind for item in bank_of.values()}
    assert all(item.role != "prediction" and item.graded for item in bank_of.values())


def test_the_command_writes_both_and_says_what_was_left_out(course, tmp_path, capsys):
    assert main(["export", "moodle", str(tmp_path / "bank.xml")]) == 0
    said = capsys.readouterr().out
    for line in ("7 items for Moodle.", "left out: 1 reflections", "left out: 2 predictions", "of kind case",
                 "left out: 1 whose keys are withheld", "1 ordering items need Moodle 4.4", "Written: "):
        assert line in said, said
    assert len(read_moodle((tmp_path / "bank.xml").read_text(encoding="utf-8"))) == 7
    assert main(["export", "qti", str(tmp_path / "bank.zip")]) == 0
    said = capsys.readouterr().out
    assert "of kind order" in said and "matching items became one question for each statement" in said
    assert zipfile.is_zipfile(tmp_path / "bank.zip")


def test_a_withheld_item_goes_out_for_whoever_holds_its_key(course, tmp_path, monkeypatch):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "01_two.yaml").write_text(SECRET, encoding="utf-8")
    assert "two.secret" not in moodle.document(bank.outgoing().items)
    monkeypatch.setenv("KAPCOURSE_KEYS", str(tmp_path / "keys"))
    assert "two.secret" in moodle.document(bank.outgoing().items)


def test_without_text2qti_a_sentence_says_how_to_get_it(course, monkeypatch):
    monkeypatch.setitem(sys.modules, "text2qti.config", None)
    assert "text2qti, which writes QTI, is not installed" in complaint(qti.package, bank.outgoing(qti.KINDS).items)
