"""Bodies of the account routes."""

from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from footbridge.api.fields import MAX_ZONE, Boolean, Instant, Schema, Text, Uuid, choice


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


class TicketSchema(Schema):
    """What somebody holds: the link's token or the card's code."""

    token = Text(max=64, load_default=None)
    code = Text(max=32, load_default=None)

    @validates_schema
    def one_of_the_two(self, data: dict[str, Any], **_options: Any) -> None:
        """Exactly one of token and code."""
        if (data.get("token") is None) == (data.get("code") is None):
            raise ValidationError("Send a token or a code.", "code")


class TotpSchema(Schema):
    """How an authenticator app learns the second factor."""

    secret = fields.String(required=True)
    uri = fields.String(required=True)
    qr_svg = fields.String(required=True)


class InvitationSchema(Schema):
    """What an invitation is for. Nothing of the person is told before it is claimed."""

    kind = choice("participant", "care_team", required=True)
    purpose = choice("first", "new_phone", required=True)
    public_name = fields.String(required=True)
    language = choice("en", "es", required=True)
    suggested_sign_in_name = fields.String(required=True, allow_none=True)
    generated_passphrase = fields.String(required=True, allow_none=True)
    totp = fields.Nested(TotpSchema, required=True, allow_none=True)
    expires_at = Instant(required=True)


class ClaimSchema(TicketSchema):
    """Claiming. The fields from `sign_in_name` on are needed for a first claim only."""

    device_label = Text(max=80, min=1, required=True)
    shared_phone = Boolean(required=True)
    zone = Text(max=MAX_ZONE, min=1, required=True)
    sign_in_name = Text(max=80, load_default="")
    passphrase = Text(max=512, load_default="")
    name = Text(max=80, load_default="")
    language = choice("en", "es", load_default="en")
    sharing = choice("team", "private", load_default="private")
    consent = Boolean(load_default=False)
    totp_code = Text(max=16, load_default=None, allow_none=True)


class SignInSchema(Schema):
    """Signing in again."""

    sign_in_name = Text(max=80, min=1, required=True)
    passphrase = Text(max=512, min=1, required=True)
    device_label = Text(max=80, min=1, required=True)
    shared_phone = Boolean(required=True)
    totp_code = Text(max=16, load_default=None, allow_none=True)


class ContinueSchema(Schema):
    """A code for the same person in another app on the same phone."""

    code = fields.String(required=True)
    expires_at = Instant(required=True)
