"""What counts as text here.

PostgreSQL refuses NUL and lone surrogates and SQLite takes both; a text that only one of them can hold is refused before either.
"""


def is_well_formed(text: str) -> bool:
    """True when the text has no lone surrogate (half an emoji), so that it can be written as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def problem_with(text: str, max_length: int) -> str | None:
    """Why this text can't be kept, in plain words, or None. Length counts code points."""
    if len(text) > max_length:
        return f"This is {len(text):,} characters long. It can be up to {max_length:,}."
    if "\x00" in text:
        return "This text holds a character that can't be stored (NUL)."
    if not is_well_formed(text):
        return "This text holds half of a character, such as a cut emoji."
    return None
