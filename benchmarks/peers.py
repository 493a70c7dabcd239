"""The same seven checks as others would write them: SQL in DuckDB and PostGIS, Processing algorithms in QGIS."""

from __future__ import annotations

import importlib.util
import json
import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path

#: Class, whether its objects are drawn for a user, whether they stand for the field, whether outlines; linearised WKB.
Row = tuple[str, bool, bool, bool, bytes]

#: Check → query that counts what it finds, in the form that each of the two answers fastest.
_QUERIES = {
    "G1": "SELECT COUNT(*) FROM things WHERE field AND (geom IS NULL OR ST_IsEmpty(geom) OR NOT ST_IsValid(geom))",
    "G2": "SELECT COUNT(*) FROM things WHERE field AND {line} AND ST_Length(geom) < 0.001",
    "G5": "SELECT COUNT(*) FROM things WHERE field AND {line} AND ST_Length(geom) >= 0.001 AND ST_Length(geom) < 0.05",
    "G7": "SELECT COUNT(*) FROM things WHERE field AND {line} AND NOT ST_IsSimple(geom)",
    "T1": "SELECT COALESCE(SUM(n - 1), 0) FROM (SELECT COUNT(*) AS n FROM things WHERE drawn AND geom IS NOT NULL "
    "GROUP BY class, {same} HAVING COUNT(*) > 1) twice",
    # the pairs first and alone: with any other condition DuckDB does not use its spatial join
    "T3": "WITH o AS MATERIALIZED (SELECT id, geom FROM things WHERE outline AND ST_IsValid(geom)), p AS MATERIALIZED "
    "(SELECT a.id AS i, b.id AS j, a.geom AS g, b.geom AS h FROM o a JOIN o b ON ST_Intersects(a.geom, b.geom)) "
    "SELECT COUNT(*) FROM p WHERE i < j AND ST_Area(ST_Intersection(g, h)) > 0.005",
    "T4": "SELECT COUNT(*) FROM things, (SELECT ST_Buffer({emprise}, 0.02) AS wide, {emprise} AS e) lot "
    "WHERE drawn AND geom IS NOT NULL AND (NOT ST_Covers(wide, geom) OR ST_Distance(e, geom) > 0.001)",
}


class Duck:
    """DuckDB with its spatial extension, the table in memory."""

    def __init__(self, rows: list[Row], emprise: bytes) -> None:
        import duckdb
        import pandas

        self.connection = duckdb.connect(config={"threads": 2})
        spec = importlib.util.find_spec("duckdb_extension_spatial")
        folder = Path(next(iter(spec.submodule_search_locations or ()))) if spec else Path()
        extension = next(folder.rglob("spatial.duckdb_extension"))
        self.connection.execute(f"LOAD '{extension}'")
        frame = pandas.DataFrame(rows, columns=["class", "drawn", "field", "outline", "wkb"])
        frame.insert(0, "id", range(len(frame)))
        self.connection.register("frame", frame)
        self.connection.execute(
            "CREATE TABLE things AS SELECT id, class, drawn, field, outline, ST_GeomFromWKB(wkb) AS geom FROM frame"
        )
        self.connection.execute("CREATE TABLE emprise AS SELECT ST_GeomFromWKB(?::BLOB) AS geom", [emprise])

    def __enter__(self) -> Duck:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def checks(self) -> dict[str, int]:
        """Counts of the seven."""
        return {
            check: int(self.connection.execute(_sql(query, "duckdb")).fetchall()[0][0])
            for check, query in _QUERIES.items()
        }


def _sql(query: str, dialect: str) -> str:
    kinds = {
        "duckdb": "ST_GeometryType(geom) IN ('LINESTRING', 'MULTILINESTRING')",
        "postgis": "ST_Dimension(geom) = 1",
    }
    same = {"duckdb": "ST_AsWKB(ST_Normalize(geom))", "postgis": "ST_AsBinary(ST_Normalize(geom))"}
    return query.format(line=kinds[dialect], same=same[dialect], emprise="(SELECT geom FROM emprise)")


