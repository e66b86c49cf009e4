"""The command line for authors and instructors: `kapcourse check`, `store NOTEBOOK ...` and `gain FOLDER`."""

import argparse
import sys

from kapcourse.tables.records import CourseError


def main(arguments=None):
    """Run one command; returns the exit status (0 well, 1 faults found)."""
    parser = argparse.ArgumentParser(prog="kapcourse", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="read every file of data/ and say what is wrong with it")
    store = commands.add_parser("store", help="run notebooks and store them as CI compares them")
    store.add_argument("notebooks", nargs="+")
    gain = commands.add_parser("gain", help="what a cohort learned, from its tests before and after the course")
    gain.add_argument("folder", help="holds one folder of answers for each trainee")
    chosen = parser.parse_args(arguments)
    try:
        return _COMMANDS[chosen.command](chosen)
    except CourseError as fault:
        print(fault, file=sys.stderr)
        return 1


def check():
    """Print every fault of data/ in one sentence each."""
    from kapcourse.learning import exercises, forms, lint, texts
    from kapcourse.tables import audit

    shown = texts.everything()
    found = [fault for text in shown for fault in audit.faults(text)]
    found += [fault for item in exercises.load_all() for fault in lint.faults(item)]
    found += forms.faults(exercises.load_all())
    for fault in found:
        print(fault)
    print(f"{len(exercises.load_all())} items and {len(shown)} texts read, {len(found)} faults.")
    return 1 if found else 0


def run_and_store(paths):
    """Run each notebook in an empty answers folder and store it executed, without live-widget state."""
    from kapcourse.authoring import store

    for number, path in enumerate(paths, 1):
        print(f"[{number}/{len(paths)}] {path}", flush=True)
        store(path)
    return 0


def gains(folder):
    """Print the learning gain of a cohort by domain, with its uncertainty."""
    from kapcourse.learning import forms

    forms.print_gains(folder)
    return 0


_COMMANDS = {"check": lambda chosen: check(), "store": lambda chosen: run_and_store(chosen.notebooks),
             "gain": lambda chosen: gains(chosen.folder)}


if __name__ == "__main__":
    sys.exit(main())
