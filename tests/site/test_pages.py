"""The pages of the reading site before Sphinx draws them, and the checks that stand between them and the public."""

import json
import re
import shutil

import pytest

from deploy.site.read import checks, pages, still
from kapcourse import ask, explore
from kapcourse.learning import exercises
from kapcourse.release import LEAST, _letters
from kapcourse.tables import facts
from kapcourse.widgets import rich
from tests.helpers import ROOT, complaint

LITE = pages.Doors(lite="lite")
HUB = pages.Doors(hub="https://hub.example.org/", repo="https://git.example.org/x/kapcourse.git", branch="spring")
ASKED = [item for item in exercises.listed()
         if item.role != "test" and item.kind not in ("judge", "screen", "case", "plan")]
CLAIMS = [item for item in exercises.listed() if item.kind == "judge"]


def told(call, panel):
    """The HTML of a cell that shows a panel."""
    return still.html(call, repr(panel))


def words(html):
    return _letters(re.sub(r"<[^>]*>", "", html))


def secret(feedback):
    """What of a feedback a page must not hold; of "They fit." nothing, as an answer may say the same."""
    letters = words(facts.plain(feedback))
    return letters if len(letters) >= LEAST else ""


@pytest.mark.parametrize("item", ASKED, ids=lambda item: item.id)
def test_a_question_is_told_with_its_options_and_without_key_or_feedback(item):
    page = told(f'ask("{item.id}")', ask(item.id))
    assert words(facts.plain(item.stem)) in words(page)
    for option in item.options:
        assert item.kind == "number" or words(facts.plain(option.text)) in words(page), option.id
        assert not secret(option.feedback) or secret(option.feedback) not in words(page)
    assert not secret(item.feedback) or secret(item.feedback) not in words(page)
    assert not re.findall(r"<(?:button|input|select|textarea|script)|✓|✗|target=", page)


@pytest.mark.parametrize("item", CLAIMS, ids=lambda item: item.id)
def test_a_claim_on_the_bench_keeps_its_verdict_and_reason(item):
    page = words(told(f'explore.claim("{item.claim}")', explore.claim(item.claim)))
    assert words(item.option(f"rewrite:{item.key['rewrite']}").text) in page
    assert words(facts.plain(item.feedback)) not in page


def test_a_picture_has_its_title_its_description_and_its_sentence():
    panel = explore.dose_and_route()
    page = told("explore.dose_and_route()", panel)
    name = panel.source.picture.name
    svg = re.search(r"<svg[^>]*>", page)[0]
    assert 'role="img"' in svg and f'aria-labelledby="kap-{name}-title kap-{name}-desc"' in svg
    assert f'<title id="kap-{name}-title">' in page and f'<desc id="kap-{name}-desc">' in page
    assert page.count(panel.source.picture.sentence) == 2, "described to those who hear it, and printed beneath"
    assert re.search(r'curve-A_ketamine" d="M\d', page), "the curves are drawn in"
    assert "<summary>What you can move in the live course</summary>" in page


@pytest.mark.parametrize("code", ['explore.claim(open("x"))', "explore._claims.load()", "import os", "",
                                  "cohort.show()", "ask.__globals__()", 'ask("two_approaches.your_words"'])
def test_a_cell_of_another_kind_is_refused(code):
    assert "one call of ask, explore, course" in complaint(still.html, code, "")


def test_a_page_is_not_made_of_an_output_that_is_out_of_date(tmp_path, monkeypatch):
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks", ignore=shutil.ignore_patterns("solutions"))
    path = tmp_path / "notebooks" / "00_start_here.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("Omar (invented) is a nurse", "Ole is a nurse"),
                    encoding="utf-8")
    monkeypatch.setattr(pages, "ROOT", tmp_path)
    said = complaint(pages.lesson_page, "00_start_here", pages.Doors())
    assert said.startswith("notebooks/00_start_here.ipynb, cell q-what-it-gives: ") and "make notebooks" in said


def test_a_lesson_says_where_it_runs_and_leads_to_pages():
    page = pages.here(pages.lesson_page("00_start_here", LITE))
    assert 'href="lite/lab/index.html?path=00_start_here.ipynb"' in page and "hub" not in page.split("##")[0]
    assert "](glossary.md#" in page and ".ipynb" not in page.replace("?path=00_start_here.ipynb", "")
    assert "Its questions are not on this site" in page
    bare = pages.doors_box(pages.Doors().to("x.ipynb"))
    assert "index.html#ways-in" in bare and bare.count("href") == 1


def test_a_link_to_a_hub_is_nbgitpullers():
    (_, address), = HUB.to("02_pharmacokinetics.ipynb")
    assert address == ("https://hub.example.org/hub/user-redirect/git-pull?repo=https%3A%2F%2Fgit.example.org%2Fx%2F"
                       "kapcourse.git&branch=spring&urlpath=lab%2Ftree%2Fkapcourse%2Fnotebooks%2F"
                       "02_pharmacokinetics.ipynb")
    assert "go together" in complaint(pages.Doors(hub="https://hub.example.org").to, "x.ipynb")
    assert pages.doors({"KAPCOURSE_SITE_LITE": "lite", "KAPCOURSE_SITE_HUB": ""}) == LITE


