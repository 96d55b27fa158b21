"""Rows by key, wherever they lie, in memory that does not grow with the file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.connectors.tables import How, Row, Spec, Tables
from api.connectors.tables.staging import Staging
from tests.connectors.tables.reading import table

APART = "id,n\nb,1\na,2\nb,3\nb,4\nc,5\na,6\n"


def by_id(row: Row) -> str:
    return row["id"]


def test_a_key_appears_once_with_all_its_rows(tmp_path: Path) -> None:
    with table(tmp_path, APART) as read:
        assert [(key, [row["n"] for row in rows]) for key, rows in read.grouped(by_id)] == [
            ("b", ["1", "3", "4"]),
            ("a", ["2", "6"]),
            ("c", ["5"]),
        ]


def test_rows_are_found_by_key(tmp_path: Path) -> None:
    with table(tmp_path, APART) as read:
        find = read.lookup(by_id)
        assert [(row.number, row["n"]) for row in find("a")] == [(3, "2"), (7, "6")]
        assert find("A") == find("") == []


def test_tables_are_read_while_others_are(tmp_path: Path) -> None:
    """One file's rows, grouped, joined with another's, as orders are with their items."""
    orders, items = tmp_path / "orders.csv", tmp_path / "items.csv"
    orders.write_text("order,buyer\n1,x\n2,y\n3,x\n")
    items.write_text("order,item\n3,a\n1,b\n3,c\n")
    specs = {"orders": Spec(("buyer",)), "items": Spec(("item",))}
    with Tables([items, orders], How()) as tables:
        found = tables.by_columns(specs)
        joined = []
        for buyer, rows in found["orders"].grouped(lambda row: row["buyer"]):
            find = found["items"].lookup(lambda row: row["order"])
            joined.append((buyer, [item["item"] for row in rows for item in find(row["order"])]))
            assert len(list(found["items"].rows())) == 3
    assert joined == [("x", ["b", "a", "c"]), ("y", [])]


def test_a_table_is_grouped_while_it_is_grouped(tmp_path: Path) -> None:
    """More rows than come in one batch, so that the outer reading is not over."""
    content = "id,n\n" + "".join(f"k{n % 1500},{n}\n" for n in range(6000))
    with table(tmp_path, content) as read:
        pairs = zip(read.grouped(by_id), read.grouped(by_id), strict=True)
        alike = [first == second for (first, _), (second, _) in pairs]
    assert alike == [True] * 1500


def test_the_rows_of_all_tables_are_counted(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text("order,buyer\n1,x\n\n ,\n2,y\n")
    (tmp_path / "items.csv").write_text("order,item\n")
    with Tables([tmp_path / "items.csv", tmp_path / "orders.csv"], How()) as tables:
        assert tables.row_count == 0
        found = tables.by_columns({"orders": Spec(("buyer",)), "items": Spec(("item",))})
        list(found["orders"].rows())
        assert tables.row_count == 2


@given(st.lists(st.sampled_from("abcd\0é"), max_size=40))
def test_grouping_is_what_a_dictionary_would_do(keys: list[str]) -> None:
    wanted: dict[str, list[int]] = {}
    for place, key in enumerate(keys):
        wanted.setdefault(key, []).append(place)
    staging = Staging()
    try:
        rows = staging.stage((place, [key]) for place, key in enumerate(keys))
        found: dict[int, list[int]] = {}
        for first, (number, _) in staging.runs(rows, enumerate(keys)):
            found.setdefault(first, []).append(number)
        find = staging.find(rows, enumerate(keys))
        assert list(found.values()) == list(wanted.values())
        assert {key: [number for number, _ in find(key)] for key in wanted} == wanted
    finally:
        staging.close()


PROGRAM = """
import resource, sys
from pathlib import Path
from api.connectors.tables import How, Spec, Tables
with Tables([Path(sys.argv[1])], How()) as tables:
    table = tables.only(Spec(("key", "price"), numbers=("price",)))
    find = table.lookup(lambda row: row["key"])
    rows = sum(len(rows) for _, rows in table.grouped(lambda row: row["key"]))
    print(rows, len(find("k0")), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak(path: Path, rows: int, keys: int) -> tuple[int, int, int]:
    """Rows, rows of one key, and the most memory in MiB, of a process that reads such a file."""
    with path.open("w", encoding="utf-8") as file:
        file.write("key,price,text\n")
        file.writelines(f"k{number % keys},{number}.50,{'words ' * 20}\n" for number in range(rows))
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)],
        capture_output=True,
        check=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    found, of_key, mib = map(int, said.stdout.split())
    return found, of_key, mib


def test_memory_stays_flat_however_large_the_file(tmp_path: Path) -> None:
    """Thirty megabytes take what three do, though every key's rows lie apart."""
    few, many = (peak(tmp_path / "goods.csv", rows, rows // 4) for rows in (20_000, 200_000))
    assert few[:2] == (20_000, 4)
    assert many[:2] == (200_000, 4)
    assert many[2] < few[2] + 40


def test_nothing_is_left_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    with table(tmp_path, "a,b\n" + "1,2\n" * 400_000) as read:
        assert sum(1 for _ in read.rows()) == 400_000
    assert [path.name for path in tmp_path.iterdir()] == ["goods.csv"]
