"""The button "Run the lesson", pressed at moments at which JupyterLab's own commands lose the lesson."""

import time

import pytest

from tests.browser.lesson import RUN, part

pytestmark = pytest.mark.browser
FIRST = "01_two_approaches"
LATE_CHANNEL = """
    const open = [], held = Object.getOwnPropertyDescriptor(WebSocket.prototype, "onopen");
    let late = true;
    window.openChannels = () => { late = false; open.splice(0).forEach((tell) => tell()); };
    Object.defineProperty(WebSocket.prototype, "onopen", {
        set(told) { held.set.call(this, (event) => late ? open.push(() => told(event)) : told(event)); },
        get() { return held.get.call(this); },
    });"""
SHUT_DOWN = "() => { window.jupyterapp.commands.execute('kernelmenu:shutdown'); }"
PRESS = "() => { window.jupyterapp.commands.execute('kapcourse:run', { restart: true }); }"
# The page learns that the kernel is gone some seconds before it lets go of the session.
GONE_WITH_ITS_SERVER = """async () => {
    const { session } = window.jupyterapp.shell.currentWidget.sessionContext;
    const headers = { "X-XSRFToken": document.cookie.match(/_xsrf=([^;]+)/)?.[1] };
    await fetch("/api/sessions/" + session.id, { method: "DELETE", headers });
    session.kernel.handleShutdown();
}"""


def test_the_button_waits_until_the_channel_to_the_kernel_is_open_and_says_so(lab, browser):
    """A kernel that is restarted while its channel opens is lost, and the server with it grows to gigabytes."""
    with lab.page(browser) as page:
        page.add_init_script(LATE_CHANNEL)
        restarts = []
        page.on("request", lambda asked: restarts.append(asked.url) if "/restart?" in asked.url else None)
        lesson = part(page, lab, FIRST, "q-gain").open()
        for _ in range(2):
            page.get_by_text(RUN).first.click()
        page.get_by_text("Starting the lesson").wait_for()
        assert restarts == []
        page.evaluate("window.openChannels()")
        lesson.ran()
        page.get_by_text("Starting the lesson").wait_for(state="detached")
        assert len(restarts) == 1 and page.faults == []


@pytest.mark.parametrize("end", [SHUT_DOWN, GONE_WITH_ITS_SERVER], ids=["stopped", "gone"])
def test_the_button_starts_python_anew_where_it_is_being_stopped_or_went_with_its_server(lab, browser, end):
    """A restart at that moment is refused: the cells were emptied and never ran."""
    with lab.page(browser) as page:
        lesson = part(page, lab, FIRST, "q-gain").open().run()
        lesson.forget()
        page.route("**/api/sessions/*", lambda asked: (time.sleep(1), asked.continue_()))  # a slow server
        page.evaluate(f"async () => {{ await ({end})(); ({PRESS})(); }}")  # a mouse takes too long
        lesson.ran()
