"""The care team's side: whom they care for, what was shared with them, inviting somebody.

Reads other slices and composes them; has no table of its own. A clinician sees their caseload, front desk and admins see who is
in the program and no clinical data, and every look at a person is written into the access record first.
"""
