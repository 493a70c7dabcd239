<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
    <context>
        <name>@default</name>
            <message>
            <source>The run was cancelled before it began.</source>
            <translation>Traitement annulé avant d’avoir commencé.</translation>
        </message>
        <message>
            <source>The engine did not start: {python} cannot be run.</source>
            <translation>Le moteur n’a pas démarré : {python} ne peut pas être exécuté.</translation>
        </message>
        <message>
            <source>The run was cancelled.</source>
            <translation>Traitement annulé.</translation>
        </message>
        <message>
            <source>signal {number}</source>
            <translation>signal n° {number}</translation>
        </message>
        <message>
            <source>exit status {number}</source>
            <translation>code de sortie {number}</translation>
        </message>
        <message>
            <source>The engine stopped unexpectedly ({how}). What it had not finished is not in the base. Start the run again.</source>
            <translation>Le moteur s’est arrêté de façon inattendue ({how}). Ce qu’il n’avait pas fini n’est pas dans la base. Relancez le traitement.</translation>
        </message>
        <message>
            <source>The report {path} cannot be written ({detail}). Choose another place.</source>
            <translation>Impossible d’écrire le rapport {path} ({detail}). Choisissez un autre emplacement.</translation>
        </message>
        <message>
            <source>The engine is not installed. Run the algorithm mutualgeo:installengine (or “make setup” in a checkout), or name its Python in MUTUALGEO_ENGINE_PYTHON.</source>
            <translation>Le moteur n’est pas installé. Lancez l’algorithme mutualgeo:installengine (ou « make setup » dans les sources), ou indiquez son Python dans MUTUALGEO_ENGINE_PYTHON.</translation>
        </message>
        <message>
            <source>Never run</source>
            <translation>Jamais lancé</translation>
        </message>
        <message>
            <source>Done on {date}</source>
            <translation>Fait le {date}</translation>
        </message>
        <message>
            <source>{findings} findings on {date}</source>
            <translation>{findings} constats le {date}</translation>
        </message>
        <message>
            <source>Findings on {date}</source>
            <translation>Constats le {date}</translation>
        </message>
        <message>
            <source>Refused on {date}</source>
            <translation>Refusé le {date}</translation>
        </message>
        <message>
            <source>Failed on {date}</source>
            <translation>Échec le {date}</translation>
        </message>
        <message>
            <source>Cancelled on {date}</source>
            <translation>Annulé le {date}</translation>
        </message>
        <message>
            <source>Running since {date}</source>
            <translation>En cours depuis le {date}</translation>
        </message>
        <message>
            <source>Asking the engine for its versions</source>
            <translation>Vérification du moteur</translation>
        </message>
        <message>
            <source>Making the environment in {folder}</source>
            <translation>Création de l’environnement dans {folder}</translation>
        </message>
        <message>
            <source>Installing the packages</source>
            <translation>Installation des paquets</translation>
        </message>
        <message>
            <source>The packages of the engine could not be installed: no network, or wheels missing. On a machine without network, fill a folder with “make wheels” elsewhere and give it as WHEELS. Details: {details}</source>
            <translation>Les paquets du moteur n’ont pas pu être installés : réseau absent, ou wheels manquantes. Sur un poste sans réseau, remplissez un dossier avec « make wheels » sur une autre machine et indiquez-le dans WHEELS. Détail : {details}</translation>
        </message>
        <message>
            <source>The engine does not answer as it should: {answer}</source>
            <translation>Le moteur ne répond pas comme attendu : {answer}</translation>
        </message>
        <message>
            <source>No Python {version} or later with its venv module was found (on Debian: install python3-venv).</source>
            <translation>Aucun Python {version} ou plus récent avec son module venv n’a été trouvé (sous Debian : installez python3-venv).</translation>
        </message>
        <message>
            <source>The installation was cancelled.</source>
            <translation>Installation annulée.</translation>
        </message>
        <message>
            <source>no explanation was given</source>
            <translation>aucune explication n’a été donnée</translation>
        </message>
        <message>
            <source>Lineage</source>
            <translation>Lignage</translation>
        </message>
        <message>
            <source>Lots of the base</source>
            <translation>Lots de la base</translation>
        </message>
        <message>
            <source>Lot</source>
            <translation>Lot</translation>
        </message>
        <message>
            <source>Date</source>
            <translation>Date</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Traitement</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>Ce qui s’est passé</translation>
        </message>
        <message>
            <source>State before</source>
            <translation>État avant</translation>
        </message>
        <message>
            <source>State after</source>
            <translation>État après</translation>
        </message>
        <message>
            <source>Other object</source>
            <translation>Autre objet</translation>
        </message>
        <message>
            <source>Detail</source>
            <translation>Détail</translation>
        </message>
        <message>
            <source>File</source>
            <translation>Fichier</translation>
        </message>
        <message>
            <source>Hash (SHA-256)</source>
            <translation>Empreinte (SHA-256)</translation>
        </message>
        <message>
            <source>Producers</source>
            <translation>Producteurs</translation>
        </message>
        <message>
            <source>Number of the run</source>
            <translation>Numéro du traitement</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>Reçu</translation>
        </message>
        <message>
            <source>Verdict</source>
            <translation>Verdict</translation>
        </message>
        <message>
            <source>Reserves</source>
            <translation>Réserves</translation>
        </message>
        <message>
            <source>Objects</source>
            <translation>Objets</translation>
        </message>
        <message>
            <source>CRS as received (EPSG)</source>
            <translation>Système de coordonnées à la réception (EPSG)</translation>
        </message>
        <message>
            <source>Transformation</source>
            <translation>Transformation</translation>
        </message>
        <message>
            <source>Accuracy of the transformation (m)</source>
            <translation>Exactitude de la transformation (m)</translation>
        </message>
        <message>
            <source>Newer, but worse</source>
            <translation>Plus récent, mais moins bon</translation>
        </message>
        <message>
            <source>Attributes contradict each other</source>
            <translation>Attributs qui se contredisent</translation>
        </message>
        <message>
            <source>Altitudes are far apart</source>
            <translation>Altitudes éloignées</translation>
        </message>
        <message>
            <source>The version to set aside extends beyond</source>
            <translation>La version à écarter déborde</translation>
        </message>
        <message>
            <source>Farther apart than their precisions promise</source>
            <translation>Plus éloignées que leurs précisions ne le promettent</translation>
        </message>
        <message>
            <source>Accepted</source>
            <translation>Accepté</translation>
        </message>
        <message>
            <source>With reserves</source>
            <translation>Avec réserves</translation>
        </message>
        <message>
            <source>In the base</source>
            <translation>Dans la base</translation>
        </message>
        <message>
            <source>Made by a run</source>
            <translation>Fait par un traitement</translation>
        </message>
        <message>
            <source>Images</source>
            <translation>Images</translation>
        </message>
        <message>
            <source>Taken out</source>
            <translation>Retiré</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>Constats</translation>
        </message>
        <message>
            <source>Discrepancies</source>
            <translation>Écarts</translation>
        </message>
        <message>
            <source>Pairs of lines</source>
            <translation>Paires de lignes</translation>
        </message>
        <message>
            <source>Holes and overlaps</source>
            <translation>Trous et recouvrements</translation>
        </message>
        <message>
            <source>Communes by covered share</source>
            <translation>Communes selon la part couverte</translation>
        </message>
        <message>
            <source>Object</source>
            <translation>Objet</translation>
        </message>
        <message>
            <source>Objects that gave way to this one</source>
            <translation>Objets écartés à son profit</translation>
        </message>
        <message>
            <source>Error</source>
            <translation>Erreur</translation>
        </message>
        <message>
            <source>Warning</source>
            <translation>Avertissement</translation>
        </message>
        <message>
            <source>Remark</source>
            <translation>Remarque</translation>
        </message>
        <message>
            <source>All severities</source>
            <translation>Toutes les gravités</translation>
        </message>
        <message>
            <source>Errors</source>
            <translation>Erreurs</translation>
        </message>
        <message>
            <source>Warnings</source>
            <translation>Avertissements</translation>
        </message>
        <message>
            <source>Remarks</source>
            <translation>Remarques</translation>
        </message>
        <message>
            <source>New</source>
            <translation>Nouveau</translation>
        </message>
        <message>
            <source>Reviewed</source>
            <translation>Examiné</translation>
        </message>
        <message>
            <source>To mend</source>
            <translation>À corriger</translation>
        </message>
        <message>
            <source>Excused</source>
            <translation>Excusé</translation>
        </message>
        <message>
            <source>Reopened</source>
            <translation>Rouvert</translation>
        </message>
        <message>
            <source>its object has moved</source>
            <translation>son objet a bougé</translation>
        </message>
        <message>
            <source>its exception has expired</source>
            <translation>son exception a expiré</translation>
        </message>
        <message>
            <source>its exception was revoked</source>
            <translation>son exception a été retirée</translation>
        </message>
        <message>
            <source>it came back</source>
            <translation>il est revenu</translation>
        </message>
        <message>
            <source>To review ({count})</source>
            <translation>À examiner ({count})</translation>
        </message>
        <message>
            <source>To mend ({count})</source>
            <translation>À corriger ({count})</translation>
        </message>
        <message>
            <source>Reviewed ({count})</source>
            <translation>Examinés ({count})</translation>
        </message>
        <message>
            <source>Excused ({count})</source>
            <translation>Excusés ({count})</translation>
        </message>
        <message>
            <source>All ({count})</source>
            <translation>Tous ({count})</translation>
        </message>
        <message>
            <source>Excuse findings</source>
            <translation>Excuser des constats</translation>
        </message>
        <message>
            <source>Findings to mend</source>
            <translation>Constats à corriger</translation>
        </message>
        <message>
            <source>Findings that were reviewed</source>
            <translation>Constats examinés</translation>
        </message>
        <message>
            <source>Revoke exceptions</source>
            <translation>Retirer des exceptions</translation>
        </message>
    </context>
    <context>
        <name>AcceptanceMinutes</name>
        <message>
            <source>Minutes of acceptance</source>
            <translation>Procès-verbal de réception</translation>
        </message>
        <message>
            <source>PCRS,acceptance,minutes,lot,delivery,reserves,signature</source>
            <translation>PCRS,réception,procès-verbal,lot,livraison,réserves,signature</translation>
        </message>
        <message>
            <source>Writes the minutes of acceptance of a lot, to print and sign.</source>
            <translation>Écrit le procès-verbal de réception d’un lot, à imprimer et à signer.</translation>
        </message>
        <message>
            <source>Writes the minutes of acceptance of a lot as one HTML page in French: producer, file and hash, content by class, what the last quality check found on its objects, the reserves, and a block for the decision and the signatures.

Check the base first: a lot that was not checked since it was received is said to be so. The decision belongs to the owner: the page proposes, it does not decide.</source>
            <translation>Écrit le procès-verbal de réception d’un lot en une page HTML : producteur, fichier et empreinte, contenu par classe, ce que le dernier contrôle qualité a constaté sur ses objets, les réserves, et un cadre pour la décision et les signatures.

Contrôlez la base d’abord : un lot non contrôlé depuis sa réception est dit tel. La décision revient au maître d’ouvrage : la page propose, elle ne décide pas.</translation>
        </message>
        <message>
            <source>Lot (name or number)</source>
            <translation>Lot (nom ou numéro)</translation>
        </message>
        <message>
            <source>Minutes</source>
            <translation>Procès-verbal</translation>
        </message>
        <message>
            <source>HTML files (*.html)</source>
            <translation>Fichiers HTML (*.html)</translation>
        </message>
        <message>
            <source>Findings on the lot's objects</source>
            <translation>Constats sur les objets du lot</translation>
        </message>
    </context>
    <context>
        <name>AssembleBase</name>
        <message>
            <source>Assemble the base</source>
            <translation>Assembler la base</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Base mutualisée</translation>
        </message>
        <message>
            <source>Current objects</source>
            <translation>Objets courants</translation>
        </message>
        <message>
            <source>Duplicates set aside</source>
            <translation>Doublons écartés</translation>
        </message>
        <message>
            <source>PCRS,assemble,merge,duplicates,versions,conflicts,lineage,base</source>
            <translation>PCRS,assembler,fusion,doublons,versions,conflits,lignage,base,assemble</translation>
        </message>
        <message>
            <source>Joins the lots of the base and keeps the best version of each object.</source>
            <translation>Réunit les lots de la base et garde la meilleure version de chaque objet.</translation>
        </message>
        <message>
            <source>Rule: criteria from the first to the last</source>
            <translation>Règle : critères du premier au dernier</translation>
        </message>
        <message>
            <source>Conflicts to decide</source>
            <translation>Conflits à trancher</translation>
        </message>
        <message>
            <source>Worse versions set aside</source>
            <translation>Versions moins bonnes écartées</translation>
        </message>
        <message>
            <source>Open conflicts</source>
            <translation>Conflits ouverts</translation>
        </message>
        <message>
            <source>Merge back what the tiles of a survey have cut</source>
            <translation>Refondre ce que les carreaux d’un levé ont coupé</translation>
        </message>
        <message>
            <source>Objects merged out of tiles</source>
            <translation>Objets refondus à partir des carreaux</translation>
        </message>
        <message>
            <source>Joins the lots of the base into one current state. What the tiles of one survey have cut is made one again (mutualgeo:mergetiles tells how). An object that stands in several lots is recognised by its points, its identifier or its place; the best version stays, the others are marked superseded, never deleted, and their lineage says which object replaced them and why.

