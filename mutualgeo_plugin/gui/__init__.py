"""The panel of QGIS Desktop."""
