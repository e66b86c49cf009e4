"""Options are compared by what a person asks for, and a trait nobody stated is never taken for a no."""

import pytest

from kapcourse.science.decision import fitting

TRAITS = {"drip": {"talk": False, "tested": True}, "kap": {"talk": True, "tested": False}}


@pytest.mark.parametrize(("wants", "options"), [
    ({}, ["drip", "kap"]), ({"talk": True}, ["kap"]), ({"tested": True}, ["drip"]),
    ({"talk": True, "tested": True}, []), ({"talk": False, "tested": True}, ["drip"]),
])
def test_an_option_fits_that_has_every_wanted_trait(wants, options):
    assert fitting(wants, TRAITS) == options


def test_a_trait_that_one_option_does_not_state_is_an_error():
    with pytest.raises(ValueError, match="option 'kap' does not state the trait 'price'"):
        fitting({"price": 1}, {"drip": {"price": 1}, "kap": {}})