The rule lists the criteria from the first to the last, separated by commas: precision_xy, precision_z, categorisation, survey_date, convention_order (the producers of the territory file, in order).

A version that is newer but worse, or that contradicts the best one, is a conflict: both stay current until a person decides. Conflicts are listed in the report and mapped as points.

The order in which the lots came changes nothing.</source>
            <translation>Réunit les lots de la base en un seul état courant. Ce que les carreaux d’un même levé ont coupé est refondu (mutualgeo:mergetiles dit comment). Un objet présent dans plusieurs lots est reconnu à ses points, à son identifiant ou à sa place ; la meilleure version reste, les autres sont marquées remplacées, jamais effacées, et leur lignage dit quel objet les remplace et pourquoi.

La règle donne les critères du premier au dernier, séparés par des virgules : precision_xy, precision_z, categorisation, survey_date, convention_order (les producteurs du fichier de territoire, dans l’ordre).

Une version plus récente mais moins bonne, ou qui contredit la meilleure, est un conflit : les deux restent courantes jusqu’à ce qu’une personne décide. Les conflits sont listés dans le rapport et cartographiés par des points.

L’ordre d’arrivée des lots ne change rien.</translation>
        </message>
        <message>
            <source>Number of the run</source>
            <translation>Numéro du traitement</translation>
        </message>
    </context>
    <context>
        <name>BaseHistory</name>
        <message>
            <source>History of the base</source>
            <translation>Historique de la base</translation>
        </message>
        <message>
            <source>PCRS,history,lineage,object,lot,date,base</source>
            <translation>PCRS,historique,lignage,objet,lot,date,base,history</translation>
        </message>
        <message>
            <source>Tells where each object comes from and what happened to it.</source>
            <translation>Dit d’où vient chaque objet et ce qui lui est arrivé.</translation>
        </message>
        <message>
            <source>Tells the story of one object (its uid), of a lot's objects or of all: the lot, the file and its hash, the identifier it came with, then each operation with its date, its run, the states before and after and the object that took its place.

With a moment (a day, a date and time, or run:12) the state at that moment is told, and what came later is left out. The output is CSV, one line for each event, or JSON, one entry for each object.</source>
            <translation>Raconte l’histoire d’un objet (son uid), des objets d’un lot ou de tous : le lot, le fichier et son empreinte, l’identifiant d’origine, puis chaque opération avec sa date, son traitement, les états avant et après et l’objet qui a pris la place.

Avec un moment (un jour, une date et une heure, ou run:12), l’état à ce moment est donné et ce qui est venu après est omis. La sortie est un CSV, une ligne par évènement, ou un JSON, une entrée par objet.</translation>
        </message>
        <message>
            <source>Object (column uid; empty for all)</source>
            <translation>Objet (colonne uid ; vide pour tous)</translation>
        </message>
        <message>
            <source>Lot (name or number; empty for all)</source>
            <translation>Lot (nom ou numéro ; vide pour tous)</translation>
        </message>
        <message>
            <source>State of the base at (2024-06-01)</source>
            <translation>État de la base au (2024-06-01)</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Historique</translation>
        </message>
        <message>
            <source>CSV files (*.csv);;JSON files (*.json)</source>
            <translation>Fichiers CSV (*.csv);;Fichiers JSON (*.json)</translation>
        </message>
        <message>
            <source>Objects told</source>
            <translation>Objets racontés</translation>
        </message>
        <message>
            <source>Events told</source>
            <translation>Évènements racontés</translation>
        </message>
    </context>
    <context>
        <name>CheckAccuracy</name>
        <message>
            <source>Check accuracy on control points</source>
            <translation>Contrôler l’exactitude sur des points de contrôle</translation>
        </message>
        <message>
            <source>PCRS,accuracy,precision,control points,survey,deviation,bias</source>
            <translation>PCRS,exactitude,précision,points de contrôle,levé,écart,biais</translation>
        </message>
        <message>
            <source>Tests the precision that objects declare against control points.</source>
            <translation>Teste la précision que les objets déclarent sur des points de contrôle.</translation>
        </message>
        <message>
            <source>Compares control points with the vertices of the base and tests, for each declared precision class, plan (XY), altitude (Z) and both (XYZ): the mean deviation, the number of deviations above a first threshold T, and the largest one against 1.5 T. It tells the bias, the spread and the class that each producer really reaches.

Control points are a CSV file (a name, X, Y and if possible Z; optionally the class or the object that each one controls) or a layer of points. They are paired with the nearest vertex within the gate, one to one; where two vertices are nearly as near the point is left out and told. Or they name their objects.

Source: order of 16 September 2003 on precision classes. Its title, scope and principle are the order's; the factors and formulas were read in a public re-implementation of the test, not in the official text: check them on that text before a contractual use.

With Strict the run fails when a class is refused, after everything has been written.</source>
            <translation>Compare des points de contrôle aux sommets de la base et teste, pour chaque classe de précision déclarée, le plan (XY), l’altitude (Z) et les deux (XYZ) : l’écart moyen, le nombre d’écarts au-dessus d’un premier seuil T, et le plus grand à 1,5 T. Donne le biais, la dispersion et la classe que chaque producteur atteint vraiment.

Les points de contrôle sont un fichier CSV (un nom, X, Y et si possible Z ; au besoin la classe ou l’objet que chacun contrôle) ou une couche de points. Ils sont appariés au sommet le plus proche dans la distance admise, un à un ; là où deux sommets sont presque aussi proches, le point est écarté et c’est dit. Ou bien ils nomment leurs objets.

Source : arrêté du 16 septembre 2003 portant sur les classes de précision. Son titre, son champ et son principe sont ceux de l’arrêté ; les facteurs et les formules ont été lus dans une réimplémentation publique du test, non dans le texte officiel : vérifiez-les sur ce texte avant un usage contractuel.

