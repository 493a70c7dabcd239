"""Sentences about control points and the accuracy test."""

MESSAGES: dict[str, tuple[str, str]] = {
    "control_outside_territory": (
        "Control point {point} ({x}, {y}) is outside the extent of the territory. Remove it, or check its coordinates.",
        "Le point de contrôle {point} ({x}, {y}) est hors de l’étendue du territoire. Retirez-le, ou vérifiez ses "
        "coordonnées.",
    ),
    "control_none_paired": (
        "None of the {total} control points could be paired: {reasons}. Check their coordinates, the pairing and the "
        "gate ({gate} m).",
        "Aucun des {total} points de contrôle n’a pu être apparié : {reasons}. Vérifiez leurs coordonnées, "
        "l’appariement et la distance de recherche ({gate} m).",
    ),
    "control_unpaired": (
        "{count} of {total} control points are left out of the test: {reasons}.",
        "{count} points de contrôle sur {total} restent hors du test : {reasons}.",
    ),
    "unpaired_none": ("no vertex within reach", "aucun sommet à portée"),
    "unpaired_doubtful": ("two vertices nearly as near", "deux sommets presque aussi proches"),
    "unpaired_taken": ("its vertex goes to a nearer point", "son sommet revient à un point plus proche"),
    "unpaired_object": ("its object is not in the base", "son objet n’est pas dans la base"),
    "unpaired_vertex": ("its object has no such vertex", "son objet n’a pas ce sommet"),
    "counted": ("{count} × {what}", "{count} × {what}"),
    "accuracy_gate_short": (
        "Class {value} allows deviations up to {limit} m, beyond the gate of {gate} m: larger ones are not paired, so "
        "the rule on the largest deviation cannot refuse the sample. Widen the gate.",
        "La classe {value} admet des écarts jusqu’à {limit} m, au-delà de la distance de recherche ({gate} m) : les "
        "plus grands ne sont pas appariés, et la règle du plus grand écart ne peut pas refuser l’échantillon. "
        "Élargissez la distance.",
    ),
    "accuracy_safety_low": (
        "Safety coefficient {safety}: the control should be at least twice as precise as the data.",
        "Coefficient de sécurité {safety} : le contrôle devrait être au moins deux fois plus précis que les données.",
    ),
    "accuracy_test": (
        "{dimension}, class {value}: {count} points, mean deviation {mean} m, {over} above T: {verdict}.",
        "{dimension}, classe {value} : {count} points, écart moyen {mean} m, {over} au-delà de T : {verdict}.",
    ),
    "accuracy_systematic": (
        "Class {value}: the deviations share a shift of {dx} m in X and {dy} m in Y, which chance does not explain.",
        "Classe {value} : les écarts ont en commun un décalage de {dx} m en X et {dy} m en Y, que le hasard "
        "n’explique pas.",
    ),
    "accuracy_systematic_z": (
        "Class {value}: the deviations share a shift of {dz} m in altitude, which chance does not explain.",
        "Classe {value} : les écarts ont en commun un décalage de {dz} m en altitude, que le hasard n’explique pas.",
    ),
    "accuracy_accepted": ("accepted", "accepté"),
    "accuracy_refused": ("refused", "refusé"),
    "accuracy_too_few": ("not enough points to accept it", "pas assez de points pour l’accepter"),
    "accuracy_unbounded": ("the class has no bound to test", "la classe n’a pas de limite à tester"),
    "accuracy_undeclared": ("the objects declare no class", "les objets ne déclarent pas de classe"),
    "dimension_xy": ("plan (XY)", "planimétrie (XY)"),
    "dimension_z": ("altitude (Z)", "altimétrie (Z)"),
    "dimension_xyz": ("plan and altitude (XYZ)", "planimétrie et altimétrie (XYZ)"),
    "accuracy_mean": ("mean deviation {measured} m > {limit} m", "écart moyen {measured} m > {limit} m"),
    "accuracy_count": (
        "{measured} deviations above T = {limit} m, {allowed} allowed",
        "{measured} écarts au-delà de T = {limit} m, {allowed} admis",
    ),
    "accuracy_largest": ("deviation of {measured} m > 1.5 T = {limit} m", "écart de {measured} m > 1,5 T = {limit} m"),
    "no_control": ("no control points were given", "aucun point de contrôle n’a été donné"),
    "control_too_few": (
        "{count} of {total} control points are paired: not enough to tell of any class ({few} each, of a class that "
        "has a bound) {reasons}",
        "{count} points de contrôle sur {total} sont appariés : pas assez pour juger une classe ({few} pour chacune, "
        "d’une classe qui a une limite) {reasons}",
    ),
    "control_partly": (
        "{count} of {total} control points could not be paired ({reasons})",
        "{count} points de contrôle sur {total} n’ont pas pu être appariés ({reasons})",
    ),
}
