"""Sentences about the demo."""

MESSAGES: dict[str, tuple[str, str]] = {
    "demo_folder_taken": (
        "The folder {path} holds what no demonstration has made, or what has been changed since: {names}. Nothing was "
        "written: name an empty folder.",
        "Le dossier {path} contient ce qu’aucune démonstration n’a fait, ou ce qui a été modifié depuis : {names}. "
        "Rien n’a été écrit : donnez un dossier vide.",
    ),
}
