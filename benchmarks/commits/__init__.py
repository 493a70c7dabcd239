"""Two commits beside each other, each driven from outside through its launcher: nothing lost, no slower."""
