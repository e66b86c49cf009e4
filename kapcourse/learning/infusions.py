"""The comparisons of lesson 05: what its keys are worked out from and what its solution prints.

Read from data/trial_arms.csv, data/pooled.csv, data/durability.csv and two facts; nothing is typed in here.
"""

from kapcourse.learning import trials
from kapcourse.tables import durability, facts
from kapcourse.tables import trials as tables

A_DAY_LATER = "response | 24 hours"
CONTROLS = {"placebo": "dean2021.response.placebo", "midazolam": "dean2021.response.midazolam"}
ALIKE = 1.2  # the larger of two values over the smaller, up to which lesson 05 calls them alike
ECT_TRIAL = "anand2023.response.504"
LEFT_BEFORE_TREATMENT = {"treatment": "F-1015", "control": "F-1014"}


def share_readable(folder=None):
    """In what percentage of the trials that measured response a day later both groups' counts could be read."""
    seen, listed = trials.readable(trials.question(A_DAY_LATER, folder), folder)
    return 100 * seen / listed


def pool_a_day_later(drug=trials.ANY, without=(), folder=None):
    """Response a day later, pooled: a Summary. drug: ketamine, esketamine or any.  without: trials left out whole."""
    asked = trials.question(A_DAY_LATER, folder)
    found = trials.contrasts(asked, drug=drug, folder=folder)
    return trials.summarise(asked, found, "OR", without=[one.id for one in found if one.trial.id in without])


def can_be_pooled(folder=None):
    """Ids of the trials of ketamine that carry weight in that pool."""
    return {line.contrast.trial.id for line in pool_a_day_later("ketamine", folder=folder).used}


def where_one_lies(without=(), folder=None):
    """includes_one, above_one or below_one: where the pooled interval lies, trials `without` left out."""
    _, low, high = pool_a_day_later(without=without, folder=folder).effect
    return "above_one" if low > 1 else "below_one" if high < 1 else "includes_one"


def of_a_hundred(control, folder=None):
    """Cochrane's totals in people of a hundred: {measure: value}. control: placebo or midazolam."""
    row = tables.load(folder).pooled[CONTROLS[control]]
    treated = trials.per_hundred("OR", [float(row.estimate)], row.control_risk)[0]
    return {"odds_ratio": float(row.estimate), "control": row.control_risk, "treated": treated,
            "more": treated - row.control_risk, "not_treated": 100 - treated}


def larger(measure, folder=None):
    """placebo, midazolam or alike: against which control a measure of `of_a_hundred` is larger."""
    values = {name: of_a_hundred(name, folder)[measure] for name in CONTROLS}
    first, second = sorted(values, key=values.get, reverse=True)
    return "alike" if values[first] <= ALIKE * values[second] else first


def difference_with_leavers(treatment, control, folder=None):
    """Response to ketamine minus ECT in percentage points, of all whom chance assigned.

    treatment, control: the share, 0 to 1, of those who left before treatment that is taken to have responded.
    """
    shares = []
    for role, share in (("treatment", treatment), ("control", control)):
        arm, left = _arm(role, folder), _left(role, folder)
        shares.append(100 * (arm.events + share * left) / (arm.n + left))
    return shares[0] - shares[1]


def difference_of_treated(folder=None):
    """The same difference among those who were treated."""
    ketamine, ect = _arm("treatment", folder), _arm("control", folder)
    return 100 * ketamine.events / ketamine.n - 100 * ect.events / ect.n


def days_until_lost(row, folder=None):
    """Days of a row of data/durability.csv: its median or mean, or the day on which half were still well.

    Raises ValueError for a row that gives neither.
    """
    found = durability.load(folder)[row]
    if found.unit == "days":
        return found.value
    if found.quantity == "still well" and found.value == 50:
        return found.days
    raise ValueError(f"row '{row}' of data/durability.csv does not say when half had lost the benefit")


def counted(row, folder=None):
    """treated, responders or relapsed: who is counted in a row of data/durability.csv."""
    return durability.load(folder)[row].counted


