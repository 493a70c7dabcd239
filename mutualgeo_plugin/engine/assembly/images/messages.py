"""Sentences about PCRS images."""

MESSAGES: dict[str, tuple[str, str]] = {
    "raster_not_placed": (
        "{path} has no georeferencing: add it (world file or GeoTIFF tags) and register the tiles again.",
        "{path} n’a pas de géoréférencement : ajoutez-le (fichier de calage ou balises GeoTIFF), puis recommencez.",
    ),
    "raster_outside_crs": (
        "{path} lies outside the area of {crs} (box {box}). Wrong system declared?",
        "{path} est hors du domaine de {crs} (étendue {box}). Mauvais système déclaré ?",
    ),
    "raster_turned": (
        "{path} is turned, or its pixels are not square: rectify it north up.",
        "{path} est tourné, ou ses pixels ne sont pas carrés : redressez-le, nord en haut.",
    ),
    "raster_pixel_size": (
        "{path} has pixels of {found} m, {other} of {expected} m: one resolution per delivery.",
        "{path} a des pixels de {found} m, {other} de {expected} m : une seule résolution par livraison.",
    ),
    "raster_bands": (
        "{path} does not have the bands, type or nodata value of {other}: deliver tiles of one kind.",
        "{path} n’a pas les bandes, le type ou la valeur d’absence de {other} : livrez des dalles d’une seule sorte.",
    ),
    "raster_future_date": (
        "The date of acquisition {date} lies in the future.",
        "La date d’acquisition {date} est dans le futur.",
    ),
    "raster_over_itself": (
        "The copy {path} would replace a tile that is read, or another file: choose another folder.",
        "La copie {path} remplacerait une dalle lue, ou un autre fichier : choisissez un autre dossier.",
    ),
    "raster_covers": ("The tiles cover {area} m².", "Les dalles couvrent {area} m²."),
    "raster_holes": (
        "{count} hole(s) in the coverage, {area} m² in all.",
        "{count} trou(s) dans la couverture, {area} m² en tout.",
    ),
    "raster_overlaps": (
        "{count} pair(s) of tiles overlap, {area} m² in all; the largest: {a} and {b}.",
        "{count} paire(s) de dalles se recouvrent, {area} m² en tout ; la plus grande : {a} et {b}.",
    ),
    "raster_empty_borders": (
        "{count} tile(s) have pixels without image on their edges ({first}).",
        "{count} dalle(s) ont des pixels sans image sur leurs bords ({first}).",
    ),
    "raster_off_grid": (
        "{count} tile(s) are off the pixel grid of the first one ({first}).",
        "{count} dalle(s) sont décalées par rapport à la grille de pixels de la première ({first}).",
    ),
}
