"""What was made once can be made again, byte for byte, whatever became of its template."""

from hashlib import sha256
from typing import Any

from domain.templates.states import VersionState
from tests.factories.templates import headline, latest, make_template, small_document
from tests.house import node_id
from tests.jobs.studio import Studio


def test_a_retired_version_draws_its_old_posters_again_and_the_new_one_draws_others(
    studio: Studio,
) -> None:
    house, product = studio.house, studio.product()
    template = make_template(house, VersionState.PUBLISHED)
    first = node_id("MediaTemplateVersion", latest(house, template))
    asked: dict[str, Any] = {
        "template": template.handle,
        "productId": node_id("Product", product),
        "values": {"title": "New"},
    }
    old = studio.drawn("posterRender", **asked)
    assert old["state"] == "SUCCEEDED", old
    drawn = sha256(studio.bytes_of(old["id"])).hexdigest()

    studio.change("mediaTemplateRetire", "templateVersion { state }", id=first)
    [error] = studio.tried("posterRender", **asked)["userErrors"]
    assert error["path"] == ["template"]
    document = small_document(headline(color="#C2410C"), revision=2)
    given = {"templateId": node_id("MediaTemplate", template), "document": document}
    of = "templateVersion { id state }"
    second = studio.change("mediaTemplateVersionCreate", of, **given)["templateVersion"]["id"]
    studio.change("mediaTemplateSubmit", of, id=second)
    assert studio.change("mediaTemplatePublish", of, id=second)["templateVersion"] == {
        "id": second,
        "state": "PUBLISHED",
    }
    new = studio.drawn("posterRender", **asked)
    again = studio.drawn("renderJobRepeat", id=old["id"])

    assert (new["state"], again["state"]) == ("SUCCEEDED", "SUCCEEDED")
    assert (again["attempts"], again["isReused"]) == (1, False)
    assert again["inputHash"] == old["inputHash"] != new["inputHash"]
    assert sha256(studio.bytes_of(again["id"])).hexdigest() == drawn
    assert sha256(studio.bytes_of(new["id"])).hexdigest() != drawn
    assert again["asset"] == old["asset"]
    assert new["asset"]["id"] != old["asset"]["id"]
