"""Scripts, styles and icons: addresses that carry a hash of the content, to be kept for good."""

import hashlib
import re
from functools import lru_cache
from os import PathLike, stat_result
from pathlib import Path, PurePosixPath

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOR_GOOD = "public, max-age=31536000, immutable"  # a year, the longest that means anything
ASK_FIRST = "no-cache"  # keep it, but ask whether it is still the same
HASHED = re.compile(r"(?P<stem>.+)\.(?P<hash>[0-9a-f]{12})(?P<suffix>\.[a-z]+)")


class Assets:
    """The files of a folder, below an address."""

    def __init__(self, folder: Path, address: str) -> None:
        self.folder = folder
        self.address = address

    def url(self, name: str) -> str:
        """Return a file's address with the hash of what is in it now."""
        path = PurePosixPath(name)
        return f"{self.address}/{path.with_suffix('')}.{self.hash_of(name)}{path.suffix}"

    def hash_of(self, name: str) -> str:
        """Return the hash of a file's content; raises FileNotFoundError."""
        path = self.folder / name
        return content_hash(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=100)
def content_hash(path: Path, changed_at: int) -> str:
    """Return the hash of a file's content, calculated anew when the file has changed."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


class HashedFiles(StaticFiles):
    """Answers the addresses with a hash, to be kept for good, and the plain ones, to be asked for.

    The hash of an older version is answered with the file of today, but not to be kept.
    """

    def __init__(self, assets: Assets) -> None:
        super().__init__(directory=assets.folder)
        self.assets = assets

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file, or 304, or raise HTTPException as StaticFiles does."""
        match = HASHED.fullmatch(path)
        if match is None:
            return await super().get_response(path, scope)
        name = match["stem"] + match["suffix"]
        response = await super().get_response(name, scope)
        if match["hash"] == self.assets.hash_of(name):
            response.headers["Cache-Control"] = FOR_GOOD
        return response

    def file_response(
        self,
        full_path: PathLike[str] | str,
        stat_result: stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, to be asked for each time, compressed or not."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = ASK_FIRST
        if response.status_code == 304:
            response.headers["Vary"] = "Accept-Encoding"  # which compression says of the rest
        return response
