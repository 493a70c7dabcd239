"""A6: producers written in two ways; L3: names, numbers and how many objects a lot has."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyproj

from . import shapes
from .plants_lots import small_lots
from .scene import Lot, Site
from .shapes import Rng
from .terrain import sloping_ground

_SYLLABLES = (
    "bra cor dun éli far gué hou jal kel lan mor nay orb pré quin riv sau tol urz val vix zan cher mont del ost"
).split()
_KINDS = ("Topo", "Atelier", "SEM", "Plans", "Relevés", "Ville de", "Géo", "Mesures")


def coin_name(rng: Rng) -> str:
    """A name that means nothing and resembles no other."""
    words = ["".join(rng.choice(_SYLLABLES, int(rng.integers(3, 5)))).capitalize() for _ in range(2)]
    return f"{rng.choice(_KINDS)} {words[0]}{rng.choice(['-', ' ', ' & ', ' et '])}{words[1]}"


def plain_text(text: str) -> str:
    """Lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def likeness(a: str, b: str) -> tuple[float, float]:
    """The least and the greatest of four measures in use: difflib and edit distance, raw and plain."""
    values = []
    for x, y in ((a, b), (plain_text(a), plain_text(b))):
        values += [difflib.SequenceMatcher(None, x, y, autojunk=False).ratio(), 1 - edits(x, y) / max(len(x), len(y))]
    return min(values), max(values)


