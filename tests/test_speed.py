"""Speed as ratios within one run, in time of the processor, so that a slow or busy machine changes little.

The bounds are looser than the budgets, for a machine that does other work too. Budgets and seconds: `make bench`.
"""

import json
import random
import subprocess
import sys
import time
from io import BytesIO

import numpy as np
from matplotlib.figure import Figure

from kapcourse.learning import exercises
from kapcourse.learning.grading import check
from kapcourse.science.pharmacokinetics import simulate
from kapcourse.widgets.dosing import DoseAndRoute
from tests.bench_grade import some_answer
from tests.bench_pharmacokinetics import DOSE, people, solver_loop, timed

BANK = "from kapcourse.learning import exercises"

def least(call, rounds=5):
    """The least seconds of some calls, after one to warm up."""
    return min(timed(call, rounds, time.process_time))


def fresh(code, begin="pass"):
    """The least seconds that a fresh Python needs for `code`, after what it begins with."""
    timed = f"{begin}; import time; t = time.process_time(); {code}; print(time.process_time() - t)"
    return min(float(subprocess.check_output([sys.executable, "-c", timed])) for _ in range(3))


def test_importing_the_package_takes_a_tenth_of_numpy_at_most():
    assert fresh("import kapcourse") < fresh("import numpy") / 10


def test_one_question_takes_a_third_of_reading_the_bank_at_most():
    assert fresh("exercises.get('two_approaches.match_statements')", BANK) < fresh("exercises.listed()", BANK) / 3


def test_a_crowd_is_at_least_three_hundred_times_faster_than_a_solver_in_a_loop():
    times, crowd, some = np.linspace(0, 24, 1000), people(1000), 5
    ours = least(lambda: simulate(crowd, [DOSE], times))
    assert least(lambda: solver_loop(some, times, 1e-9)) * len(crowd.V1) / some > 300 * ours


def test_a_moved_slider_takes_a_fifth_of_drawing_a_plain_plot_anew_at_most():
    view, hours = DoseAndRoute(), np.linspace(0, 8, 200)
    doses = iter([0.3, 0.35, 0.4] * 9)

    def moved():
        view.on("A.dose", next(doses))
        json.dumps(view.blocks())

    def drawn_anew():
        axes = Figure(figsize=(8, 4.8)).add_subplot()
        axes.fill_between(hours, hours, hours + 1)
        axes.plot(hours, hours, hours, hours / 2)
        axes.figure.savefig(BytesIO(), format="svg")

    assert least(moved) < least(drawn_anew) / 5


def test_judging_an_answer_to_every_question_takes_a_fiftieth_of_reading_the_bank_at_most():
    dice = random.Random(1)
    items = [item for item in exercises.load_all() if item.graded and item.kind not in ("case", "plan")]
    given = [(item, some_answer(item, dice)) for item in items]
    judged = least(lambda: [check(item, answer) for item, answer in given], 20)
    assert judged < fresh("exercises.listed()", BANK) / 50
