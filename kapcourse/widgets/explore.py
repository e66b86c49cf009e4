"""The explorers of the lessons, and the claim bench, `explore.claim("P09")`."""

from kapcourse.tables import approaches as _approaches
from kapcourse.widgets.bench import bench as _bench
from kapcourse.widgets.comparator import Comparator
from kapcourse.widgets.panel import later, show


def approaches():
    """Infusion and KAP attribute by attribute: what is known, how firmly, from where."""
    return show(lambda: Comparator(_approaches.load()))


def dose_and_route():
    """Levels after up to three regimens, side by side: dose, route, duration, repeats, weight."""
    return show(later, "dosing", "DoseAndRoute")


def trials():
    """Trials by question and filters: forest plot, people of a hundred, risk of bias, published results."""
    return show(later, "trials", "Trials")


def durability():
    """How long a benefit lasted, by what was given and who was counted."""
    return show(later, "durability", "Durability")


def affinities():
    """What ketamine and its products hold on to, and how tightly."""
    return show(later, "mechanism", "Affinities")


def occupancy():
    """How much of each target is taken over time after a regimen, with the share that is bound to protein."""
    return show(later, "mechanism", "Occupancy")


def interactions():
    """What other medicines do to swallowed ketamine and to the drip, on one axis."""
    return show(later, "mechanism", "Interactions")


def evidence_map():
    """Grade the hypotheses of how ketamine works, then compare with the sources."""
    return show(later, "evidence", "EvidenceMap")


def timeline():
    """Plasma, dissociation, blood pressure, mood and the hours with staff on one axis, from minutes to weeks."""
    return show(later, "timeline", "Timeline")


def kap_studies():
    """Studies of ketamine with therapy, to be sorted by what set their groups apart."""
    return show(later, "kap", "KapStudies")


def running_trials():
    """Studies of ketamine with therapy that have no result yet, each with what was last seen of it."""
    return show(later, "kap", "RunningTrials")


def still_there():
    """How many people of the largest KAP cohort still had data, drawn to scale."""
    return show(later, "kap", "StillThere")


def screening_room():
    """The screening room: choose an invented person, ask, decide, and see what the criteria make of it."""
    return show(later, "screening", "Room")


def screening(name):
    """The invented person called `name` ("V01" to "V26") in the screening room."""
    return show(later, "screening", "Room", name)


def case(name):
    """The case called `name`, as its file in data/cases is: scenes, replies, what follows, and the debrief."""
    return show(later, "cases", "Stage", name)


def monitoring():
    """Who watches what, in infusion, injection, lozenge, esketamine and home use, above the level in the blood."""
    return show(later, "monitoring", "Monitoring")


def harms():
    """Harms on one denominator beside a comparison group, and what is known and not known of the rare ones."""
    return show(later, "safety", "Harms")


def session_planner():
    """Lay out a session day of infusion or KAP, see the level underneath, and check it rule by rule."""
    return show(later, "planner", "Planner", "session")


def follow_up_planner():
    """Lay out the weeks after the last dose, up to the decision to continue, stop, taper or refer, and check them."""
    return show(later, "planner", "Planner", "follow_up")


def change():
    """Two invented scores on a scale, and what each published rule on response, remission or change says of them."""
    return show(later, "change", "Change")


def roles():
    """Who does what around a dose in two settings side by side, each line with its source."""
    return show(later, "roles", "Roles")


def choosing(name=None):
    """Choosing together: an invented person, or the one called `name` ("ines"), wishes, gates, ranges, reasons."""
    return show(later, "choosing", "Choosing", name)


def risks():
    """Outcomes measured beside a fair comparison, of a hundred, in both frames, with time, people and uncertainty."""
    return show(later, "choosing", "Risks")


def steps():
    """Steps of preparation, with infusion and in KAP side by side, and what is known of the effect of each."""
    return show(later, "steps", "Steps")


def law():
    """What the law says in five jurisdictions, each line with its source and the day it was last checked."""
    return show(later, "safety", "Law")


def claim(name):
    """The claim called `name` ("P01" to "P30") on the bench."""
    return show(_bench, name)


def audit():
    """All statements of the public page: what is judged, how, and each one on the bench in place."""
    return show(later, "audit", "Audit")
