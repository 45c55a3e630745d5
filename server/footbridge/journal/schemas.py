"""What a journal entry looks like, schema 1. Limits as in DESIGN section 2."""

from marshmallow import EXCLUDE, fields

from footbridge.api.fields import Integer, Schema, Text, choice, choice_of
from footbridge.journal.models import EntryType

TITLE = 120
TEXT = 20_000
PROMPT = 300


class JournalEntrySchema(Schema):
    """A page of the journal."""

    class Meta:
        # A newer app may say more; what is unknown is kept in the revision and ignored here.
        unknown = EXCLUDE

    type: fields.String = choice_of(EntryType, load_default=EntryType.FREE)
    title = Text(max=TITLE, load_default="")
    text = Text(max=TEXT, required=True)
    mood = Integer(low=1, high=5, load_default=None, allow_none=True)
    prompt = Text(max=PROMPT, load_default=None, allow_none=True)
    sharing: fields.String = choice("private", "team", required=True)
