"""Deliveries of producers: found, read, judged, taken into the store with a verdict or refused with a receipt."""
