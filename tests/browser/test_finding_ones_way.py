"""Progress, review, record of study and the glossary in a real browser."""

import io

import pytest
from pypdf import PdfReader

from tests.browser.conftest import note
from tests.browser.lesson import RUN, of_cells

pytestmark = pytest.mark.browser
CALLS = {"progress": 'course.progress("07")', "review": "course.review()", "record": "course.record()"}
IN_VIEW = """name => [...document.querySelectorAll('h3')].some((n) => n.textContent.replace('¶', '') === name
    && n.getBoundingClientRect().height && n.getBoundingClientRect().top >= 0
    && n.getBoundingClientRect().bottom <= innerHeight)"""


def way(page, lab):
    """A notebook with the three panels and three links in its text."""
    text = "# The way\n\nAn [AVM](glossary.ipynb#arteriovenous-malformation-(AVM)). [Two](01_two_approaches.ipynb). "
    text += "[PTSD](glossary.ipynb#PTSD)"
    return of_cells(page, lab, "way", CALLS, text)


def test_a_term_opens_the_glossary_letters_lead_on_and_a_later_click_goes_to_it(lab, browser):
    """JupyterLab goes to an anchor only where the notebook is open already."""
    with lab.page(browser) as page:
        way(page, lab)
        page.goto(lab.address("way").replace("/doc/", "/lab/"))
        page.get_by_role("link", name="PTSD", exact=True).click()
        page.get_by_role("link", name="P", exact=True).click()
        page.wait_for_function(IN_VIEW, arg="peak")
        for words, heading in (("AVM", "arteriovenous malformation (AVM)"), ("PTSD", "PTSD")):
            page.get_by_role("tab", name="way.ipynb").first.click()
            page.get_by_role("link", name=words, exact=True).click()
            page.wait_for_function(IN_VIEW, arg=heading)


def test_progress_leads_on_to_a_lesson_and_nobody_is_asked_to_leave_the_page(lab, browser):
    """As `make lab` opens it, in JupyterLab as a whole: beside it if its text leads there, else in a new tab."""
    with lab.page(browser) as page:
        page.on("dialog", lambda dialog: note(page, f"a dialog: {dialog.type}") or dialog.dismiss())
        page.goto(lab.address("00_start_here").replace("/doc/", "/lab/"))
        page.get_by_text(RUN).first.click()
        progress = page.locator(".kap", has=page.get_by_text("Your progress")).last
        with page.context.expect_page() as opened:
            progress.get_by_role("link", name="02 What the body does with ketamine").click()
        assert opened.value.url.split("?")[0].endswith("/02_pharmacokinetics.ipynb")
        opened.value.close()
        progress.get_by_role("link", name="01 Two approaches, point by point").click()
        page.get_by_role("tab", name="01_two_approaches.ipynb").wait_for()
        assert page.faults == []


def test_the_record_comes_as_a_page_and_as_a_pdf_with_the_name_that_was_typed(lab, browser):
    with lab.page(browser) as page:
        panel = way(page, lab).open().run().panel("record")
        panel.get_by_label("Name to print").fill("Ada <b>L")
        with page.expect_download() as page_file:
            panel.get_by_role("button", name="Download as a page").click()
        assert "Ada &lt;b&gt;L" in page_file.value.path().read_text(encoding="utf-8")
        with page.expect_download(timeout=60_000) as pdf_file:
            panel.get_by_role("button", name="Download as PDF").click()
        assert pdf_file.value.suggested_filename == "kapcourse-record.pdf"
        assert "Ada <b>L" in PdfReader(io.BytesIO(pdf_file.value.path().read_bytes())).pages[0].extract_text()
        assert page.faults == []
