"""The meta-analysis: the textbook's numbers, an independent package, and what must hold for any trials."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kapcourse.science import meta_analysis as meta
from kapcourse.science.meta_analysis import effect_sizes, mean_differences, pool

# BCG vaccine against tuberculosis, 13 trials (Colditz 1994): cases and people, vaccinated and not.
BCG = ([4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27],
       [123, 306, 231, 13598, 5069, 1541, 2545, 88391, 7499, 1716, 50634, 2498, 16913],
       [11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29],
       [139, 303, 220, 12867, 5808, 1451, 629, 88391, 7277, 1665, 27338, 2341, 17854])
PAIRS = [(method, interval) for method in meta.METHODS for interval in meta.INTERVALS]

sizes = st.integers(2, 12)
effects = st.floats(-3, 3, allow_subnormal=False)
variances = st.floats(0.01, 2)
studies = sizes.flatmap(lambda k: st.tuples(st.lists(effects, min_size=k, max_size=k),
                                            st.lists(variances, min_size=k, max_size=k)))
arms = st.tuples(st.integers(1, 60), st.integers(0, 60)).map(lambda a: (min(a[1], a[0]), a[0]))
tables = st.lists(st.tuples(arms, arms), min_size=1, max_size=8)


def columns(rows):
    """Rows of ((events, n), (events, n)) as the four columns of `effect_sizes`."""
    return [np.array(column) for column in zip(*[(a, n, c, m) for (a, n), (c, m) in rows], strict=True)]


@pytest.fixture
def peer():
    """PyMetaAnalysis, written by others from the same formulas."""
    import meta_analyze

    return meta_analyze


def test_bcg_gives_the_published_digits():
    yi, vi = effect_sizes(*BCG, "RR")
    found = pool(yi, vi)
    assert (round(found.estimate, 4), round(found.tau2, 4), round(found.se, 4)) == (-0.7145, 0.3132, 0.1798)
    assert [round(limit, 4) for limit in found.ci] == [-1.0669, -0.3622]
    assert (round(found.I2, 2), round(found.Q, 4)) == (92.22, 152.2330)
    assert (yi[0].round(4), vi[0].round(4)) == (-0.8893, 0.3256)


@pytest.mark.parametrize(("method", "interval"), PAIRS)
@pytest.mark.parametrize("measure", meta.MEASURES)
def test_an_independent_package_agrees_to_a_millionth(peer, method, interval, measure):
    yi, vi = effect_sizes(*BCG, measure)
    compare(peer, yi, vi, method, interval)


def compare(peer, yi, vi, method, interval):
    random = method != "FE"
    other = peer.meta_analysis(effect=yi, variance=vi, model="random" if random else "common",
                               tau2_method=method if random else None,
                               ci_method="hksj" if interval == "HKSJ" and random else "normal")
    ours = pool(yi, vi, method, interval)
    assert ours.estimate == pytest.approx(other.estimate, abs=1e-6)
    assert pytest.approx((other.q, other.i2), abs=1e-6) == (ours.Q, ours.I2 / 100)
    if random or interval == "z":
        assert (ours.se, *ours.ci) == pytest.approx((other.standard_error, other.ci_low, other.ci_high), abs=1e-6)
    if random:
        assert ours.tau2 == pytest.approx(other.tau2, abs=1e-6)
    if random and len(yi) > 2:
        assert ours.prediction_interval == pytest.approx(tuple(other.prediction_interval), abs=1e-6)


@pytest.mark.parametrize("seed", range(25))
def test_it_agrees_on_trials_of_every_spread_two_hills_included(peer, seed):
    rng = np.random.default_rng(seed)
    for _ in range(8):
        k = rng.integers(2, 15)
        vi = rng.uniform(0.01, 1, k)
        yi = rng.normal(0, rng.choice([0, 0.3, 2]), k) + rng.normal(size=k) * np.sqrt(vi)
        for method, interval in PAIRS:
            compare(peer, yi, vi, method, interval)


@pytest.mark.parametrize("measure", meta.MEASURES)
def test_effect_sizes_agree_zero_cells_included(peer, measure):
    rows = [[3, 0, 12, 20], [20, 11, 20, 20], [0, 4, 5, 9], [21, 33, 20, 20]]
    other = peer.meta_binary(event_treat=rows[0], n_treat=rows[1], event_control=rows[2], n_control=rows[3],
                             measure=measure, method="IV").study_results
    yi, vi = effect_sizes(*rows, measure)
    assert yi == pytest.approx(np.asarray(other["effect"], float), abs=1e-9)
    assert vi == pytest.approx(np.asarray(other["variance"], float), abs=1e-9)


@pytest.mark.parametrize("measure", ["MD", "SMD"])
def test_differences_of_means_agree(peer, measure):
    rows = [[12.7, 20.3], [7.6, 9.0], [20, 61], [16.4, 18.8], [10.0, 8.0], [19, 55]]
    other = peer.meta_continuous(mean_treat=rows[0], sd_treat=rows[1], n_treat=rows[2], mean_control=rows[3],
                                 sd_control=rows[4], n_control=rows[5], measure=measure).study_results
    yi, vi = mean_differences(*rows, measure)
    assert yi == pytest.approx(np.asarray(other["effect"], float), abs=2e-5)
    assert vi == pytest.approx(np.asarray(other["variance"], float), abs=2e-5)


def test_leave_one_out_is_pooling_without_that_study():
    yi, vi = effect_sizes(*BCG, "OR")
    found = meta.leave_one_out(yi, vi, "DL", "HKSJ")
    assert len(found) == len(yi)
    assert found[3] == pool(np.delete(yi, 3), np.delete(vi, 3), "DL", "HKSJ")


@pytest.mark.parametrize(("method", "interval"), PAIRS)
def test_trials_that_agree_have_no_spread_and_no_number_is_missing(method, interval):
    for yi in ([0.4, 0.4, 0.4], [0.4, 0.41, 0.39], [0.0, 0.0, 0.0]):
        found = pool(yi, [0.2, 0.3, 0.4], method, interval)
        assert (found.tau2, found.I2) == (0, 0)
        assert np.isfinite([found.estimate, found.se, *found.ci, found.Q, found.p]).all()


@pytest.mark.parametrize(("method", "interval"), PAIRS)
def test_one_and_two_trials(method, interval):
    one = pool([0.7], [0.04], method, interval)
    assert (one.estimate, one.se, one.tau2, one.Q, one.k) == (0.7, pytest.approx(0.2), 0, 0, 1)
    assert one.interval == "z" and one.prediction_interval is None
    two = pool([0.7, 1.9], [0.04, 0.09], method, interval)
    assert two.prediction_interval is None and np.isfinite([two.se, two.p, *two.ci]).all()


def test_fixed_and_random_are_one_where_there_is_no_spread():
    yi, vi = [0.1, 0.2, 0.15], [0.3, 0.2, 0.4]
    fixed = pool(yi, vi, "FE")
    for method in ("REML", "DL", "PM"):
        random = pool(yi, vi, method)
        assert (random.estimate, random.se, *random.ci) == pytest.approx((fixed.estimate, fixed.se, *fixed.ci))
    assert fixed.prediction_interval is None and random.prediction_interval is not None


@given(studies, st.sampled_from(PAIRS), st.randoms())
def test_the_order_of_studies_does_not_matter(given_studies, how, random):
    yi, vi = given_studies
    turned = list(range(len(yi)))
    random.shuffle(turned)
    one, other = pool(yi, vi, *how), pool([yi[i] for i in turned], [vi[i] for i in turned], *how)
    assert (other.estimate, other.se, other.Q) == pytest.approx((one.estimate, one.se, one.Q), rel=1e-5, abs=1e-7)


@given(studies, st.sampled_from(PAIRS))
def test_nothing_is_ever_missing_or_negative(given_studies, how):
    found = pool(*given_studies, *how)
    assert np.isfinite([found.estimate, found.se, *found.ci, found.tau2, found.I2, found.Q, found.p]).all()
    assert min(found.tau2, found.I2, found.Q, found.se, *found.weights) >= 0 and found.I2 < 100
    assert sum(found.weights) == pytest.approx(1)
    assert found.ci[0] <= found.estimate <= found.ci[1] and 0 <= found.p <= 1
    assert min(given_studies[0]) - 1e-9 <= found.estimate <= max(given_studies[0]) + 1e-9


@given(tables, st.sampled_from(meta.MEASURES))
def test_exchanging_the_arms_turns_the_sign(rows, measure):
    a, n, c, m = columns(rows)
    assume(np.all(meta.informative(a, n, c, m, measure)))
    there, back = effect_sizes(a, n, c, m, measure), effect_sizes(c, m, a, n, measure)
    assert back[0] == pytest.approx(-there[0]) and back[1] == pytest.approx(there[1])
    assert np.isfinite(there).all() and np.all(there[1] > 0)


@given(tables, st.sampled_from(meta.MEASURES))
def test_a_half_is_added_only_where_a_cell_is_empty(rows, measure):
    a, n, c, m = columns(rows)
    assume(np.all(meta.informative(a, n, c, m, measure)))
    full = (a > 0) & (a < n) & (c > 0) & (c < m)
    yi = effect_sizes(a, n, c, m, measure)[0]
    with np.errstate(all="ignore"):
        plain = {"OR": np.log(a * (m - c) / ((n - a) * c)), "RR": np.log((a / n) / (c / m)), "RD": a / n - c / m}
        half = np.log((a + 0.5) * (m - c + 0.5) / ((n - a + 0.5) * (c + 0.5)))
    assert yi[full] == pytest.approx(plain[measure][full])
    if measure == "OR":
        assert yi[~full] == pytest.approx(half[~full])


@given(st.lists(st.tuples(*[st.floats(-30, 30), st.floats(1, 15), st.integers(2, 80)] * 2), min_size=1, max_size=6),
       st.floats(0.1, 10))
def test_points_scale_with_the_scale_and_standardised_differences_do_not(rows, factor):
    m1, s1, n1, m2, s2, n2 = map(np.array, zip(*rows, strict=True))
    points, g = (mean_differences(m1, s1, n1, m2, s2, n2, measure) for measure in ("MD", "SMD"))
    scaled = (m1 * factor, s1 * factor, n1, m2 * factor, s2 * factor, n2)
    assert mean_differences(*scaled, "MD")[0] == pytest.approx(points[0] * factor)
    assert mean_differences(*scaled, "MD")[1] == pytest.approx(points[1] * factor**2)
    assert mean_differences(*scaled, "SMD")[0] == pytest.approx(g[0], abs=1e-9)
    assert mean_differences(m2, s2, n2, m1, s1, n1, "SMD")[0] == pytest.approx(-g[0])


@given(st.integers(0, 200), st.integers(1, 200), st.integers(1, 6))
def test_a_shared_control_is_never_counted_twice(events, n, k):
    parts = meta.split_control(min(events, n), n, k)
    assert meta.combine_arms(parts) == pytest.approx((min(events, n), n)) and len(parts) == k


@pytest.mark.parametrize(("call", "words"), [
    (lambda: effect_sizes([1], [10], [2], [10], "HR"), "OR, RR or RD"),
    (lambda: effect_sizes([11], [10], [2], [10], "OR"), "between 0 and n"),
    (lambda: effect_sizes([-1], [10], [2], [10], "OR"), "between 0 and n"),
    (lambda: effect_sizes([0], [0], [2], [10], "RD"), "n above 0"),
    (lambda: effect_sizes([0], [10], [0], [10], "OR"), "both arms"),
    (lambda: effect_sizes([10], [10], [10], [10], "RR"), "both arms"),
    (lambda: mean_differences(1, 2, 10, 2, 2, 10, "OR"), "MD or SMD"),
    (lambda: mean_differences(1, 0, 10, 2, 2, 10, "MD"), "above 0"),
    (lambda: mean_differences(np.nan, 1, 10, 2, 2, 10, "MD"), "number"),
    (lambda: pool([], []), "at least one study"),
    (lambda: pool([1.0], [0.0]), "variances above 0"),
    (lambda: pool([np.nan], [1.0]), "numbers"),
    (lambda: pool([1.0], [1.0], "ML"), "REML"),
    (lambda: meta.leave_one_out([1.0], [1.0]), "two studies"),
    (lambda: meta.split_control(1, 2, 0), "at least one arm"),
])
def test_what_cannot_be_is_refused_in_words(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_double_zero_studies_count_for_differences_only():
    assert meta.informative([0, 0, 5], [5, 5, 5], [0, 1, 5], [5, 5, 5], "OR").tolist() == [False, True, False]
    assert meta.informative([0], [5], [0], [5], "RD").tolist() == [True]
    assert effect_sizes([0], [5], [0], [5], "RD")[0] == 0


def test_students_t_agrees_with_scipy():
    from scipy.stats import t

    for df in (*range(1, 40), 99, 500):
        assert meta.student_quantile(df) == pytest.approx(t.ppf(0.975, df), rel=1e-10)
        for value in (0.0, 0.1, 1.0, 2.0, 7.5, 60.0):
            angle = np.arctan(value / np.sqrt(df))
            assert 1 - meta._student_within(angle, df) == pytest.approx(2 * t.sf(value, df), abs=1e-12)
