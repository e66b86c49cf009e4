"""nbgrader for the instructor: it collects answers as data, and gives points without running any notebook."""

import os
import sys
from pathlib import Path

here = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(here))
import grading  # noqa: E402
from nbgrader.preprocessors import AssignLatePenalties, CheckCellMetadata, OverwriteCells, SaveAutoGrades  # noqa: E402

c = get_config()  # noqa: F821
load_subconfig(str(here / "seat" / "nbgrader_config.py"))  # noqa: F821
c.CourseDirectory.root = os.environ.get("KAPCOURSE_CLASS", str(Path.home() / "class"))
c.ExchangeFactory.collect = grading.Collect
c.ExchangeCollect.update = True
c.Autograde.sanitize_preprocessors = [grading.OnlyOurs, OverwriteCells, CheckCellMetadata]
c.Autograde.autograde_preprocessors = [grading.Points, SaveAutoGrades, AssignLatePenalties, CheckCellMetadata]
