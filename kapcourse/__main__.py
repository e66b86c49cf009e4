"""The command line for authors (`check`, `store`, `guide`) and instructors (`grade`, `gain`, `release`, `export`)."""

import argparse
import sys

from kapcourse.tables.records import CourseError


def main(arguments=None):
    """Run one command; returns the exit status (0 well, 1 faults found)."""
    chosen = _parser().parse_args(arguments)
    try:
        return chosen.run(chosen)
    except CourseError as fault:
        print(fault, file=sys.stderr)
    except OSError as fault:
        print(CourseError(f"{fault.filename or 'this command'}: {fault.strerror or fault}."), file=sys.stderr)
    return 1


def _parser():
    parser = argparse.ArgumentParser(prog="kapcourse", description=__doc__)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("check", help="read every file of data/ and say what is wrong with it")
    one.set_defaults(run=lambda chosen: check())
    one = commands.add_parser("store", help="run notebooks and store them as CI compares them")
    one.add_argument("notebooks", nargs="+")
    one.set_defaults(run=lambda chosen: run_and_store(chosen.notebooks))
    one = commands.add_parser("grade", help="grade the collected answers of a class and write a gradebook")
    one.add_argument("folder", help="one subfolder, or one downloaded .jsonl file, for each trainee")
    one.add_argument("--into", metavar="FILE", default="gradebook.csv", help="the gradebook (default: %(default)s)")
    shape = one.add_mutually_exclusive_group()
    for name in ("moodle", "canvas"):
        shape.add_argument(f"--{name}", dest="shape", action="store_const", const=name, default="own",
                           help=f"write what {name.title()} imports")
    one.set_defaults(run=grade)
    one = commands.add_parser("gain", help="what a cohort learned, from its tests before and after the course")
    one.add_argument("folder", help="one subfolder, or one downloaded .jsonl file, for each trainee")
    one.set_defaults(run=gains)
    one = commands.add_parser("guide", help="make the parts of the instructor's guide that come from data/ anew")
    one.add_argument("file", help="docs/instructor_guide.md")
    one.set_defaults(run=guide)
    one = commands.add_parser("release", help="build the folder that trainees get, or check one for leaks")
    one.add_argument("folder", help="a new folder; with --check a folder, a wheel or another archive that is there")
    one.add_argument("--check", action="store_true", help="only look for solutions and withheld keys")
    one.set_defaults(run=release)
    one = commands.add_parser("export", help="take the items to a learning platform")
    one.add_argument("platform", choices=["moodle", "qti"], help="Moodle XML; or QTI 1.2 for Canvas and others")
    one.add_argument("file")
    one.set_defaults(run=export)
    return parser


def grade(chosen):
    """Grade a class."""
    from kapcourse import teaching

    teaching.grade(chosen.folder, chosen.shape, chosen.into)
    return 0


def gains(chosen):
    """Print the learning gain of a cohort by domain, with its uncertainty."""
    from kapcourse import teaching

    teaching.gain(chosen.folder)
    return 0


def guide(chosen):
    """Make the parts of the instructor's guide anew."""
    from kapcourse import guide

    guide.write(chosen.file)
    return 0


def release(chosen):
    """Build the trainees' folder, or check what is there."""
    from kapcourse import release

    release.check(chosen.folder) if chosen.check else release.build(chosen.folder)
    return 0


def export(chosen):
    """Write the item bank for a learning platform."""
    from kapcourse import teaching

    teaching.export(chosen.platform, chosen.file)
    return 0


def check():
    """Print every fault of data/ in one sentence each, then what guessing earns and how long each lesson takes."""
    from kapcourse.learning import exercises, forms, lint, placing, reading, texts, timing
    from kapcourse.tables import audit

    shown = texts.everything()
    texts.sources_used()  # reads the tables that have no texts, before a key that is computed from them does
    found = [fault for text in shown for fault in audit.faults(text)]
    found += [fault for item in exercises.load_all() for fault in lint.faults(item)]
    found += forms.faults(exercises.load_all()) + placing.faults(shown) + reading.faults(shown)
    for line in (*found, *lint.told(exercises.load_all()), *timing.told(), *reading.told()):
        print(line)
    print(f"{len(exercises.load_all())} items and {len(shown)} texts read, {len(found)} faults.")
    return 1 if found else 0


def run_and_store(paths):
    """Run each notebook in an empty answers folder and store it executed, without live-widget state."""
    from kapcourse.authoring import store

    for number, path in enumerate(paths, 1):
        print(f"[{number}/{len(paths)}] {path}", flush=True)
        store(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
