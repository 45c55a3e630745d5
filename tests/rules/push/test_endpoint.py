"""Which endpoints and keys may be used, and which addresses count as outside."""

import pytest

from footbridge.push.endpoint import MAX_ENDPOINT, UnusableSubscription, check_endpoint, check_keys, is_public_address
from tests.push_service.browser import BrowserKeys

GENUINE = {
    "https://fcm.googleapis.com/fcm/send/dGVzdA:APA91bE_-x": "https://fcm.googleapis.com",
    "https://fcm.googleapis.com/wp/dGVzdA:APA91bE_-x": "https://fcm.googleapis.com",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA-_": "https://updates.push.services.mozilla.com",
    "https://web.push.apple.com/QGuQyavXutnMH": "https://web.push.apple.com",
    "https://api.push.apple.com/3/x": "https://api.push.apple.com",
    "https://wns2-par02p.notify.windows.com/w/?token=BQ%3d%2b": "https://wns2-par02p.notify.windows.com",
    "https://FCM.googleapis.com:443/fcm/send/x": "https://fcm.googleapis.com",
}

# Each leads, or would lead some parser of URLs, to a place that is not a push service.
HOSTILE_LABELS = (
    "https://a..push.apple.com/x",
    "https://.push.apple.com/x",
    f"https://{'a' * 64}.push.apple.com/x",
    "https://-a.push.apple.com/x",
    f"https://{'a.' * 130}push.apple.com/x",
)
HOSTILE = [
    "",
    "fcm.googleapis.com/x",
    "http://fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "file:///etc/passwd",
    "https://",
    "https:///fcm.googleapis.com/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:443@10.0.0.1/x",
    "https://fcm.googleapis.com:/x",
    "https://127.0.0.1/x",
    "https://2130706433/x",
    "https://0x7f.1/x",
    "https://0177.0.0.1/x",
    "https://[::1]/x",
    "https://[::ffff:127.0.0.1]/x",
    "https://169.254.169.254/latest/meta-data/",
    "https://localhost/x",
    "https://evil.example/fcm.googleapis.com",
    "https://evil.example?fcm.googleapis.com",
    "https://evil.example#fcm.googleapis.com",
    "https://fcm.googleapis.com@evil.example/",
    "https://user:secret@fcm.googleapis.com/x",
    "https://fcm.googleapis.com.evil.example/",
    "https://evilfcm.googleapis.com.example/",
    "https://evilnotify.windows.com/",
    "https://notify.windows.com/",
    "https://push.apple.com.evil.example/",
    "https://fcm.googleapis.com./x",
    "https://fcm.googleapis.com\\@evil.example/",
    "https://evil.example\\.push.apple.com/",
    "https://evil.example%2f.push.apple.com/",
    "https://evil.example%00.push.apple.com/",
    "https://fcm。googleapis。com/x",
    "https://fcm.googleapis.cоm/x",
    "https://ｆcm.googleapis.com/x",
    "https://fcm.googleapis.com/\r\nHost: evil.example",
    "https://fcm.googleapis.com/a b",
    "https://fcm.googleapis.com/\t",
    "https://fcm.googleapis.com/x\x00",
    " https://fcm.googleapis.com/x",
    "https://fcm.googleapis.com/x#fragment",
    "https://fcm.googleapis.com/%zz",
    "https://fcm.googleapis.com/" + "x" * MAX_ENDPOINT,
]


@pytest.mark.parametrize(("endpoint", "origin"), GENUINE.items())
def test_the_endpoints_of_real_browsers_are_taken(endpoint: str, origin: str) -> None:
    assert check_endpoint(endpoint) == origin


@pytest.mark.parametrize("endpoint", [*HOSTILE, *HOSTILE_LABELS])
def test_nothing_but_a_known_push_service_is_taken(endpoint: str) -> None:
    with pytest.raises(UnusableSubscription):
        check_endpoint(endpoint)


def test_a_further_origin_counts_only_whole() -> None:
    allowed = frozenset({"http://127.0.0.1:5001"})
    assert check_endpoint("http://127.0.0.1:5001/push/x", also_allowed=allowed) == "http://127.0.0.1:5001"
    for other in ("http://127.0.0.1:50011/push/x", "http://127.0.0.1:5001@10.0.0.1/", "http://127.0.0.1:5001"):
        with pytest.raises(UnusableSubscription):
            check_endpoint(other, also_allowed=allowed)


def test_the_keys_of_a_browser_are_taken_with_and_without_padding() -> None:
    keys = BrowserKeys()
    check_keys(keys.p256dh, keys.auth)
    check_keys(keys.p256dh + "=", keys.auth + "==")


@pytest.mark.parametrize(
    ("p256dh", "auth"),
    [
        ("", None),
        ("AAAA", None),
        ("B" + "A" * 86, None),  # 65 bytes, not on the curve
        ("+/" * 43 + "A", None),
        ("æøå", None),
        (None, ""),
        (None, "AAAA"),
        (None, "A" * 23),
        (None, "Aå" * 11),
    ],
)
def test_keys_that_can_not_encrypt_are_refused_when_they_come(p256dh: str | None, auth: str | None) -> None:
    keys = BrowserKeys()
    with pytest.raises(UnusableSubscription):
        check_keys(keys.p256dh if p256dh is None else p256dh, keys.auth if auth is None else auth)


@pytest.mark.parametrize(
    "address", ["142.250.74.106", "2a00:1450:400f:80d::200a", "17.188.143.34", "::ffff:17.188.143.34"]
)
def test_addresses_on_the_internet_are_public(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "ff02::1",
        "2001:db8::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "not an address",
        "",
    ],
)
def test_addresses_inside_a_network_are_not(address: str) -> None:
    assert not is_public_address(address)
