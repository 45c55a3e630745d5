"""Bodies of the account routes."""

from marshmallow import fields

from footbridge.api.fields import Boolean, Instant, Schema, Text, Uuid, choice


class Nothing(Schema):
    """An empty body."""


class MeSchema(Schema):
    """The signed-in person."""

    owner = Uuid(required=True)
    kind = choice("participant", "care_team", required=True)
    role = choice("clinician", "front_desk", "admin", required=True, allow_none=True)
    name = Text(max=80, required=True)
    language = choice("en", "es", required=True)
    zone = Text(max=64, required=True)
    sign_in = Uuid(required=True)
    shared_phone = Boolean(required=True)
    push_key = Text(max=100, required=True)


class SignInRow(Schema):
    """One device on which the caller is signed in."""

    id = Uuid(required=True)
    device_label = Text(max=80, required=True)
    created_at = Instant(required=True)
    last_seen_at = Instant(required=True)
    is_this = Boolean(required=True)


class SignInList(Schema):
    """The caller's devices, last used first."""

    sign_ins = fields.List(fields.Nested(SignInRow), required=True)