def test_the_claim_table_has_all_and_says_first_that_it_gives_them_away():
    page = pages.claim_table()
    assert page.index("gives away the verdicts") < page.index("P01")
    for item in CLAIMS:
        assert page.count(f"[{item.claim}](#{item.claim})") == 1 and page.count(f"### {item.claim}\n") == 1
        assert facts.cite(item.feedback.strip()) in page
    assert page.count("**Verdict:**") == page.count("**Certainty:**") == page.count("**Sources:** [") == len(CLAIMS)


def test_the_guide_is_told_without_keys():
    page = pages.guide()
    assert "guide without keys" in page and "## Timetables" in page and "## Content notes" in page
    for told_only_there in ("do not give it to trainees", "is taken for", "(`start_here.", "Supported", "keys -->"):
        assert told_only_there not in page, told_only_there
    assert "](../" not in page and "Questions in `CONTRIBUTING.md`" in page
    keyed = "a\n<!-- keys -->\nb\n<!-- made: claims -->\nc\n<!-- end -->\n<!-- end of keys -->\n\nd"
    assert pages.KEYS.sub("", keyed) == "a\nd"


ITEM = next(item for item in ASKED if item.kind == "choice" and item.options[0].feedback)
LINKED = next(option for item in ASKED for option in item.options if "](F-" in option.feedback)
PAGE = '<html><body><h1 id="top">A</h1><a href="b.html#there">b</a><a href="#top">up</a>{}</body></html>'
LEAKS = {
    "a feedback": (f"<p>{ITEM.options[0].feedback}</p>", "feedback of item"),
    "a feedback with links": (rich.html(LINKED.feedback), "feedback of item"),
    "a key": (f"<!-- {ITEM.id}: {ITEM.key} -->", f"key of item {ITEM.id}"),
    "a solution": ("Instructor&#39;s <b>edition</b>. Every key and every reason is here", "holds solutions"),
}
FAULTS = {
    "a dead page": ('<a href="gone.html">x</a>', "the link gone.html leads to no file"),
    "a dead place": ('<a href="b.html#gone">x</a>', "leads to no place"),
    "a notebook": ('<a href="../notebooks/a.ipynb">x</a>', "leads to no file"),
    "a script from outside": ('<script src="https://cdn.example.org/x.js"></script>', "from outside"),
    "a script from anywhere": ('<script src="//cdn.example.org/x.js"></script>', "from outside"),
    "a picture from outside": ('<img srcset="a.png 1x, http://example.org/a.png 2x" alt="">', "from outside"),
    "a style from outside": ('<p style="background: url(https://example.org/a.png)">x</p>', "from outside"),
    "an id twice": ('<p id="top">x</p>', "the id top stands there twice"),
}


@pytest.fixture
def built(tmp_path):
    """A site of two pages, without faults."""
    (tmp_path / "a.html").write_text(PAGE.format('<a href="https://example.org">out</a>'), encoding="utf-8")
    (tmp_path / "b.html").write_text('<p id="there">b</p><a href="lite/lab/index.html?path=x">x</a>', encoding="utf-8")
    return tmp_path


def test_a_fair_site_is_let_through(built):
    assert checks.look_through(built, "lite").startswith("2 pages, ")
    assert "leads to no file" in complaint(checks.look_through, built), "no door to a live course that is not there"


@pytest.mark.parametrize(("planted", "said"), LEAKS.values(), ids=LEAKS)
def test_a_planted_leak_stops_the_site(built, planted, said):
    (built / "a.html").write_text(PAGE.format(planted), encoding="utf-8")
    assert said in complaint(checks.look_through, built, "lite")


@pytest.mark.parametrize(("planted", "said"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(built, planted, said):
    (built / "a.html").write_text(PAGE.format(planted), encoding="utf-8")
    assert said in next(checks.faults(built, checks.read_all(built), "lite"))


def test_solutions_and_foreign_styles_stop_the_site(built):
    (built / "styles.css").write_text("@import 'https://example.org/x.css';", encoding="utf-8")
    assert "styles.css fetches https://example.org/x.css from outside" in complaint(checks.look_through, built, "lite")
    shutil.copy(ROOT / "notebooks" / "solutions" / "01_two_approaches.ipynb", built / "data.json")
    assert "data.json" in complaint(checks.look_through, built, "lite")


def test_only_the_claim_table_gives_reasons_away(built):
    reason = f"<p>{facts.plain(CLAIMS[0].feedback)}</p>"
    (built / "claims.html").write_text(reason, encoding="utf-8")
    assert checks.look_through(built, "lite")
    (built / "claims.html").rename(built / "c.html")
    assert f"c.html holds the withheld feedback of item {CLAIMS[0].id}" in complaint(checks.look_through, built, "lite")


def test_no_lesson_is_left_out():
    assert [lesson.file for lesson in pages.ready()] == [
        path.stem for path in sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))]
    assert json.loads((ROOT / "notebooks" / "glossary.ipynb").read_text(encoding="utf-8"))["cells"]
