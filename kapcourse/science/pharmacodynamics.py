"""From a level to an effect: molar units, occupancy of a target, and the sigmoid Emax curve."""

import numpy as np

KETAMINE_G_PER_MOL = 237.73  # the free base, C13H16ClNO
NORKETAMINE_G_PER_MOL = 223.70  # C12H14ClNO


def micromolar(level, g_per_mol=KETAMINE_G_PER_MOL):
    """A level in ng/mL as µmol/L. Raises ValueError for a molar mass that is not above 0."""
    _above_zero("g_per_mol", g_per_mol)
    return np.asarray(level, float) / g_per_mol


def occupancy(concentration, affinity):
    """Fraction of a target that is bound at equilibrium by one ligand alone, 0 to 1 (law of mass action).

    concentration: free drug, and affinity: the dissociation constant, both in µmol/L; arrays broadcast.
    Raises ValueError for a concentration below 0 or an affinity that is not above 0.
    """
    _above_zero("affinity", affinity)
    return sigmoid_emax(concentration, 1.0, affinity)


def sigmoid_emax(level, emax, ec50, hill=1.0, baseline=0.0):
    """The effect at a level: baseline + emax * level^hill / (ec50^hill + level^hill) (Hill; Holford and Sheiner 1981).

    level and ec50 in one unit; emax and baseline in that of the effect; arrays broadcast. At level 0 the effect is
    the baseline, at ec50 half of emax is added. Raises ValueError for a level below 0 or an ec50 or hill that is
    not above 0.
    """
    level = np.asarray(level, float)
    if (level < 0).any():
        raise ValueError("a level must not be below 0")
    _above_zero("ec50", ec50)
    _above_zero("hill", hill)
    with np.errstate(divide="ignore"):
        return baseline + emax / (1 + (np.asarray(ec50, float) / level) ** hill)


def _above_zero(name, value):
    if not (np.asarray(value, float) > 0).all():
        raise ValueError(f"{name} must be above 0")
