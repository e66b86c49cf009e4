"""Answers handed in as data, and the points that they reach: what the notebook `submit` shows and a grader fills in."""

import os
from functools import cache
from pathlib import Path

from kapcourse.learning import answers
from kapcourse.learning.cohort import Scheme

NAME = "answers.jsonl"


def pack(folder="."):
    """Write all answers, and no reflection, to `folder`/answers.jsonl; says in a sentence how many, or why not."""
    given, path = answers.export(), Path(folder) / NAME
    draft = path.with_name(f".{NAME}")
    try:
        draft.write_text(given, encoding="ascii")
        os.replace(draft, path)
    except OSError as fault:
        print(f"Your answers cannot be written to {NAME} ({fault.strerror}). Ask your instructor.")
    else:
        print(f"Answers packed into {NAME}: {given.count(chr(10)):,}. Your reflections are not among them.")


@cache
def scheme():
    """The course's cohort.Scheme, made once."""
    return Scheme()


def reached(name, path=NAME):
    """({column's name: points with two decimals}, [faults]) of one trainee's answer file; no file is no points."""
    marks = scheme().mark(name, [Path(path)] if os.path.lexists(path) else [])
    return {column.name: round(column.of(marks.points), 2) for column in scheme().lessons}, marks.faults


def points(column):
    """The points of a column of the gradebook (a lesson's id, or a role) in ./answers.jsonl."""
    return reached("")[0][column]
