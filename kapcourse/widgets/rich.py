"""Course text to HTML and to plain words. Raw HTML in a text is shown, never run."""

from functools import cache, lru_cache
from html import escape

from markdown_it import MarkdownIt

from kapcourse.tables import facts, sources


@cache
def _markdown():
    parser = MarkdownIt("commonmark", {"html": False})
    parser.add_render_rule("link_open", _link_open)
    return parser


def _link_open(renderer, tokens, index, options, env):
    tokens[index].attrSet("target", "_blank")
    tokens[index].attrSet("rel", "noopener")
    return renderer.renderToken(tokens, index, options, env)


@lru_cache(500)  # a panel draws the same notes at every move of a slider
def html(text):
    """Block HTML of a text of ours, figures linked to their sources."""
    return _markdown().render(facts.cite(text))


@lru_cache(500)
def inline(text):
    """Inline HTML of one line of ours, for labels and table cells."""
    return _markdown().renderInline(facts.cite(text.strip()))


def plain(text):
    """The text in words only."""
    return " ".join(facts.plain(text).split())


def source_link(key):
    """A link to the source called `key`, worded "Authors year"."""
    return inline(f"[{source_name(key)}]({sources.load()[key].link})")


def cited(row):
    """A link to the source of a row, with its tier: "Murrough 2013 (primary)"."""
    return f"{source_link(row.source)} ({row.tier})"


def source_name(key):
    """The source called `key` as "Authors year"."""
    return sources.load()[key].short


def safe(text):
    """Text from anywhere, escaped."""
    return escape(str(text))
