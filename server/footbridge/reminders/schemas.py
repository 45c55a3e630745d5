"""What a participant's reminder settings look like, schema 1, and what a phone reports back."""

import re
from typing import Any

from marshmallow import EXCLUDE, fields, validate

from footbridge.api.fields import Boolean, Instant, Integer, Schema, Uuid, choice, choice_of, list_of
from footbridge.reminders.policy import Wording

TIMES = 4
LEADS = 3
_CLOCK = validate.Regexp(re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII), error="This must be a time such as 20:00.")


def wall_time(**options: Any) -> fields.String:
    """A time on a clock, "20:00"."""
    return fields.String(validate=[validate.Length(equal=5), _CLOCK], **options)


class _Section(Schema):
    class Meta:
        # A newer app may say more; what is unknown is kept in the revision and ignored here.
        unknown = EXCLUDE


class CheckInSection(_Section):
    """Prompts to check in: up to 4 times, on these days (ISO: Monday is 1)."""

    on = Boolean(required=True)
    times = list_of(wall_time(), at_most=TIMES, required=True)
    days = list_of(Integer(low=1, high=7), at_most=7, required=True)


class AppointmentSection(_Section):
    """Up to 3 lead times in minutes."""

    on = Boolean(required=True)
    leads_min = list_of(Integer(low=5, high=1440), at_most=LEADS, required=True)


class QuietSection(_Section):
    """From when until when no prompt comes."""

    # `from` can't be a name in Python.
    until = wall_time(required=True)
    start = wall_time(required=True, data_key="from")


class ReminderSettingsSchema(_Section):
    """One record for each participant; its id is theirs."""

    check_in = fields.Nested(CheckInSection, required=True)
    appointment = fields.Nested(AppointmentSection, required=True)
    quiet = fields.Nested(QuietSection, load_default=None, allow_none=True)
    wording = choice_of(Wording, required=True)


class ReceiptSchema(Schema):
    """A phone tells what became of a delivery, by the id that came with it."""

    delivery = Uuid(required=True)
    event: fields.String = choice("shown", "opened", required=True)
    at = Instant(required=True)
