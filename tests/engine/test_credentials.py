"""Passwords and keys of access stand in nothing that leaves: one function hides them, whoever has given them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.jobs import run_job
from mutualgeo_plugin.engine.model.credentials import redact, redact_content
from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS
from mutualgeo_plugin.engine.model.messages import LANGUAGES, all_messages
from mutualgeo_plugin.engine.model.specification import Kind
from mutualgeo_plugin.engine.pages import render_template
from tests.engine.run import run
from tests.engine.small_lot import X, Y, kerb, write

CANARY = "Serin4f1c"
#: Texts with a credential, and what is left of them.
TEXTS = {
    "https://u:Serin4f1c@h/x": "https://***@h/x",
    "postgresql://u:Ser@Serin4f1c@h:5432/db": "postgresql://***@h:5432/db",
    "https://Serin4f1c@h/x": "https://***@h/x",
    "/data/https:/u:Serin4f1c@h/x": "/data/https:/***@h/x",
    "C:\\data\\https:\\u:Serin4f1c@h\\x": "C:\\data\\https:\\***@h\\x",
    "host=db user=u password=Serin4f1c dbname=x": "host=db user=u password=*** dbname=x",
    "PG:host=db password='two Serin4f1c words' dbname=x": "PG:host=db password=*** dbname=x",
    'password="two Serin4f1c words"': "password=***",
    "password='a\\'Serin4f1c' x": "password=*** x",
    "password='cut Serin4f1c": "password=***",
    """--A='h password='"'"'two Serin4f1c'"'"' x'""": "--A='h password=*** x'",
    """--A='h password='\\''two Serin4f1c'\\'' x'""": "--A='h password=*** x'",
    '{"password": "two Serin4f1c", "x": 1}': '{"password": ***, "x": 1}',
    "password=&#39;two Serin4f1c&#39; x": "password=*** x",
    "PWD:Serin4f1c;x": "PWD:***;x",
    "mot de passe : Serin4f1c": "mot de passe : ***",
    "PGPASSWORD=Serin4f1c psql": "PGPASSWORD=*** psql",
    "authcfg=Serin4f1c url=h": "authcfg=*** url=h",
    "https://h/w?service=WFS&token=Serin4f1c&x=1": "https://h/w?service=WFS&token=***&x=1",
    "https://h/w?key=Serin4f1c&amp;x=1": "https://h/w?key=***&amp;x=1",
    "https://h?X-Amz-Signature=Serin4f1c&a=b": "https://h?X-Amz-Signature=***&a=b",
    "https://h?sv=1&sig=Serin4f1c%3D&se=1": "https://h?sv=1&sig=***&se=1",
    "https%3A%2F%2Fh%3Ftoken%3DSerin4f1c": "https%3A%2F%2Fh%3Ftoken%3D***",
    "Authorization: Bearer Serin4f1c.abc": "Authorization: Bearer ***",
    "OCI:scott/Serin4f1c@db": "OCI:scott/***@db",
    "MYSQL:db,user=u,password=Serin4f1c": "MYSQL:db,user=u,password=***",
}  # fmt: skip
PLAIN = (
    "my password is fine", "La clé key=3 de la table", "http://example.org/a:b@c", "mailto:a@b.fr",
    "secrétariat : mairie", "C:/a@b/c.gml", "C:\\a@b\\c.gml",
    "signalisation = 3", "passage : 12", "C:\\données\\lot.gml", "/data/a=b/c.gml|layername=token", "a@b",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_what_gives_access_is_hidden(text: str) -> None:
    assert redact(text) == TEXTS[text]
    assert CANARY not in redact(json.dumps(text))
    assert CANARY not in redact(f"({text})\n{text}")


@pytest.mark.parametrize("text", PLAIN)
def test_other_texts_are_left(text: str) -> None:
    assert redact(text) == text


def test_no_sentence_is_changed_by_what_is_hidden() -> None:
    for sentences in all_messages().values():
        assert list(map(redact, sentences)) == list(sentences[: len(LANGUAGES)])


def test_content_is_hidden_by_its_names_too() -> None:
    content = {"PASSWORD": CANARY, "a": [{"url": "https://u:Serin4f1c@h"}, 3, None], "token": ""}
    assert redact_content(content) == {"PASSWORD": "***", "a": [{"url": "https://***@h"}, 3, None], "token": ""}


@pytest.mark.parametrize("text", ["a" * 10**6, "password='" * 10**5, "://" * 300_000, "password " * 10**5, "-" * 10**6])
def test_a_long_text_takes_no_longer_than_its_length(text: str) -> None:
    begun = time.process_time()
    redact(text + " key")
    assert time.process_time() - begun < 5


# --- every job, every text ------------------------------------------------------------------------------------------

GIVEN = "https://u:Serin4f1c@h/w?token=Serin4f1c&key=Serin4f1c password='two Serin4f1c' PWD=Serin4f1c authcfg=Serin4f1c"
_TEXTS = (
    Kind.TEXT, Kind.PROFILE, Kind.INTEGER, Kind.NUMBER, Kind.FLAG, Kind.CHOICE, Kind.DAY, Kind.AMOUNT, Kind.NUMBERS,
    Kind.BOX, Kind.FILE, Kind.FOLDER, Kind.LAYER, Kind.SUBJECT, Kind.BASE,
)  # fmt: skip
CASES = [
    (job, name) for job, own in ENGINE_JOBS.items() for name, given in own.parameters.items() if given.kind in _TEXTS
]


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("given")
    lot = write(folder / "lot.gml", kerb("k1", (0, 0), (5, 0)))
    assert run(folder, "receivelot", INPUT=[lot], STORE=folder / "s.gpkg").exit == 0
    return folder / "s.gpkg"


def usual(job: str, base: Path, out: Path) -> dict[str, object]:
    """A usable value of each parameter that the job needs."""
    store = out / "base.gpkg"
    store.write_bytes(base.read_bytes())
    values: dict[str, object] = {}
    for name, own in ENGINE_JOBS[job].parameters.items():
        if own.kind in (Kind.BASE, Kind.CHANGED_BASE, Kind.COMPLETED_BASE, Kind.SUBJECT):
            values[name] = str(store)
        elif own.required:
            values[name] = {
                Kind.FILE: str(base.with_name("lot.gml")), Kind.FOLDER: str(base.parent), Kind.DAY: "2024-01-01",
                Kind.NEW_FILE: str(out / "made.gpkg"), Kind.NEW_FOLDER: str(out / "made"),
                Kind.NEW_PLACE: str(out / "made"), Kind.INTEGER: 1, Kind.CHOICE: (own.words or ("",))[0],
                Kind.LAYER: str(base.with_name("lot.gml")),
            }.get(own.kind, "1")  # fmt: skip
    return values


@pytest.mark.parametrize(("job", "name"), CASES)
def test_a_credential_stands_in_nothing_that_leaves(tmp_path: Path, base: Path, job: str, name: str) -> None:
    values = usual(job, base, tmp_path) | {name: GIVEN}
    request, report = tmp_path / "request.json", tmp_path / "report.json"
    command = f"qgis_process run mutualgeo:{job} --{name}={GIVEN}"
    request.write_text(
        json.dumps({"job": job, "parameters": values, "report": str(report), "command": command, "language": "fr"})
    )
    events: list = []
    run_job(request, events.append)
    request.unlink()
    (tmp_path / "base.gpkg").unlink()  # what a user has said of an object stays there as it was said
    assert CANARY not in json.dumps(events)
    told = json.loads(report.read_text("utf-8"))
    assert "***" in json.dumps(told["parameters"][name])
    assert "***" in told["command"]
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or CANARY.encode() not in path.read_bytes(), path


def test_a_service_is_not_kept_with_its_key(tmp_path: Path, base: Path) -> None:
    store = tmp_path / "s.gpkg"
    store.write_bytes(base.read_bytes())
    ran = run(
        tmp_path, "checkquality", INPUT=store, PROFILE="pcrs_base", SERVICE="http://127.0.0.1:9/w?token=Serin4f1c",
        HTML=tmp_path / "q.html", FINDINGS=tmp_path / "f.gpkg",
    )  # fmt: skip
    assert ran.exit == 0, ran.texts()
    assert any(row["check_id"] == "L2" for row in json.loads((tmp_path / "f.json").read_text("utf-8"))["findings"])
    for name in ("s.gpkg", "f.gpkg", "f.json", "f.csv", "q.html", "report.json"):
        assert CANARY.encode() not in (tmp_path / name).read_bytes(), name


def test_a_page_hides_what_a_lot_is_called(tmp_path: Path) -> None:
    page = render_template(
        "assembly/receipt.html", language="fr", title="password='two Serin4f1c'", verdict="", facts=[("a", GIVEN)],
        remarks=[], message=None,
    )  # fmt: skip
    assert CANARY not in page
    assert "password=***" in page


def test_an_extent_of_numbers_is_no_credential(tmp_path: Path, base: Path) -> None:
    ran = run(tmp_path, "exportpcrs", STORE=base, EXTENT=[X - 1, Y - 1, X + 9, Y + 9], OUTPUT=tmp_path / "o.gml")
    assert ran.report["parameters"]["EXTENT"] == [X - 1, Y - 1, X + 9, Y + 9]
