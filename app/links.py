"""The addresses that Crossover hands out."""

from starlette.requests import Request


class Links:
    """Absolute addresses, under the public address of the settings or else the request's own."""

    def __init__(self, request: Request) -> None:
        public_url = request.app.state.settings.public_url
        self.base = str(public_url or request.base_url).rstrip("/")

    def read(self, scenario_id: str) -> str:
        """Return the link that shows a scenario."""
        return f"{self.base}/s/{scenario_id}"

    def edit(self, scenario_id: str) -> str:
        """Return the page that changes a scenario, given its key."""
        return f"{self.read(scenario_id)}/edit"

    def api(self, scenario_id: str) -> str:
        """Return the scenario's address in the API."""
        return f"{self.base}/api/v1/scenarios/{scenario_id}"
