"""Counting rows helps those who are connected already."""

from pathlib import Path

from api.database import Database
from api.statistics import count_rows
from domain.every_table import METADATA

MAKE = (
    "INSERT INTO platforms (id, code, name, kind, search_text, created_at, updated_at, version)"
    " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)"
    " SELECT i, 'C' || i, 'Name', 'OFFLINE', '', '', '', 1 FROM n"
)
PLAN = "EXPLAIN QUERY PLAN SELECT id FROM platforms WHERE name = ? AND code = ?"


def test_an_open_connection_plans_by_the_newest_counts(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/shop.db")
    METADATA.create_all(database.writing)
    reading = database.reader.connect()  # type: ignore[attr-defined]

    def index(asked: str) -> str:
        reading.execute("SELECT count(*) FROM platforms").fetchall()
        return str(reading.execute(f"{PLAN} -- {asked}", ("Name", "C1")).fetchall()[0][3])

    with database.writing.begin() as connection:
        connection.exec_driver_sql(MAKE)
    index("before")
    count_rows(database.writing)
    assert "ix_platforms_code_id" in index("after")
    database.close_now()
