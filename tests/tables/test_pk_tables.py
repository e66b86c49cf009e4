"""The tables of pharmacokinetics load, their numbers are the published ones, and each mistake gives one sentence."""

import pytest

from kapcourse.tables import pharmacokinetics, sources
from tests.helpers import change, complaint

MODELS, PARAMETERS, ROUTES, INPUTS, SEEN = pharmacokinetics.FILES

BAD = [
    (MODELS, "Base,S,", "Base,R,", ["row 2 (base)", "drug is 'R'", "S, racemate"]),
    (MODELS, "smith2020,Table 1", "smith2021,Table 1", ["row base", "source 'smith2021'", "data/sources.csv"]),
    (MODELS, "Table 1,VERIFIED", "Table 1,RECALLED", ["row 2 (base)", "status is 'RECALLED'"]),
    (MODELS, "old,Old", "new,New,racemate,venous,x,smith2020,p. 1,VERIFIED,primary,\nold,Old",
     ["row new", "parameter V1 is missing in data/pk_parameters.csv"]),
    (PARAMETERS, "base.V1,base,V1,100", "base.V1,bse,V1,100", ["row base.V1", "model 'bse' is not in"]),
    (PARAMETERS, "base.V1,base", "base.V9,base", ["row base.V9", "its id is not its model and name, base.V1"]),
    (PARAMETERS, "base.V2,base,V2,", "base.V4,base,V4,", ["row 4 (base.V4)", "name is 'V4'", "metabolite.delay"]),
    (PARAMETERS, "V1,100,L", "V1,100,L/h", ["row base.V1", "unit is 'L/h'; expected L."]),
    (PARAMETERS, "CL,80,L/h", "CL,80,L/min", ["row base.CL", "unit is 'L/min'; expected L/h."]),
    (PARAMETERS, "V1,100,", "V1,-100,", ["row base.V1", "value must be above 0"]),
    (PARAMETERS, "V1,100,", "V1,much,", ["row 2 (base.V1)", "value is 'much'", "a number"]),
    (PARAMETERS, "0.75,0.04,0.03,V1", "0.75,0.04,0.03,", ["row base.CL", "go together"]),
    (PARAMETERS, "0.75,0.04,0.03,V1", "0.75,0.04,0.03,V2", ["row base.CL", "needs an omega"]),
    (PARAMETERS, "0.75,0.04,0.03", "0.75,-0.04,0.03", ["row base.CL", "omega, a variance"]),
    (PARAMETERS, "old.CL", "old.V1", ["id old.V1 stands twice"]),
    (ROUTES, "base old liver", "base old lever", ["row iv", "model 'lever' is not in data/pk_models.csv"]),
    (ROUTES, "0.1,0.75,mg/kg", "0.8,0.75,mg/kg", ["row iv", "in order"]),
    (ROUTES, "0.1,0.75,mg/kg", "0.1,0.75,g", ["row 2 (iv)", "dose_unit is 'g'"]),
    (ROUTES, "0.05,2,100", "0.05,,100", ["row iv", "minutes_low, minutes_first and minutes_high"]),
    (ROUTES, "2,100,0.5,40", "2,100,0.5,", ["row iv", "go together"]),
    (ROUTES, "2,100,0.5,40", "2,100,0.8,40", ["row iv", "dose_first"]),
    (ROUTES, "racemate,base,25", "racemate,base old,25", ["row mouth", "needs a row in data/pk_inputs.csv"]),
    (INPUTS, "mouth,mouth,", "mouth,month,", ["row mouth", "route 'month' is not in data/pk_routes.csv"]),
    (INPUTS, "base,0.2,1.5", "base,1.2,1.5", ["row mouth", "between 0 and 1"]),
    (INPUTS, "base,0.2,1.5", "base,0.4,1.5", ["row mouth", "F lies between"]),
    (INPUTS, "all,0.1,0.3", "all,0.1,", ["row mouth", "F_low and F_high go together"]),
    (INPUTS, "base,0.2,1.5", "base,0.2,0", ["row mouth", "ka and k_metabolite must be above 0"]),
    (INPUTS, ",0.5,,true", ",-0.5,,true", ["row spray.first_swallowed", "duration and transit"]),
    (INPUTS, "0.7,1.0,,,,", "0.7,1.0,,,true,", ["row mouth", "model base has no liver"]),
    (INPUTS, "F=0.09", "G=0.09", ["row mouth", "omegas is", "F=0.06 ka=0.062"]),
    (INPUTS, "F=0.09", "F 0.09", ["row mouth", "omegas is", "F=0.06 ka=0.062"]),
    (SEEN, "peak,,180,ng/mL", "peak,,180,mg/L", ["row 2 (drip_peak)", "unit is 'mg/L'"]),
    (SEEN, "peak,,180,ng/mL", "peak,,180,h", ["row drip_peak", "unit is 'h'; expected ng/mL."]),
    (SEEN, "level,1,15", "level,,15", ["row mouth_level", "needs its time in hours"]),
    (SEEN, "peak,,180", "peak,,0", ["row drip_peak", "must be above 0"]),
    (SEEN, "mg/kg,40,", "mg/kg,,", ["row drip_peak", "minutes"]),
    (SEEN, "drip_peak,iv,", "drip_peak,vein,", ["row drip_peak", "route 'vein'"]),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), BAD)
def test_a_mistake_gives_one_sentence_with_file_row_and_field(data, file, old, new, words):
    change(data, file, old, new)
    said = complaint(pharmacokinetics.load, data)
    assert said.startswith(f"data/{file}") and all(word in said for word in words), said


def test_every_row_has_a_source_and_a_place_and_none_is_recalled():
    rows = list(pharmacokinetics.load().rows())
    assert len(rows) > 110
    assert {row.source for row in rows} <= set(sources.load())
    assert all(row.place and row.status in ("VERIFIED", "DERIVED", "JUDGEMENT") for row in rows)
    assert all(row.label for row in rows if row.status != "VERIFIED")
    assert [row.id for row in rows if row.status == "JUDGEMENT"] == ["im"]


def test_published_rate_constants_come_back_from_volumes_and_clearances():
    """Domino 1982 and Clements 1981 print rates per minute; the table holds volumes and clearances at 70 kg."""
    tables = pharmacokinetics.load().parameters
    domino = {name: row.value for name, row in tables["domino1982"].items()}
    rates = [domino["CL"] / domino["V1"], domino["Q2"] / domino["V1"], domino["Q3"] / domino["V1"],
             domino["Q2"] / domino["V2"], domino["Q3"] / domino["V3"]]
    assert [rate / 60 for rate in rates] == pytest.approx([0.4381, 0.5921, 0.59, 0.247, 0.0146], rel=1e-4)
    clements = {name: row.value for name, row in tables["clements1981"].items()}
    rates = [clements["CL"] / clements["V1"], clements["Q2"] / clements["V1"], clements["Q2"] / clements["V2"]]
    assert [rate / 60 for rate in rates] == pytest.approx([0.0109, 0.0186, 0.0137], rel=1e-4)
    assert (domino["V1"], clements["V1"]) == pytest.approx((0.063 * 70, 1.7522 * 70), rel=1e-4)


def test_the_spray_is_shared_out_as_published():
    rows = pharmacokinetics.load().inputs
    first, later = rows["spray.first"].F, rows["spray.later"].F
    assert later == pytest.approx(0.62 * first)
    assert pytest.approx((1 - first) * 0.64) == rows["spray.first_swallowed"].F
    assert pytest.approx((1 - later) * 0.64, rel=1e-4) == rows["spray.later_swallowed"].F
