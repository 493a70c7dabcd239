"""Readers of deliveries that are not PCRS GML: features with their layer, fields and native geometry."""
