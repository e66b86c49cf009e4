"""The works that every figure and every item rests on."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from kapcourse.tables.files import data_folder, read_table
from kapcourse.tables.records import CourseError, meant, unique

Tier = Literal["primary", "official", "manufacturer", "secondary"]


@dataclass(frozen=True)
class Source:
    """One row of data/sources.csv. `tier` says how close to the evidence the work stands."""

    key: str
    authors: str
    title: str
    kind: Literal["trial", "meta-analysis", "review", "observational", "model", "guideline", "label",
                  "regulator", "registry", "survey", "theory", "web"]
    tier: Tier
    doi_checked: Literal["yes", "no", "none"]
    year: int | None = None
    journal: str = ""
    doi: str = ""
    pmid: str = ""
    url: str = ""
    note: str = ""

    @property
    def link(self):
        """The address a reader is sent to: DOI, else PubMed, else the page."""
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/" if self.pmid else self.url

    @property
    def author(self):
        """The first author as cited: "Murrough JW et al."."""
        return self.authors.split(",")[0]

    @property
    def short(self):
        """The work as it is named in a text: "Murrough JW et al. 2013"."""
        return f"{self.author} {self.year or 'undated'}"

    @property
    def citation(self):
        """One line: authors, year, title, journal."""
        title = self.title.rstrip(".")
        return f"{self.authors} ({self.year or 'undated'}). {title}." + (f" {self.journal}." if self.journal else "")


@cache
def load(folder=None):
    """All sources by key. Raises CourseError for a bad row."""
    path = (folder or data_folder()) / "sources.csv"
    table = unique(read_table(path, Source, "key"), "data/sources.csv", "key")
    unique([source for source in table.values() if source.doi], "data/sources.csv", "doi")
    for source in table.values():
        fault = _fault(source)
        if fault:
            raise CourseError(f"data/sources.csv, source {source.key}: {fault}.")
    return table


def require(keys, where, folder=None):
    """Check that sources exist. Raises CourseError, which begins with `where`, for the first that does not."""
    for key in keys:
        if key not in load(folder):
            raise CourseError(f"{where}: source '{key}' is not in data/sources.csv.{meant(key, load(folder))}")


def _fault(source):
    if not source.link:
        return "doi, pmid and url are all empty; a reader needs one of them"
    if source.doi and not re.fullmatch(r"10\.\d{4,9}/\S*[^\s.,;:]", source.doi):
        return f"doi is '{source.doi}'; expected it without address and without a stop at its end, like 10.1000/abc"
    if not re.fullmatch(r"\d{0,9}", source.pmid):
        return f"pmid is {source.pmid[:40]!r}; expected digits only, like 35110300"
    if source.year is not None and not 1800 <= source.year <= 2100:
        return f"year is {source.year}; expected four digits"
    if not re.fullmatch(r"\w+", source.key):
        return f"key is {source.key[:40]!r}; expected letters, digits and underscores, like abbar2022"
    if not re.fullmatch(r"(https?://\S+)?", source.url):
        return f"url is '{source.url}'; expected an address that starts with https://"
    if bool(source.doi) == (source.doi_checked == "none"):
        expected = "yes or no" if source.doi else "none, as there is no doi"
        return f"doi_checked is '{source.doi_checked}'; expected {expected}"
    return None
