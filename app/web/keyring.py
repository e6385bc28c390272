"""The edit keys that a browser holds: sealed in the database, opened by a secret in its cookie.

A cookie is named after the secret in it, so that none replaces another one: neither that of another
Crossover on the same host, for cookies know no ports, nor one that is damaged, nor the one with
which a save in another tab was answered a moment ago. A browser may hold several; what any of them
opens is its own.
"""

import hashlib
from collections.abc import Mapping
from typing import Protocol

from itsdangerous import BadSignature, Signer
from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response

from app.inputs import InvalidInputs, Problem
from app.store import (
    SECRET_LENGTH,
    Database,
    Saved,
    find_held,
    find_secret,
    hold_keys,
    let_go,
    new_secret,
    shared_secret,
)
from app.web.links import Links

COOKIE = "crossover_keys"  # what the names begin with; alone, it is the cookie of 0.3 and before
SECRET_NAME = "keyring"
LIFETIME = 400 * 24 * 3600  # seconds; browsers keep no cookie for longer
PAIR = 2 * SECRET_LENGTH  # characters of the former cookie: a scenario's id and its key
MARK = 8  # characters of a hash in a name
MOST_KEYS = 10_000
FULL = (
    f"This browser holds the keys of {MOST_KEYS:,} scenarios, which is the most. On the page My "
    "scenarios, export them, then forget those you no longer change."
)


class Opened(Protocol):
    """A scenario that a key opens."""

    @property
    def scenario_id(self) -> str:
        """Its id, which stays the same when its link is replaced."""


class Keyring:
    """The edit keys of the browser that sends a request."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.database: Database = request.app.state.database
        self.cookies: dict[str, str] = {}  # those that we signed, by name
        self.browsers: list[str] = []  # the secrets in them
        self.former: dict[str, str] = {}  # keys by scenario id, of a former cookie
        self.strangers = 0  # cookies that we did not sign
        self._keys: dict[str, str] | None = None
        sent = {name: text for name, text in request.cookies.items() if is_ours(name)}
        if sent:
            self._read(sent)

    def key(self, saved: Opened) -> str | None:
        """Return the key of a scenario; None if this browser does not hold it."""
        return self.key_of(saved.scenario_id)

    def key_of(self, scenario_id: str) -> str | None:
        """Return the key of a scenario by its id."""
        if self._keys is not None:
            return self._keys.get(scenario_id)
        return self.former.get(scenario_id) or self._found(scenario_id).get(scenario_id)

    @property
    def keys(self) -> Mapping[str, str]:
        """Every key that this browser holds, by scenario id."""
        if self._keys is None:
            self._keys = self.former | self._found()
        return self._keys

    @property
    def browser(self) -> str:
        """The secret of this browser; a new one where it has none, kept with its first key."""
        if not self.browsers:
            self.browsers.append(new_secret())
        return self.browsers[0]

    def check_room(self) -> None:
        """Raise InvalidInputs if this browser is to hold no further key."""
        if len(self.keys) >= MOST_KEYS:
            raise InvalidInputs([Problem("", FULL)])

    def hold(self, session: Session, saved: Saved, key: str) -> None:
        """Keep one more key, in the transaction that makes it; `remember` tells the browser then.

        What a former cookie holds is kept with it.
        """
        browser = self.browser
        name = name_of(browser)
        if name not in self.cookies:
            self.cookies[name] = signed(session, name, browser)
        hold_keys(session, browser, self.former | {saved.scenario_id: key})
        self._keys = None

    def forget(self, session: Session, scenario_id: str) -> None:
        """Keep a key no longer; `remember` tells the browser then, if its former cookie had it."""
        let_go(session, self.browsers, scenario_id)
        if self.former.pop(scenario_id, None):
            pairs = "".join(name + key for name, key in self.former.items())
            self.cookies[COOKIE] = signed(session, COOKIE, pairs)
        self._keys = None

    def remember(self, response: Response) -> Response:
        """Return the response, which makes the browser keep its cookies for as long as it may."""
        for name, text in self.cookies.items():
            response.set_cookie(
                name,
                text,
                max_age=LIFETIME,
                secure=Links(self.request).is_secure,
                httponly=True,
                samesite="lax",
            )
        return response

    def _found(self, scenario_id: str | None = None) -> dict[str, str]:
        """Return what the database holds for this browser, or for one scenario of it."""
        if not self.browsers:
            return {}
        with self.database.glancing() as connection:
            return find_held(connection, self.browsers, scenario_id)

    def _read(self, sent: Mapping[str, str]) -> None:
        """Take what is in the cookies that we signed, and count the others."""
        with self.database.reading() as session:
            secret = find_secret(session, SECRET_NAME)
        for name, text in sorted(sent.items()):
            content = unsigned(secret, name, text)
            if content is None:
                self.strangers += 1
                continue
            self.cookies[name] = text
            if name == COOKIE:
                self.former = pairs_in(content)
            else:
                self.browsers.append(content)


def is_ours(name: str) -> bool:
    """Tell whether a cookie's name is that of a keyring, whoever's."""
    return name == COOKIE or name.startswith(f"{COOKIE}_")


def name_of(browser: str) -> str:
    """Return the name of the cookie that holds a browser's secret."""
    return f"{COOKIE}_{hashlib.sha256(browser.encode()).hexdigest()[:MARK]}"


def pairs_in(content: str) -> dict[str, str]:
    """Return the keys in a cookie of 0.3 and before, by scenario id."""
    return {
        content[at : at + SECRET_LENGTH]: content[at + SECRET_LENGTH : at + PAIR]
        for at in range(0, len(content), PAIR)
    }


def signed(session: Session, name: str, content: str) -> str:
    """Return a cookie's content, signed for its name with the secret that every process shares."""
    return Signer(shared_secret(session, SECRET_NAME), salt=name).sign(content).decode()


def unsigned(secret: str | None, name: str, text: str) -> str | None:
    """Return the content of a cookie; None if it was not signed with the secret for its name."""
    if secret is None:  # nothing was ever signed
        return None
    try:
        return Signer(secret, salt=name).unsign(text).decode()
    except (BadSignature, UnicodeError):
        return None
