"""What must be true of the built site: no key in it, every link leads somewhere, nothing asked of other machines."""

import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kapcourse import release
from kapcourse.learning import exercises
from kapcourse.tables.records import CourseError

FETCHED = {"img": "src", "script": "src", "link": "href", "iframe": "src", "source": "src", "video": "src",
           "audio": "src", "object": "data", "embed": "src", "use": "href", "image": "href", "form": "action"}
TOLD = ("canonical", "prev", "next", "search", "index", "license")  # links that a browser does not fetch
IN_STYLES = re.compile(r"""url\(\s*["']?([^"')]+)|@import\s+["']([^"']+)""")
TELLS = "claims.html"  # the page that says up front that it gives verdicts and reasons away


def look_through(folder, lite=""):
    """A sentence on what was checked. lite: the door to the browser-only course, which may be built later.

    Raises CourseError at the first fault.
    """
    stop_at_a_leak(folder)
    found = read_all(folder)
    for fault in faults(folder, found, lite):
        raise CourseError(f"Stopped: {fault}.")
    links = sum(len(page.links) for page in found.values())
    size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    return (f"{len(found)} pages, {size / 1e6:.1f} MB; {links:,} links within the site lead somewhere, nothing is "
            f"fetched from outside, no key of {len(exercises.load_all())} items and no solution found.")


@dataclass
class Page(HTMLParser):
    """A page's ids, its links within the site, what it fetches, and its words."""

    ids: list = field(default_factory=list)
    links: list = field(default_factory=list)
    fetched: list = field(default_factory=list)

    def __post_init__(self):
        super().__init__()

    def handle_starttag(self, tag, attrs):
        """Take in one tag."""
        given = dict(attrs)
        self.ids += [given["id"]] if given.get("id") else []
        if tag == "a" and given.get("href") and not urlsplit(given["href"]).scheme:
            self.links.append(given["href"])
        address = given.get(FETCHED.get(tag, ""))
        if address and not (tag == "link" and set(given.get("rel", "").split()) & set(TOLD)):
            self.fetched.append(address)
        self.fetched += _in_styles(given.get("style", "")) + [part.split()[0] for part in
                                                             given.get("srcset", "").split(",") if part.split()]


def read_all(folder):
    """{name: Page} of a site."""
    found = {path.relative_to(folder).as_posix(): Page() for path in sorted(Path(folder).rglob("*.html"))}
    for name, page in found.items():
        page.feed((Path(folder) / name).read_text(encoding="utf-8"))
    return found


def faults(folder, found, lite=""):
    """A clause for everything that is wrong with the pages `found` in a folder, but for leaks."""
    yield from dead_links(folder, found, lite)
    yield from outside(folder, found)
    yield from twice(found)


def stop_at_a_leak(folder):
    """Raise CourseError at the first solution, withheld key, or key or feedback of any item."""
    release.stop_at_a_leak(folder)
    hidden, but_claims = _hidden("case"), _hidden("case", "judge")
    for path in sorted(Path(folder).rglob("*.html")):
        release.stop_at_a_leak(path, but_claims if path.name == TELLS else hidden)


def _hidden(*kinds):
    """The secrets of all items; of `kinds` without what may be told: the story that opens a case, a claim's reason."""
    items = exercises.load_all()
    return release.secrets([_without_feedback(item) if item.kind in kinds else item for item in items])


def _without_feedback(item):
    options = [option for option in item.options if option.feedback != item.feedback]
    return replace(item, feedback="", options=options)


def dead_links(folder, found, lite):
    """A clause for each link within the site that leads nowhere."""
    for name, page in found.items():
        for link in page.links:
            path, _, anchor = link.partition("#")
            path = unquote(path.partition("?")[0])
            if lite and path.startswith(f"{lite.rstrip('/')}/"):
                continue
            target = (Path(name).parent / path).as_posix() if path else name
            if not (Path(folder) / target).is_file():
                yield f"{name}: the link {link} leads to no file"
            elif anchor and target in found and unquote(anchor) not in found[target].ids:
                yield f"{name}: the link {link} leads to no place on that page"


def outside(folder, found):
    """A clause for everything that a page or a style sheet would fetch from another machine."""
    asked = [(name, address) for name, page in found.items() for address in page.fetched]
    asked += [(path.relative_to(folder).as_posix(), address) for path in Path(folder).rglob("*.css")
              for address in _in_styles(path.read_text(encoding="utf-8"))]
    for name, address in asked:
        if urlsplit(address).scheme not in ("", "data") or urlsplit(address).netloc:
            yield f"{name} fetches {address[:80]} from outside"


def twice(found):
    """A clause for each id that stands more than once on a page."""
    for name, page in found.items():
        for one in {one for one in page.ids if page.ids.count(one) > 1}:
            yield f"{name}: the id {one} stands there twice"


def _in_styles(text):
    return [first or second for first, second in IN_STYLES.findall(text)]
