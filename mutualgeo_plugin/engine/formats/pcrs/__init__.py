"""PCRS v2.0 GML: read without loss (head, reader, gml_geometry) and written in XSD order (writer)."""
