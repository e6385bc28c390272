"""Today's app over the databases that former releases made."""

from collections.abc import Iterator

import pytest

from app.store import migrate
from tests.conftest import asking, serving
from tests.former import RELEASES, Former, former_database, recorded_answers


@pytest.fixture(scope="module", params=RELEASES)
def former(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Former]:
    """Today's app over a former release's database, shared by a module's tests."""
    release = str(request.param)
    url = former_database(release, tmp_path_factory.mktemp("former"))
    migrate(url)
    with serving(url) as app:
        yield Former(release, app, asking(app), recorded_answers(release))
