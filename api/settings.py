"""The only reader of the environment; hands out one frozen Settings."""

import re
from functools import cached_property
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from api.refused import WrongUsage

PREFIX = "TRADEPOST_"


class WrongSetting(WrongUsage):
    """A setting cannot be used; the message names it as the environment does."""


class Settings(BaseSettings):
    """Each is read from `TRADEPOST_<NAME>`, or else from the file `.env`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Field(
        default=Path("tradepost-data"),
        description="The folder of everything the program writes.",
    )
    database_url: str = Field(
        default="",
        description="`postgresql://user:password@host/name`, or `sqlite:///file`. "
        "Empty: the SQLite file `tradepost.db` in the data folder.",
    )
    host: str = Field(default="127.0.0.1", description="The address that `serve` listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Its port; 0 takes any free one.")
    profile: Literal["dev", "prod"] = Field(
        default="dev",
        description="`prod` switches introspection and suggestions off, and asks GET requests "
        "for the header `x-graphql-require-preflight`.",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="Signs and hashes. Empty: made once and kept in the data folder, "
        "in `secret_key`, for its owner's eyes only.",
    )
    secret_key_previous: SecretStr = Field(
        default=SecretStr(""),
        description="The key before, while it is being replaced: still accepted, never used anew.",
    )
    storage_url: str = Field(
        default="",
        description="Where files are kept: `s3://bucket/prefix`. "
        "Empty: the folder `blobs` in the data folder.",
    )
    storage_endpoint: str = Field(
        default="",
        description="The address of an S3-compatible server. Empty: Amazon's, or what the usual "
        "AWS environment says; so it is with the next three.",
    )
    storage_region: str = Field(default="", description="The bucket's region.")
    storage_access_key_id: str = Field(default="", description="Who we are to the bucket.")
    storage_secret_access_key: SecretStr = Field(
        default=SecretStr(""), description="The secret that goes with it."
    )
    link_lifetime_s: int = Field(
        default=3600,
        ge=60,
        le=30 * 86400,
        description="For how long the address of a file is good at least, and at most twice that.",
    )
    public_url: str = Field(
        default="",
        description="Where clients reach us: `https://tradepost.example`. Addresses of files begin "
        "with it; empty, they begin with `/files/`.",
    )
    sign_in_cache_s: float = Field(
        default=2, ge=0, le=300, description="For how long the roles of a token are remembered."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The least that is logged."
    )
    log_format: Literal["auto", "console", "json"] = Field(
        default="auto", description="`auto` is `console` on a terminal and `json` elsewhere."
    )
    pool_size: int = Field(
        default=8,
        ge=1,
        le=500,
        description="Connections kept open, a process: so many that read, so many that write.",
    )
    threads: int = Field(
        default=16,
        ge=1,
        le=500,
        description="Operations a process runs at once outside its event loop.",
    )
    stop_within_s: int = Field(
        default=10,
        ge=0,
        le=600,
        description="How long requests under way may take when `serve` is stopped.",
    )
    serve_works: bool = Field(
        default=True,
        description="Whether `serve` also works on jobs. If not, `tradepost worker` must.",
    )
    renders_at_once: int = Field(
        default=2,
        ge=1,
        le=64,
        description="Pictures that a process has drawn at a time. All processes go by what the "
        "one that started last was told.",
    )
    render_within_s: int = Field(
        default=120, ge=1, le=86_400, description="How long drawing one may take."
    )
    render_memory_mb: int = Field(
        default=2048, ge=256, description="How much memory drawing one may take."
    )
    max_aliases: int = Field(default=30, ge=1, description="Aliases in one operation.")
    max_tokens: int = Field(default=2000, ge=1, description="Tokens in one document.")
    max_depth: int = Field(default=12, ge=1, description="How deep fields may be nested.")
    max_directives: int = Field(default=10, ge=1, description="Directives in one operation.")
    max_same_field: int = Field(
        default=5, ge=1, description="How often one field may stand in one place."
    )
    max_root_fields: int = Field(default=20, ge=1, description="Root fields in one operation.")
    max_mutations: int = Field(default=5, ge=1, description="Mutations in one operation.")
    max_body_bytes: int = Field(
        default=1_000_000, ge=1000, description="Size of the body of a request."
    )
    max_upload_files: int = Field(default=10, ge=1, le=1000, description="Files in one request.")
    max_upload_bytes: int = Field(default=20_000_000, ge=1, description="Size of one file sent.")
    max_uploads_bytes: int = Field(
        default=60_000_000, ge=1, description="Size of all the files of a request together."
    )
    upload_types: str = Field(
        default="image/avif image/gif image/jpeg image/png image/tiff image/webp",
        description="Media types that files may be sent as.",
    )
    max_picture_pixels: int = Field(
        default=64_000_000, ge=1, le=400_000_000, description="Pixels of a picture sent."
    )

    max_live_operations: int = Field(
        default=100, ge=1, description="Operations under way at once on one WebSocket."
    )
    live_patience_s: float = Field(
        default=20,
        gt=0,
        le=600,
        description="How long a subscriber may take to accept a message before it is cut off.",
    )
    live_heartbeat_s: float = Field(
        default=15,
        gt=0,
        le=600,
        description="How often an idle subscriber gets a sign of life, and is asked for one.",
    )
    allowed_origins: str = Field(
        default="",
        description="Web pages of these origins, such as `https://shop.example.com`, may open "
        "WebSockets too; several with commas between. Pages of the server's own host always may.",
    )

    @field_validator("data_dir")
    @classmethod
    def _absolute(cls, given: Path) -> Path:
        return given.expanduser().absolute()

    @field_validator("database_url")
    @classmethod
    def _known(cls, given: str) -> str:
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

    @field_validator("storage_url")
    @classmethod
    def _bucket(cls, given: str) -> str:
        if given and not re.fullmatch(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/[\w./-]*)?", given):
            raise ValueError("it must be s3://bucket or s3://bucket/prefix")
        return given

    @field_validator("storage_endpoint", "public_url")
    @classmethod
    def _server(cls, given: str) -> str:
        if given and not given.startswith(("http://", "https://")):
            raise ValueError("it must begin with http:// or https://")
        return given

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
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise WrongSetting(f"{name}: {first['msg'].removeprefix('Value error, ')}.") from None
