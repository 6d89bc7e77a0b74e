"""What both processes' pages need: versioned static files and strict headers. Knows nothing of contests."""

from __future__ import annotations

import gzip
import hashlib
import tempfile
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask, Response, request
from whitenoise import WhiteNoise
from whitenoise.responders import StaticFile

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
YEAR = 365 * 24 * 3600

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

PACKED = frozenset({".css", ".js", ".svg"})


class PackedFiles(WhiteNoise):  # type: ignore[misc]
    """Static files, those of text also compressed, once at start and into a folder of this process alone.

    Never beside their sources, where a packed copy would outlive what it was made of.
    """

    def __init__(self, application: Any, **options: Any) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="chamkheo-static-")
        super().__init__(application, **options)

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> StaticFile:
        """Give the file with its packed copy, which browsers that take gzip get."""
        source = Path(path)
        if source.suffix not in PACKED:
            return super().get_static_file(path, url, stat_cache)
        packed = Path(self._folder.name) / f"{hashlib.sha256(path.encode()).hexdigest()}.gz"
        packed.write_bytes(gzip.compress(source.read_bytes(), mtime=0))
        headers = Headers([])
        self.add_mime_headers(headers, path, url)
        self.add_cache_headers(headers, path, url)
        return StaticFile(path, headers.items(), encodings={"gzip": str(packed)})


def static_path() -> str:
    """Give the address of static files, holding a digest of them all: what it serves never changes, so it is kept a year.

    ES modules import each other relatively and so stay under the same digest.
    """
    whole = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            whole.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return f"/static/{whole.hexdigest()[:12]}"


def make_app(name: str) -> Flask:
    """Give a Flask app on our templates and static files, with its headers set."""
    app = Flask(name, template_folder=str(ROOT / "templates"), static_folder=str(STATIC), static_url_path=static_path())
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    files = PackedFiles(app.wsgi_app, max_age=YEAR, immutable_file_test=lambda *_: True)
    files.add_files(str(STATIC), prefix=f"{app.static_url_path}/")
    app.wsgi_app = files  # type: ignore[method-assign]
    app.after_request(_headers)
    return app


def _headers(response: Response) -> Response:
    # Chromium checks a WebSocket against connect-src by scheme, and 'self' covers ws:// of the same host and port.
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
