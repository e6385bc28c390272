"""Holds what the API answers to what its OpenAPI document says it answers."""

import re
from copy import deepcopy
from typing import Any

import httpx
import jsonschema_rs

JSON = ("application/json", "application/problem+json")


class Description:
    """The OpenAPI document, every object in it closed to what it does not name."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.paths: dict[str, Any] = document["paths"]
        self.components = deepcopy(document["components"])
        for schema in self.components["schemas"].values():
            if "properties" in schema:
                schema.setdefault("additionalProperties", False)

    def check(self, method: str, path: str, response: httpx.Response) -> None:
        """Fail unless the document describes the answer."""
        operation = self.operation(method, path)
        if operation is None:
            assert response.status_code in (404, 405), f"{method} {path} is not described"
            return
        described = operation["responses"].get(str(response.status_code))
        assert described, f"{method} {path}: {response.status_code} is not described"
        media_type = response.headers.get("content-type", "").partition(";")[0]
        if media_type in JSON:
            schema = described["content"][media_type]["schema"]
            whole = schema | {"components": self.components}
            jsonschema_rs.validate(whole, response.json(), validate_formats=True)

    def operation(self, method: str, path: str) -> dict[str, Any] | None:
        """Return what describes a request; an address without parameters counts first."""
        address = path.partition("?")[0]
        for template in sorted(self.paths, key=lambda item: item.count("{")):
            pattern = re.sub(r"\\{\w+\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, address):
                found: dict[str, Any] | None = self.paths[template].get(method.lower())
                return found
        return None
