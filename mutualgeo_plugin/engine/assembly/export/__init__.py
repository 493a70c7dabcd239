"""The base or a part of it as GML, GeoPackage or DXF."""
