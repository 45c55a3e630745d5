"""What a check-in looks like, schema 1. Limits as in DESIGN section 2."""

from marshmallow import EXCLUDE, fields

from footbridge.api.fields import Instant, Integer, Schema, Text, Uuid, choice, list_of

NOTE = 2_000
CHIP = 48
CHIPS = 12


class CheckInSchema(Schema):
    """Mood alone is enough to count as done."""

    class Meta:
        # A newer app may say more; what is unknown is kept in the revision and ignored here.
        unknown = EXCLUDE

    at = Instant(required=True)
    mood = Integer(low=1, high=5, required=True)
    urge = Integer(low=0, high=10, load_default=None, allow_none=True)
    going_on = list_of(Text(max=CHIP, min=1), at_most=CHIPS, load_default=list)
    helped = list_of(Text(max=CHIP, min=1), at_most=CHIPS, load_default=list)
    note = Text(max=NOTE, load_default="")
    sharing: fields.String = choice("team", "private", required=True)
    prompted_by = Uuid(load_default=None, allow_none=True)
