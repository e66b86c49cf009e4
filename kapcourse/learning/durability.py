"""How long it lasts: the rows of a question, in an order that can be read, and what they can and cannot say."""

from kapcourse.tables import durability as tables

GROUPS = {"single": "One infusion", "course": "A course of infusions", "course with therapy": "A course with therapy",
          "maintenance": "Going on, or stopping, after a long course", "ECT": "A course of ECT, for comparison"}
COUNTED = {"treated": "of everyone treated", "responders": "of those who had responded",
           "relapsed": "only those who relapsed"}
ASKED = {"days": ("median days to relapse", "mean days to relapse"), "share": ("still well",),
         "effect": ("hazard ratio", "effect size")}


def rows(asked, exposures=tuple(GROUPS), folder=None):
    """The rows that answer "days", "share" or "effect", by `group`, then study and time.

    exposures: the groups wanted, of GROUPS.
    """
    found = [row for row in tables.load(folder).values()
             if row.quantity in ASKED[asked] and row.exposure in exposures]
    return sorted(found, key=lambda row: (list(GROUPS).index(row.exposure), list(COUNTED).index(row.counted),
                                          row.id.split(".")[0] if asked == "share" else "", row.days or 0, row.value))


def group(row):
    """What was given and who is counted: rows of different groups cannot be laid side by side."""
    return f"{GROUPS[row.exposure]}, {COUNTED[row.counted]}"