def agrees(percent, n, count=None):
    """agree or disagree: whether `count` of n people, or any whole number of them, gives the percentage as printed."""
    digits = len(str(percent).partition(".")[2])
    whole = [count] if count is not None else range(n + 1)
    return "agree" if any(f"{100 * x / n:.{digits}f}" == str(percent) for x in whole) else "disagree"


def print_pool():
    """Print the counts a day later, each trial's odds ratio, the pool, and the pool with each trial left out."""
    found = pool_a_day_later()
    lines = [f"{'Response a day later':36}{'treatment':>12}{'control':>12}{'odds ratio':>12}{'interval':>20}"]
    for line in found.lines:
        if line.reason:
            lines.append(f"{line.contrast.name:36}not pooled: {line.reason}")
            continue
        x1, n1, x2, n2 = line.contrast.figures
        lines.append(f"{line.contrast.name:36}{f'{x1:.3g}/{n1:.3g}':>12}{f'{x2:.3g}/{n2:.3g}':>12}"
                     f"{line.estimate:12.2f}{f'{line.low:.2f} to {line.high:.2f}':>20}")
    for name, without in [("all pooled", ()), *((f"without {id_}", (id_,)) for id_ in _pooled_trials(found))]:
        mean, low, high = pool_a_day_later(without=without).effect
        lines.append(f"{name:60}{mean:12.2f}{f'{low:.2f} to {high:.2f}':>20}  {where_one_lies(without)}")
    lines.append(f"Both groups' counts could be read in {share_readable():.0f} % of the trials listed.")
    print("\n".join(lines))


def print_questions():
    """Print every question of the tables with the effect of each trial that could be read, and the pool of several."""
    lines = []
    for asked in trials.questions():
        found = trials.summarise(asked, trials.contrasts(asked), asked.measures[0])
        pool = "not pooled" if found.effect is None else "pooled {:.2f} ({:.2f} to {:.2f})".format(*found.effect)
        lines.append(f"{asked.words}, {trials.MEASURES[found.measure]}: {pool}")
        lines += [f"  {line.contrast.name:48}{line.estimate:8.2f}{f'{line.low:.2f} to {line.high:.2f}':>20}"
                  for line in found.used]
    print("\n".join(lines))


def print_contrasts():
    """Print Cochrane's two contrasts in people of a hundred."""
    lines = [f"{'Cochrane review 2021':16}" + "".join(f"{name:>12}" for name in CONTROLS) + f"{'larger':>12}"]
    for measure in of_a_hundred("placebo"):
        lines.append(f"{measure.replace('_', ' '):20}"
                     + "".join(f"{of_a_hundred(name)[measure]:12.2f}" for name in CONTROLS) + f"{larger(measure):>12}")
    print("\n".join(lines))


def print_leavers():
    """Print the difference between ketamine and ECT by what is assumed of those who left before treatment."""
    cases = {"none of those who left had responded": (0, 0), "all of them had": (1, 1),
             "harshest for ketamine: only the ECT group": (0, 1), "kindest to ketamine: only its group": (1, 0)}
    lines = [f"{'only those treated':48}{difference_of_treated():6.1f}"]
    lines += [f"{name:48}{difference_with_leavers(*shares):6.1f}" for name, shares in cases.items()]
    print("\n".join(["Response after three weeks, ketamine minus ECT, percentage points", *lines]))


def print_durability():
    """Print every figure on how long a benefit lasted, with who is counted."""
    lines = [f"{'row':28}{'value':>8}  {'unit':8}{'day':>6}  {'n':>4}  counted"]
    for row in durability.load().values():
        lines.append(f"{row.id:28}{row.value:8g}  {row.unit:8}{'' if row.days is None else f'{row.days:g}':>6}  "
                     f"{row.n or '':>4}  {row.counted}")
    print("\n".join(lines))


def _pooled_trials(found):
    return dict.fromkeys(line.contrast.trial.id for line in found.used)


def _arm(role, folder):
    return tables.load(folder).arms[f"{ECT_TRIAL}.{role}"]


def _left(role, folder):
    return int(facts.load(folder)[LEFT_BEFORE_TREATMENT[role]].value)
