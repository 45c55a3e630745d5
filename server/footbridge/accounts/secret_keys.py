"""How names, tokens and codes are kept: as keyed hashes, so that neither a stolen table nor a guess tells what they were.

The key lies in the key file. Each purpose has its own, so a code can't stand in for a name.
"""

import hmac
import re
import secrets
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from footbridge.accounts.passphrases import normal_name
from footbridge.sealing.keyring import Keyring

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No O, 0, I, 1: they are mistaken for each other on paper."""
CODE_LENGTH = 8


def name_key(keyring: Keyring, name: str) -> bytes:
    """What a sign-in name is stored as."""
    return _keyed(keyring, "sign-in-name", normal_name(name))


def token_key(keyring: Keyring, token: str) -> bytes:
    """What an invitation's token is stored as."""
    return _keyed(keyring, "invitation-token", token)


def code_key(keyring: Keyring, code: str) -> bytes:
    """What an invitation's code is stored as; case, blanks and dashes do not count."""
    return _keyed(keyring, "invitation-code", re.sub(r"[\s-]", "", code).upper())


def bucket_key(keyring: Keyring, what: str, who: str) -> str:
    """The name of a bucket of tries: tells neither the address nor the account."""
    return f"{what}:{_keyed(keyring, 'tries', f'{what}/{who}').hex()[:40]}"


def network_of(address: str | None) -> str:
    """Where tries are counted for an address: itself, or the first 64 bits of IPv6, since a phone changes the rest at will."""
    try:
        found = ip_address((address or "").split("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        found = found.ipv4_mapped or found
    return str(found) if found.version == 4 else f"{int(found) >> 64:016x}"


def new_code() -> str:
    """Eight letters and digits, 40 bits: for a card or a screen, typed once."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def _keyed(keyring: Keyring, purpose: str, text: str) -> bytes:
    return hmac.new(keyring.secret(purpose), text.encode("utf-8", "replace"), sha256).digest()
