"""The only reader of the environment; hands out one frozen Settings."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from api.environment import Wrong, check, environment_and, filled, setting
from api.refused import WrongUsage

PREFIX = "TRADEPOST_"


class WrongSetting(WrongUsage):
    """A setting cannot be used; the message names it as the environment does."""


def _absolute(given: Path) -> Path:
    return Path(given).expanduser().absolute()


def _database(given: str) -> str:
    if not given:
        return given
    try:
        url = make_url(given)
    except ArgumentError:
        raise ValueError("it is no database URL") from None
    if url.get_backend_name() in {"postgres", "postgresql"}:
        url = url.set(drivername="postgresql+psycopg")
    elif url.get_backend_name() != "sqlite":
        raise ValueError("it must begin with postgresql:// or sqlite:///")
    elif url.database in {None, "", ":memory:"}:
        raise ValueError("SQLite needs a file: sqlite:///path")
    else:
        url = url.set(drivername="sqlite")
    return url.render_as_string(hide_password=False)


def _bucket(given: str) -> str:
    if given and not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w./-]*)?", given):
        raise ValueError("it must be s3://bucket or s3://bucket/prefix")
    return given


def _server(given: str) -> str:
    if given and not given.startswith(("http://", "https://")):
        raise ValueError("it must begin with http:// or https://")
    return given


@dataclass(frozen=True)
class Settings:
    """Each is read from `TRADEPOST_<NAME>`, or else from the file `.env`."""

    data_dir: Path = setting(
        Path("tradepost-data"),
        description="The folder of everything the program writes.",
        checked=_absolute,
    )
    database_url: str = setting(
        "",
        description="`postgresql://user:password@host/name`, or `sqlite:///file`. "
        "Empty: the SQLite file `tradepost.db` in the data folder.",
        checked=_database,
        is_secret=True,
    )
    host: str = setting("127.0.0.1", description="The address that `serve` listens on.")
    port: int = setting(8000, least=0, most=65535, description="Its port; 0 takes any free one.")
    profile: Literal["dev", "prod"] = setting(
        "dev",
        description="`prod` switches introspection and suggestions off, and asks GET requests "
        "for the header `x-graphql-require-preflight`.",
    )
    secret_key: str = setting(
        "",
        description="Signs and hashes. Empty: made once and kept in the data folder, "
        "in `secret_key`, for its owner's eyes only.",
        is_secret=True,
    )
    secret_key_previous: str = setting(
        "",
        description="The key before, while it is being replaced: still accepted, never used anew.",
        is_secret=True,
    )
    storage_url: str = setting(
        "",
        description="Where files are kept: `s3://bucket/prefix`. "
        "Empty: the folder `blobs` in the data folder.",
        checked=_bucket,
    )
    storage_endpoint: str = setting(
        "",
        description="The address of an S3-compatible server. Empty: Amazon's, or what the usual "
        "AWS environment says; so it is with the next three.",
        checked=_server,
    )
    storage_region: str = setting("", description="The bucket's region.")
    storage_access_key_id: str = setting("", description="Who we are to the bucket.")
    storage_secret_access_key: str = setting(
        "", description="The secret that goes with it.", is_secret=True
    )
    link_lifetime_s: int = setting(
        3600,
        least=60,
        most=30 * 86400,
        description="For how long the address of a file is good at least, and at most twice that.",
    )
    public_url: str = setting(
        "",
        description="Where clients reach us: `https://tradepost.example`. Addresses of files begin "
        "with it; empty, they begin with `/files/`.",
        checked=_server,
    )
    sign_in_cache_s: float = setting(
        2, least=0, most=300, description="For how long the roles of a token are remembered."
    )
    log_level: Literal["debug", "info", "warning", "error"] = setting(
        "info", description="The least that is logged."
    )
    log_format: Literal["auto", "console", "json"] = setting(
        "auto", description="`auto` is `console` on a terminal and `json` elsewhere."
    )
    pool_size: int = setting(
        8,
        least=1,
        most=500,
        description="Connections kept open, a process: so many that read, so many that write.",
    )
    threads: int = setting(
        16,
        least=1,
        most=500,
        description="Operations a process runs at once outside its event loop.",
    )
    stop_within_s: int = setting(
        10,
        least=0,
        most=600,
        description="How long requests under way may take when `serve` is stopped.",
    )
    serve_works: bool = setting(
        default=True,
        description="Whether `serve` also works on jobs. If not, `tradepost worker` must.",
    )
    renders_at_once: int = setting(
        2,
        least=1,
        most=64,
        description="Pictures that a process has drawn at a time. All processes go by what the "
        "one that started last was told.",
    )
    render_within_s: int = setting(
        120, least=1, most=86_400, description="How long drawing one may take."
    )
    render_memory_mb: int = setting(
        2048, least=256, description="How much memory drawing one may take."
    )
    max_aliases: int = setting(30, least=1, description="Aliases in one operation.")
    max_tokens: int = setting(2000, least=1, description="Tokens in one document.")
    max_depth: int = setting(12, least=1, description="How deep fields may be nested.")
    max_directives: int = setting(10, least=1, description="Directives in one operation.")
    max_same_field: int = setting(
        5, least=1, description="How often one field may stand in one place."
    )
    max_root_fields: int = setting(20, least=1, description="Root fields in one operation.")
    max_mutations: int = setting(5, least=1, description="Mutations in one operation.")
    max_body_bytes: int = setting(
        1_000_000, least=1000, description="Size of the body of a request."
    )
    max_upload_files: int = setting(10, least=1, most=1000, description="Files in one request.")
    max_upload_bytes: int = setting(100_000_000, least=1, description="Size of one file sent.")
    max_uploads_bytes: int = setting(
        200_000_000, least=1, description="Size of all the files of a request together."
    )
    upload_types: str = setting(
        "image/avif image/gif image/jpeg image/png image/tiff image/webp"
        " video/mp4 video/quicktime video/webm video/x-matroska application/pdf"
        " audio/aac audio/flac audio/mp4 audio/mpeg audio/ogg audio/wav audio/x-wav"
        " text/csv text/plain text/tab-separated-values application/gzip application/vnd.ms-excel"
        " application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        description="Media types that files may be sent as.",
    )
    max_picture_pixels: int = setting(
        64_000_000, least=1, most=400_000_000, description="Pixels of a picture sent."
    )

    max_live_operations: int = setting(
        100, least=1, description="Operations under way at once on one WebSocket."
    )
    live_patience_s: float = setting(
        20,
        least=0.1,
        most=600,
        description="How long a subscriber may take to accept a message before it is cut off.",
    )
    live_heartbeat_s: float = setting(
        15,
        least=0.1,
        most=600,
        description="How often an idle subscriber gets a sign of life, and is asked for one.",
    )
    allowed_origins: str = setting(
        "",
        description="Web pages of these origins, such as `https://shop.example.com`, may open "
        "WebSockets too; several with commas between. Pages of the server's own host always may.",
    )

    def __post_init__(self) -> None:
        check(self)

    @cached_property
    def database(self) -> URL:
        """Where the rows are, whichever way it was said."""
        if self.database_url:
            return make_url(self.database_url)
        return URL.create("sqlite", database=str(self.data_dir / "tradepost.db"))

    @property
    def database_text(self) -> str:
        """`database` as text, with its password: for drivers, never for people."""
        return self.database.render_as_string(hide_password=False)

    @property
    def is_embedded(self) -> bool:
        """The database is a file that this program makes and migrates by itself."""
        return self.database.get_backend_name() == "sqlite"

    @property
    def database_file(self) -> Path:
        """Of an embedded database."""
        return Path(self.database.database or "").absolute()

    @property
    def blobs_dir(self) -> Path:
        """Where files are kept that are not in a bucket."""
        return self.data_dir / "blobs"

    @cached_property
    def origins(self) -> frozenset[str]:
        """`allowed_origins`, one by one."""
        said = (origin.strip().rstrip("/") for origin in self.allowed_origins.split(","))
        return frozenset(origin for origin in said if origin)

    @property
    def is_production(self) -> bool:
        return self.profile == "prod"


def read_settings() -> Settings:
    """From the environment as it is now; raises WrongSetting."""
    try:
        return filled(Settings, PREFIX, environment_and(Path(".env")))
    except Wrong as error:
        raise WrongSetting(f"{PREFIX}{error.name.upper()}: {error}.") from None
