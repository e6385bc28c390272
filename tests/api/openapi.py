"""Holds what the API answers to what its OpenAPI document says it answers."""

import json
import re
from copy import deepcopy
from typing import Any

import httpx
import jsonschema_rs

# What a client acts on.
HEADERS = ("etag", "link", "location", "retry-after", "www-authenticate")
JSON = ("application/json", "application/problem+json")


class Description:
    """The OpenAPI document, every object in it closed to what it does not name."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.components = deepcopy(document["components"])
        for schema in self.components["schemas"].values():
            if "properties" in schema:
                schema.setdefault("additionalProperties", False)
        # An address without parameters counts first.
        self.paths: list[tuple[re.Pattern[str], dict[str, Any]]] = [
            (re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))), operations)
            for template, operations in sorted(
                document["paths"].items(), key=lambda item: item[0].count("{")
            )
        ]
        self.validators: dict[str, Any] = {}  # by schema: to make one takes longer than to ask it

    def check(self, method: str, path: str, response: httpx.Response) -> None:
        """Fail unless the document describes the answer."""
        operation = self.operation(method, path)
        if operation is None:
            assert response.status_code in (404, 405), f"{method} {path} is not described"
            return
        described = operation["responses"].get(str(response.status_code))
        assert described, f"{method} {path}: {response.status_code} is not described"
        named = {name.lower() for name in described.get("headers", {})}
        unnamed = {name for name in HEADERS if name in response.headers} - named
        assert not unnamed, f"{method} {path}: {response.status_code} has {unnamed}"
        media_type = response.headers.get("content-type", "").partition(";")[0]
        if media_type in JSON:
            self.validator(described["content"][media_type]["schema"]).validate(response.json())

    def validator(self, schema: dict[str, Any]) -> Any:
        """Return what holds a value to a schema and to what that refers to."""
        key = json.dumps(schema, sort_keys=True)
        if key not in self.validators:
            whole = schema | {"components": self.components}
            self.validators[key] = jsonschema_rs.validator_for(whole, validate_formats=True)
        return self.validators[key]

    def operation(self, method: str, path: str) -> dict[str, Any] | None:
        """Return what describes a request."""
        address = path.partition("?")[0]
        for pattern, operations in self.paths:
            if pattern.fullmatch(address):
                found: dict[str, Any] | None = operations.get(method.lower())
                return found
        return None
