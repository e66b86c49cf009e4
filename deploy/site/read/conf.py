"""Sphinx on the pages that pages.py writes. Everything that a page needs comes with it; nothing is asked of others."""

project = "kapcourse"
author = "the kapcourse authors"
copyright = "the kapcourse authors; texts and data CC BY 4.0, code BSD-3-Clause"
language = "en"
smartquotes = False
html_title = "kapcourse: ketamine infusion and KAP"

extensions = ["myst_parser", "sphinx.ext.githubpages"]
myst_heading_anchors = 3
myst_disable_syntax = ["myst_line_comment", "myst_block_break", "myst_target", "myst_role"]
myst_heading_slug_func = "kapcourse.learning.glossing.anchor"  # as JupyterLab, so that a notebook's links lead there

html_theme = "sphinx_book_theme"
html_theme_options = {
    "use_download_button": False,
    "use_fullscreen_button": False,
    "home_page_in_toc": True,
    "navbar_persistent": [],
    "show_navbar_depth": 1,
    "show_toc_level": 2,
}
html_static_path = ["static"]
html_css_files = ["course.css"]
html_js_files = ["course.js"]
html_favicon = "static/mark.svg"
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_use_index = False
html_domain_indices = False
