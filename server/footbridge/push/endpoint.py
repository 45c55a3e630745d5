"""Whether a push endpoint, its keys and the address behind it may be used at all.

Owns: the allow-list of push services, the shape of an endpoint and of its keys, which network addresses count as public. The
endpoint comes from a phone, so without this list the program would POST wherever anybody asks (a door into its own network).
Asked at subscribe and again at send. Knows nothing of tables and sends nothing.
"""

import base64
import ipaddress
import re

from cryptography.hazmat.primitives.asymmetric import ec

from footbridge.kernel.errors import FieldError, Invalid

PUSH_HOSTS = frozenset({"fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"})
# Apple asks senders to allow every host under push.apple.com; Windows names its hosts by region.
PUSH_HOST_ENDINGS = (".push.services.mozilla.com", ".push.apple.com", ".notify.windows.com")

MAX_ENDPOINT = 2048  # Windows' are over 255 characters long
MAX_HOST = 253  # RFC 1035, section 2.3.4
POINT_BYTES = 65  # an uncompressed P-256 point (RFC 8291, section 2.1)
AUTH_BYTES = 16  # RFC 8291, section 3.2

# One strict shape instead of a parser: two parsers of URLs never agree on the strange ones, and the sender has its own.
# No user name, no other port, no fragment, only the characters of RFC 3986; an escape stays as the push service wrote it.
# Host names as a resolver takes them: on an empty or a long label it raises, in the middle of sending to others.
_ENDPOINT = re.compile(
    r"https://((?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63})(?::443)?(/(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
)
_BASE64URL = re.compile(r"[A-Za-z0-9_-]+={0,2}")


class UnusableSubscription(Invalid):
    """This browser's push subscription is of no use here."""

    slug = "push-not-usable"
    title = "Reminders can't be sent to this browser"


def check_endpoint(url: str, *, also_allowed: frozenset[str] = frozenset()) -> str:
    """The origin of `url`, which belongs to a push service we know.

    `also_allowed` names further origins ("http://127.0.0.1:5001"); only tests pass it, never a setting.

    Raises:
        UnusableSubscription: anything else.
    """
    if len(url) > MAX_ENDPOINT:
        raise _unusable("endpoint", "The address is too long.")
    for origin in also_allowed:
        if url.startswith(f"{origin}/"):
            return origin
    found = _ENDPOINT.fullmatch(url)
    if found is None:
        raise _unusable("endpoint", "This is not the https address of a push service.")
    host = found[1].lower()
    if len(host) > MAX_HOST:
        raise _unusable("endpoint", "The address is too long.")
    if host not in PUSH_HOSTS and not host.endswith(PUSH_HOST_ENDINGS):
        raise _unusable("endpoint", "We don't know this browser's push service.")
    return f"https://{host}"


def check_keys(p256dh: str, auth: str) -> None:
    """Both keys can encrypt: a point on P-256 and a 16 byte secret, in base64url.

    Raises:
        UnusableSubscription: they can't. Found out only at sending, it would stop the dispatcher instead.
    """
    point = _decoded(p256dh, "p256dh", length=POINT_BYTES)
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError:
        raise _unusable("p256dh", "This is not a public key.") from None
    _decoded(auth, "auth", length=AUTH_BYTES)


def is_public_address(address: str) -> bool:
    """Whether this IP address is out on the internet, rather than inside somebody's network or on this machine.

    An IPv4 address wrapped in an IPv6 one counts as what it wraps.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        wrapped = _wrapped_v4(found)
        if wrapped is not None:
            return is_public_address(str(wrapped))
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def _wrapped_v4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return None


def _decoded(text: str, field: str, *, length: int) -> bytes:
    if not _BASE64URL.fullmatch(text):
        raise _unusable(field, "This is not base64url.")
    bare = text.rstrip("=")
    try:
        value = base64.urlsafe_b64decode(bare + "=" * (-len(bare) % 4))
    except ValueError:
        raise _unusable(field, "This is not base64url.") from None
    if len(value) != length:
        raise _unusable(field, f"This must be {length} bytes.")
    return value


def _unusable(field: str, detail: str) -> UnusableSubscription:
    return UnusableSubscription(
        "This browser's push service can't be used. Nothing else changed.", errors=(FieldError(f"/{field}", detail),)
    )
