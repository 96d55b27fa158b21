"""The floor of `mediaAssets`: each list of 50, and what an engineer would write for just that."""
# ruff: noqa: E501  the statements are easier to read in their own lines

from dataclasses import dataclass, field
from typing import Any

from benchmarks.floor import INSTANT, JOIN, QUOTE
from domain.assets.alike import ALIKE, BAND_BITS
from domain.assets.models import BANDS
from domain.assets.uses import USES

SORTS = {
    "NEWEST": ("created_at", "DESC"),
    "OLDEST": ("created_at", "ASC"),
    "NAME": ("file_name", "ASC"),
    "LARGEST": ("size_bytes", "DESC"),
}
FACTS = "id fileName kind mediaType sizeBytes widthPx heightPx placeholder alt createdAt"
_MASKS = [mask for mask in range(1 << BAND_BITS) if mask.bit_count() <= ALIKE // len(BANDS)]


@dataclass(frozen=True)
class AssetList:
    """50 of all assets: their facts, what else is shown of each, and which."""

    sort: str = "NEWEST"
    more: str = ""
    """A field beside the facts: `isUsed` or `duplicates { id }`."""
    filter: dict[str, Any] = field(default_factory=dict)
    where: str = ""

    @property
    def query(self) -> str:
        return f"""query Assets($filter: MediaAssetFilter) {{
  mediaAssets(first: 50, orderBy: {self.sort}, filter: $filter) {{
    edges {{ node {{ {FACTS} {self.more} }} }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}"""

    def sql(self, dialect: str) -> str:
        """A row an asset: its JSON, its key, its id. Value: the organisation."""
        key, way = SORTS[self.sort]
        one = "$1" if dialect == "postgresql" else "?1"
        more = {"": "", "isUsed": _is_used(), "duplicates { id }": _duplicates(dialect, one)}
        where = f"AND {self.where}" if self.where else ""
        return f"""
SELECT {_facts(dialect)} || {more[self.more] or "''"} || '}}', a.{key}, a.id
FROM media_assets a WHERE a.organization_id = {one} {where}
ORDER BY a.{key} {way}, a.id {way} LIMIT 51
"""


def _facts(dialect: str) -> str:
    quote, instant = QUOTE[dialect].format, INSTANT[dialect].format("a.created_at")
    return (
        f"""'{{"id":"MediaAsset:' || a.id || '","fileName":' || {quote("a.file_name")} ||"""
        f"""',"kind":"' || a.kind || '","mediaType":' || {quote("a.media_type")} ||"""
        f"""',"sizeBytes":' || a.size_bytes || ',"widthPx":' || coalesce(CAST(a.width_px AS TEXT), 'null') ||"""
        f"""',"heightPx":' || coalesce(CAST(a.height_px AS TEXT), 'null') ||"""
        f"""',"placeholder":' || coalesce({quote("a.placeholder")}, 'null') ||"""
        f"""',"alt":' || {quote("a.alt")} || ',"createdAt":"' || {instant} || '"'"""
    )


def _used() -> str:
    return " OR ".join(
        f"EXISTS (SELECT 1 FROM {use.table} u WHERE u.{use.column} = a.id)" for use in USES
    )


def _is_used() -> str:
    return f"""',"isUsed":' || CASE WHEN {_used()} THEN 'true' ELSE 'false' END"""


def _duplicates(dialect: str, one: str) -> str:
    """By the same rule, since one that finds fewer would answer something else."""
    numbers = ",".join(map(str, _MASKS))
    if dialect == "postgresql":
        masks = f"unnest(ARRAY[{numbers}]::bigint[]) AS m(value)"
        near, apart = "a.{0} # m.value", "bit_count(({0})::bit(64))"
        whole = "('x' || a.fingerprint)::bit(64) # ('x' || d.fingerprint)::bit(64)"
    else:
        masks = f"json_each('[{numbers}]') m"
        near, apart = "(a.{0} | m.value) - (a.{0} & m.value)", "apart({0})"
        whole = "a.fingerprint, d.fingerprint"
    bands = " UNION ".join(
        f"SELECT n.id FROM {masks} CROSS JOIN media_assets n"
        f" WHERE n.organization_id = {one} AND n.{band} = {near.format(band)}"
        for band in BANDS
    )
    differing = apart.format(whole)
    found = f"""SELECT '{{"id":"MediaAsset:' || d.id || '"}}' AS item, {differing} AS rank FROM media_assets d
      WHERE d.id IN ({bands}) AND d.id <> a.id AND {differing} <= {ALIKE}
      ORDER BY rank, d.id LIMIT 20"""
    joined = JOIN[dialect].format("x.item")
    return f"""',"duplicates":[' || coalesce((SELECT {joined} FROM ({found}) x), '') || ']'"""


def apart(one: str | None, other: str | None) -> int:
    """For SQLite, which has no bits to count: a function of the one who writes the statement."""
    return (int(one or "0", 16) ^ int(other or "0", 16)).bit_count()


KINDS = {"kind": {"eq": "VIDEO"}, "licence": {"eq": "OWN"}}
LISTS = {
    **{sort.lower(): AssetList(sort) for sort in SORTS},
    "filtered": AssetList(filter=KINDS, where="a.kind = 'VIDEO' AND a.licence = 'OWN'"),
    "isUsed": AssetList(more="isUsed"),
    "unused": AssetList(filter={"isUsed": {"eq": False}}, where=f"NOT ({_used()})"),
    "duplicates": AssetList(more="duplicates { id }"),
}
