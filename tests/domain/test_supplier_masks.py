import pytest

from domain.sourcing.actions import _address_masked
from domain.sourcing.models import Supplier


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (None, ""),
        ("", ""),
        ("88 Cixi Lu, Jingdezhen", "***, Jingdezhen"),
        ("Rua Nova 1, 4000-001 Porto", "***"),
        ("Rua Nova 1", "***"),
        ("江西省景德镇市瓷溪路88号", "***"),
        ("Rua Nova 1,", "***"),
    ],
)
def test_what_of_an_address_is_shown(address: str | None, shown: str) -> None:
    assert _address_masked(address) == shown


def test_every_column_about_a_person_is_marked() -> None:
    columns = Supplier.__table__.columns
    personal = {column.name for column in columns if column.info.get("personal")}
    assert personal == {column.name for column in columns if column.name.startswith("contact_")}
