"""What a phone sends and gets when it turns reminders on."""

from footbridge.api.fields import Boolean, Schema, Text, Uuid, choice_of
from footbridge.push.endpoint import MAX_ENDPOINT
from footbridge.push.models import SubscriptionState

MAX_KEY = 128


class SubscriptionSchema(Schema):
    """What the browser's `pushManager.subscribe` gave, and the public key it was given."""

    endpoint = Text(max=MAX_ENDPOINT, min=1, required=True)
    p256dh = Text(max=MAX_KEY, min=1, required=True)
    auth = Text(max=MAX_KEY, min=1, required=True)
    key = Text(max=MAX_KEY, min=1, required=True)


class SubscribedSchema(Schema):
    """`key_is_current` false: unsubscribe and subscribe again, with the key from /api/me."""

    id = Uuid(required=True)
    state = choice_of(SubscriptionState, required=True)
    key_is_current = Boolean(required=True)


class Nothing(Schema):
    """An empty body."""
