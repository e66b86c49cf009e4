"""The explorers of the lessons, and the claim bench, `explore.claim("P09")`."""

from importlib import import_module

from kapcourse.tables import approaches as _approaches
from kapcourse.widgets.bench import bench as _bench
from kapcourse.widgets.comparator import Comparator
from kapcourse.widgets.panel import show


def approaches():
    """Infusion and KAP attribute by attribute: what is known, how firmly, from where."""
    return show(lambda: Comparator(_approaches.load()))


def dose_and_route():
    """Levels after up to three regimens, side by side: dose, route, duration, repeats, weight."""
    return show(_view, "dosing", "DoseAndRoute")


def trials():
    """Trials by question and filters: forest plot, people of a hundred, risk of bias, published results."""
    return show(_view, "trials", "Trials")


def durability():
    """How long a benefit lasted, by what was given and who was counted."""
    return show(_view, "durability", "Durability")


def affinities():
    """What ketamine and its products hold on to, and how tightly."""
    return show(_view, "mechanism", "Affinities")


def occupancy():
    """How much of each target is taken over time after a regimen, with the share that is bound to protein."""
    return show(_view, "mechanism", "Occupancy")


def interactions():
    """What other medicines do to swallowed ketamine and to the drip, on one axis."""
    return show(_view, "mechanism", "Interactions")


def evidence_map():
    """Grade the hypotheses of how ketamine works, then compare with the sources."""
    return show(_view, "evidence", "EvidenceMap")


def timeline():
    """Plasma, dissociation, blood pressure, mood and the hours with staff on one axis, from minutes to weeks."""
    return show(_view, "timeline", "Timeline")


def kap_studies():
    """Studies of ketamine with therapy, to be sorted by what set their groups apart."""
    return show(_view, "kap", "KapStudies")


def running_trials():
    """Studies of ketamine with therapy that have no result yet, each with what was last seen of it."""
    return show(_view, "kap", "RunningTrials")


def still_there():
    """How many people of the largest KAP cohort still had data, drawn to scale."""
    return show(_view, "kap", "StillThere")


def screening_room():
    """The screening room: choose an invented person, ask, decide, and see what the criteria make of it."""
    return show(_view, "screening", "Room")


def screening(name):
    """The invented person called `name` ("V01" to "V26") in the screening room."""
    return show(_view, "screening", "Room", name)


def case(name):
    """The case called `name`, as its file in data/cases is: scenes, replies, what follows, and the debrief."""
    return show(_view, "cases", "Stage", name)


def monitoring():
    """Who watches what, in infusion, injection, lozenge, esketamine and home use, above the level in the blood."""
    return show(_view, "monitoring", "Monitoring")


def harms():
    """Harms on one denominator beside a comparison group, and what is known and not known of the rare ones."""
    return show(_view, "safety", "Harms")


def session_planner():
    """Lay out a session day of infusion or KAP, see the level underneath, and check it rule by rule."""
    return show(_view, "planner", "Planner", "session")


def follow_up_planner():
    """Lay out the weeks after the last dose, up to the decision to continue, stop, taper or refer, and check them."""
    return show(_view, "planner", "Planner", "follow_up")


def change():
    """Two invented scores on a scale, and what each published rule on response, remission or change says of them."""
    return show(_view, "change", "Change")


def roles():
    """Who does what around a dose in two settings side by side, each line with its source."""
    return show(_view, "roles", "Roles")


def choosing(name=None):
    """Choosing together: an invented person, or the one called `name` ("ines"), wishes, gates, ranges, reasons."""
    return show(_view, "choosing", "Choosing", name)


def risks():
    """Outcomes measured beside a fair comparison, of a hundred, in both frames, with time, people and uncertainty."""
    return show(_view, "choosing", "Risks")


def steps():
    """Steps of preparation, with infusion and in KAP side by side, and what is known of the effect of each."""
    return show(_view, "steps", "Steps")


def law():
    """What the law says in five jurisdictions, each line with its source and the day it was last checked."""
    return show(_view, "safety", "Law")


def claim(name):
    """The claim called `name` ("P01" to "P30") on the bench."""
    return show(_bench, name)


def audit():
    """All statements of the public page: what is judged, how, and each one on the bench in place."""
    return show(_view, "audit", "Audit")


def _view(module, name, *arguments):
    """A view of a module of widgets. It is imported only when it is shown, since most bring numpy."""
    return getattr(import_module(f"kapcourse.widgets.{module}"), name)(*arguments)
