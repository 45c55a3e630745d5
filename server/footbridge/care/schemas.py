"""What the care team's page sends and gets."""

from marshmallow import fields

from footbridge.api.fields import Boolean, Instant, Integer, Schema, Text, Uuid, choice
from footbridge.program.models import Phase


class Nothing(Schema):
    """An empty body."""


class PersonRow(Schema):
    """One line of the list of people. Without clinical data, unless the person is on the caller's caseload."""

    id = Uuid(required=True)
    name = Text(max=80, required=True)
    groups = fields.List(Text(max=80), required=True)
    phase = choice(*Phase, required=True, allow_none=True)
    day = fields.Integer(required=True, allow_none=True)
    joined = Boolean(required=True)
    invited_until = Instant(required=True, allow_none=True)
    on_caseload = Boolean(required=True)
    last_check_in_at = Instant(required=True, allow_none=True)


class PersonList(Schema):
    """People by name."""

    people = fields.List(fields.Nested(PersonRow), required=True)


class CheckInRow(Schema):
    """A check-in that its writer shared with the team. `at`: when it was felt, by the phone."""

    id = Uuid(required=True)
    at = Instant(required=True)
    received_at = Instant(required=True)
    mood = Integer(low=1, high=5, required=True)
    urge = Integer(low=0, high=10, required=True, allow_none=True)
    going_on = fields.List(Text(max=48), required=True)
    helped = fields.List(Text(max=48), required=True)
    note = Text(max=2000, required=True)
    prompted = Boolean(required=True)


class CheckInPage(Schema):
    """Shared check-ins, newest first. `older` is what to ask with as `before` for the next page; null on the last."""

    name = Text(max=80, required=True)
    zone = Text(max=64, required=True)
    sharing = choice("team", "private", required=True)
    check_ins = fields.List(fields.Nested(CheckInRow), required=True)
    older = Instant(required=True, allow_none=True)


class Named(Schema):
    """Something with a name to choose by."""

    id = Uuid(required=True)
    name = Text(max=80, required=True)


class GroupList(Schema):
    """Groups by name."""

    groups = fields.List(fields.Nested(Named), required=True)


class ClinicianList(Schema):
    """Clinicians by name."""

    clinicians = fields.List(fields.Nested(Named), required=True)


class InBoth(Schema):
    """One sentence in both languages."""

    en = Text(max=200, required=True)
    es = Text(max=200, required=True)


class Line(Schema):
    """A phone line of the program."""

    name = fields.Nested(InBoth, required=True)
    phone = Text(max=20, required=True)
    hours = fields.Nested(InBoth, required=True)


class ProgramFacts(Schema):
    """What stands on every page and card of the care team."""

    name = Text(max=80, required=True)
    public_name = Text(max=30, required=True)
    zone = Text(max=64, required=True)
    team_days = fields.Nested(InBoth, required=True)
    team_hours = fields.Nested(InBoth, required=True)
    lines = fields.List(fields.Nested(Line), required=True)


class NewParticipantSchema(Schema):
    """Somebody to take in. `clinician` sees them from now on, beside whoever sends this, if that is a clinician."""

    name = Text(max=80, min=1, required=True)
    language = choice("en", "es", required=True)
    group = Uuid(required=True)
    clinician = Uuid(load_default=None, allow_none=True)


class InvitationSchema(Schema):
    """A way in for one person, shown once: neither link nor code can be read again."""

    participant = Uuid(required=True)
    purpose = choice("first", "new_phone", required=True)
    code = Text(max=20, required=True)
    link = Text(max=300, required=True)
    qr_svg = fields.String(required=True)
    expires_at = Instant(required=True)
