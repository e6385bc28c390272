"""The addresses that the app answers at."""

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

EXPLAINED = "result=tuning.npv"  # what an address that explains needs in its query


def addresses_of(application: FastAPI, method: str = "GET") -> list[str]:
    """Return the template of every address that takes a method, in the order of the routes."""
    return [
        str(route.path)
        for route in iter_route_contexts(application.routes)
        if method in (getattr(route, "methods", None) or ())
    ]
