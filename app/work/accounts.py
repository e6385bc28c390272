"""Accounts by client that fill up evenly: so much in a period, and no more than that at once."""

import time
from dataclasses import dataclass
from threading import Lock

MANY = 10_000  # accounts; then those that are full are forgotten


@dataclass
class Account:
    """What a client has left, and when that was so."""

    left: float
    at: float  # time.monotonic, which never runs backwards


class Accounts:
    """What each client may still use: `amount` in `period` seconds."""

    def __init__(self, amount: float, period: float) -> None:
        self.amount = amount
        self.period = period
        self._accounts: dict[str, Account] = {}
        self._lock = Lock()

    def take(self, client: str, amount: float) -> float:
        """Take an amount and return 0; where there is less, return in how many seconds there is.

        What takes more than half of what an account holds is begun when half is there, and owed.
        """
        with self._lock:
            account = self._account(client)
            missing = min(amount, self.amount / 2) - account.left
            if missing > 0:
                return missing * self.period / self.amount
            account.left -= amount
            return 0

    def charge(self, client: str, amount: float) -> None:
        """Take what was used, though nothing is left; give back what is below zero.

        Nobody owes more than an account holds.
        """
        with self._lock:
            account = self._account(client)
            account.left = min(max(account.left - amount, -self.amount), self.amount)

    def left(self, client: str) -> float:
        """Return what a client may use now; below zero where it owes."""
        with self._lock:
            return self._account(client).left

    def _account(self, client: str) -> Account:
        """Return the client's account as it is now."""
        now = time.monotonic()
        account = self._accounts.get(client)
        if account is None:
            if len(self._accounts) >= MANY:
                self._forget_the_full(now)
            account = self._accounts[client] = Account(self.amount, now)
        account.left = self._left(account, now)
        account.at = now
        return account

    def _left(self, account: Account, now: float) -> float:
        """Return what is left of an account by now."""
        return min(account.left + (now - account.at) * self.amount / self.period, self.amount)

    def _forget_the_full(self, now: float) -> None:
        """Forget whoever has used nothing for a while: a new account is full, too."""
        self._accounts = {
            client: account
            for client, account in self._accounts.items()
            if self._left(account, now) < self.amount
        }
