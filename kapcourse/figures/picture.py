"""From a matplotlib figure to a deterministic, accessible SVG.

Colours are named by their role and become CSS variables of the Jupyter theme, so a live picture follows light and
dark; a stored picture, which reaches its reader as an image, falls back to dark ink on white.
"""

import re
import textwrap
from dataclasses import dataclass
from html import escape
from io import StringIO

INK, FAINT, PAPER, ACCENT, SOFT = "#1a1a1a", "#5a5a5a", "#ffffff", "#0b5cad", "#d7e6f5"
SECOND, THIRD = "#9a4a00", "#1b6e3c"
_THEME = {
    INK: "var(--jp-ui-font-color1, #1a1a1a)",
    FAINT: "var(--jp-ui-font-color2, #5a5a5a)",
    PAPER: "var(--jp-layout-color0, #ffffff)",
    ACCENT: "var(--kap-accent, #0b5cad)",
    SOFT: "var(--kap-soft, #d7e6f5)",
    SECOND: "var(--kap-wrong, #9a4a00)",
    THIRD: "var(--kap-right, #1b6e3c)",
}
_LINE_WIDTH_CHARS = 100


@dataclass(frozen=True)
class Picture:
    """An SVG drawing, its title, and the one sentence (or few) that says what it shows."""

    name: str
    svg: str
    title: str
    sentence: str

    @property
    def stored(self):
        """The picture as a file of its own: title, description, and the sentence drawn beneath."""
        return _with_caption(self)


def from_figure(figure, name, title, sentence):
    """Render a matplotlib `figure` as a Picture; the same figure gives the same text on every run.

    name: unique on a page; it salts the ids.  title and sentence: plain text.
    """
    import matplotlib

    with matplotlib.rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
        out = StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None}, transparent=False)
    return Picture(name, _tidy(out.getvalue(), name, title, sentence), title, sentence)


def _tidy(svg, name, title, sentence):
    svg = svg[svg.index("<svg"):]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    svg = re.sub(r"-?\d+\.\d{3,}", lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), svg)
    svg = re.sub(r'\bid="(?!kap-)([^"]+)"', rf'id="kap-{name}-\1"', svg)
    svg = re.sub(r'(href="#|url\(#)(?!kap-)', rf"\1kap-{name}-", svg)
    for colour, variable in _THEME.items():
        svg = svg.replace(colour, variable)
    svg = re.sub(r"font: ([^;\"]*?)'DejaVu Sans'[^;\"]*", r"font: \1sans-serif", svg)
    head = f'<title id="kap-{name}-title">{escape(title)}</title><desc id="kap-{name}-desc">{escape(sentence)}</desc>'
    opening = re.match(r"<svg[^>]*>", svg)[0]
    labelled = re.sub(r"(<svg[^>]*?)( id=\"[^\"]*\")?>", rf'\1 id="kap-{name}" role="img" '
                      rf'aria-labelledby="kap-{name}-title kap-{name}-desc">', opening, count=1)
    return labelled + head + svg[len(opening):].strip()


def _with_caption(picture):
    box = [float(v) for v in re.search(r'viewBox="([^"]+)"', picture.svg)[1].split()]
    lines = textwrap.wrap(picture.sentence, int(_LINE_WIDTH_CHARS * box[2] / 576))
    height = box[3] + 14 * len(lines) + 10
    svg = re.sub(r'viewBox="[^"]+"', f'viewBox="0 0 {box[2]:g} {height:g}"', picture.svg, count=1)
    svg = re.sub(r'height="[\d.]+pt"', f'height="{height:g}pt"', svg, count=1)
    text = "".join(f'<tspan x="10" dy="14">{escape(line)}</tspan>' for line in lines)
    caption = (f'<rect x="0" y="{box[3]:g}" width="{box[2]:g}" height="{height - box[3]:g}" fill="#ffffff"/>'
               f'<text x="10" y="{box[3]:g}" style="font: 10px sans-serif; fill: #1a1a1a">{text}</text>')
    return '<?xml version="1.0" encoding="utf-8"?>\n' + svg.replace("</svg>", caption + "</svg>")
