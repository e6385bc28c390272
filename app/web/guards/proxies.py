"""Who asks: the peer of the connection, or whom a trusted proxy names."""

from ipaddress import IPv6Address, ip_address, ip_network

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

MARK = "crossover.proxy"  # set in the scope of a request that a trusted proxy handed on
LOCAL = "local"  # a peer on a Unix socket has no address
PREFIX_BITS = 64  # of IPv6: what one customer of a provider has at the least


def networks(text: str) -> list[str]:
    """Return the addresses and networks of a list with commas; raises ValueError."""
    items = [item.strip() for item in text.split(",") if item.strip()]
    for item in items:
        ip_network(item)
    return items


class Proxies:
    """Believes X-Forwarded-For and X-Forwarded-Proto of trusted proxies, and of nobody else."""

    def __init__(self, app: ASGIApp, *, trusted: list[str]) -> None:
        self.trusted = [ip_network(item) for item in trusted]
        self.forwarded = ProxyHeadersMiddleware(app, trusted_hosts=trusted)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the client that the proxy names."""
        if scope["type"] == "http":
            scope[MARK] = self.trusts(scope)
        await self.forwarded(scope, receive, send)  # type: ignore[arg-type]

    def trusts(self, scope: Scope) -> bool:
        """Tell whether the peer of the connection is a trusted proxy."""
        try:
            peer = ip_address(scope["client"][0])
        except (KeyError, TypeError, ValueError):
            return False
        return any(peer in network for network in self.trusted)


def came_through_proxy(scope: Scope) -> bool:
    """Tell whether a trusted proxy handed the request on."""
    return bool(scope.get(MARK))


def client_of(scope: Scope) -> str:
    """Return whose share a request counts against: an IPv4 address, or an IPv6 network.

    What a proxy names may be no address: it then counts as it is written.
    """
    if not scope.get("client"):
        return LOCAL
    try:
        address = ip_address(scope["client"][0])
    except ValueError:
        return str(scope["client"][0])[:64]
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), PREFIX_BITS), strict=False))
