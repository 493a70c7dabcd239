"""The job on layers of real files, with exact counts."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.engine.run import run
from tests.engine.test_layer_job import rows


def findings(tmp_path, *sources, **more):
    """Findings of each check that found something; and the rows of the layer."""
    ran = run(tmp_path, "checkquality", INPUT=list(sources), FINDINGS=tmp_path / "f.gpkg", **more)
    assert ran.exit == 0, ran.texts()
    return {check: n for check, n in ran.report["findings"].items() if n}, ran, rows(tmp_path / "f.gpkg")


def test_raepa_sample(tmp_path, data_folder):
    """53 sewer pipes, 83 nodes: every end bears a node. One pipe climbs by 34 cm (41.66 to 42.00); two chambers are
    drawn twice; 28 pipes have no downstream level (0). Without the nodes two branches pass the main by 2 to 3 mm."""
    files = [data_folder / "reseaux_raepa" / f"{name}_test.shp" for name in ("cana", "app", "ouv")]
    found, ran, listed = findings(tmp_path, *files)
    assert found == {"T1": 2, "R3": 1}
    assert [row[5] for row in listed if row[0] == "R3"] == [0.34]
    assert "28 tronçons gravitaires sur 53" in ran.report["partly_run"]["R3"]
    found, _, listed = findings(tmp_path, files[0])
    assert found == {"R1": 2, "R3": 1}
    assert [row[5] for row in listed if row[0] == "R1"] == [0.002, 0.003]


def test_stardt_samples(tmp_path, data_folder):
    """GRDF: thirteen pipes whose ends miss each other by millimetres. Enedis: eleven cables have an empty
    ``geometrie``; ends in the trench stop 20 cm beside the next cable; Fourreau and Galerie name no system."""
    found, ran, listed = findings(tmp_path, data_folder / "reseaux_stardt" / "GRDF.gml")
    assert found == {"R1": 22, "R2": 3}
    assert sum(row[5] < 0.05 for row in listed if row[0] == "R1") == 16
    found, ran, _ = findings(tmp_path, data_folder / "reseaux_stardt" / "enedis.gml")
    assert (found["G1"], found["T1"], found["R1"], found["R4"]) == (11, 11, 43, 2)
    assert sum(m["code"] == "layer_crs_taken" for m in ran.report["messages"]) == 2
    assert ran.report["attributes"] == {"in": 5576, "out": 5576}


def test_starelec_sample(tmp_path, data_folder):
    """In the old Lambert zone, checked as it is; sixteen surfaces are written so wrongly that none can be read."""
    found, ran, _ = findings(tmp_path, data_folder / "reseaux_starelec" / "ExempleRecoStaR_RPD.gml")
    assert (found["G1"], found["R1"]) == (1, 31)
    codes = Counter(m["code"] for m in ran.report["messages"])
    assert (codes["layer_crs_old"], codes["layer_skipped"]) == (1, 1)


def test_stareau_template_is_empty(tmp_path, data_folder):
    ran = run(tmp_path, "checkquality", INPUT=data_folder / "stareau" / "stareau_eau_potable_no_style.gpkg")
    assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", "layers_empty")


def test_bondy_networks(tmp_path, data_folder):
    """Fibre: two lines of one point (G2), one without any (G1). With the chambers, most ends are near one or free."""
    source = data_folder / "bondy" / "reseaux.gpkg"
    found, _, _ = findings(tmp_path, f"{source}|layername=reseauFO")
    assert (found["G1"], found["G2"]) == (1, 2)
    found, _, _ = findings(tmp_path, f"{source}|layername=reseauFO", f"{source}|layername=chambres")
    assert found == {"G1": 1, "G2": 2, "T1": 4, "R1": 66, "R2": 68, "R4": 50}


def test_bondy_parcels(tmp_path, data_folder):
    """7,124 parcels: fourteen pairs overlap (seven by the 2 m of D0226, two where H0425 lies on its own parts), five
    slits of 1 to 21 cm."""
    found, _, listed = findings(tmp_path, data_folder / "bondy" / "parcelles_2025.geojson.gz", CRS="EPSG:2154")
    assert found == {"C1": 14, "C2": 5}
    wide = [row for row in listed if row[0] == "C1" and row[5] > 1]
    assert Counter(next(p for p in ("0D0226", "0H0425") if p in row[3]) for row in wide) == {"0D0226": 7, "0H0425": 2}
    assert max(row[5] for row in listed if row[0] == "C2") == pytest.approx(0.211, abs=0.002)


def test_edigeo_sheet_is_clean(tmp_path, data_folder):
    """A sheet of the cadastre as its office delivers it: its parcels fit together; its system has no code."""
    sheet = data_folder / "cadastre_edigeo_luxiol" / "edigeo-25354000AK01" / "E000AK01.THF"
    found, ran, _ = findings(tmp_path, f"{sheet}|layername=PARCELLE_id")
    assert (found, ran.report["counts"]["in"], ran.status) == ({}, {"PARCELLE_id": 142}, "done")


def test_bdtopo_roads_are_joined(tmp_path, data_folder):
    """1,026 road sections, cut by the extract: no end is a near miss; three sections stand alone at its edge."""
    source = data_folder / "bdtopo_nantes" / "nantes_bdtopo_clip.gpkg"
    found, _, _ = findings(tmp_path, f"{source}|layername=troncon_de_route")
    assert found == {"R4": 3}