Avec Strict, le traitement échoue quand une classe est refusée, après avoir tout écrit.</translation>
        </message>
        <message>
            <source>Control points (CSV, or layer as file|layername=layer)</source>
            <translation>Points de contrôle (CSV, ou couche : fichier|layername=couche)</translation>
        </message>
        <message>
            <source>CRS of control points that say none (empty for the base's)</source>
            <translation>SCR des points de contrôle qui n’en disent pas (vide : celui de la base)</translation>
        </message>
        <message>
            <source>Nearest vertex</source>
            <translation>Sommet le plus proche</translation>
        </message>
        <message>
            <source>By name of the object</source>
            <translation>Par le nom de l’objet</translation>
        </message>
        <message>
            <source>Pairing</source>
            <translation>Appariement</translation>
        </message>
        <message>
            <source>Largest distance to the nearest vertex (m)</source>
            <translation>Plus grande distance au sommet le plus proche (m)</translation>
        </message>
        <message>
            <source>Safety coefficient C of the control</source>
            <translation>Coefficient de sécurité C du contrôle</translation>
        </message>
        <message>
            <source>GeoPackage files (*.gpkg)</source>
            <translation>Fichiers GeoPackage (*.gpkg)</translation>
        </message>
        <message>
            <source>CSV files (*.csv)</source>
            <translation>Fichiers CSV (*.csv)</translation>
        </message>
        <message>
            <source>HTML files (*.html)</source>
            <translation>Fichiers HTML (*.html)</translation>
        </message>
        <message>
            <source>Deviations</source>
            <translation>Écarts</translation>
        </message>
        <message>
            <source>Table of deviations</source>
            <translation>Table des écarts</translation>
        </message>
        <message>
            <source>Accuracy report</source>
            <translation>Rapport d’exactitude</translation>
        </message>
        <message>
            <source>Fail when a class is refused</source>
            <translation>Échouer quand une classe est refusée</translation>
        </message>
        <message>
            <source>Control points paired</source>
            <translation>Points de contrôle appariés</translation>
        </message>
        <message>
            <source>Tests refused</source>
            <translation>Tests refusés</translation>
        </message>
        <message>
            <source>A class is refused and Strict was asked for; the deviations and the report are written.</source>
            <translation>Une classe est refusée et Strict a été demandé ; les écarts et le rapport sont écrits.</translation>
        </message>
    </context>
    <context>
        <name>CheckQuality</name>
        <message>
            <source>Check quality</source>
            <translation>Contrôler la qualité</translation>
        </message>
        <message>
            <source>PCRS,quality,check,control,findings,topology,report</source>
            <translation>PCRS,qualité,contrôle,constats,topologie,rapport,quality</translation>
        </message>
        <message>
            <source>Checks the base or a PCRS file and lists what is wrong, where and how badly.</source>
            <translation>Contrôle la base ou un fichier PCRS et liste ce qui ne va pas, où, et avec quelle gravité.</translation>
        </message>
        <message>
            <source>Base (GeoPackage) or PCRS file (GML)</source>
            <translation>Base (GeoPackage) ou fichier PCRS (GML)</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>Constats</translation>
        </message>
        <message>
            <source>Quality report</source>
            <translation>Rapport de qualité</translation>
        </message>
        <message>
            <source>HTML files (*.html)</source>
            <translation>Fichiers HTML (*.html)</translation>
        </message>
        <message>
            <source>Fail when there are errors</source>
            <translation>Échouer dès qu’il y a des erreurs (strict)</translation>
        </message>
        <message>
            <source>Number of findings</source>
            <translation>Nombre de constats</translation>
        </message>
        <message>
            <source>The checks found defects and Strict was asked for; the findings and the report are written.</source>
            <translation>Les contrôles ont trouvé des défauts et le mode strict est demandé ; les constats et le rapport sont écrits.</translation>
        </message>
        <message>
            <source>Quality profile (empty for the territory's)</source>
            <translation>Profil de qualité (vide pour celui du territoire)</translation>
        </message>
        <message>
            <source>Number of errors</source>
            <translation>Nombre d’erreurs</translation>
        </message>
        <message>
            <source>Number of warnings</source>
            <translation>Nombre d’avertissements</translation>
        </message>
        <message>
            <source>Checks the base, or a PCRS GML file before it is received, against a profile: structure, attributes, geometry, topology, altitudes and extent.

Layers of a network (lines and nodes together) or of parcels are checked too: ends that do not meet, free ends, flow, overlaps and slits. Layers in geographic coordinates need the system to check in.

Each finding has a place on the map, a severity, the check that made it and what to do. They come as a GeoPackage layer with CSV and JSON beside it, as counts and, where asked for, as an HTML report and as a PDF of one to three pages.

The verdict (accept, reserve, refuse) and the score on the eight criteria follow the profile's weights and rules; what could not be checked is said and never counts as passed. A criterion that no check looked at is not evaluated, and the verdict says so. Accuracy looks at position, altitude and the source of the objects, which the territory may declare where their attributes do not say it. Findings are routed to the role that the territory or the profile names for their class or theme.

With Strict the run fails when there are errors, after everything has been written: this is what a scheduler needs.

Some checks need more than the base: the folder of the delivered files (schema, metadata, encoding), addresses of the BAN (street names and numbers), the address of a published service. The schemas of the standard are taken from your profile once “Fetch the schemas” has put them there. Communes, a map of buildings and control points serve coverage, the direction of façades and the test of precision. What cannot be checked is said in the report.</source>
            <translation>Contrôle la base, ou un fichier PCRS GML avant sa réception, selon un profil : structure, attributs, géométrie, topologie, altitudes et emprise.

Les couches d’un réseau (tronçons et nœuds ensemble) ou d’un parcellaire se contrôlent aussi : extrémités non raccordées, extrémités libres, écoulement, chevauchements et fentes. Des couches en coordonnées géographiques demandent le système où les contrôler.

Chaque constat a une position sur la carte, une gravité, le contrôle qui l’a fait et ce qu’il faut faire. Ils sont rendus en couche GeoPackage avec CSV et JSON à côté, en nombres et, sur demande, en rapport HTML et en PDF d’une à trois pages.

Le verdict (accepter, réserve, refuser) et la note sur les huit critères suivent les poids et les règles du profil ; ce qui n’a pas pu être contrôlé est dit et ne compte jamais comme réussi. Un critère qu’aucun contrôle n’a regardé est « non évalué », et le verdict le dit. L’exactitude regarde la position, l’altitude et la source des objets, que le territoire peut déclarer quand leurs attributs ne la disent pas. Les constats reviennent au rôle que le territoire ou le profil nomme pour leur classe ou leur thématique.

Avec Strict, le traitement échoue quand il y a des erreurs, après avoir tout écrit : c’est ce qu’il faut à un ordonnanceur.

Certains contrôles demandent plus que la base : le dossier des fichiers livrés (schéma, métadonnées, encodage), les adresses de la BAN (noms et numéros de voirie), l’adresse d’un service publié. Les schémas du standard sont pris dans votre profil une fois que « Récupérer les schémas » les y a mis. Communes, plan de bâtiments et points de contrôle servent à la couverture, au sens des façades et au test de précision. Ce qui ne peut pas être contrôlé est dit dans le rapport.</translation>
        </message>
        <message>
            <source>Or layers of a network or of parcels</source>
            <translation>Ou des couches de réseau ou de parcelles</translation>
        </message>
        <message>
            <source>System to check layers in (empty for theirs)</source>
            <translation>Système où contrôler les couches (vide : le leur)</translation>
        </message>
        <message>
            <source>Summary</source>
            <translation>Synthèse</translation>
        </message>
        <message>
            <source>PDF files (*.pdf)</source>
            <translation>Fichiers PDF (*.pdf)</translation>
        </message>
        <message>
            <source>Number of excused findings</source>
            <translation>Nombre de constats excusés</translation>
        </message>
        <message>
            <source>Verdict (accept, reserve, refuse)</source>
            <translation>Verdict : accept (accepté), reserve (avec réserves), refuse (refusé)</translation>
        </message>
        <message>
            <source>Score, 0 to 100</source>
            <translation>Note, de 0 à 100</translation>
        </message>
        <message>
            <source>Folder of the delivered files</source>
            <translation>Dossier des fichiers livrés</translation>
        </message>
        <message>
            <source>Addresses (CSV of the BAN, or a layer of points)</source>
            <translation>Adresses (CSV de la BAN, ou couche de points)</translation>
        </message>
        <message>
            <source>Address of a published WFS or WMS</source>
            <translation>Adresse d’un WFS ou WMS publié</translation>
        </message>
        <message>
            <source>Polygons of communes (those of the base where empty)</source>
            <translation>Polygones des communes (vide : celles de la base)</translation>
        </message>
        <message>
            <source>Polygons of buildings (cadastre, BD TOPO)</source>
            <translation>Polygones des bâtiments (cadastre, BD TOPO)</translation>
        </message>
        <message>
            <source>Control points (CSV or layer)</source>
            <translation>Points de contrôle (CSV ou couche)</translation>
        </message>
        <message>
            <source>Reference day, YYYY-MM-DD (today where empty)</source>
            <translation>Jour de référence, AAAA-MM-JJ (vide : aujourd’hui)</translation>
        </message>
        <message>
            <source>The PDF could not be written: {path}</source>
            <translation>Le PDF n’a pas pu être écrit : {path}</translation>
        </message>
    </context>
    <context>
        <name>CompareNetworks</name>
        <message>
            <source>Compare two networks</source>
            <translation>Comparer deux réseaux</translation>
        </message>
        <message>
            <source>network,compare,reconcile,match,shift,missing,added,moved</source>
            <translation>réseau,comparer,rapprocher,appariement,décalage,manquant,ajouté,déplacé,network</translation>
        </message>
        <message>
            <source>Measures the shift between two sources of a network and lists their discrepancies.</source>
            <translation>Mesure le décalage entre deux sources d’un réseau et liste leurs écarts.</translation>
        </message>
        <message>
            <source>Compares two sources of one network: the reference (A) and the source to reconcile with it (B).

The systematic shift between the two is measured first and taken away; the lines of B are then matched with those of A within the tolerance. The output lists what A has and B lacks (missing), what B has and A lacks (added), and what stands elsewhere (moved), each with its distance.

Saved layers without filter or selection are read as they are, arcs and Z included.</source>
            <translation>Compare deux sources d’un même réseau : la référence (A) et la source à en rapprocher (B).

Le décalage systématique entre les deux est d’abord mesuré et retiré ; les lignes de B sont ensuite appariées à celles de A dans la tolérance. La sortie liste ce que A possède et que B n’a pas (manquant), ce que B possède et que A n’a pas (ajouté), et ce qui est ailleurs (déplacé), avec la distance.

Les couches enregistrées, sans filtre ni sélection, sont lues telles quelles, arcs et Z compris.</translation>
        </message>
        <message>
            <source>Reference network (A)</source>
            <translation>Réseau de référence (A)</translation>
        </message>
        <message>
            <source>Network to reconcile (B)</source>
            <translation>Réseau à rapprocher (B)</translation>
        </message>
        <message>
            <source>Discrepancies</source>
            <translation>Écarts</translation>
        </message>
        <message>
            <source>Systematic shift in X (m)</source>
            <translation>Décalage systématique en X (m)</translation>
        </message>
        <message>
            <source>Systematic shift in Y (m)</source>
            <translation>Décalage systématique en Y (m)</translation>
        </message>
        <message>
            <source>Lines matched</source>
            <translation>Lignes appariées</translation>
        </message>
        <message>
            <source>Lines missing in B</source>
            <translation>Lignes manquantes dans B</translation>
        </message>
        <message>
            <source>Lines added in B</source>
            <translation>Lignes ajoutées dans B</translation>
        </message>
        <message>
            <source>Lines moved</source>
            <translation>Lignes déplacées</translation>
        </message>
        <message>
            <source>Tolerance (m; empty for the usual one)</source>
            <translation>Tolérance (m ; vide pour l’usuelle)</translation>
        </message>
    </context>
    <context>
        <name>ConflictList</name>
        <message>
            <source>Class</source>
            <translation>Classe</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Motif</translation>
        </message>
        <message>
            <source>Distance</source>
            <translation>Distance</translation>
        </message>
        <message>
            <source>Reason (required)</source>
            <translation>Raison (obligatoire)</translation>
        </message>
        <message>
            <source>Role of who decides (required)</source>
            <translation>Rôle de qui décide (obligatoire)</translation>
        </message>
        <message>
            <source>Keep this one</source>
            <translation>Garder celui-ci</translation>
        </message>
        <message>
            <source>Keep the other</source>
            <translation>Garder l’autre</translation>
        </message>
        <message>
            <source>Both are objects</source>
            <translation>Ce sont deux objets</translation>
        </message>
        <message>
            <source>Conflicts to decide ({count})</source>
            <translation>Conflits à trancher ({count})</translation>
        </message>
        <message>
            <source>Preferred by the rule</source>
            <translation>Préféré par la règle</translation>
        </message>
        <message>
            <source>The other</source>
            <translation>L’autre</translation>
        </message>
        <message>
            <source>Lot</source>
            <translation>Lot</translation>
        </message>
        <message>
            <source>Producer</source>
            <translation>Producteur</translation>
        </message>
        <message>
            <source>Surveyed</source>
            <translation>Levé le</translation>
        </message>
        <message>
            <source>Precision XY</source>
            <translation>Précision XY</translation>
        </message>
        <message>
            <source>Precision Z</source>
            <translation>Précision Z</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>Catégorisation</translation>
        </message>
        <message>
            <source>Give a reason and your role first</source>
            <translation>Donnez d’abord une raison et votre rôle</translation>
        </message>
    </context>
    <context>
        <name>CoverageBox</name>
        <message>
            <source>Coverage of the communes</source>
            <translation>Couverture des communes</translation>
        </message>
        <message>
            <source>Measure</source>
            <translation>Mesurer</translation>
        </message>
        <message>
            <source>Choose a polygon layer of the project that holds the communes.</source>
            <translation>Choisissez une couche de polygones du projet qui contient les communes.</translation>
        </message>
    </context>
    <context>
        <name>DecideConflict</name>
        <message>
            <source>Decide a conflict</source>
            <translation>Trancher un conflit</translation>
        </message>
        <message>
            <source>PCRS,conflict,decision,version,lineage,base</source>
            <translation>PCRS,conflit,décision,version,lignage,base,conflict</translation>
        </message>
        <message>
            <source>Says which of two versions of an object stays, with the reason and who decides.</source>
            <translation>Dit laquelle de deux versions d’un objet reste, avec la raison et qui décide.</translation>
        </message>
        <message>
            <source>Assembling the base leaves a conflict where a version is newer but worse than the best one, or contradicts it. Name the conflict (column id of the conflicts layer) and the object to keep (uid_a or uid_b), or both where they are two objects.

The other version is marked superseded, never deleted. The decision, its reason and the role of who decides are kept, and told in the lineage of both objects.</source>
            <translation>L’assemblage de la base laisse un conflit là où une version est plus récente mais moins bonne que la meilleure, ou la contredit. Nommez le conflit (colonne id de la couche des conflits) et l’objet à garder (uid_a ou uid_b), ou « both » si ce sont deux objets.

L’autre version est marquée remplacée, jamais effacée. La décision, sa raison et le rôle de qui décide sont gardés et racontés dans le lignage des deux objets.</translation>
        </message>
        <message>
            <source>Conflict (its id)</source>
            <translation>Conflit (son id)</translation>
        </message>
        <message>
            <source>Object to keep (uid), or both</source>
            <translation>Objet à garder (uid), ou both</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Raison</translation>
        </message>
        <message>
            <source>Role of who decides</source>
            <translation>Rôle de qui décide</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Base (GeoPackage)</translation>
        </message>
        <message>
            <source>Open conflicts</source>
            <translation>Conflits ouverts</translation>
        </message>
    </context>
    <context>
        <name>DeclareException</name>
        <message>
            <source>Declare an exception</source>
            <translation>Déclarer une exception</translation>
        </message>
        <message>
            <source>PCRS,quality,finding,exception,false positive,review,base</source>
            <translation>PCRS,qualité,constat,exception,faux positif,examen,base</translation>
        </message>
        <message>
            <source>Accepts findings once and for all, marks them as reviewed or to mend, or takes that back.</source>
            <translation>Accepte des constats une fois pour toutes, les marque comme examinés ou à corriger, ou revient là-dessus.</translation>
        </message>
        <message>
            <source>Names findings of the last quality check of the base (column finding_id) and says what they are, with the reason and the role of who says so.

An exception is remembered with the geometry of the objects: it still holds when the data are delivered again under other identifiers, and the finding is reopened when its object moves by more than its precision allows (10 cm at the most). Its scope is the finding's object or pair of objects, what the check says around a place, or inside the emprise of the lot (or the polygons of a layer). Excused findings stay in every report, counted apart.

REVOKE takes exceptions back by their number.</source>
            <translation>Nomme des constats du dernier contrôle de la base (colonne finding_id) et dit ce qu’ils sont, avec la raison et le rôle de qui le dit.

Une exception est retenue avec la géométrie des objets : elle tient encore quand les données sont livrées à nouveau sous d’autres identifiants, et le constat est rouvert quand son objet bouge de plus que sa précision (10 cm au plus). Sa portée est l’objet ou la paire d’objets du constat, ce que le contrôle dit autour d’un lieu, ou dans l’emprise du lot (ou les polygones d’une couche). Les constats excusés restent dans chaque rapport, comptés à part.

REVOKE retire des exceptions par leur numéro.</translation>
        </message>
        <message>
            <source>Findings (finding_id, separated by spaces)</source>
            <translation>Constats (finding_id, séparés par des espaces)</translation>
        </message>
        <message>
            <source>Exceptions to revoke (numbers, separated by spaces)</source>
            <translation>Exceptions à retirer (numéros, séparés par des espaces)</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Raison</translation>
        </message>
        <message>
            <source>Role of who decides</source>
            <translation>Rôle de qui décide</translation>
        </message>
        <message>
            <source>What the findings are (empty: exception)</source>
            <translation>Ce que sont les constats (vide : exception)</translation>
        </message>
        <message>
            <source>Scope (empty: the finding's objects)</source>
            <translation>Portée (vide : les objets du constat)</translation>
        </message>
        <message>
            <source>Radius around the place (m)</source>
            <translation>Rayon autour du lieu (m)</translation>
        </message>
        <message>
            <source>Polygons of the emprise</source>
            <translation>Polygones de l’emprise</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>Dernier jour</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Base (GeoPackage)</translation>
        </message>
        <message>
            <source>Exceptions declared</source>
            <translation>Exceptions déclarées</translation>
        </message>
        <message>
            <source>Findings marked</source>
            <translation>Constats marqués</translation>
        </message>
        <message>
            <source>Exceptions revoked</source>
            <translation>Exceptions retirées</translation>
        </message>
    </context>
    <context>
        <name>EdgeMatch</name>
        <message>
            <source>Match the edges of lots</source>
            <translation>Raccorder les lots</translation>
        </message>
        <message>
            <source>PCRS,edge,border,matching,snap,lot,base</source>
            <translation>PCRS,raccord,limite,lot,accrochage,base,edge,matching</translation>
        </message>
        <message>
            <source>Pairs the line ends of neighbouring lots and, on demand, moves the less precise ones.</source>
            <translation>Apparie les extrémités des lignes de lots voisins et, sur demande, déplace les moins précises.</translation>
        </message>
        <message>
            <source>Pairs, one to one, the ends of lines of one class on both sides of the borders of lots, with a confidence from 0 to 100: number of candidates, attributes, continuity of direction.

Run it first without Apply: the layer holds a link for each pair and the lines before and after. With Apply, the less precise end goes to the other one (of two equal ones: the less precise in altitude, the less reliable, the older, the later in the convention), never by more than its own precision class; only that end moves. What would move too far, bend an arc, or is not sure is left, and told.

Altitudes apart are told; they move only with Move altitudes, never by more than their precision.

The output RUN is the number that undoes it (mutualgeo:undorun).</source>
            <translation>Apparie, une à une, les extrémités des lignes de même classe de part et d’autre des limites de lots, avec un indice de confiance de 0 à 100 : nombre de candidats, attributs, continuité de direction.

Lancez d’abord sans Appliquer : la couche contient un trait par paire, et les lignes avant et après. Avec Appliquer, l’extrémité la moins précise va sur l’autre (de deux égales : la moins précise en altitude, la moins fiable, la plus ancienne, la dernière dans la convention), jamais de plus que sa propre classe de précision ; seule cette extrémité bouge. Ce qui irait trop loin, courberait un arc ou n’est pas sûr est laissé, et dit.

Les écarts d’altitude sont dits ; les altitudes ne bougent qu’avec Déplacer aussi les altitudes, jamais de plus que leur précision.

La sortie RUN est le numéro qui permet d’annuler (mutualgeo:undorun).</translation>
        </message>
        <message>
            <source>Search distance (m)</source>
            <translation>Distance de recherche (m)</translation>
        </message>
        <message>
            <source>Apply: move the ends</source>
            <translation>Appliquer : déplacer les extrémités</translation>
        </message>
        <message>
            <source>Move altitudes too</source>
            <translation>Déplacer aussi les altitudes</translation>
        </message>
        <message>
            <source>Proposals</source>
            <translation>Propositions</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Base (GeoPackage)</translation>
        </message>
        <message>
            <source>Number of the run</source>
            <translation>Numéro du traitement</translation>
        </message>
        <message>
            <source>Pairs of ends</source>
            <translation>Paires d’extrémités</translation>
        </message>
        <message>
            <source>Ends to move, or moved</source>
            <translation>Extrémités à déplacer, ou déplacées</translation>
        </message>
        <message>
            <source>Pairs left to a person</source>
            <translation>Paires laissées à l’examen</translation>
        </message>
    </context>
    <context>
        <name>ExportPcrs</name>
        <message>
            <source>Lot (name or number; empty for all)</source>
            <translation>Lot (nom ou numéro ; vide pour tous)</translation>
        </message>
        <message>
            <source>Extent (empty for the whole base)</source>
            <translation>Emprise (vide pour toute la base)</translation>
        </message>
        <message>
            <source>Decimals (-1: as read)</source>
            <translation>Décimales (-1 : comme lues)</translation>
        </message>
        <message>
            <source>Objects written</source>
            <translation>Objets écrits</translation>
        </message>
        <message>
            <source>Files written</source>
            <translation>Fichiers écrits</translation>
        </message>
        <message>
            <source>Export the base</source>
            <translation>Exporter la base</translation>
        </message>
        <message>
            <source>PCRS,GML,GeoPackage,DXF,export,write,lot,extent,commune,corridor,cut</source>
            <translation>PCRS,GML,GeoPackage,DXF,exporter,écrire,lot,étendue,commune,couloir,couper</translation>
        </message>
        <message>
            <source>Writes the base, a lot or a part of the base as PCRS v2.0 GML, GeoPackage or DXF.</source>
            <translation>Écrit la base, un lot ou une partie de la base en GML PCRS v2.0, GeoPackage ou DXF.</translation>
        </message>
        <message>
            <source>Writes lots as they were received, or the objects of the base within an extent, the polygons of a layer or couloirs along axes. GML validates against the CNIG schema, with an emprise that lists every object; GeoPackage keeps native curves and styles; DXF draws arcs as bulges and says in the report what it cannot carry.

Objects are whole unless they are to be cut at the mask: arcs then stay arcs and Z is interpolated. Affleurants are never cut. With a field, each of its values becomes a file.

The output is a file, or a folder that receives one file per lot or mask. Each file has a metadata record in the folder “metadata” beside it.</source>
            <translation>Écrit les lots tels que reçus, ou les objets de la base dans une étendue, les polygones d’une couche ou des couloirs le long d’axes. Le GML est valide au schéma du CNIG, avec une emprise qui liste chaque objet ; le GeoPackage garde courbes natives et styles ; le DXF dessine les arcs en courbures et le rapport dit ce qu’il ne peut pas porter.

Les objets sont entiers, sauf demande de coupe au masque : les arcs restent alors des arcs et le Z est interpolé. Les affleurants ne sont jamais coupés. Avec un champ, chacune de ses valeurs devient un fichier.

La sortie est un fichier, ou un dossier qui reçoit un fichier par lot ou par masque. Chaque fichier a sa fiche de métadonnées dans le dossier « metadata » à côté.</translation>
        </message>
        <message>
            <source>File format</source>
            <translation>Format du fichier</translation>
        </message>
        <message>
            <source>File, or folder for one file per lot or mask</source>
            <translation>Fichier, ou dossier pour un fichier par lot ou par masque</translation>
        </message>
        <message>
            <source>{format} files (*{ending})</source>
            <translation>Fichiers {format} (*{ending})</translation>
        </message>
        <message>
            <source>Mask (communes, tiles, any polygons)</source>
            <translation>Masque (communes, dalles, polygones quelconques)</translation>
        </message>
        <message>
            <source>Axes of couloirs</source>
            <translation>Axes des couloirs</translation>
        </message>
        <message>
            <source>Field of the mask or axes: one file for each of its values</source>
            <translation>Champ du masque ou des axes : un fichier par valeur</translation>
        </message>
        <message>
            <source>Cut objects at the mask</source>
            <translation>Couper les objets au masque</translation>
        </message>
        <message>
            <source>Couloir: metres each side of the axis</source>
            <translation>Couloir : mètres de chaque côté de l’axe</translation>
        </message>
        <message>
            <source>Couloir: metres into side streets</source>
            <translation>Couloir : mètres dans les rues adjacentes</translation>
        </message>
        <message>
            <source>State of the base at (2024-06-01)</source>
            <translation>État de la base au (2024-06-01)</translation>
        </message>
        <message>
            <source>DXF: 3D polylines, arcs as chords within 1 mm</source>
            <translation>DXF : polylignes 3D, arcs en cordes à 1 mm près</translation>
        </message>
        <message>
            <source>DXF: layer names by class</source>
            <translation>DXF : noms des calques par classe</translation>
        </message>
    </context>
    <context>
        <name>FetchSchemas</name>
        <message>
            <source>Fetch the schemas</source>
            <translation>Récupérer les schémas</translation>
        </message>
        <message>
            <source>PCRS,schema,XSD,GML,validation,XML,CNIG</source>
            <translation>PCRS,schéma,XSD,GML,validité,XML,CNIG</translation>
        </message>
        <message>
            <source>Keeps a copy of the PCRS, GML, ISO 19139 and xlink schemas, for checks without network.</source>
            <translation>Garde une copie des schémas PCRS, GML, ISO 19139 et xlink, pour contrôler sans réseau.</translation>
        </message>
        <message>
            <source>Check S1 validates the delivered files against the schema of PCRS v2.0, without network: it needs a copy of the schemas on this machine. This fetches them once (CNIG, GML 3.2.1, ISO 19139, xlink, xml), over https, and lists each file with its SHA-256 in manifest.json beside the copy and in the report.

On a machine without network, give a folder, or the path of a zip, that holds the schemas. In the usual folder of your QGIS profile the copy is found by “Check quality” without being named.</source>
            <translation>Le contrôle S1 valide les fichiers livrés selon le schéma du PCRS v2.0, sans réseau : il lui faut une copie des schémas sur cette machine. Ce traitement les récupère une fois (CNIG, GML 3.2.1, ISO 19139, xlink, xml), par https, et donne chaque fichier avec son SHA-256 dans manifest.json à côté de la copie et dans le rapport.

Sur une machine sans réseau, donnez un dossier, ou le chemin d’un zip, qui contient les schémas. Dans le dossier habituel de votre profil QGIS, « Contrôler la qualité » trouve la copie sans qu’on la nomme.</translation>
        </message>
        <message>
            <source>Folder or zip of schemas (empty for the official addresses)</source>
            <translation>Dossier ou zip de schémas (vide : les adresses officielles)</translation>
        </message>
        <message>
            <source>Folder of the copy</source>
            <translation>Dossier de la copie</translation>
        </message>
        <message>
            <source>Number of schemas</source>
            <translation>Nombre de schémas</translation>
        </message>
    </context>
    <context>
        <name>FindingDialog</name>
        <message>
            <source>Reason</source>
            <translation>Raison</translation>
        </message>
        <message>
            <source>Your role</source>
            <translation>Votre rôle</translation>
        </message>
        <message>
            <source>These objects</source>
            <translation>Ces objets</translation>
        </message>
        <message>
            <source>This check around the place</source>
            <translation>Ce contrôle autour du lieu</translation>
        </message>
        <message>
            <source>This check in the emprise of the lot</source>
            <translation>Ce contrôle dans l’emprise du lot</translation>
        </message>
        <message>
            <source>Until</source>
            <translation>Jusqu’au</translation>
        </message>
        <message>
            <source>Other findings that this covers are excused at the next check.</source>
            <translation>Les autres constats que cela couvre sont excusés au prochain contrôle.</translation>
        </message>
        <message>
            <source>It holds for</source>
            <translation>Cela vaut pour</translation>
        </message>
        <message>
            <source>Last day</source>
            <translation>Dernier jour</translation>
        </message>
    </context>
    <context>
        <name>FindingList</name>
        <message>
            <source>Check</source>
            <translation>Contrôle</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>Classe</translation>
        </message>
        <message>
            <source>State</source>
            <translation>État</translation>
        </message>
        <message>
            <source>Finding</source>
            <translation>Constat</translation>
        </message>
        <message>
            <source>Findings that are shown</source>
            <translation>Constats affichés</translation>
        </message>
        <message>
            <source>Severities that are shown</source>
            <translation>Gravités affichées</translation>
        </message>
        <message>
            <source>Excuse…</source>
            <translation>Excuser…</translation>
        </message>
        <message>
            <source>To mend…</source>
            <translation>À corriger…</translation>
        </message>
        <message>
            <source>Reviewed…</source>
            <translation>Examiné…</translation>
        </message>
        <message>
            <source>Revoke…</source>
            <translation>Retirer…</translation>
        </message>
        <message>
            <source>Findings to review ({count})</source>
            <translation>Constats à examiner ({count})</translation>
        </message>
        <message>
            <source>Nothing to show here.</source>
            <translation>Rien à montrer ici.</translation>
        </message>
        <message>
            <source>The {shown} worst are shown; {more} more: choose a severity, or see the report.</source>
            <translation>Les {shown} pires sont affichés ; {more} de plus : choisissez une gravité, ou voyez le rapport.</translation>
        </message>
        <message>
            <source>{count} findings are chosen.</source>
            <translation>{count} constats choisis.</translation>
        </message>
        <message>
            <source>Exception {number}</source>
            <translation>Exception n° {number}</translation>
        </message>
        <message>
            <source>until {day}</source>
            <translation>jusqu’au {day}</translation>
        </message>
        <message>
            <source>Check the base again first: it does not follow these findings yet</source>
            <translation>Contrôlez d’abord la base à nouveau : elle ne suit pas encore ces constats</translation>
        </message>
        <message>
            <source>Revoke the exception first</source>
            <translation>Retirez d’abord l’exception</translation>
        </message>
        <message>
            <source>Choose excused findings</source>
            <translation>Choisissez des constats excusés</translation>
        </message>
        <message>
            <source>Score {score} / 100</source>
            <translation>Note {score} / 100</translation>
        </message>
        <message>
            <source>{score}; not evaluated: {criteria}</source>
            <translation>{score} ; non évalué : {criteria}</translation>
        </message>
        <message>
            <source>For: {role}</source>
            <translation>Pour : {role}</translation>
        </message>
        <message>
            <source>For: nobody yet</source>
            <translation>Pour : personne encore</translation>
        </message>
        <message>
            <source>Roles whose findings are shown</source>
            <translation>Rôles dont les constats sont montrés</translation>
        </message>
        <message>
            <source>All roles</source>
            <translation>Tous les rôles</translation>
        </message>
        <message>
            <source>Nobody yet</source>
            <translation>Personne encore</translation>
        </message>
    </context>
    <context>
        <name>FixProposals</name>
        <message>
            <source>Propose fixes</source>
            <translation>Proposer des corrections</translation>
        </message>
        <message>
            <source>PCRS,quality,fix,repair,correct,geometry,attributes,undo</source>
            <translation>PCRS,qualité,correction,réparer,corriger,géométrie,attributs,annuler</translation>
        </message>
        <message>
            <source>Proposes fixes for what the checks find, and applies them on demand.</source>
            <translation>Propose des corrections de ce que les contrôles trouvent, et les applique sur demande.</translation>
        </message>
        <message>
            <source>Runs the checks that can be mended and proposes a fix for each object: the layers fix_before and fix_after hold the drawings, the table fix_values the attributes and links, and what another algorithm mends better.

Run it first without Apply, look, then run it again with Apply: the automatic fixes alone, or also those to be confirmed; Checks narrows the choice (G3,G11). With Copy the base stays as it is and a copy is changed.

Arcs and altitudes stay what they are but where a fix says otherwise; a fix that would make another check find more is left out. A delivery is always exported as it was received: a mended object stands beside it, with its lineage. The same checks run again at the end; a second run changes nothing.

The output RUN is the number that undoes it (mutualgeo:undorun).</source>
            <translation>Exécute les contrôles dont les constats se corrigent et propose une correction par objet : les couches fix_before et fix_after tiennent les dessins, la table fix_values les attributs et les liens, et ce qu’un autre traitement corrige mieux.

Lancez-le d’abord sans Appliquer, regardez, puis relancez-le avec Appliquer : les corrections automatiques seules, ou aussi celles à confirmer ; Contrôles restreint le choix (G3,G11). Avec Copie, la base reste telle quelle et une copie est modifiée.

Arcs et altitudes restent ce qu’ils sont, sauf où une correction dit le contraire ; une correction qui ferait trouver davantage à un autre contrôle est laissée de côté. Une livraison est toujours exportée comme elle a été reçue : un objet corrigé se tient à côté, avec son lignage. Les mêmes contrôles sont exécutés à nouveau à la fin ; un second passage ne change rien.

La sortie RUN est le numéro qui l’annule (mutualgeo:undorun).</translation>
        </message>
        <message>
            <source>Quality profile (empty for the territory's)</source>
            <translation>Profil de contrôle (vide : celui du territoire)</translation>
        </message>
        <message>
            <source>Checks, separated by commas (empty for all)</source>
            <translation>Contrôles, séparés par des virgules (vide : tous)</translation>
        </message>
        <message>
            <source>Fixes to apply</source>
            <translation>Corrections à appliquer</translation>
        </message>
        <message>
            <source>The automatic ones</source>
            <translation>Les automatiques</translation>
        </message>
        <message>
            <source>Also those to be confirmed</source>
            <translation>Aussi celles à confirmer</translation>
        </message>
        <message>
            <source>Apply the fixes</source>
            <translation>Appliquer les corrections</translation>
        </message>
        <message>
            <source>Copy of the base to apply them to</source>
            <translation>Copie de la base où les appliquer</translation>
        </message>
        <message>
            <source>GeoPackages (*.gpkg)</source>
            <translation>GeoPackage (*.gpkg)</translation>
        </message>
        <message>
            <source>Map of buildings (for façades)</source>
            <translation>Plan de bâtiments (pour les façades)</translation>
        </message>
        <message>
            <source>Fixes, before and after</source>
            <translation>Corrections, avant et après</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Base (GeoPackage)</translation>
        </message>
        <message>
            <source>Number of the run</source>
            <translation>Numéro du traitement</translation>
        </message>
        <message>
            <source>Fixes proposed</source>
            <translation>Corrections proposées</translation>
        </message>
        <message>
            <source>Fixes applied</source>
            <translation>Corrections appliquées</translation>
        </message>
        <message>
            <source>Findings left</source>
            <translation>Constats restants</translation>
        </message>
    </context>
    <context>
        <name>InstallEngine</name>
        <message>
            <source>Install the engine</source>
            <translation>Installer le moteur</translation>
        </message>
        <message>
            <source>engine,install,Python,environment,dependencies</source>
            <translation>moteur,installer,Python,environnement,dépendances,engine</translation>
        </message>
        <message>
            <source>Makes the engine's own Python environment in your profile.</source>
            <translation>Crée l’environnement Python du moteur dans votre profil.</translation>
        </message>
        <message>
            <source>The calculations run in a process of their own, with their own Python packages, so that they never disturb QGIS. This makes that environment in your QGIS profile, from a fixed list of versions.

Packages come from the network. On a machine without network, give a folder of wheels (made with “make wheels” on another machine of the same kind).</source>
            <translation>Les calculs tournent dans un processus à part, avec leurs propres paquets Python, sans jamais gêner QGIS. Cet algorithme crée cet environnement dans votre profil QGIS, d’après une liste de versions fixée.

Les paquets viennent du réseau. Sur un poste sans réseau, indiquez un dossier de wheels (préparé par « make wheels » sur une autre machine du même type).</translation>
        </message>
        <message>
            <source>Folder of wheels (for a machine without network)</source>
            <translation>Dossier de wheels (pour un poste sans réseau)</translation>
        </message>
        <message>
            <source>Python of the engine</source>
            <translation>Python du moteur</translation>
        </message>
        <message>
            <source>Versions of the engine</source>
            <translation>Versions du moteur</translation>
        </message>
    </context>
    <context>
        <name>ListExceptions</name>
        <message>
            <source>List the exceptions</source>
            <translation>Lister les exceptions</translation>
        </message>
        <message>
            <source>PCRS,quality,finding,exception,false positive,list,base</source>
            <translation>PCRS,qualité,constat,exception,faux positif,liste,base</translation>
        </message>
        <message>
            <source>Lists the findings that were accepted, why and by which role, and where each exception stands.</source>
            <translation>Liste les constats acceptés, pourquoi et par quel rôle, et où en est chaque exception.</translation>
        </message>
        <message>
            <source>Lists the exceptions of the base as points and as CSV: active, unused (the last check found nothing that they are about, since the run told), reopened (the object has moved), and with All those that have expired or were revoked.

An exception that stays unused can be revoked: what it was about is mended or gone.</source>
            <translation>Liste les exceptions de la base en points et en CSV : actives, inutilisées (le dernier contrôle n’a rien trouvé qu’elles concernent, depuis le traitement dit), rouvertes (l’objet a bougé), et avec Toutes celles qui ont expiré ou ont été retirées.

Une exception qui reste inutilisée peut être retirée : ce qu’elle concernait est corrigé ou parti.</translation>
        </message>
        <message>
            <source>Exceptions</source>
            <translation>Exceptions déclarées</translation>
        </message>
        <message>
            <source>Exceptions as a table</source>
            <translation>Exceptions en table</translation>
        </message>
        <message>
            <source>CSV files (*.csv)</source>
            <translation>Fichiers CSV (*.csv)</translation>
        </message>
        <message>
            <source>Expired and revoked exceptions too</source>
            <translation>Aussi les exceptions expirées et retirées</translation>
        </message>
        <message>
            <source>Exceptions listed</source>
            <translation>Exceptions listées</translation>
        </message>
        <message>
            <source>Active exceptions</source>
            <translation>Exceptions actives</translation>
        </message>
        <message>
            <source>Unused exceptions</source>
            <translation>Exceptions inutilisées</translation>
        </message>
        <message>
            <source>Reopened exceptions</source>
            <translation>Exceptions rouvertes</translation>
        </message>
        <message>
            <source>Expired exceptions</source>
            <translation>Exceptions expirées</translation>
        </message>
        <message>
            <source>Revoked exceptions</source>
            <translation>Exceptions retirées</translation>
        </message>
    </context>
    <context>
        <name>LotList</name>
        <message>
            <source>Lot</source>
            <translation>Lot</translation>
        </message>
        <message>
            <source>Verdict</source>
            <translation>Verdict</translation>
        </message>
        <message>
            <source>Objects</source>
            <translation>Objets</translation>
        </message>
        <message>
            <source>Producers</source>
            <translation>Producteurs</translation>
        </message>
        <message>
            <source>Received</source>
            <translation>Reçu</translation>
        </message>
        <message>
            <source>State</source>
            <translation>État</translation>
        </message>
        <message>
            <source>Lots ({count})</source>
            <translation>Lots ({count})</translation>
        </message>
    </context>
    <context>
        <name>MaintainStore</name>
        <message>
            <source>Maintain the base</source>
            <translation>Entretenir la base</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>Vérifier</translation>
        </message>
        <message>
            <source>Compact</source>
            <translation>Compacter</translation>
        </message>
        <message>
            <source>Back up</source>
            <translation>Sauvegarder</translation>
        </message>
        <message>
            <source>Migrate</source>
            <translation>Migrer</translation>
        </message>
        <message>
            <source>Action</source>
            <translation>Action à mener</translation>
        </message>
        <message>
            <source>Folder of backups</source>
            <translation>Dossier des sauvegardes</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Base (GeoPackage)</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Copie</translation>
        </message>
        <message>
            <source>Problems found</source>
            <translation>Problèmes trouvés</translation>
        </message>
        <message>
            <source>PCRS,check,compact,vacuum,backup,migrate,lock,release,base,store</source>
            <translation>PCRS,vérifier,compacter,sauvegarde,migration,verrou,base,check,backup,lock</translation>
        </message>
        <message>
            <source>Checks, compacts, backs up or migrates the base, or releases its lock.</source>
            <translation>Contrôle, compacte, sauvegarde ou migre la base, ou lève son verrou.</translation>
        </message>
        <message>
            <source>Check: the file, its spatial indexes, counts, lots, links and lineage agree, and what was done by hand leaves it sound. Compact: give free pages back to the disk, and make triggers, indexes and views again that other tools have dropped. Back up: a dated copy that is whole even while others read, in a folder (by default backups, beside the base). Migrate: bring a base of an older version up to date, after a copy; any other run does so too. Release: the lock of a run of which it is sure that it will not come back; who holds it, where and since when is told, a reason and the role of who decides are asked for and kept. A lock of a run that died on this computer, or that has shown no sign of life for three minutes, is taken over by the next run without that.

None of these changes an object.</source>
            <translation>Vérifier : le fichier, ses index spatiaux, ses nombres d’entités, les lots, les liens et le lignage concordent, et les saisies manuelles le laissent sain. Compacter : rendre la place libre au disque, et refaire déclencheurs, index et vues que d’autres outils ont supprimés. Sauvegarder : une copie datée, entière même pendant que d’autres lisent, dans un dossier (par défaut backups, à côté de la base). Migrer : mettre à jour une base d’une version plus ancienne, après copie ; tout autre traitement le fait aussi. Lever le verrou : celui d’un traitement dont il est sûr qu’il ne reviendra pas ; qui le tient, où et depuis quand est dit, une raison et le rôle de qui décide sont demandés et gardés. Le verrou d’un traitement mort sur cet ordinateur, ou sans signe de vie depuis trois minutes, est repris sans cela par le traitement suivant.

Aucune de ces actions ne change un objet.</translation>
        </message>
        <message>
            <source>Release the lock</source>
            <translation>Lever le verrou</translation>
        </message>
        <message>
            <source>Reason (to release the lock)</source>
            <translation>Raison (pour lever le verrou)</translation>
        </message>
        <message>
            <source>Role of who decides (to release the lock)</source>
            <translation>Rôle de qui décide (pour lever le verrou)</translation>
        </message>
    </context>
    <context>
        <name>MakeDemo</name>
        <message>
            <source>Make the demonstration territory</source>
            <translation>Créer le territoire de démonstration</translation>
        </message>
        <message>
            <source>demo,example,fictional,territory,PCRS,test</source>
            <translation>démonstration,exemple,fictif,territoire,PCRS,essai,demo</translation>
        </message>
        <message>
            <source>Makes a small fictional commune to try everything on.</source>
            <translation>Crée une petite commune fictive pour tout essayer.</translation>
        </message>
        <message>
            <source>Folder</source>
            <translation>Dossier</translation>
        </message>
        <message>
            <source>Seed (empty for the usual commune)</source>
            <translation>Graine (vide pour la commune habituelle)</translation>
        </message>
        <message>
            <source>Territory file</source>
            <translation>Fichier de territoire</translation>
        </message>
        <message>
            <source>Truth table of the planted defects</source>
            <translation>Table de vérité des défauts placés</translation>
        </message>
        <message>
            <source>Makes a small fictional commune: PCRS lots of two producers that overlap, two copies of a water network, parcels, addresses, and a territory file that names them. Defects are planted and listed in a truth table, so that you can see what the checks find.

The same seed makes the same commune. The folder must be empty, or one that this algorithm has made and whose files are as it made them: nothing else is written over.</source>
            <translation>Crée une petite commune fictive : des lots PCRS de deux producteurs qui se recouvrent, deux copies d’un réseau d’eau, des parcelles, des adresses, et un fichier de territoire qui les nomme. Des défauts y sont placés et listés dans une table de vérité, pour voir ce que trouvent les contrôles.

La même graine donne la même commune. Le dossier doit être vide, ou fait par cet algorithme avec des fichiers restés tels qu’il les a faits : rien d’autre n’est remplacé.</translation>
        </message>
    </context>
    <context>
        <name>MakeEmprises</name>
        <message>
            <source>Make emprises</source>
            <translation>Faire des emprises</translation>
        </message>
        <message>
            <source>PCRS,emprise,extent,grid,tiles,commune,corridor,operation</source>
            <translation>PCRS,emprise,étendue,grille,dalles,commune,couloir,opération</translation>
        </message>
        <message>
            <source>Makes exchange emprises by grid, commune, couloir or survey operation.</source>
            <translation>Fait des emprises d’échange par grille, commune, couloir ou opération de levé.</translation>
        </message>
        <message>
            <source>Makes the polygons of EmpriseEchangePCRS: cells of a regular grid whose corners never move, communes, couloirs on both sides of axes and a little into side streets, or the zone of each lot's survey (its own emprise, else what lies around its objects). Each tells how many objects of the base it touches.

The result serves as the mask of an export.</source>
            <translation>Fait les polygones d’EmpriseEchangePCRS : cellules d’une grille régulière dont les coins ne bougent jamais, communes, couloirs de part et d’autre d’axes et un peu dans les rues adjacentes, ou zone de levé de chaque lot (son emprise, à défaut ce qui entoure ses objets). Chacune dit combien d’objets de la base elle touche.

Le résultat sert de masque à un export.</translation>
        </message>
        <message>
            <source>Regular grid</source>
            <translation>Grille régulière</translation>
        </message>
        <message>
            <source>Communes</source>
            <translation>Communes</translation>
        </message>
        <message>
            <source>Couloirs</source>
            <translation>Couloirs</translation>
        </message>
        <message>
            <source>Survey operations</source>
            <translation>Opérations de levé</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Type d’emprise</translation>
        </message>
        <message>
            <source>Grid: side of a cell (m)</source>
            <translation>Grille : côté d’une cellule (m)</translation>
        </message>
        <message>
            <source>Communes, or axes of couloirs</source>
            <translation>Communes, ou axes des couloirs</translation>
        </message>
        <message>
            <source>Field: one emprise for each of its values</source>
            <translation>Champ : une emprise par valeur</translation>
        </message>
        <message>
            <source>Couloir: metres each side of the axis</source>
            <translation>Couloir : mètres de chaque côté de l’axe</translation>
        </message>
        <message>
            <source>Couloir: metres into side streets</source>
            <translation>Couloir : mètres dans les rues adjacentes</translation>
        </message>
        <message>
            <source>Keep emprises without objects</source>
            <translation>Garder les emprises sans objet</translation>
        </message>
        <message>
            <source>Emprises to write</source>
            <translation>Emprises à écrire</translation>
        </message>
        <message>
            <source>GeoPackage files (*.gpkg)</source>
            <translation>Fichiers GeoPackage (*.gpkg)</translation>
        </message>
        <message>
            <source>Emprises made</source>
            <translation>Emprises faites</translation>
        </message>
    </context>
    <context>
        <name>MeasureCoverage</name>
        <message>
            <source>Measure coverage</source>
            <translation>Mesurer la couverture</translation>
        </message>
        <message>
            <source>PCRS,coverage,holes,overlap,emprise,commune</source>
            <translation>PCRS,couverture,trous,recouvrement,emprise,commune</translation>
        </message>
        <message>
            <source>Measures what the lots cover of each commune, its holes and its overlaps.</source>
            <translation>Mesure ce que les lots couvrent de chaque commune, ses trous et ses recouvrements.</translation>
        </message>
        <message>
            <source>Commune polygons</source>
            <translation>Polygones des communes</translation>
        </message>
        <message>
            <source>Field of the commune code (usual names are found)</source>
            <translation>Champ du code de commune (les noms usuels sont reconnus)</translation>
        </message>
        <message>
            <source>Holes and overlaps</source>
            <translation>Trous et recouvrements</translation>
        </message>
        <message>
            <source>GeoPackage files (*.gpkg)</source>
            <translation>Fichiers GeoPackage (*.gpkg)</translation>
        </message>
        <message>
            <source>Holes found</source>
            <translation>Trous trouvés</translation>
        </message>
        <message>
            <source>Overlaps found</source>
            <translation>Recouvrements trouvés</translation>
        </message>
        <message>
            <source>Compares the emprises of the lots with the communes: covered area, holes wider than one metre and overlaps between lots wider than one metre. A long crack between two emprises has an area but no width: it is not told.

The output holds the communes with their covered share, and the holes and overlaps with their area and width; the figures are in the report too.</source>
            <translation>Compare les emprises des lots aux communes : surface couverte, trous de plus d’un mètre de large et recouvrements entre lots de plus d’un mètre de large. Une longue fente entre deux emprises a une surface mais pas de largeur : elle n’est pas signalée.

Le résultat contient les communes avec leur part couverte, ainsi que les trous et les recouvrements avec leur surface et leur largeur ; les chiffres sont aussi dans le rapport.</translation>
        </message>
    </context>
    <context>
        <name>MergeTiles</name>
        <message>
            <source>Merge the tiles of a survey</source>
            <translation>Refondre les carreaux d’un levé</translation>
        </message>
        <message>
            <source>PCRS,tile,neatline,merge,sliver,base</source>
            <translation>PCRS,carreau,limite,fusion,éclat,base,tile,merge</translation>
        </message>
        <message>
            <source>Makes one line again of what the tiles of one survey have cut.</source>
            <translation>Refait une seule ligne de ce que les carreaux d’un même levé ont coupé.</translation>
        </message>
        <message>
            <source>Lots of one survey (same producers, same coordinate system, dates at most 31 days apart) whose extents touch: lines of one class that end at the same place of the common border, with the same attributes, become one object. Arcs stay arcs, the longest part gives the direction and the identifier, the parents stay in history.

Left as they are and told in the report: altitudes more than 2 cm apart, different attributes, an object that changes its class at the border, three ends or more at one place, slivers that nothing continues.

The output RUN is the number that undoes it (mutualgeo:undorun).</source>
            <translation>Lots d’un même levé (mêmes producteurs, même système de coordonnées, dates à 31 jours au plus l’une de l’autre) dont les emprises se touchent : les lignes de même classe qui finissent au même endroit de la limite commune, avec les mêmes attributs, deviennent un seul objet. Les arcs restent des arcs, la partie la plus longue donne le sens et l’identifiant, les parents restent dans l’historique.

Restent tels quels, et figurent dans le rapport : altitudes à plus de 2 cm l’une de l’autre, attributs différents, objet qui change de classe à la limite, trois extrémités ou plus au même endroit, éclats que rien ne continue.

La sortie RUN est le numéro qui permet d’annuler (mutualgeo:undorun).</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Base (GeoPackage)</translation>
        </message>
        <message>
            <source>Number of the run</source>
            <translation>Numéro du traitement</translation>
        </message>
        <message>
            <source>Cuts closed</source>
            <translation>Coupures refermées</translation>
        </message>
        <message>
            <source>Objects made</source>
            <translation>Objets faits</translation>
        </message>
        <message>
            <source>Places left as they are</source>
            <translation>Endroits laissés tels quels</translation>
        </message>
    </context>
    <context>
        <name>MutualgeoAlgorithm</name>
        <message>
            <source>Unexpected error: {detail}. The report holds the technical details.</source>
            <translation>Erreur inattendue : {detail}. Le rapport contient le détail technique.</translation>
        </message>
        <message>
            <source>1. Assemble</source>
            <translation>1. Assembler</translation>
        </message>
        <message>
            <source>2. Reconcile</source>
            <translation>2. Rapprocher</translation>
        </message>
        <message>
            <source>3. Check</source>
            <translation>3. Contrôler</translation>
        </message>
        <message>
            <source>4. Publish</source>
            <translation>4. Publier</translation>
        </message>
        <message>
            <source>Tools</source>
            <translation>Outils</translation>
        </message>
        <message>
            <source>Report</source>
            <translation>Rapport</translation>
        </message>
        <message>
            <source>JSON files (*.json)</source>
            <translation>Fichiers JSON (*.json)</translation>
        </message>
        <message>
            <source>Base (GeoPackage)</source>
            <translation>Base mutualisée (GeoPackage)</translation>
        </message>
        <message>
            <source>Territory file</source>
            <translation>Fichier de territoire</translation>
        </message>
        <message>
            <source>Report: {path}</source>
            <translation>Rapport : {path}</translation>
        </message>
    </context>
    <context>
        <name>MutualgeoPanel</name>
        <message>
            <source>Territory files (*.toml)</source>
            <translation>Fichiers de territoire (*.toml)</translation>
        </message>
        <message>
            <source>Choose a territory file</source>
            <translation>Choisir un fichier de territoire</translation>
        </message>
        <message>
            <source>Territory</source>
            <translation>Territoire</translation>
        </message>
        <message>
            <source>The engine that does the calculations is not installed yet.</source>
            <translation>Le moteur qui fait les calculs n’est pas encore installé.</translation>
        </message>
        <message>
            <source>Install the engine</source>
            <translation>Installer le moteur</translation>
        </message>
        <message>
            <source>Assemble</source>
            <translation>Assembler</translation>
        </message>
        <message>
            <source>Receive the PCRS lots and join them into the shared base.</source>
            <translation>Recevoir les lots PCRS et les réunir dans la base mutualisée.</translation>
        </message>
        <message>
            <source>Reconcile</source>
            <translation>Rapprocher</translation>
        </message>
        <message>
            <source>Compare two sources of a network.</source>
            <translation>Comparer deux sources d’un réseau.</translation>
        </message>
        <message>
            <source>Check</source>
            <translation>Contrôler</translation>
        </message>
        <message>
            <source>Check the quality of the base and see what is wrong.</source>
            <translation>Contrôler la qualité de la base et voir ce qui ne va pas.</translation>
        </message>
        <message>
            <source>Publish</source>
            <translation>Publier</translation>
        </message>
        <message>
            <source>Publish one portal per local authority.</source>
            <translation>Publier un portail par collectivité.</translation>
        </message>
        <message>
            <source>Receive lots…</source>
            <translation>Recevoir des lots…</translation>
        </message>
        <message>
            <source>Choose GML or zip files and receive them</source>
            <translation>Choisir des fichiers GML ou zip et les recevoir</translation>
        </message>
        <message>
            <source>Join the lots, set duplicates aside</source>
            <translation>Réunir les lots, écarter les doublons</translation>
        </message>
        <message>
            <source>Compare…</source>
            <translation>Comparer…</translation>
        </message>
        <message>
            <source>Compare two networks of the territory</source>
            <translation>Comparer deux réseaux du territoire</translation>
        </message>
        <message>
            <source>Run the checks on the base</source>
            <translation>Lancer les contrôles sur la base</translation>
        </message>
        <message>
            <source>Make a new release of each portal</source>
            <translation>Publier une nouvelle version de chaque portail</translation>
        </message>
        <message>
            <source>Preview</source>
            <translation>Aperçu</translation>
        </message>
        <message>
            <source>Serve the portals from this machine for a while and open them</source>
            <translation>Servir les portails depuis ce poste pour un temps et les ouvrir</translation>
        </message>
        <message>
            <source>Show the base on the map</source>
            <translation>Voir la base sur la carte</translation>
        </message>
        <message>
            <source>Show the discrepancies on the map</source>
            <translation>Voir les écarts sur la carte</translation>
        </message>
        <message>
            <source>Show the findings on the map</source>
            <translation>Voir les constats sur la carte</translation>
        </message>
        <message>
            <source>Open the last run's report</source>
            <translation>Ouvrir le rapport du dernier traitement</translation>
        </message>
        <message>
            <source>{communes} communes · {crs} · base {store}</source>
            <translation>Communes : {communes} · {crs} · base {store}</translation>
        </message>
        <message>
            <source>PCRS lots</source>
            <translation>Lots PCRS</translation>
        </message>
        <message>
            <source>PCRS lots (*.gml *.GML *.zip *.ZIP);;All files (*)</source>
            <translation>Lots PCRS (*.gml *.GML *.zip *.ZIP);;Tous les fichiers (*)</translation>
        </message>
        <message>
            <source>The territory names no two networks of one theme to compare.</source>
            <translation>Le territoire ne nomme pas deux réseaux d’un même thème à comparer.</translation>
        </message>
        <message>
            <source>Compare</source>
            <translation>Comparer</translation>
        </message>
        <message>
            <source>Reference and network to reconcile</source>
            <translation>Référence et réseau à rapprocher</translation>
        </message>
        <message>
            <source>Findings</source>
            <translation>Constats</translation>
        </message>
        <message>
            <source>Discrepancies</source>
            <translation>Écarts</translation>
        </message>
        <message>
            <source>There is nothing to show yet: run the step first.</source>
            <translation>Il n’y a encore rien à montrer : lancez d’abord l’étape.</translation>
        </message>
        <message>
            <source>Show the coverage on the map</source>
            <translation>Montrer la couverture sur la carte</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>Étapes</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Base</translation>
        </message>
        <message>
            <source>Coverage</source>
            <translation>Couverture</translation>
        </message>
        <message>
            <source>The lot {name} has no place on the map.</source>
            <translation>Le lot {name} n’a pas de place sur la carte.</translation>
        </message>
        <message>
            <source>{count} findings are chosen.</source>
            <translation>{count} constats choisis.</translation>
        </message>
        <message>
            <source>This finding has no place on the map.</source>
            <translation>Ce constat n’a pas de position sur la carte.</translation>
        </message>
        <message>
            <source>Exceptions to revoke: {numbers}. Findings that will wait for a review again: {count}.</source>
            <translation>Exceptions à retirer : {numbers}. Constats qui attendront à nouveau un examen : {count}.</translation>
        </message>
    </context>
    <context>
        <name>MutualgeoPlugin</name>
        <message>
            <source>mutualgeo panel</source>
            <translation>Panneau mutualgeo</translation>
        </message>
    </context>
    <context>
        <name>MutualgeoProvider</name>
        <message>
            <source>mutualgeo: shared PCRS base</source>
            <translation>mutualgeo : base PCRS mutualisée</translation>
        </message>
    </context>
    <context>
        <name>ProgressFooter</name>
        <message>
            <source>Cancel</source>
            <translation>Annuler</translation>
        </message>
        <message>
            <source>What the runs say appears here.</source>
            <translation>Ce que disent les traitements s’affiche ici.</translation>
        </message>
        <message>
            <source>Running {algorithm}</source>
            <translation>En cours : {algorithm}</translation>
        </message>
        <message>
            <source>Finished.</source>
            <translation>Terminé.</translation>
        </message>
        <message>
            <source>Not finished: see below.</source>
            <translation>Non abouti : voir ci-dessous.</translation>
        </message>
        <message>
            <source>Cancelling…</source>
            <translation>Annulation…</translation>
        </message>
    </context>
    <context>
        <name>PublishPortal</name>
        <message>
            <source>Publish portals</source>
            <translation>Publier les portails</translation>
        </message>
        <message>
            <source>publish,portal,WMS,WFS,white label,open data,QGIS Server</source>
            <translation>publier,portail,WMS,WFS,marque blanche,données ouvertes,QGIS Server,publish</translation>
        </message>
        <message>
            <source>Publishes the layers that the territory file lists, one white-label portal per community.</source>
            <translation>Publie les couches que liste le fichier de territoire, un portail en marque blanche par collectivité.</translation>
        </message>
        <message>
            <source>Extracts from the base the layers and columns that the territory file lists for each portal, and nothing else: a column that is not listed is absent from the published file. Makes a QGIS Server project (WMS 1.3.0, WFS 1.1) with the community's titles, contact and licence, and a landing page in its colours.

Each publication is a new release. The project is opened again and its layers are counted; it replaces the one before in one step, last, so that a failure leaves the portal as it was.</source>
            <translation>Extrait de la base les couches et colonnes que le fichier de territoire liste pour chaque portail, et rien d’autre : une colonne non listée est absente du fichier publié. Crée un projet QGIS Server (WMS 1.3.0, WFS 1.1) avec les titres, le contact et la licence de la collectivité, et une page d’accueil à ses couleurs.

Chaque publication est une nouvelle version. Le projet est rouvert et ses couches comptées ; il remplace le précédent d’un seul geste, à la fin : un échec laisse le portail comme il était.</translation>
        </message>
        <message>
            <source>Territory file</source>
            <translation>Fichier de territoire</translation>
        </message>
        <message>
            <source>Base (empty for the territory's)</source>
            <translation>Base (vide pour celle du territoire)</translation>
        </message>
        <message>
            <source>Code of one portal (empty for all)</source>
            <translation>Code d’un portail (vide pour tous)</translation>
        </message>
        <message>
            <source>Folder of the portals</source>
            <translation>Dossier des portails</translation>
        </message>
        <message>
            <source>Portals published</source>
            <translation>Portails publiés</translation>
        </message>
        <message>
            <source>Layers published</source>
            <translation>Couches publiées</translation>
        </message>
        <message>
            <source>Objects published</source>
            <translation>Objets publiés</translation>
        </message>
    </context>
    <context>
        <name>ReceiveLot</name>
        <message>
            <source>Receive PCRS lots</source>
            <translation>Recevoir des lots PCRS</translation>
        </message>
        <message>
            <source>PCRS,GML,lot,delivery,receive,import,base</source>
            <translation>PCRS,GML,lot,livraison,recevoir,import,base,receive</translation>
        </message>
        <message>
            <source>Base (GeoPackage; completed when it exists)</source>
            <translation>Base (GeoPackage ; complétée si elle existe)</translation>
        </message>
        <message>
            <source>GeoPackage files (*.gpkg)</source>
            <translation>Fichiers GeoPackage (*.gpkg)</translation>
        </message>
        <message>
            <source>Succeed even when some lots are refused</source>
            <translation>Réussir même si des lots sont refusés</translation>
        </message>
        <message>
            <source>Lots received</source>
            <translation>Lots reçus</translation>
        </message>
        <message>
            <source>Lots refused</source>
            <translation>Lots refusés</translation>
        </message>
        <message>
            <source>Reads PCRS deliveries into the shared base, each with a verdict.</source>
            <translation>Lit des livraisons PCRS dans la base partagée, avec un verdict pour chacune.</translation>
        </message>
        <message>
            <source>Files of the lots (GML, GeoPackage, Shapefile, DXF or zip)</source>
            <translation>Fichiers des lots (GML, GeoPackage, Shapefile, DXF ou zip)</translation>
        </message>
        <message>
            <source>Folder of lots</source>
            <translation>Dossier de lots</translation>
        </message>
        <message>
            <source>Mapping profile, for what is not PCRS v2.0 GML (name or .toml file)</source>
            <translation>Profil de correspondance, pour ce qui n’est pas du GML PCRS v2.0 (nom ou fichier .toml)</translation>
        </message>
        <message>
            <source>CRS of files that name none (EPSG:3946…)</source>
            <translation>Système de coordonnées des fichiers qui n’en nomment pas (EPSG:3946…)</translation>
        </message>
        <message>
            <source>Reception profile (name or .toml file)</source>
            <translation>Profil de réception (nom ou fichier .toml)</translation>
        </message>
        <message>
            <source>Height system of the lots (NGF-IGN69…)</source>
            <translation>Système altimétrique des lots (NGF-IGN69…)</translation>
        </message>
        <message>
            <source>Folder for the receipts</source>
            <translation>Dossier des reçus</translation>
        </message>
        <message>
            <source>Reads PCRS v2.0 deliveries (GML files or zip archives) into the shared base. A lot comes in whole or not at all; arcs, Z, codes and links are kept as they were received, and a lot that was received already is not taken twice.

Give files, a folder, or both. The base is created when it does not exist yet, in a folder that is there, and that is told; an existing one is completed, never replaced. When no base is named, the territory file says which one; none is created elsewhere while that one is there.

Tables and drawings (GeoPackage, Shapefile, DXF, older GML) come in through a mapping profile, shipped or your own: every constant used, code understood and layer left out is counted in the report. A drawing names no coordinate reference system: state it.

Each lot gets a verdict under a reception profile: accepted, accepted with reserves, or refused with a receipt (what, why, how to mend) and no trace in the base.

When a lot is refused the run fails, unless partial acceptance is asked for; the accepted lots stay in either case and the report says why each other one was refused.</source>
            <translation>Lit des livraisons PCRS v2.0 (fichiers GML ou archives zip) dans la base partagée. Un lot entre en entier ou pas du tout ; arcs, Z, codes et liens sont gardés comme ils ont été reçus, et un lot déjà reçu n’est pas repris.

Donnez des fichiers, un dossier, ou les deux. La base est créée si elle n’existe pas encore, dans un dossier qui existe, et c’est dit ; une base existante est complétée, jamais remplacée. Sans base nommée, le fichier de territoire dit laquelle ; aucune n’est créée ailleurs tant que celle-là existe.

Les tables et les dessins (GeoPackage, Shapefile, DXF, GML plus ancien) entrent par un profil de correspondance, fourni ou le vôtre : chaque constante employée, chaque code compris et chaque couche laissée de côté est compté dans le rapport. Un dessin ne nomme pas de système de coordonnées : indiquez-le.

Chaque lot reçoit un verdict selon un profil de réception : accepté, accepté avec réserves, ou refusé avec un reçu (quoi, pourquoi, que faire) et sans trace dans la base.

Quand un lot est refusé, le traitement échoue, sauf si l’acceptation partielle est demandée ; les lots acceptés restent dans les deux cas et le rapport dit pourquoi chacun des autres a été refusé.</translation>
        </message>
    </context>
    <context>
        <name>RegisterRaster</name>
        <message>
            <source>Register PCRS images</source>
            <translation>Enregistrer des images PCRS</translation>
        </message>
        <message>
            <source>PCRS,raster,ortho,image,tile,mosaic,VRT,COG,JPEG 2000</source>
            <translation>PCRS,raster,ortho,image,dalle,mosaïque,VRT,COG,JPEG 2000</translation>
        </message>
        <message>
            <source>Checks ortho-image tiles, registers them in the base, builds a mosaic and COGs.</source>
            <translation>Contrôle des dalles d’orthoimage, les enregistre dans la base, construit une mosaïque et des COG.</translation>
        </message>
        <message>
            <source>Checks ortho-image tiles (GeoTIFF, COG, JPEG 2000) and registers each as a RasterPCRS of the base: georeferencing, one legal CRS, one pixel size, edges without image, coverage of the emprises of the base (holes and overlaps in square metres).

Tiles that are not placed, or that differ in system or pixel size, are refused together and leave no trace. Holes, overlaps and empty edges are told and do not refuse.

The mosaic (VRT) names the tiles, or the COGs where a folder is given for them. Images are copied block by block: the size of the mosaic does not matter.</source>
            <translation>Contrôle des dalles d’orthoimage (GeoTIFF, COG, JPEG 2000) et enregistre chacune comme RasterPCRS de la base : géoréférencement, un seul système légal, une seule taille de pixel, bords sans image, couverture des emprises de la base (trous et recouvrements en mètres carrés).

Des dalles non calées, ou de systèmes ou de tailles de pixel différents, sont refusées ensemble et ne laissent pas de trace. Trous, recouvrements et bords vides sont signalés et ne font pas refuser.

La mosaïque (VRT) nomme les dalles, ou les COG si un dossier est donné pour eux. Les images sont copiées bloc par bloc : la taille de la mosaïque n’importe pas.</translation>
        </message>
        <message>
            <source>Image tiles</source>
            <translation>Dalles d’image</translation>
        </message>
        <message>
            <source>Folder of tiles</source>
            <translation>Dossier de dalles</translation>
        </message>
        <message>
            <source>Date of acquisition (2024-05-31)</source>
            <translation>Date d’acquisition (2024-05-31)</translation>
        </message>
        <message>
            <source>Resolution in centimetres (0: that of the pixels)</source>
            <translation>Résolution en centimètres (0 : celle des pixels)</translation>
        </message>
        <message>
            <source>Planimetric precision class</source>
            <translation>Classe de précision planimétrique</translation>
        </message>
        <message>
            <source>Producer</source>
            <translation>Producteur</translation>
        </message>
        <message>
            <source>CRS of files that name none (EPSG:3946…)</source>
            <translation>Système de coordonnées des fichiers qui n’en nomment pas (EPSG:3946…)</translation>
        </message>
        <message>
            <source>Mosaic</source>
            <translation>Mosaïque</translation>
        </message>
        <message>
            <source>VRT files (*.vrt)</source>
            <translation>Fichiers VRT (*.vrt)</translation>
        </message>
        <message>
            <source>Folder for the COGs</source>
            <translation>Dossier des COG</translation>
        </message>
        <message>
            <source>Tiles registered</source>
            <translation>Dalles enregistrées</translation>
        </message>
        <message>
            <source>Holes (m²)</source>
            <translation>Trous (m²)</translation>
        </message>
        <message>
            <source>Overlaps (m²)</source>
            <translation>Recouvrements (m²)</translation>
        </message>
    </context>
    <context>
        <name>RemoveLot</name>
        <message>
            <source>Remove a lot</source>
            <translation>Retirer un lot</translation>
        </message>
        <message>
            <source>PCRS,remove,lot,delivery,restore,lineage,base</source>
            <translation>PCRS,retirer,lot,livraison,restaurer,lignage,base,remove</translation>
        </message>
        <message>
            <source>Takes a lot out of the base; what it had put aside comes back.</source>
            <translation>Retire un lot de la base ; ce qu’il avait écarté revient.</translation>
        </message>
        <message>
            <source>Takes a lot out of the base: its objects pass to the state removed, the objects that runs had made out of them (merged lines, moved ends) are undone, and what these had put aside is current again. Nothing is deleted; the reason is kept in the lineage of each object.

The report lists what came back. Assemble the base again afterwards: several versions of one object may have come back.</source>
            <translation>Retire un lot de la base : ses objets passent à l’état removed, ce que des traitements en avaient fait (lignes fusionnées, extrémités déplacées) est défait, et ce qu’ils avaient écarté redevient courant. Rien n’est effacé ; la raison est gardée dans le lignage de chaque objet.

Le rapport liste ce qui est revenu. Réunissez ensuite la base à nouveau : plusieurs versions d’un même objet peuvent être revenues.</translation>
        </message>
        <message>
            <source>Lot (name or number)</source>
            <translation>Lot (nom ou numéro)</translation>
        </message>
        <message>
            <source>Reason</source>
            <translation>Raison</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Base (GeoPackage)</translation>
        </message>
        <message>
            <source>Objects removed</source>
            <translation>Objets retirés</translation>
        </message>
        <message>
            <source>Objects made of them, undone</source>
            <translation>Objets qui en étaient issus, défaits</translation>
        </message>
        <message>
            <source>Objects that came back</source>
            <translation>Objets revenus</translation>
        </message>
    </context>
    <context>
        <name>ServePortal</name>
        <message>
            <source>Serve portals from this machine</source>
            <translation>Servir les portails depuis ce poste</translation>
        </message>
        <message>
            <source>serve,preview,portal,WMS,WFS,QGIS Server</source>
            <translation>servir,aperçu,portail,WMS,WFS,QGIS Server,serve</translation>
        </message>
        <message>
            <source>Serves published portals on this machine, to look at them before they go public.</source>
            <translation>Sert les portails publiés sur ce poste, pour les voir avant leur mise en ligne.</translation>
        </message>
        <message>
            <source>Starts QGIS Server behind a gateway, in a process of its own that goes on after this algorithm, and waits until it answers. It listens on this machine only (127.0.0.1). Each portal is at its code: URL/200000000/, URL/200000000/wms, URL/200000000/wfs.

Port 0 takes a free one. The server stops by itself after the duration; 0 lets it run until its process (output PID) is ended. A new release is seen without a restart.</source>
            <translation>Démarre QGIS Server derrière une passerelle, dans un processus à part qui continue après cet algorithme, et attend qu’il réponde. Il n’écoute que ce poste (127.0.0.1). Chaque portail est à son code : URL/200000000/, URL/200000000/wms, URL/200000000/wfs.

Le port 0 en prend un libre. Le serveur s’arrête de lui-même après la durée ; 0 le laisse tourner jusqu’à la fin de son processus (sortie PID). Une nouvelle version est vue sans redémarrage.</translation>
        </message>
        <message>
            <source>Folder of the portals</source>
            <translation>Dossier des portails</translation>
        </message>
        <message>
            <source>Port (0: a free one)</source>
            <translation>Port (0 : un port libre)</translation>
        </message>
        <message>
            <source>Duration in seconds (0: until stopped)</source>
            <translation>Durée en secondes (0 : jusqu’à l’arrêt)</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>Process number</source>
            <translation>Numéro de processus</translation>
        </message>
    </context>
    <context>
        <name>ShareCosts</name>
        <message>
            <source>Share costs</source>
            <translation>Partager les coûts</translation>
        </message>
        <message>
            <source>PCRS,cost,sharing,financier,key,length,surface,commune</source>
            <translation>PCRS,coût,partage,financeur,clé,longueur,surface,commune</translation>
        </message>
        <message>
            <source>Counts surface, length and objects of each producer and financier, and shares a cost.</source>
            <translation>Compte surface, longueur et objets de chaque producteur et financeur, et partage un coût.</translation>
        </message>
        <message>
            <source>Counts what each producer has surveyed and what each financier has in each commune, and shares a cost by the key: length of networks, surface covered, or equal parts. The amounts add up to the total, to the cent (largest remainder), and can be worked out again from the table.

Financiers come from a TOML file (name, networks, communes), or from a field of a layer of networks.</source>
            <translation>Compte ce que chaque producteur a levé et ce que chaque financeur a dans chaque commune, et partage un coût selon la clé : longueur des réseaux, surface couverte ou parts égales. Les montants font le total au centime (plus forts restes) et se recalculent depuis le tableau.

Les financeurs viennent d’un fichier TOML (nom, réseaux, communes) ou d’un champ d’une couche de réseaux.</translation>
        </message>
        <message>
            <source>Commune polygons</source>
            <translation>Polygones des communes</translation>
        </message>
        <message>
            <source>Field of the commune code (usual names are found)</source>
            <translation>Champ du code de commune (les noms usuels sont reconnus)</translation>
        </message>
        <message>
            <source>Financiers (TOML)</source>
            <translation>Financeurs (TOML)</translation>
        </message>
        <message>
            <source>Networks, instead of a file of financiers</source>
            <translation>Réseaux, à la place d’un fichier de financeurs</translation>
        </message>
        <message>
            <source>Field of the networks that names who pays</source>
            <translation>Champ des réseaux qui nomme qui paie</translation>
        </message>
        <message>
            <source>Length of networks</source>
            <translation>Longueur des réseaux</translation>
        </message>
        <message>
            <source>Surface covered</source>
            <translation>Surface couverte</translation>
        </message>
        <message>
            <source>Equal parts</source>
            <translation>Parts égales</translation>
        </message>
        <message>
            <source>Key</source>
            <translation>Clé de répartition</translation>
        </message>
        <message>
            <source>Cost to share (€)</source>
            <translation>Coût à partager (€)</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>Tableau</translation>
        </message>
        <message>
            <source>CSV files (*.csv)</source>
            <translation>Fichiers CSV (*.csv)</translation>
        </message>
        <message>
            <source>Financiers who share</source>
            <translation>Financeurs</translation>
        </message>
    </context>
    <context>
        <name>UndoRun</name>
        <message>
            <source>Undo a run</source>
            <translation>Annuler un traitement</translation>
        </message>
        <message>
            <source>PCRS,undo,run,history,lineage,base</source>
            <translation>PCRS,annuler,traitement,historique,lignage,base,undo</translation>
        </message>
        <message>
            <source>Number of the run</source>
            <translation>Numéro du traitement</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Base (GeoPackage)</translation>
        </message>
        <message>
            <source>Objects current again</source>
            <translation>Objets de nouveau courants</translation>
        </message>
        <message>
            <source>Objects put aside</source>
            <translation>Objets mis de côté</translation>
        </message>
        <message>
            <source>Gives the base the state that it had before a run.</source>
            <translation>Rend à la base l’état qu’elle avait avant un traitement.</translation>
        </message>
        <message>
            <source>The base says again what it said before the run: states of objects, lots, conflicts, exceptions, findings. Runs that receive, assemble, match, update, remove, mend, decide, declare or check can be undone. What the run had brought is kept as history, never deleted; all is told in the lineage. A run on which a later one has built is refused: undo that one first. The table run of the base holds the numbers.</source>
            <translation>La base dit de nouveau ce qu’elle disait avant le traitement : états des objets, lots, conflits, exceptions, constats. S’annulent les traitements qui reçoivent, réunissent, raccordent, mettent à jour, retirent, corrigent, décident, déclarent ou contrôlent. Ce que le traitement avait apporté est gardé comme histoire, jamais effacé ; le lignage dit tout. Un traitement sur lequel un autre a bâti est refusé : annulez d’abord celui-là. La table run de la base donne les numéros.</translation>
        </message>
    </context>
    <context>
        <name>UpdateBase</name>
        <message>
            <source>Update the base</source>
            <translation>Mettre la base à jour</translation>
        </message>
        <message>
            <source>PCRS,update,changes,new,gone,lineage,base</source>
            <translation>PCRS,mise à jour,changements,nouveau,disparu,lignage,base,update</translation>
        </message>
        <message>
            <source>Applies an update lot: what is new, changed, unchanged and gone inside its emprise.</source>
            <translation>Applique un lot de mise à jour : ce qui est nouveau, modifié, inchangé et disparu dans son emprise.</translation>
        </message>
        <message>
            <source>An update lot speaks for all of its emprise: an object of the base that it does not hold any more is gone. Objects are recognised by their identifier or, when the producer has numbered anew, by their geometry.

Unchanged: the older version stays. Changed: the update's version takes its place. Gone: the object is superseded, never deleted. An object that crosses the limit of the emprise is left alone and listed.

Name a lot that the base holds already, or a file to receive first. Without classes, all those of the lot are updated; name them (separated by commas) when an absent class means that nothing is left of it. The changes are written as two layers, before and after.</source>
            <translation>Un lot de mise à jour répond de toute son emprise : un objet de la base qu’il ne contient plus a disparu. Les objets sont reconnus à leur identifiant ou, quand le producteur a renuméroté, à leur géométrie.

Inchangé : l’ancienne version reste. Modifié : celle de la mise à jour prend sa place. Disparu : l’objet est écarté, jamais effacé. Un objet à cheval sur la limite de l’emprise est laissé tel quel et listé.

Nommez un lot que la base contient déjà, ou un fichier à recevoir d’abord. Sans classes, toutes celles du lot sont mises à jour ; nommez-les (séparées par des virgules) quand une classe absente veut dire qu’il n’en reste rien. Les changements sont écrits en deux couches, avant et après.</translation>
        </message>
        <message>
            <source>Base (empty: the territory's)</source>
            <translation>Base (vide : celle du territoire)</translation>
        </message>
        <message>
            <source>Update lot of the base (name or number)</source>
            <translation>Lot de mise à jour de la base (nom ou numéro)</translation>
        </message>
        <message>
            <source>Or file of the update lot, to receive</source>
            <translation>Ou fichier du lot de mise à jour, à recevoir</translation>
        </message>
        <message>
            <source>Classes updated, separated by commas (empty: those of the lot)</source>
            <translation>Classes mises à jour, séparées par des virgules (vide : celles du lot)</translation>
        </message>
        <message>
            <source>Changes</source>
            <translation>Changements</translation>
        </message>
        <message>
            <source>GeoPackage files (*.gpkg)</source>
            <translation>Fichiers GeoPackage (*.gpkg)</translation>
        </message>
        <message>
            <source>Base</source>
            <translation>Base (GeoPackage)</translation>
        </message>
        <message>
            <source>Unchanged objects</source>
            <translation>Objets inchangés</translation>
        </message>
        <message>
            <source>Objects of changed geometry</source>
            <translation>Objets à géométrie modifiée</translation>
        </message>
        <message>
            <source>Objects of changed attributes</source>
            <translation>Objets à attributs modifiés</translation>
        </message>
        <message>
            <source>Objects of changed geometry and attributes</source>
            <translation>Objets à géométrie et attributs modifiés</translation>
        </message>
        <message>
            <source>New objects</source>
            <translation>Nouveaux objets</translation>
        </message>
        <message>
            <source>Objects that are gone</source>
            <translation>Objets disparus</translation>
        </message>
        <message>
            <source>Objects across the limit of the emprise</source>
            <translation>Objets à cheval sur la limite de l’emprise</translation>
        </message>
    </context>
</TS>