class Postgis:
    """A PostgreSQL server of its own, on loopback and a free port, gone when the block ends."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        if not binaries:
            raise SystemExit("PostgreSQL with PostGIS is needed: sh tools/setup_qgis.sh bench")
        self.bin = binaries[-1]

    def __enter__(self) -> Postgis:
        self.folder.mkdir()
        self.folder.parent.chmod(0o755)
        if os.geteuid() == 0:  # PostgreSQL does not run as root
            shutil.chown(self.folder, "postgres", "postgres")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        data = self.folder / "data"
        self._run("initdb", "-D", str(data), "-A", "trust", "-U", "postgres", "--no-sync", "-E", "UTF8")
        options = f"-h 127.0.0.1 -p {self.port} -k {self.folder} -c fsync=off -c shared_buffers=512MB"
        options += " -c max_parallel_workers_per_gather=2 -c work_mem=256MB -c jit=off"
        self._run("pg_ctl", "-D", str(data), "-w", "-l", str(self.folder / "log"), "-o", options, "start")
        self._psql("CREATE EXTENSION postgis")
        return self

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "stop")

    def load_and_check(self, store: Path, kinds: dict[str, tuple[bool, bool, bool]]) -> dict[str, int]:
        """Counts of the seven, the tables of the store loaded and indexed first, as ogr2ogr does it best.

        kinds : class → drawn, field, outline, as in `Row`.
        """
        names = ", ".join(f'"{name}"' for name in (*kinds, "EmpriseEchangePCRS"))
        self._psql(f"DROP TABLE IF EXISTS {names}, things, emprise")
        target = f"PG:host=127.0.0.1 port={self.port} user=postgres"
        done = subprocess.run(
            [
                "ogr2ogr", "-f", "PostgreSQL", target, str(store), *kinds, "EmpriseEchangePCRS",
                "-nlt", "GEOMETRY", "-lco", "UNLOGGED=ON", "-lco", "GEOMETRY_NAME=geom", "-lco",
                "SPATIAL_INDEX=NONE", "-lco", "LAUNDER=NO", "--config", "PG_USE_COPY", "YES",
            ],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise SystemExit(f"ogr2ogr: {done.stderr[:500]}")
        parts = [
            f"SELECT '{name}' AS class, {drawn} AS drawn, {field} AS field, {outline} AS outline, "
            f"ST_CurveToLine(geom, 0.001, 1, 0) AS geom FROM \"{name}\" WHERE state = 'current'"
            for name, (drawn, field, outline) in kinds.items()
        ]
        self._psql(
            "CREATE UNLOGGED TABLE things AS SELECT row_number() OVER () AS id, * "
            f"FROM ({' UNION ALL '.join(parts)}) t; CREATE TABLE emprise AS SELECT ST_Union(geom) AS geom FROM "
            '"EmpriseEchangePCRS"; CREATE INDEX ON things USING gist (geom); ANALYZE things;'
        )
        return {check: int(self._psql(_sql(query, "postgis"))) for check, query in _QUERIES.items()}

    def _psql(self, text: str) -> str:
        command = [str(self.bin / "psql"), "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-qAt"]
        done = subprocess.run(
            [*command, "-v", "ON_ERROR_STOP=1"], input=text, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"PostGIS: {done.stderr[-500:]}")
        return done.stdout.strip()

    def _run(self, program: str, *arguments: str) -> None:
        user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        done = subprocess.run(
            [str(self.bin / program), *arguments],
            user=user,
            cwd=self.folder,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"{program}: {done.stderr[-500:]}")


def qgis_seconds(rows: list[Row], folder: Path) -> dict[str, dict[str, dict[str, float]]]:
    """What QGIS's own algorithms take for five of the seven, start-up apart: from saved layers ("saved") and with the
    layers in memory ("held"), the seconds of each check ("each") and what it counts ("counts").
    """
    import geopandas
    import shapely

    source = folder / "qgis.gpkg"
    geometry = shapely.from_wkb([r[4] for r in rows])
    valid = shapely.is_valid(geometry)
    kinds = {"points": 0, "lines": 1, "areas": 2}
    for family, column in (("drawn", 1), ("field", 2), ("outline", 3)):
        for kind, dimension in kinds.items():  # QGIS wants one kind of geometry a layer
            chosen = [
                i for i, (row, d) in enumerate(zip(rows, shapely.get_dimensions(geometry), strict=True))
                if row[column] and d == dimension and (family != "outline" or valid[i])  # QGIS stops at invalid ones
            ]  # fmt: skip
            if chosen:
                frame = geopandas.GeoDataFrame(
                    {"class": [rows[i][0] for i in chosen]}, geometry=geometry[chosen], crs=3946
                )
                frame.to_file(source, layer=f"{family}_{kind}", driver="GPKG", promote_to_multi=True)
    out = folder / "qgis.json"
    script = Path(__file__).with_name("qgis_checks.py")
    done = subprocess.run(
        ["/usr/bin/python3", str(script), str(source), str(out)], capture_output=True, text=True, check=False
    )
    if not out.exists():
        raise SystemExit(f"QGIS: {done.stderr[-500:]}")
    return dict(json.loads(out.read_text()))
