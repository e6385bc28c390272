"""The addresses that Crossover hands out."""

from starlette.requests import Request


class Links:
    """Absolute addresses, under the public address of the settings or else the request's own."""

    def __init__(self, request: Request) -> None:
        public_url = request.app.state.settings.public_url
        self.base = str(public_url or request.base_url).rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Whether people reach Crossover over TLS."""
        return self.base.startswith("https:")

    def read(self, home: str) -> str:
        """Return the link that shows a scenario, or a revision: `ID/revisions/3`."""
        return f"{self.base}/s/{home}"

    def edit(self, scenario_id: str, edit_key: str) -> str:
        """Return the link that changes a scenario; what follows # never leaves the browser."""
        return f"{self.read(scenario_id)}/edit#{edit_key}"

    def api(self, scenario_id: str) -> str:
        """Return the scenario's address in the API."""
        return f"{self.base}/api/v1/scenarios/{scenario_id}"
