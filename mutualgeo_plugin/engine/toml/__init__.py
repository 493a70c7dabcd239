"""The one way in which a TOML file is read and checked; with the standard library alone, so that QGIS's Python may."""
