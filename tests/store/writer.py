"""A process of its own that saves revisions: writer.py DATABASE_URL SCENARIO_ID EDIT_KEY COUNT."""

import sys
from dataclasses import replace
from datetime import UTC, datetime

from app.store import Database, StaleRevision, add_revision, find_scenario


def save_once(database: Database, scenario_id: str, edit_key: str) -> bool:
    """Add one to the number in the latest revision, as an editor does: read, then save."""
    with database.reading() as session:
        seen = find_scenario(session, scenario_id)
    counted = replace(seen.content, inputs={"saves": seen.content.inputs["saves"] + 1})
    try:
        with database.writing() as session:
            add_revision(
                session,
                scenario_id,
                edit_key=edit_key,
                expected_revision=seen.revision,
                content=counted,
                now=datetime.now(UTC),
            )
    except StaleRevision:
        return False
    return True


if __name__ == "__main__":
    url, scenario_id, edit_key, count = sys.argv[1:]
    database = Database(url)
    saves = 0
    while saves < int(count):
        saves += save_once(database, scenario_id, edit_key)
    database.close()
