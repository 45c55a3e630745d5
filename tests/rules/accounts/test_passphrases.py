"""Passphrases: what we offer, what people may choose, and that both are read the way they were meant."""

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footbridge.accounts import passphrases
from footbridge.accounts.passphrases import WeakPassphrase, check, generated, normal, normal_name, suggested_name, words

RIVER = "a long walk by the river"


@pytest.mark.parametrize(("language", "count", "shape"), [("en", 4096, "[a-z]{4,7}"), ("es", 2048, "[a-z]{4,8}")])
def test_the_word_lists_are_long_sorted_and_easy_to_type(language: str, count: int, shape: str) -> None:
    listed = words(language)
    assert len(listed) == len(set(listed)) == count
    assert list(listed) == sorted(listed)
    assert all(re.fullmatch(shape, word) for word in listed)


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_word_tells_of_treatment_or_hurts(language: str) -> None:
    telling = (
        "sober addict relapse drug drugs alcohol beer wine heroin cocaine pill rehab clinic patient therapy suicide death "
        "kill weapon gun rape slave nazi cancer sangre muerte droga alcohol cerveza adicto matar arma culpa vino suicida"
    )
    assert not set(telling.split()) & set(words(language))


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_generated_passphrase_is_four_different_words_that_pass_our_own_check(language: str) -> None:
    for _ in range(300):
        made = generated(language)
        assert len(set(made.split(" "))) == 4
        assert check(made, sign_in_name=suggested_name(language)) == made


def test_chance_is_an_argument() -> None:
    picks = iter(["maple", "maple", "kettle", "river", "maple", "kettle", "river", "lantern"])
    assert (
        generated("en", choose=lambda _: next(picks)) == "maple kettle river lantern"
    )  # the first four held one twice


def test_a_suggested_name_is_a_word_and_two_digits() -> None:
    assert all(
        re.fullmatch(r"[a-z]{4,8}-\d\d", suggested_name(language)) for language in ("en", "es") for _ in range(50)
    )


@pytest.mark.parametrize(
    "typed", ["Maple Kettle River Lantern", " maple  kettle river lantern ", "maple-kettle-river-lantern"]
)
def test_our_words_are_taken_however_a_keyboard_writes_them(typed: str) -> None:
    assert normal(typed) == "maple kettle river lantern"


def test_own_words_count_to_the_letter() -> None:
    assert normal("A long walk") != normal("a long walk")
    assert normal(f"{RIVER} ") != normal(RIVER)


@given(st.text(max_size=140))
def test_the_same_letters_from_two_keyboards_are_the_same(text: str) -> None:
    assert normal(unicodedata.normalize("NFD", text)) == normal(unicodedata.normalize("NFC", text))
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    "text",
    [
        RIVER,
        "x7#Kp!qZ2m@Lw9$",  # 15
        "Ñandú y ciempiés en bici",
        "日本語で書いた長い合言葉です、よ",
        "🦊🐢🚲🌻🪁🥁🧭🪴🍐🫖🐝🧶🛶🪃🦉",  # 15 code points
        ("ab!cd?ef gh1ij2kl_" * 8)[:127] + "z",
        "my dog ate two blue hats",
    ],
)
def test_any_characters_will_do_from_15_to_128(text: str) -> None:
    assert check(text, sign_in_name="lantern-48") == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fourteen chars",
        "🦊" * 14,
        "e\u0301" * 14,  # 14 letters in 28 code points
        ("quiet brook " * 11) + "x" * 20,
    ],
)
def test_too_short_and_too_long_are_refused(text: str) -> None:
    with pytest.raises(WeakPassphrase):
        check(text, sign_in_name="lantern-48")


@pytest.mark.parametrize(
    "text",
    [
        "aaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabcabc",
        "123456789012345",
        "qwertyuiopasdfghjkl",
        "1q2w3e4r5t6y7u8i9o0p",
        "zyxwvutsrqponmlkji",
        "password12345678",
        "PasswordPassword",
        "P4ssw0rd!P4ssw0rd!",
        "contraseña123456789",
        "correct horse battery staple",
        "one day at a time",
        "un día a la vez 2026",
        "footbridge-recovery-1",
        "iloveyou iloveyou",
        "ana@example.org 2026",
        "Ana@Example.org123",
    ],
)
def test_what_is_guessed_first_is_refused(text: str) -> None:
    with pytest.raises(WeakPassphrase):
        check(text, sign_in_name="ana@example.org")


def test_judging_takes_less_than_five_milliseconds() -> None:
    worst = ("qwertyui" * 16)[:128]
    began = time.perf_counter()
    for _ in range(20):
        passphrases._is_easy(worst, sign_in_name="q" * 80)
    assert (time.perf_counter() - began) / 20 < 0.005


def test_a_sign_in_name_is_the_same_in_any_case_and_width() -> None:
    assert normal_name(" LANTERN-48 ") == normal_name("lantern-48") == normal_name("ｌａｎｔｅｒｎ-48")
