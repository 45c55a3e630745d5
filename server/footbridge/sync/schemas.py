"""The messages of the exchange."""

import re
from typing import Any

from marshmallow import EXCLUDE, ValidationError, fields, validate, validates_schema

from footbridge.api.fields import MAX_ZONE, Boolean, Instant, Integer, Schema, Text, Uuid, list_of

MAX_REVISIONS = 100
MAX_HAVE = 2_000
MAX_ANCESTORS = 400
MAX_NUMBER = 2**53 - 1
KIND = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


class Anything(fields.Raw):
    """A value that is looked at later, one revision at a time, so that a bad one does not refuse its neighbours."""


class RevisionSchema(Schema):
    """One revision's envelope. The body is checked by its kind."""

    class Meta:
        unknown = EXCLUDE

    id = Uuid(required=True)
    kind = fields.String(required=True, validate=validate.Regexp(KIND.pattern + r"\Z", error="This is not a kind."))
    record = Uuid(required=True)
    ancestors = list_of(Uuid(), at_most=MAX_ANCESTORS, required=True)
    deleted = Boolean(required=True)
    schema = Integer(low=1, high=32_767, required=True)
    made_at = Instant(required=True)
    zone = Text(max=MAX_ZONE, min=1, required=True)
    utc_offset_min = Integer(low=-1_440, high=1_440, required=True)
    body = fields.Dict(keys=fields.String(), required=True, allow_none=True)

    @validates_schema
    def body_unless_deleted(self, data: dict[str, Any], **_options: Any) -> None:
        """A deleted record has no body, and only that."""
        if (data["body"] is None) != data["deleted"]:
            raise ValidationError("A deleted record has no body; any other has one.", "body")
        if data["id"] in data["ancestors"]:
            raise ValidationError("A revision can't replace itself.", "ancestors")


class SyncRequestSchema(Schema):
    """What a phone asks. `have`: head ids it holds, sent when it starts over."""

    owner = Uuid(required=True)
    device = Uuid(required=True)
    cursor = Integer(low=0, high=MAX_NUMBER, required=True)
    sent_at = Instant(required=True)
    have = list_of(Uuid(), at_most=MAX_HAVE, load_default=None, allow_none=True)
    revisions = list_of(Anything(), at_most=MAX_REVISIONS, required=True)


class ProblemSchema(Schema):
    """Why one revision was set aside."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    detail = fields.String(required=True)


class ResultSchema(Schema):
    """What became of one revision. `id` is null only when what was sent had none."""

    id = fields.String(required=True, allow_none=True)
    status = fields.String(required=True, validate=validate.OneOf(("stored", "known", "rejected", "later")))
    problem = fields.Nested(ProblemSchema)


class ChangeSchema(Schema):
    """A record's present state: its heads, or a care team's record by version."""

    kind = fields.String(required=True)
    record = fields.String(required=True)
    heads = fields.List(fields.Dict())
    version = fields.Integer()
    deleted = fields.Boolean()
    body = fields.Dict(allow_none=True)


class SyncAnswerSchema(Schema):
    """What the phone gets. A `cursor` below the one asked with tells it to start over."""

    owner = fields.UUID(required=True)
    cursor = fields.Integer(required=True)
    more = fields.Boolean(required=True)
    digest = fields.String(required=True, allow_none=True)
    want = fields.List(fields.UUID(), required=True, allow_none=True)
    results = fields.List(fields.Nested(ResultSchema), required=True)
    changes = fields.List(fields.Nested(ChangeSchema), required=True)
