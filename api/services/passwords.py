"""Passwords: how strong, how kept. Argon2id with 19 MiB, 2 passes, 1 lane."""

import re
import secrets
import threading

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from models.errors import InputRefusedError

SHORTEST = 16
LONGEST = 128
FEWEST_DIFFERENT = 6
"""Different characters: `aaaaaaaaaaaaaaaa` is long and worth nothing."""
FEWEST_OWN_LETTERS = 4
"""Letters left once the words anybody would try are taken out."""
GUESSED_WORDS = (
    "candidatheque", "dunkerque", "entreprendre", "motdepasse", "password", "bonjour", "azerty",
    "qwerty", "plie", "admin",
)  # fmt: skip
HASHINGS_AT_ONCE = 2
"""Each takes 19 MiB; thirty sign-ins at once must not take the machine down."""

_hasher = PasswordHash((Argon2Hasher(memory_cost=19 * 1024, time_cost=2, parallelism=1),))
_slots = threading.BoundedSemaphore(HASHINGS_AT_ONCE)
_decoys: list[str] = []


def hash_password(password: str, email: str) -> str:
    """The hash to keep.

    Raises
    ------
    InputRefusedError : not 16 to 128 characters, or made of one character, of the address or
        of words that anybody would try
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InputRefusedError(f"il faut de {SHORTEST} à {LONGEST} caractères", "Mot de passe")
    if len(set(password)) < FEWEST_DIFFERENT or _own_letters(password, email) == 0:
        raise InputRefusedError("trop facile à deviner", "Mot de passe")
    with _slots:
        return _hasher.hash(password)


def is_password_right(password: str, stored: str | None) -> bool:
    """Whether `password` made `stored`; None takes as long, and is never right."""
    if not _decoys:
        _decoys.append(_hasher.hash(secrets.token_urlsafe(LONGEST)))
    with _slots:
        return _hasher.verify(password[: LONGEST + 1], stored or _decoys[0]) and bool(stored)


def _own_letters(password: str, email: str) -> int:
    """Letters left without the guessed words; 0 where too few are."""
    letters = re.sub(r"[\W\d_]", "", password.lower())
    if len(letters) < FEWEST_OWN_LETTERS:  # digits and signs, long enough: accepted
        return len(password)
    for word in (*GUESSED_WORDS, *(part for part in re.split(r"\W", email) if len(part) > 2)):
        letters = letters.replace(word, "")
    return len(letters) if len(letters) >= FEWEST_OWN_LETTERS else 0
