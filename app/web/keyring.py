"""The edit keys that a browser holds, in one signed cookie that no script can read."""

from collections.abc import Mapping
from typing import Protocol

from itsdangerous import BadSignature, Signer
from starlette.requests import Request
from starlette.responses import Response

from app.inputs import InvalidInputs, Problem
from app.store import SECRET_LENGTH, find_secret, shared_secret
from app.web.links import Links

COOKIE = "crossover_keys"
SECRET_NAME = "keyring"
LIFETIME = 400 * 24 * 3600  # seconds; browsers keep no cookie for longer
PAIR = 2 * SECRET_LENGTH  # characters: a scenario's id and its key
MOST_KEYS = 90  # a browser takes a cookie of 4,096 characters
FULL = (
    f"This browser holds the keys of {MOST_KEYS} scenarios, and no more fit. On the page My "
    "scenarios, export them, then forget those you no longer change."
)


class Opened(Protocol):
    """A scenario that a key opens."""

    @property
    def scenario_id(self) -> str:
        """Its id, which stays the same when its link is replaced."""


class Keyring:
    """Edit keys by scenario id, as a request's cookie holds them."""

    def __init__(self, request: Request) -> None:
        self.request = request
        text = request.cookies.get(COOKIE)
        self.keys = self._read(text) if text else {}

    def key(self, saved: Opened) -> str | None:
        """Return the key of a scenario; None if this browser does not hold it."""
        return self.keys.get(saved.scenario_id)

    def check_room(self) -> None:
        """Raise InvalidInputs if no further key fits."""
        if len(self.keys) >= MOST_KEYS:
            raise InvalidInputs([Problem("", FULL)])

    def with_key(self, response: Response, saved: Opened, key: str) -> Response:
        """Return the response, which hands the browser one more key. Raises InvalidInputs."""
        if saved.scenario_id not in self.keys:
            self.check_room()
        return self.write(response, self.keys | {saved.scenario_id: key})

    def without(self, response: Response, scenario_id: str) -> Response:
        """Return the response, which makes the browser forget a key."""
        return self.write(response, {k: v for k, v in self.keys.items() if k != scenario_id})

    def write(self, response: Response, keys: Mapping[str, str]) -> Response:
        """Return the response, which hands the browser these keys and no others."""
        text = "".join(scenario_id + key for scenario_id, key in keys.items())
        response.set_cookie(
            COOKIE,
            signer(made_secret(self.request)).sign(text).decode(),
            max_age=LIFETIME,
            secure=Links(self.request).is_secure,
            httponly=True,
            samesite="lax",
        )
        return response

    def _read(self, text: str) -> dict[str, str]:
        """Return the keys of a cookie; none if we did not sign it."""
        secret = known_secret(self.request)
        if secret is None:  # nothing was ever signed
            return {}
        try:
            pairs = signer(secret).unsign(text).decode()
        except (BadSignature, UnicodeError):
            return {}
        return {
            pairs[at : at + SECRET_LENGTH]: pairs[at + SECRET_LENGTH : at + PAIR]
            for at in range(0, len(pairs), PAIR)
        }


def signer(secret: str) -> Signer:
    """Return what signs the cookie."""
    return Signer(secret, salt=COOKIE)


def known_secret(request: Request) -> str | None:
    """Return the secret that every process of the installation shares; None before there is one."""
    state = request.app.state
    if getattr(state, "keyring_secret", None) is None:
        with state.database.reading() as session:
            state.keyring_secret = find_secret(session, SECRET_NAME)
    secret: str | None = state.keyring_secret
    return secret


def made_secret(request: Request) -> str:
    """Return the shared secret; makes it when first asked for."""
    if found := known_secret(request):
        return found
    with request.app.state.database.writing() as session:
        return shared_secret(session, SECRET_NAME)
