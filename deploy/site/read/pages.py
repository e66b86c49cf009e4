"""The pages of the reading site as Markdown, written from the same notebooks, tables and guide as the course.

Answering is left to the live course: no page holds a key or a feedback, but for one that says so, the claim table.
"""

import json
import os
import re
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from deploy.site.read import still
from kapcourse import wordlists
from kapcourse.learning.glossing import anchor
from kapcourse.tables import claims, facts, lessons
from kapcourse.tables.records import CourseError

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
NOTEBOOK = re.compile(r"\]\((\w+)\.ipynb(#[^)\s]*)?\)")
REPOSITORY = re.compile(r"\[([^\]]+)\]\(\.\./(\w+\.md)(?:#[\w-]+)?\)")
KEYS = re.compile(r"<!-- keys -->.*?<!-- end of keys -->\n*"
                  r"|<!-- made: misconceptions \w+ -->.*?<!-- end -->\n*", re.DOTALL)
PERCENT = re.compile(r"(\d) %")  # a line must not end before the sign
RAW = "``````"
PUBLIC = """```{note}
This is the guide without keys. Two things are left out, so that no answer stands a click from its question: the errors
that the core questions test, and what to do with the keyed claims. The whole guide is `docs/instructor_guide.md` in the
course's repository. The verdicts have [a page of their own](claims.md).
```"""
CLAIMS = """# The claims, with verdicts

```{warning}
This page gives away the verdicts of the claim bench. Try first: judge a claim in its lesson, then compare.
```

The course grew from a public page that makes thirty statements. Here is what the evidence says of each. *Verdict* says
how far the sentence is borne out. *Certainty* says how sure one can be. "Not established" means not tested well enough
to know. It does not mean ineffective.

"""


@dataclass(frozen=True)
class Doors:
    """Where a lesson runs; a door without an address is left out.

    lite: the browser-only course, relative to this site or whole.  hub: a hub with nbgitpuller, for which repo and
    branch say where the course is kept.
    """

    lite: str = ""
    hub: str = ""
    repo: str = ""
    branch: str = "main"

    def to(self, notebook):
        """[(words, address)] of the ways to run a notebook, by file name. Raises CourseError for half an address."""
        if bool(self.hub) != bool(self.repo):
            raise CourseError("KAPCOURSE_SITE_HUB and KAPCOURSE_SITE_REPO go together: a link to a hub needs both.")
        ways = []
        if self.lite:
            ways.append(("Run this lesson in your browser",
                         f"{self.lite.rstrip('/')}/lab/index.html?{urlencode({'path': notebook})}"))
        if self.hub:
            name = self.repo.rstrip("/").removesuffix(".git").rsplit("/", 1)[-1]
            asked = {"repo": self.repo, "branch": self.branch, "urlpath": f"lab/tree/{name}/notebooks/{notebook}"}
            ways.append(("Run this lesson on the hub",
                         f"{self.hub.rstrip('/')}/hub/user-redirect/git-pull?{urlencode(asked)}"))
        return ways


def doors(environment=os.environ):
    """The doors that KAPCOURSE_SITE_LITE, _HUB, _REPO and _BRANCH name."""
    given = {name: environment.get(f"KAPCOURSE_SITE_{name.upper()}") for name in ("lite", "hub", "repo", "branch")}
    return Doors(**{name: value for name, value in given.items() if value})


def write(folder, ways):
    """Write every page into `folder`. ways: Doors. Raises CourseError naming notebook and cell."""
    for name, text in every(ways).items():
        (Path(folder) / f"{name}.md").write_text(text, encoding="utf-8")


def every(ways):
    """{page: its Markdown}."""
    made = {lesson.file: lesson_page(lesson.file, ways) for lesson in ready()}
    made |= {name: _cells(name) for name in wordlists.MADE}
    made = {name: here(text) for name, text in made.items()}
    made |= {"index": front(ways), "claims": claim_table(), "instructors": guide(),
             "accessibility": _by_hand("accessibility")}
    return {name: PERCENT.sub("\\1\u00a0%", text) for name, text in made.items()}


def ready():
    """The lessons of which there is a notebook."""
    return [lesson for lesson in lessons.load().values() if lesson.ready]


def lesson_page(name, ways):
    """A lesson: its text as it stands, its panels standing still, and where it runs."""
    return _cells(name, after_first=raw(doors_box(ways.to(f"{name}.ipynb"))))


def _cells(name, after_first=""):
    cells = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    told = [_cell(name, cell) for cell in cells]
    return "\n\n".join([*_shallow(name), told[0], after_first, *told[1:]]) + "\n"


