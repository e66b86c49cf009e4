"""Every test and every validated notebook starts with an empty answers folder of its own."""

import os
import tempfile

os.environ["KAPCOURSE_ANSWERS"] = tempfile.mkdtemp(prefix="kapcourse-answers-")
os.environ.pop("KAPCOURSE_KEYS", None)
