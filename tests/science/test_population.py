"""The invented persons are the same on every call, and vary as told."""

import numpy as np
import pytest

from kapcourse.science.pharmacokinetics import CompartmentModel, Metabolite
from kapcourse.science.population import bands, population, positives

TYPICAL = CompartmentModel(133, 95.2, 187, 23.2, metabolite=Metabolite(98.638, 57.72))
OMEGAS = {"V1": 0.084, "CL": 0.026, "metabolite.CL": 0.103, ("V1", "CL"): 0.0226}


def test_the_same_persons_come_back_whoever_else_is_asked_for():
    all_of_them = population(TYPICAL, OMEGAS, 50)
    assert (population(TYPICAL, OMEGAS, 50).CL == all_of_them.CL).all()
    assert (population(TYPICAL, {"metabolite.CL": 0.103}, 50).metabolite.CL == all_of_them.metabolite.CL).all()
    assert (all_of_them.V1[:10] == population(TYPICAL, {"V1": 0.084}, 10).V1).all()
    assert (population(TYPICAL, OMEGAS, 50, seed=1).CL != all_of_them.CL).all()
    assert all_of_them.V2 == 187 and all_of_them.metabolite.V1 == 98.638


def test_they_vary_as_the_published_variances_say():
    crowd = population(TYPICAL, OMEGAS, 200_000)
    etas = np.log([crowd.V1 / 133, crowd.CL / 95.2, crowd.metabolite.CL / 57.72])
    assert np.cov(etas) == pytest.approx(np.array([[0.084, 0.0226, 0], [0.0226, 0.026, 0], [0, 0, 0.103]]), abs=1e-3)
    assert etas.mean(axis=1) == pytest.approx(0, abs=3e-3)


def test_two_parameters_may_share_one_deviation():
    crowd = population(TYPICAL, {"V1": 0.057, "metabolite.V1": 0.057, ("V1", "metabolite.V1"): 0.057}, 20)
    assert pytest.approx(crowd.metabolite.V1 / 98.638) == crowd.V1 / 133


@pytest.mark.parametrize(("omegas", "says"), [
    ({"V9": 0.1}, "the model has no parameter V9"), ({"liver.V": 0.1}, r"the model has no parameter liver\.V"),
    ({"metabolite": 0.1}, "the model has no parameter metabolite"),
    ({"V1.CL": 0.1}, r"the model has no parameter V1\.CL"),
    ({"CL": 0.1, ("V1", "CL"): 0.05}, "a covariance names V1, which has no variance"),
    ({"V1": 0.1, "CL": 0.1, ("V1", "CL"): 0.2}, "the variances and covariances of CL do not go together"),
    ({"V1": -0.1}, "the variances and covariances of V1 do not go together"),
])
def test_what_cannot_be_is_refused_in_a_sentence(omegas, says):
    with pytest.raises(ValueError, match=f"^{says}$"):
        population(TYPICAL, omegas, 5)


def test_positive_parameters_of_doses_are_fixed_by_their_name():
    ka = positives(1.5, 0.06, 1000, "film.ka")
    assert (ka > 0).all() and (ka[:10] == positives(1.5, 0.06, 10, "film.ka")).all()
    assert (ka != positives(1.5, 0.06, 1000, "film.F")).all()
    assert np.log(ka / 1.5).var() == pytest.approx(0.06, rel=0.15)


@pytest.mark.parametrize("persons", [1, 2, 7, 100])
def test_bands_are_percentiles(persons):
    values = np.random.default_rng(2).lognormal(size=(persons, 30))
    percents = [0, 5, 25, 50, 75, 95, 100]
    assert bands(values, percents) == pytest.approx(np.percentile(values, percents, axis=0), rel=1e-6)
