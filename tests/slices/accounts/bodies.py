"""What a phone sends at the front door."""

from collections.abc import Callable
from typing import Any, TypeAlias

from footbridge.accounts.invitations import NewInvitation

PASSPHRASE = "a long walk by the river"
Invite: TypeAlias = Callable[..., NewInvitation]


def a_claim(invitation: NewInvitation, **over: Any) -> dict[str, Any]:
    """A first claim by the link's token."""
    return {
        "token": invitation.token,
        "sign_in_name": "lantern-48",
        "passphrase": PASSPHRASE,
        "name": "Ana",
        "language": "es",
        "zone": "America/Chicago",
        "device_label": "Ana's phone",
        "shared_phone": False,
        "sharing": "team",
        "consent": True,
        **over,
    }


def a_sign_in(**over: Any) -> dict[str, Any]:
    return {
        "sign_in_name": "lantern-48",
        "passphrase": PASSPHRASE,
        "device_label": "Phone",
        "shared_phone": False,
        **over,
    }
