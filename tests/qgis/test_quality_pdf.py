"""The PDF of a quality check: one to three pages, text as text, what the report says, from any thread."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsLayoutItemLabel, QgsLayoutItemMap, QgsProject  # noqa: E402
from qgis.PyQt import sip  # noqa: E402
from qgis.PyQt.QtCore import QCoreApplication  # noqa: E402

HOSTILE = "<b>[% 1 + 1 %]</b> & “x”"


@pytest.fixture
def pdf(qgis_app):
    from mutualgeo_plugin.layouts import quality_pdf

    return quality_pdf


@pytest.fixture
def checked(run, store, tmp_path) -> Path:
    """The folder of a check of the demonstration, by qgis_process: findings, PDF, report."""
    done = run(
        "run", "mutualgeo:checkquality", f"--INPUT={store}", f"--FINDINGS={tmp_path / 'f.gpkg'}",
        f"--PDF={tmp_path / 'q.pdf'}", f"--REPORT={tmp_path / 'q.json'}",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return tmp_path


@pytest.fixture
def project(qgis_app):
    """A project that goes before QGIS does: one that pytest drops after it ends the process with a crash."""
    made = QgsProject()
    yield made
    sip.delete(made)


def pages(path: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", path.read_bytes()))


def texts(layout) -> list[str]:
    return [item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]


def look(symbol) -> tuple:
    return tuple(
        symbol.symbolLayer(0).properties().get(key) for key in ("name", "customdash", "use_custom_dash", "style")
    )


def report(**changes) -> dict:
    """A report of a run, small and whole."""
    codes = (
        "complétude",
        "validité",
        "cohérence",
        "exactitude",
        "fraîcheur",
        "disponibilité",
        "unicité",
        "homogénéité",
    )
    criteria = [{"name": name, "score": 90.0, "coverage": 100.0} for name in codes]
    return {
        "versions": {"mutualgeo": "0"}, "started": "2024-06-01T08:00:00Z", "parameters": {"INPUT": "lot.gml"},
        "profile": "pcrs_reception", "severities": {"error": 2}, "excused": {"G1": 1}, "criteria": criteria,
        "score": {"score": 91.2, "coverage": 88.0, "objects": 1234}, "dtdict": [], "not_run": {}, "partly_run": {},
        "verdict": {"verdict": "accept", "text": "Accepté", "rules": [], "criteria": "sur les huit critères"},
        "sectors": [], "worst": [], "sources": [],
    } | changes  # fmt: skip


def case(**changes) -> dict:
    row = {
        "severity": "error",
        "check": "G1",
        "message": "Mur x : croisé.",
        "remedy": "Redessiner.",
        "x": 1.0,
        "y": 2.0,
    }
    return row | changes


def test_the_chain_writes_what_the_report_says(checked, pdf, project):
    told = json.loads((checked / "q.json").read_text("utf-8"))
    assert pages(checked / "q.pdf") == 3
    assert b"/ToUnicode" in (checked / "q.pdf").read_bytes()  # text that can be searched and read out
    sources = pdf.Sources(told, checked / "f.gpkg", checked / "store.gpkg")
    layout = pdf.build_layout(project, sources)
    said = texts(layout)
    assert any(text.endswith(told["verdict"]["text"]) for text in said)
    assert all(one["name"].capitalize() in said for one in told["criteria"])
    assert told["worst"][0]["message"] in said
    assert any("10 cm ou mieux" in text for text in said)
    assert any("les arcs sont contrôlés comme des arcs" in text for text in said)
    maps = [item for item in layout.items() if isinstance(item, QgsLayoutItemMap)]
    assert 1 <= len(maps) <= 2
    names = [layer.name() for layer in maps[0].layers()]
    assert names == ["findings", "findings_lines", "findings_areas", "EmpriseEchangePCRS"]
    assert all(layer.featureCount() for layer in maps[0].layers() if layer.name() in (names[0], names[-1]))
    for layer in maps[0].layers()[:3]:
        assert [c.value() for c in layer.renderer().categories()][:4] == ["error", "warning", "info", "excused"]
        looks = [look(c.symbol()) for c in layer.renderer().categories()]
        assert len(set(looks)) == len(looks), layer.name()  # told apart without colours


def test_strict_fails_after_the_pdf_is_written(run, store, tmp_path):
    done = run("run", "mutualgeo:checkquality", f"--INPUT={store}", "--STRICT=true", f"--PDF={tmp_path / 'q.pdf'}")
    assert done.returncode == 1
    assert 1 <= pages(tmp_path / "q.pdf") <= 3
    assert not list(tmp_path.glob(".q.pdf*"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, 1),
        ({"worst": [case()]}, 2),
        ({"sectors": [{"box": [0, 0, 10, 10], "findings": 1}], "worst": [case()] * 60}, 3),
        ({"sectors": [{"box": [k, 0, k, 0], "findings": 1} for k in range(9)]}, 2),
    ],
)
def test_one_to_three_pages(pdf, tmp_path, changes, expected):
    sources = pdf.Sources(report(**changes), tmp_path / "none.gpkg")
    assert pdf.write_pdf(tmp_path / "q.pdf", sources) == expected == pages(tmp_path / "q.pdf")


def test_much_of_everything_stays_on_its_page(pdf, project, tmp_path):
    rows = [{"scope": "commune", "name": f"{k:05}", "objects": 10, "ready": k % 10, "share": 10.0 * (k % 10)}
            for k in range(300)]  # fmt: skip
    rules = [{"rule": "required", "effect": "reserve", "text": f"règle {k}"} for k in range(40)]
    told = report(
        dtdict=rows, not_run={f"S{k}": "pas de schéma" for k in range(60)}, worst=[case()] * 60,
        verdict={"verdict": "reserve", "text": "Accepté avec réserves", "rules": rules, "criteria": "sur validité"},
    )  # fmt: skip
    layout = pdf.build_layout(project, pdf.Sources(told, tmp_path / "none.gpkg"))
    labels = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    for item in labels:
        foot = item.text().startswith("mutualgeo")
        assert item.pagePos().y() + item.rect().height() <= pdf.PAGE_HEIGHT - (0 if foot else 12), item.text()
        assert item.pagePos().x() + item.rect().width() <= pdf.PAGE_WIDTH - pdf.MARGIN + 0.01, item.text()
    said = [item.text() for item in labels]
    assert (
        "– note sur validité" in said
        and "et 286 autre(s), plus avancés" in said
        and "– et 35 autre(s) règle(s)" in said
    )
    assert "00000" in said and any(text.startswith("45 % des objets") for text in said)


def test_what_was_not_checked_stands_on_the_first_page(pdf, project, tmp_path):
    told = report(not_run={"S1": "pas de schéma"}, partly_run={"G14": "pas de bâtiments"})
    told["criteria"][4]["score"] = None
    layout = pdf.build_layout(project, pdf.Sources(told, tmp_path / "none.gpkg"))
    said = [item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel) and item.page() == 0]
    assert "– S1 non exécuté : pas de schéma" in said and "– G14 exécuté en partie : pas de bâtiments" in said
    assert "– critères non évalués : fraîcheur" in said and "non évalué" in said


def test_a_reason_of_two_lines_has_room_for_them(pdf, project, tmp_path):
    long = "les fiches de métadonnées ne sont pas regardées ; " * 3
    told = report(not_run={"S1": long, "S2": "pas de schéma"}, partly_run={"G14": long})
    layout = pdf.build_layout(project, pdf.Sources(told, tmp_path / "none.gpkg"))
    rows = [i for i in layout.items() if isinstance(i, QgsLayoutItemLabel) and i.text().startswith(("– S", "– G14"))]
    rows.sort(key=lambda item: item.pagePos().y())
    heights = [round(item.rect().height(), 2) for item in rows]
    assert heights == [2 * pdf.REASON, pdf.REASON, 2 * pdf.REASON]
    ends = [item.pagePos().y() + item.rect().height() for item in rows]
    assert all(end <= item.pagePos().y() + 0.01 for end, item in zip(ends, rows[1:], strict=False))


def test_long_rules_and_names_stay_apart(pdf, project, tmp_path):
    rules = [
        {"text": "un contrôle exigé n’a pas été exécuté en entier, et le profil l’exige ; " * 2},
        {"text": "brève"},
    ]
    rows = [{"scope": "lot", "name": "lot_" * 20, "objects": 1, "ready": 1, "share": 100.0}] * 2
    verdict = {"verdict": "reserve", "text": "Accepté avec réserves", "rules": rules, "criteria": "sur validité"}
    told = report(verdict=verdict, dtdict=rows)
    layout = pdf.build_layout(project, pdf.Sources(told, tmp_path / "none.gpkg"))
    labels = [item for item in layout.items() if isinstance(item, QgsLayoutItemLabel)]
    long, brief, counts = (
        next(i for i in labels if i.text().startswith(text))
        for text in ("– un contrôle", "– brève", "1\u202f234 objets")
    )
    assert long.rect().height() == pytest.approx(2 * pdf.RULE)
    assert brief.pagePos().y() == pytest.approx(long.pagePos().y() + 2 * pdf.RULE)
    assert counts.pagePos().y() >= brief.pagePos().y() + brief.rect().height()
    names = [item for item in labels if item.text().startswith("lot_lot_")]
    assert len(names) == 2 and all(i.sizeForText().width() <= i.rect().width() for i in names)


def test_nothing_of_the_template_is_left_unfilled(pdf, project, tmp_path):
    """Texts of the template stand for others: none of its examples is on a page."""
    told = report(worst=[case()], sectors=[{"box": [0, 0, 10, 10], "findings": 1}])
    said = texts(pdf.build_layout(project, pdf.Sources(told, tmp_path / "none.gpkg")))
    assert not [text for text in said if "…" in text or "Critère" in text or "règle atteinte" in text]
    assert "Aucun objet ne porte de précision." in said and not [t for t in said if "10 cm ou mieux" in t]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (None, "No such file"),
        (("<Layout", "<Other"), "quality.qpt"),
        (('id="criterion.coverage"', 'id="criterion.other"'), "criterion.coverage"),
        (('id="verdict.title"', 'id="verdict.other"'), "verdict.title"),
    ],
)
def test_a_template_that_is_not_right_is_told(pdf, tmp_path, monkeypatch, change, told):
    template = pdf.resource_folder("templates") / "quality.qpt"
    if change:
        text = template.read_text("utf-8")
        assert change[0] in text
        (tmp_path / "quality.qpt").write_text(text.replace(*change), "utf-8")
    monkeypatch.setattr(pdf, "resource_folder", lambda name: tmp_path)
    with pytest.raises(pdf.PdfFailed, match=told):
        pdf.write_pdf(tmp_path / "q.pdf", pdf.Sources(report(), tmp_path / "none.gpkg"))
    assert not list(tmp_path.glob("*.pdf"))


def test_texts_are_no_expressions(pdf, project, tmp_path):
    layout = pdf.build_layout(project, pdf.Sources(report(worst=[case(message=HOSTILE)]), tmp_path / "none.gpkg"))
    label = next(i for i in layout.items() if isinstance(i, QgsLayoutItemLabel) and "1 + 1" in i.text())
    assert "1 + 1" in label.currentText() and label.mode() == QgsLayoutItemLabel.Mode.ModeFont


def test_another_thread_hands_the_work_over(pdf, tmp_path):
    got: list[object] = []

    def work():
        try:
            got.append(pdf.write_pdf(tmp_path / "q.pdf", pdf.Sources(report(), tmp_path / "none.gpkg")))
        except Exception as error:  # noqa: BLE001 - the test looks at it
            got.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive():
        QCoreApplication.processEvents()
        thread.join(0.01)
    assert got == [1]


def test_a_file_that_cannot_be_written_is_told_and_nothing_is_left(pdf, tmp_path):
    (tmp_path / "q.pdf").mkdir()
    with pytest.raises(pdf.PdfFailed):
        pdf.write_pdf(tmp_path / "q.pdf", pdf.Sources(report(), tmp_path / "none.gpkg"))
    assert [path.name for path in tmp_path.iterdir()] == ["q.pdf"]
