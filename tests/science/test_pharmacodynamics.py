import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kapcourse.science.pharmacodynamics import KETAMINE_G_PER_MOL, micromolar, occupancy, sigmoid_emax

positive = st.floats(1e-3, 1e3)
hills = st.floats(0.3, 6)


@given(positive, positive, hills)
def test_half_of_the_effect_is_there_at_ec50_and_none_without_drug(emax, ec50, hill):
    assert sigmoid_emax(ec50, emax, ec50, hill, 2) == pytest.approx(2 + emax / 2)
    assert sigmoid_emax(0, emax, ec50, hill, 2) == 2
    assert sigmoid_emax(np.inf, emax, ec50, hill, 2) == pytest.approx(2 + emax)


@given(positive, positive, hills, positive)
def test_more_drug_never_does_less_and_never_more_than_all(level, ec50, hill, more):
    low, high = sigmoid_emax([level, level + more], 1, ec50, hill)
    assert 0 <= low <= high <= 1


@given(positive, positive, positive)
def test_occupancy_depends_on_the_ratio_alone_and_falls_with_a_weaker_affinity(level, affinity, weaker):
    assert occupancy(level, affinity) == pytest.approx(level / (level + affinity))
    assert occupancy(level, affinity + weaker) <= occupancy(level, affinity)


def test_the_published_relation_of_recall_to_level_in_children():
    """Herd 2008 (PMID 18095963): EC50 of recall 440 ng/mL, Hill 3.71; ten times the EC50 is all but complete."""
    assert sigmoid_emax(440, 1, 440, 3.71) == pytest.approx(0.5)
    assert sigmoid_emax(4400, 1, 440, 3.71) > 0.999


def test_molar_units():
    """Idvall 1979 prints 2.7 µmol/L for a level that its readers give as 642 ng/mL."""
    assert micromolar(642) == pytest.approx(2.7, abs=0.005)
    assert micromolar(KETAMINE_G_PER_MOL) == 1


@pytest.mark.parametrize(("call", "word"), [
    (lambda: sigmoid_emax(-1, 1, 1), "level"), (lambda: sigmoid_emax(1, 1, 0), "ec50"),
    (lambda: sigmoid_emax(1, 1, 1, 0), "hill"), (lambda: occupancy(1, 0), "affinity"),
    (lambda: occupancy(1, np.nan), "affinity"), (lambda: micromolar(1, 0), "g_per_mol")])
def test_impossible_numbers_are_refused_in_words(call, word):
    with pytest.raises(ValueError, match=word):
        call()