def edits(a: str, b: str) -> int:
    """Edit distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def misspell(rng: Rng, name: str) -> tuple[str, str]:
    """Another spelling of a name, and what was done to it."""
    k = int(rng.integers(4, len(name) - 1))
    kind = int(rng.integers(9))
    if kind == 0:
        return name[:k] + name[k + 1 :], "letter lost"
    if kind == 1:
        return name[:k] + name[k] + name[k:], "letter doubled"
    if kind == 2:
        return name[: k - 1] + name[k] + name[k - 1] + name[k + 1 :], "letters exchanged"
    if kind == 3:
        return name.replace(" & ", " et ") if " & " in name else name.replace("-", " "), "connection"
    if kind == 4:
        return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)), "no accents"
    if kind == 5:
        return name.upper(), "capitals"
    if kind == 6:
        return name.replace(" ", "  ", 1), "two spaces"
    if kind == 7:
        return name + ".", "full stop"
    return name.replace(" ", "-", 1), "hyphen"


def _short_words(name: str) -> list[str]:
    """The words of three letters or less: no slip of the pen is taken for one in them."""
    words = "".join(c if c.isalnum() else " " for c in plain_text(name)).split()
    return sorted(word for word in words if len(word) <= 3)


def producer_lots(name: str, rng: Rng, count: int) -> Iterator[Lot]:
    """A6: a lot a producer. Every other producer is written in another way in a second lot."""
    pairs = list(small_lots(name, rng, 2 * count + 1))
    known: list[tuple[str, str, bool, str]] = []
    for n in range(count):
        right = coin_name(rng)
        bad = n % 2 == 0
        while True:
            other, how = misspell(rng, right) if bad else _related_name(rng, right)
            least, most = likeness(right, other)
            if bad and how.startswith("letter") and _short_words(other) != _short_words(right):
                continue  # the catalogue takes these for two names
            if other != right and (
                least >= 0.915 or (bad and how == "capitals" and most == 1.0) if bad else most <= 0.865
            ):
                break
            if not bad or rng.random() < 0.1:
                right = coin_name(rng)
        known.append((right, other, bad, how))
    for n, (right, other, bad, how) in enumerate(known):
        for k, (producer, objects) in enumerate(((right, 6), (other, int(rng.integers(1, 4))))):
            lot, site = pairs[2 * n + k]
            lot.producer = producer
            for _ in range(objects):
                site.draw("ArbrePCRS", [rng.uniform(1, 23), rng.uniform(1, 23), 0.0])
        lot.tell("A6", [], bad, size=f"{likeness(right, other)[0]:.3f}", how=f"{how}: {right} / {other}")
        lot.truth[-1].lot = f"{pairs[2 * n + 1][0].name}; {pairs[2 * n][0].name}"
        yield pairs[2 * n][0]
        yield lot


def _related_name(rng: Rng, name: str) -> tuple[str, str]:
    """Another producer with a name of the same family."""
    first, last = name.rsplit(" ", 1) if " " in name else (name, "")
    kind = int(rng.integers(3))
    if kind == 0:
        return f"{first} {str(rng.choice(_SYLLABLES)).capitalize()}{last[3:].lower()}", "another word"
    if kind == 1:
        return f"{name} {rng.choice(['Aménagement', 'Foncier', 'Habitat Sud'])}", "a branch"
    return f"{rng.choice(_KINDS)} {last}", "another company of the place"


# -- L3 -----------------------------------------------------------------------------------------------------------

CLASSES = {"ArbrePCRS": (25, 36), "PilierRegulierPCRS": (12, 19), "HabillageSymbolePCRS": (18, 30)}


def balanced_lots(name: str, rng: Rng, count: int, addresses: list[tuple[float, float]]) -> Iterator[Lot]:
    """L3: streets of 250 m; half of the lots lack names or numbers or have far too many or too few of a class."""
    for n, (lot, site) in enumerate(small_lots(name, rng, count, side=26.0, west=1_680_000.0)):
        lot.uncertain = {"P2", "P3", "P4"}
        short = n % 2 == 1 and rng.random() < 0.12
        long = 50.0 if short else 262.0
        site.origin = site.origin + [600.0 * (n % 40 - 20) * 0.9, 400.0 * (n // 40)]
        site.lot.ground = sloping_ground(rng, site.origin, rng.uniform(0, 0.08), rng.uniform(150, 320))
        ring = site.world([(-1, -1), (long, -1), (long, 26), (-1, 26), (-1, -1)])[:, :2]
        lot.emprises = [[np.round(ring, 4)]]
        _street(site, rng, long - 6, rng.uniform(0.92, 1.0))
        counts = {c: int(rng.integers(*r)) for c, r in CLASSES.items()}
        if short:
            counts = dict.fromkeys(counts, 4)
        counts |= {"NomVoiriePCRS": int(rng.integers(1, 10)), "NumeroVoiriePCRS": int(rng.integers(2, 21))}
        bad, inside, how = n % 2 == 0, True, "complete"
        if bad:
            how = str(rng.choice(["no names", "no numbers", "neither", "far too many", "a class is missing"]))
            if how in ("no names", "neither"):
                counts["NomVoiriePCRS"] = 0
            if how in ("no numbers", "neither"):
                counts["NumeroVoiriePCRS"] = 0
            if how in ("far too many", "a class is missing"):
                cls = str(rng.choice(list(CLASSES)))
                counts[cls] = counts[cls] * int(rng.integers(5, 9)) if how == "far too many" else 0
        elif rng.random() < 0.45:
            inside, how = False, "no address in the emprise, no names"
            counts["NomVoiriePCRS"] = counts["NumeroVoiriePCRS"] = 0
        elif short:
            how, counts["ArbrePCRS"] = "road too short to compare", 40
        for cls, number in counts.items():
            for _ in range(number):
                site.draw(cls, [rng.uniform(1, long - 2), rng.uniform(10, 25), 0.0])
        _addresses(site, rng, addresses, long, inside)
        lot.tell("L3", [], bad, size="", how=how)
        yield lot


def _street(site: Site, rng: Rng, long: float, share: float) -> None:
    for v in (1.0, 7.0):
        count = int(rng.integers(1, 5))
        cuts = (np.arange(count) + rng.uniform(0.6, 1.4, count)) * long * share / (count + 1)
        for low, high in zip([1.0, *cuts], [*cuts, long * share], strict=True):
            site.draw("LimiteVoiriePCRS", shapes.line((low, v, 0.1), (high, v, 0.1)))


def _addresses(site: Site, rng: Rng, addresses: list[tuple[float, float]], long: float, inside: bool) -> None:
    for _ in range(int(rng.integers(2, 12))):
        v = rng.uniform(9, 25) if inside else rng.choice([-1, 1]) * rng.uniform(15, 30) + 12.5
        x, y = site.world((rng.uniform(1, long - 2), v))[0, :2]
        addresses.append((float(x), float(y)))


def write_ban(path: Path, addresses: list[tuple[float, float]], crs: int) -> None:
    """Addresses as the BAN's CSV gives them."""
    x, y = np.array(addresses).T
    lon, lat = pyproj.Transformer.from_crs(crs, 4326, always_xy=True).transform(x, y)
    east, north = pyproj.Transformer.from_crs(crs, 2154, always_xy=True).transform(x, y)
    rows = ["id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;x;y;lon;lat;type_position"]
    for n, (e, v, a, b) in enumerate(zip(east, north, lon, lat, strict=True)):
        rows.append(
            f"69123_0001_{n:05d};;{n % 90 + 1};;Rue des Tilleuls;69000;69123;Lyon;{e:.2f};{v:.2f};{a:.6f};{b:.6f};"
            "entrée"
        )
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
