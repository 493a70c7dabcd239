"""Portals behind the gateway: one that is not there, and one that is there and cannot be read, are two things."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("qgis.server")

from mutualgeo_plugin.engine.model.portal import PROJECT_FILE  # noqa: E402
from mutualgeo_plugin.publication.gateway.rules import Refused  # noqa: E402

CODE = "200000000"


@pytest.fixture
def tenants(qgis_app, tmp_path: Path):
    from qgis.server import QgsServer

    from mutualgeo_plugin.publication.gateway.tenants import Tenants

    return Tenants(tmp_path, QgsServer(), "http://127.0.0.1:1")


def test_a_portal_that_is_not_there_offers_nothing(tenants, tmp_path: Path) -> None:
    assert tenants.offer(CODE) is None
    assert tenants.answer(CODE, "WMS", {})[0] == 404
    (tmp_path / CODE).write_text("a file where a folder would be")
    assert tenants.offer(CODE) is None


def test_a_project_that_cannot_be_read_is_no_absent_portal(tenants, tmp_path: Path) -> None:
    (tmp_path / CODE).mkdir()
    (tmp_path / CODE / PROJECT_FILE).write_text("no project")
    for ask in (lambda: tenants.offer(CODE), lambda: tenants.answer(CODE, "WMS", {})):
        with pytest.raises(Refused) as refusal:
            ask()
        assert (refusal.value.status, refusal.value.code) == (500, "NoApplicableCode")
        assert str(tmp_path) not in refusal.value.text
