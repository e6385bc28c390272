"""The edit keys that browsers hold, sealed: who reads the database alone opens nothing with them.

A browser is known by a secret of its own, of which only a hash is stored. A key is stored XORed
with what HMAC makes of that secret and of the scenario. No two keys share such a pad, so that
without the secret every key is as likely as any other.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from contextlib import suppress

from sqlalchemy import Connection, delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from app.store.store import SECRET, secret_of
from app.store.tables import HeldKey, Scenario

PADDING = "=="  # which base 64 has at the end of 16 bytes, and no secret of ours


def hold_keys(session: Session, browser: str, keys: Mapping[str, str]) -> None:
    """Keep edit keys, by scenario id, for a browser; those of erased scenarios are passed over.

    `browser` is its secret. Needs a session of `Database.writing`.
    """
    hashed = hash_browser(browser)
    for scenario_id, key in keys.items():
        is_there = SECRET.fullmatch(scenario_id) and session.get(Scenario, scenario_id)
        is_held = is_there and session.get(HeldKey, (hashed, scenario_id))
        if is_there and not is_held and SECRET.fullmatch(key):
            sealed = seal(browser, scenario_id, key)
            with suppress(IntegrityError), session.begin_nested():  # another save may be first
                session.add(HeldKey(browser=hashed, scenario_id=scenario_id, sealed=sealed))


def find_held(
    connection: Connection, browsers: Sequence[str], scenario_id: str | None = None
) -> dict[str, str]:
    """Return the keys that browsers hold, by scenario id; of one scenario if it is named."""
    if not browsers:
        return {}
    secrets = {hash_browser(browser): browser for browser in browsers}
    query = select(col(HeldKey.browser), col(HeldKey.scenario_id), col(HeldKey.sealed)).where(
        col(HeldKey.browser).in_(secrets)
    )
    if scenario_id is not None:
        query = query.where(col(HeldKey.scenario_id) == scenario_id)
    return {
        scenario: unseal(secrets[browser], scenario, sealed)
        for browser, scenario, sealed in connection.execute(query)
    }


def let_go(session: Session, browsers: Sequence[str], scenario_id: str) -> None:
    """Forget the key of one scenario; needs a session of `Database.writing`."""
    session.execute(
        delete(HeldKey).where(
            col(HeldKey.browser).in_([hash_browser(browser) for browser in browsers]),
            col(HeldKey.scenario_id) == scenario_id,
        )
    )


def hash_browser(browser: str) -> str:
    """Return the SHA-256 of a browser's secret; it is random, so it needs no salt."""
    return hashlib.sha256(browser.encode()).hexdigest()


def seal(browser: str, scenario_id: str, key: str) -> str:
    """Return a key as it is stored for a browser: XORed with what only that makes of a scenario."""
    pad = secret_of(browser, scenario_id)  # has as many bytes as a key
    key_bytes, pad_bytes = (urlsafe_b64decode(text + PADDING) for text in (key, pad))
    mixed = bytes(a ^ b for a, b in zip(key_bytes, pad_bytes, strict=True))
    return urlsafe_b64encode(mixed).decode().rstrip("=")


def unseal(browser: str, scenario_id: str, sealed: str) -> str:
    """Return the key that was sealed for a browser: XOR undoes itself."""
    return seal(browser, scenario_id, sealed)