def _shallow(name):
    """Of the lists by letter only the letters stand in the contents beside the page."""
    return ["---\ntocdepth: 2\n---"] if name in wordlists.MADE else []


def _cell(name, cell):
    source = "".join(cell["source"])
    if cell["cell_type"] == "markdown":
        return source
    try:
        return raw(still.html(source, "".join(cell["outputs"][0]["data"]["text/plain"])))
    except (CourseError, LookupError) as fault:
        raise CourseError(f"notebooks/{name}.ipynb, cell {cell['id']}: {fault}") from None


def raw(html):
    """HTML within Markdown."""
    return f"{RAW}{{raw}} html\n{html}\n{RAW}"


def here(text):
    """Markdown whose links to notebooks lead to their pages."""
    return NOTEBOOK.sub(lambda link: f"]({link[1]}.md{link[2] or ''})", text)


def doors_box(ways):
    """What a lesson's page says at its head: that this is for reading, and where it runs."""
    links = " ".join(f'<a class="kap-run" href="{escape(address)}">{words}</a>' for words, address in ways)
    return ('<div class="kap-doors"><p>You are reading. What the text asks you to move, press or answer happens in the '
            f'live course, which also tells you why. {links or LOCAL}</p></div>')


LOCAL = 'See <a href="index.html#ways-in">ways in</a>.'


def front(ways):
    """The front page, with the list of lessons and the doors that are open."""
    listed = "\n".join(f"| [{lesson.id} {lesson.title}]({lesson.file}.md) | {lesson.purpose} | {lesson.minutes} |"
                       for lesson in ready())
    first = ready()[0].file
    opened = {words.rsplit(" ", 1)[-1]: escape(address) for words, address in ways.to(f"{first}.ipynb")}
    parts = {"lessons": listed, "files": "\n".join(lesson.file for lesson in ready()),
             "browser": _door(opened.get("browser"), "Open lesson 00 in the browser"),
             "hub": _door(opened.get("hub"), "Open lesson 00 on the hub")}
    return re.sub(r"\{\{(\w+)\}\}", lambda part: parts[part[1]], _by_hand("front"))


def _door(address, words):
    return f'<a href="{address}">{words}</a>.' if address else "This copy of the site has no link to it."


def _by_hand(name):
    return (HERE / f"{name}.md").read_text(encoding="utf-8")


def claim_table():
    """Every ready claim: a table of verdicts, then for each the reason, its sources, and what would change it."""
    told = [claim for claim in claims.load().values() if claim.ready]
    rows = "\n".join(f"| [{claim.id}](#{claim.id}) | {claim.statement} | {_verdict(claim)} | {_certainty(claim)} |"
                     for claim in told)
    table = f"| Claim | Its words | Verdict | Certainty |\n|---|---|---|---|\n{rows}"
    return "---\ntocdepth: 2\n---\n\n" + CLAIMS + "\n\n".join([table, "## One by one", *map(_claim, told)]) + "\n"


def _verdict(claim):
    return claims.VERDICTS[claim.verdict].split(" (")[0]


def _certainty(claim):
    return claims.CERTAINTIES[claim.certainty]


def _claim(claim):
    headings = wordlists.headings()
    read = sorted({source for row in claim.rows for source in row.sources})
    works = "; ".join(f"[{headings[key]}](source_list.md#{anchor(headings[key])})" for key in read)
    tried = ", ".join(f"[{lesson.id} {lesson.title}]({lesson.file}.md)"
                      for lesson in map(lessons.load().get, claim.lessons))
    lines = [f"### {claim.id}", f"> {claim.statement}",
             f"**Verdict:** {_verdict(claim)}. **Certainty:** {_certainty(claim)}.",
             facts.cite(claim.reason.strip()), f"**What would change it:** {facts.cite(claim.would_change.strip())}",
             f"**Sources:** {works}.", f"**Try it in:** {tried}."]
    return "\n\n".join(lines)


def guide(text=None):
    """The instructor's guide without what tells keys; what it links in the repository is named instead."""
    text = text or (ROOT / "docs" / "instructor_guide.md").read_text(encoding="utf-8")
    title, rest = KEYS.sub("", text).split("\n", 1)
    return f"{title}\n\n{PUBLIC}\n{REPOSITORY.sub(_named, rest)}"


def _named(link):
    return f"`{link[2]}`" if link[1] in link[2] else f"{link[1]} in `{link[2]}`"
