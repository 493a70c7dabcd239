"""Words and looks of the page: severities and verdicts have a shape besides their colour."""

from __future__ import annotations

from ...model.messages import render
from ...model.quality.judgement import ACCEPT, REFUSE, RESERVE

EXCUSED = "excused"
NAMES = {"error": "erreur", "warning": "avertissement", "info": "remarque", EXCUSED: "excusé"}
PLURALS = {"error": "erreurs", "warning": "avertissements", "info": "remarques", EXCUSED: "excusés"}
#: A shape besides the colour; the same shapes are drawn on the map and in QGIS.
MARKS = {"error": "◆", "warning": "▲", "info": "●", EXCUSED: "○"}
COLOURS = {"error": "#b3261e", "warning": "#8a5200", "info": "#1f5c99", EXCUSED: "#5d6b7a"}
#: Colour and mark of a verdict.
VERDICT_LOOKS = {ACCEPT: ("ok", "✔"), RESERVE: ("warning", "▲"), REFUSE: ("error", "✖")}
NOT_EVALUATED = "non évalué"
#: What the templates call all of that.
LOOKS = {
    "names": NAMES,
    "plurals": PLURALS,
    "marks": MARKS,
    "verdicts": VERDICT_LOOKS,
    "verdict_names": {verdict: render(f"verdict_{verdict}", {}, "fr") for verdict in VERDICT_LOOKS},
    "not_evaluated": NOT_EVALUATED,
}
