"""Colours of underground networks (NF P 98-332), by the network codes of the PCRS (NatureReseau)."""

from __future__ import annotations

#: First letters of a network code -> colour of the standard, as near as a screen shows it.
#: The standard has no colour for fire mains: they are fed by drinking water and drawn as such.
NETWORK_COLOURS: dict[str, str] = {
    "ELEC": "#d7191c",  # electricity, lighting, signals: red
    "GAZ": "#f2c500",  # gas: yellow
    "CHIM": "#f07d00",  # chemicals: orange
    "AEP": "#1f78d1",  # drinking water: blue
    "INCE": "#1f78d1",
    "ASSA": "#8a5a2b",  # sewers: brown
    "CHAU": "#7b3fa0",  # heating and cooling: violet
    "COM": "#2ca02c",  # telecommunications: green
}

#: Several networks at once, waste, unknown.
OTHER_COLOUR = "#7f7f7f"


def network_colour(code: str | None) -> str:
    """Colour of a network code such as ``ASSAEU``; grey where the standard has none."""
    for prefix, colour in NETWORK_COLOURS.items():
        if code and code.startswith(prefix):
            return colour
    return OTHER_COLOUR
