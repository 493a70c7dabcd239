<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>@default</name>
    <message>
        <location filename="../mutualgeo_plugin/bridge.py" line="201"/>
        <source>{path} exists and is not a report: it was left as it is. Name another file.</source>
        <translation>{path} existe et n’est pas un rapport : il a été laissé tel quel. Donnez un autre fichier.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/bridge.py" line="164"/>
        <source>The run was cancelled before it began.</source>
        <translation>Traitement annulé avant d’avoir commencé.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/bridge.py" line="231"/>
        <source>The engine did not start: {python} cannot be run.</source>
        <translation>Le moteur n’a pas démarré : {python} ne peut pas être exécuté.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/bridge.py" line="233"/>
        <source>The run was cancelled.</source>
        <translation>Traitement annulé.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/bridge.py" line="235"/>
        <source>signal {number}</source>
        <translation>signal n° {number}</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/bridge.py" line="235"/>
        <source>exit status {number}</source>
        <translation>code de sortie {number}</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/bridge.py" line="236"/>
        <source>The engine stopped unexpectedly ({how}); the base is as it was before. Start the run again.</source>
        <translation>Le moteur s’est arrêté de façon inattendue ({how}) ; la base est restée comme avant. Relancez le traitement.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/bridge.py" line="272"/>
        <source>The report {path} cannot be written ({detail}). Choose another place.</source>
        <translation>Impossible d’écrire le rapport {path} ({detail}). Choisissez un autre emplacement.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/bridge.py" line="278"/>
        <source>The engine is not installed. Run the algorithm mutualgeo:installengine (or “make setup” in a checkout), or name its Python in MUTUALGEO_ENGINE_PYTHON.</source>
        <translation>Le moteur n’est pas installé. Lancez l’algorithme mutualgeo:installengine (ou « make setup » dans les sources), ou indiquez son Python dans MUTUALGEO_ENGINE_PYTHON.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/steps.py" line="43"/>
        <source>Never run</source>
        <translation>Jamais lancé</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/steps.py" line="50"/>
        <source>Done on {date}</source>
        <translation>Fait le {date}</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/steps.py" line="51"/>
        <source>{findings} findings on {date}</source>
        <translation>{findings} constats le {date}</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/steps.py" line="51"/>
        <source>Findings on {date}</source>
        <translation>Constats le {date}</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/steps.py" line="52"/>
        <source>Refused on {date}</source>
        <translation>Refusé le {date}</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/steps.py" line="53"/>
        <source>Failed on {date}</source>
        <translation>Échec le {date}</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/steps.py" line="54"/>
        <source>Cancelled on {date}</source>
        <translation>Annulé le {date}</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/steps.py" line="55"/>
        <source>Running since {date}</source>
        <translation>En cours depuis le {date}</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/enginevenv.py" line="46"/>
        <source>Asking the engine for its versions</source>
        <translation>Vérification du moteur</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/enginevenv.py" line="57"/>
        <source>Making the environment in {folder}</source>
        <translation>Création de l’environnement dans {folder}</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/enginevenv.py" line="60"/>
        <source>Installing the packages</source>
        <translation>Installation des paquets</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/enginevenv.py" line="66"/>
        <source>The packages of the engine could not be installed: no network, or wheels missing. On a machine without network, fill a folder with “make wheels” elsewhere and give it as WHEELS. Details: {details}</source>
        <translation>Les paquets du moteur n’ont pas pu être installés : réseau absent, ou wheels manquantes. Sur un poste sans réseau, remplissez un dossier avec « make wheels » sur une autre machine et indiquez-le dans WHEELS. Détail : {details}</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/enginevenv.py" line="79"/>
        <source>The engine does not answer as it should: {answer}</source>
        <translation>Le moteur ne répond pas comme attendu : {answer}</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/enginevenv.py" line="99"/>
        <source>No Python {version} or later with its venv module was found (on Debian: install python3-venv).</source>
        <translation>Aucun Python {version} ou plus récent avec son module venv n’a été trouvé (sous Debian : installez python3-venv).</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/enginevenv.py" line="116"/>
        <source>The installation was cancelled.</source>
        <translation>Installation annulée.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/enginevenv.py" line="144"/>
        <source>no explanation was given</source>
        <translation>aucune explication n’a été donnée</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="39"/>
        <source>Lineage</source>
        <translation>Lignage</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="18"/>
        <source>Lots of the base</source>
        <translation>Lots de la base</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="77"/>
        <source>Lot</source>
        <translation>Lot</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="60"/>
        <source>Date</source>
        <translation>Date</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="61"/>
        <source>Run</source>
        <translation>Traitement</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="62"/>
        <source>What happened</source>
        <translation>Ce qui s’est passé</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="63"/>
        <source>State before</source>
        <translation>État avant</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="64"/>
        <source>State after</source>
        <translation>État après</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="65"/>
        <source>Other object</source>
        <translation>Autre objet</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="66"/>
        <source>Detail</source>
        <translation>Détail</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="78"/>
        <source>File</source>
        <translation>Fichier</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="79"/>
        <source>Hash (SHA-256)</source>
        <translation>Empreinte (SHA-256)</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="80"/>
        <source>Producers</source>
        <translation>Producteurs</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="71"/>
        <source>Number of the run</source>
        <translation>Numéro du traitement</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="81"/>
        <source>Received</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="82"/>
        <source>Verdict</source>
        <translation>Verdict</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="83"/>
        <source>Reserves</source>
        <translation>Réserves</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="84"/>
        <source>Objects</source>
        <translation>Objets</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="85"/>
        <source>CRS as received (EPSG)</source>
        <translation>Système de coordonnées à la réception (EPSG)</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="86"/>
        <source>Transformation</source>
        <translation>Transformation</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="87"/>
        <source>Accuracy of the transformation (m)</source>
        <translation>Exactitude de la transformation (m)</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="14"/>
        <source>Newer, but worse</source>
        <translation>Plus récent, mais moins bon</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="15"/>
        <source>Attributes contradict each other</source>
        <translation>Attributs qui se contredisent</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="16"/>
        <source>Altitudes are far apart</source>
        <translation>Altitudes éloignées</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="17"/>
        <source>The version to set aside extends beyond</source>
        <translation>La version à écarter déborde</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="23"/>
        <source>Accepted</source>
        <translation>Accepté</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="23"/>
        <source>With reserves</source>
        <translation>Avec réserves</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="29"/>
        <source>In the base</source>
        <translation>Dans la base</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="30"/>
        <source>Made by a run</source>
        <translation>Fait par un traitement</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="31"/>
        <source>Images</source>
        <translation>Images</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="32"/>
        <source>Taken out</source>
        <translation>Retiré</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="39"/>
        <source>Findings</source>
        <translation>Constats</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="40"/>
        <source>Differences</source>
        <translation>Écarts</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="41"/>
        <source>Pairs of lines</source>
        <translation>Paires de lignes</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="42"/>
        <source>Holes and overlaps</source>
        <translation>Trous et recouvrements</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/words.py" line="43"/>
        <source>Communes by covered share</source>
        <translation>Communes selon la part couverte</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/forms.py" line="27"/>
        <source>Object</source>
        <translation>Objet</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/relations.py" line="40"/>
        <source>Objects that gave way to this one</source>
        <translation>Objets écartés à son profit</translation>
    </message>
</context>
<context>
    <name>AcceptanceMinutes</name>
    <message>
        <location filename="../processing_algorithms/acceptanceminutes.py" line="27"/>
        <source>Minutes of acceptance</source>
        <translation>Procès-verbal de réception</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/acceptanceminutes.py" line="30"/>
        <source>PCRS,acceptance,minutes,lot,delivery,reserves,signature</source>
        <translation>PCRS,réception,procès-verbal,lot,livraison,réserves,signature</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/acceptanceminutes.py" line="33"/>
        <source>Writes the minutes of acceptance of a lot, to print and sign.</source>
        <translation>Écrit le procès-verbal de réception d’un lot, à imprimer et à signer.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/acceptanceminutes.py" line="36"/>
        <source>Writes the minutes of acceptance of a lot as one HTML page in French: producer, file and hash, content by class, what the last quality check found on its objects, the reserves, and a block for the decision and the signatures.

Check the base first: a lot that was not checked since it was received is said to be so. The decision belongs to the owner: the page proposes, it does not decide.</source>
        <translation>Écrit le procès-verbal de réception d’un lot en une page HTML : producteur, fichier et empreinte, contenu par classe, ce que le dernier contrôle qualité a constaté sur ses objets, les réserves, et un cadre pour la décision et les signatures.

Contrôlez la base d’abord : un lot non contrôlé depuis sa réception est dit tel. La décision revient au maître d’ouvrage : la page propose, elle ne décide pas.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/acceptanceminutes.py" line="46"/>
        <source>Lot (name or number)</source>
        <translation>Lot (nom ou numéro)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/acceptanceminutes.py" line="47"/>
        <source>Minutes</source>
        <translation>Procès-verbal</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/acceptanceminutes.py" line="47"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/acceptanceminutes.py" line="51"/>
        <source>Findings on the lot&apos;s objects</source>
        <translation>Constats sur les objets du lot</translation>
    </message>
</context>
<context>
    <name>AssembleBase</name>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="38"/>
        <source>Assemble the base</source>
        <translation>Assembler la base</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="82"/>
        <source>Base</source>
        <translation>Base mutualisée</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="84"/>
        <source>Current objects</source>
        <translation>Objets courants</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="86"/>
        <source>Duplicates set aside</source>
        <translation>Doublons écartés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="41"/>
        <source>PCRS,assemble,merge,duplicates,versions,conflicts,lineage,base</source>
        <translation>PCRS,assembler,fusion,doublons,versions,conflits,lignage,base,assemble</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="44"/>
        <source>Joins the lots of the base and keeps the best version of each object.</source>
        <translation>Réunit les lots de la base et garde la meilleure version de chaque objet.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="67"/>
        <source>Rule: criteria from the first to the last</source>
        <translation>Règle : critères du premier au dernier</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="72"/>
        <source>Conflicts to decide</source>
        <translation>Conflits à trancher</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="87"/>
        <source>Worse versions set aside</source>
        <translation>Versions moins bonnes écartées</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="88"/>
        <source>Open conflicts</source>
        <translation>Conflits ouverts</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="62"/>
        <source>Merge back what the tiles of a survey have cut</source>
        <translation>Refondre ce que les carreaux d’un levé ont coupé</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="85"/>
        <source>Objects merged out of tiles</source>
        <translation>Objets refondus à partir des carreaux</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/assemblebase.py" line="47"/>
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
        <location filename="../processing_algorithms/assemblebase.py" line="83"/>
        <source>Number of the run</source>
        <translation>Numéro du traitement</translation>
    </message>
</context>
<context>
    <name>BaseHistory</name>
    <message>
        <location filename="../processing_algorithms/basehistory.py" line="30"/>
        <source>History of the base</source>
        <translation>Historique de la base</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/basehistory.py" line="33"/>
        <source>PCRS,history,lineage,object,lot,date,base</source>
        <translation>PCRS,historique,lignage,objet,lot,date,base,history</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/basehistory.py" line="36"/>
        <source>Tells where each object comes from and what happened to it.</source>
        <translation>Dit d’où vient chaque objet et ce qui lui est arrivé.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/basehistory.py" line="39"/>
        <source>Tells the story of one object (its uid), of a lot&apos;s objects or of all: the lot, the file and its hash, the identifier it came with, then each operation with its date, its run, the states before and after and the object that took its place.

With a moment (a day, a date and time, or run:12) the state at that moment is told, and what came later is left out. The output is CSV, one line for each event, or JSON, one entry for each object.</source>
        <translation>Raconte l’histoire d’un objet (son uid), des objets d’un lot ou de tous : le lot, le fichier et son empreinte, l’identifiant d’origine, puis chaque opération avec sa date, son traitement, les états avant et après et l’objet qui a pris la place.

Avec un moment (un jour, une date et une heure, ou run:12), l’état à ce moment est donné et ce qui est venu après est omis. La sortie est un CSV, une ligne par évènement, ou un JSON, une entrée par objet.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/basehistory.py" line="49"/>
        <source>Object (column uid; empty for all)</source>
        <translation>Objet (colonne uid ; vide pour tous)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/basehistory.py" line="52"/>
        <source>Lot (name or number; empty for all)</source>
        <translation>Lot (nom ou numéro ; vide pour tous)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/basehistory.py" line="55"/>
        <source>State of the base at (2024-06-01)</source>
        <translation>État de la base au (2024-06-01)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/basehistory.py" line="58"/>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/basehistory.py" line="58"/>
        <source>CSV files (*.csv);;JSON files (*.json)</source>
        <translation>Fichiers CSV (*.csv);;Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/basehistory.py" line="64"/>
        <source>Objects told</source>
        <translation>Objets racontés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/basehistory.py" line="65"/>
        <source>Events told</source>
        <translation>Évènements racontés</translation>
    </message>
</context>
<context>
    <name>CheckQuality</name>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="56"/>
        <source>Check quality</source>
        <translation>Contrôler la qualité</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="59"/>
        <source>PCRS,quality,check,control,findings,topology,report</source>
        <translation>PCRS,qualité,contrôle,constats,topologie,rapport,quality</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="62"/>
        <source>Checks the base or a PCRS file and lists what is wrong, where and how badly.</source>
        <translation>Contrôle la base ou un fichier PCRS et liste ce qui ne va pas, où, et avec quelle gravité.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="84"/>
        <source>Base (GeoPackage) or PCRS file (GML)</source>
        <translation>Base (GeoPackage) ou fichier PCRS (GML)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="104"/>
        <source>Findings</source>
        <translation>Constats</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="109"/>
        <source>Quality report</source>
        <translation>Rapport de qualité</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="109"/>
        <source>HTML files (*.html)</source>
        <translation>Fichiers HTML (*.html)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="124"/>
        <source>Fail when there are errors</source>
        <translation>Échouer dès qu’il y a des erreurs (strict)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="128"/>
        <source>Number of findings</source>
        <translation>Nombre de constats</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="202"/>
        <source>The checks found defects and Strict was asked for; the findings and the report are written.</source>
        <translation>Les contrôles ont trouvé des défauts et le mode strict est demandé ; les constats et le rapport sont écrits.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="98"/>
        <source>Quality profile (empty for the territory&apos;s)</source>
        <translation>Profil de qualité (vide pour celui du territoire)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="129"/>
        <source>Number of errors</source>
        <translation>Nombre d’erreurs</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="130"/>
        <source>Number of warnings</source>
        <translation>Nombre d’avertissements</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="65"/>
        <source>Checks the base, or a PCRS GML file before it is received, against a profile: structure, attributes, geometry, topology, altitudes and extent.

Layers of a network (lines and nodes together) or of parcels are checked too: ends that do not meet, free ends, flow, overlaps and slits. Layers in geographic coordinates need the system to check in.

Each finding has a place on the map, a severity, the check that made it and what to do. They come as a GeoPackage layer with CSV and JSON beside it, as counts and, where asked for, as an HTML report and as a PDF of one to three pages.

The verdict (accept, reserve, refuse) and the score on the eight criteria follow the profile's weights and rules; what could not be checked is said and never counts as passed.

With Strict the run fails when there are errors, after everything has been written: this is what a scheduler needs.

Some checks need more than the base: the folder of the delivered files (schema, metadata, encoding), addresses of the BAN (street names and numbers), the address of a published service. The schemas of the standard are taken from your profile once “Fetch the schemas” has put them there. What cannot be checked is said in the report.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="87"/>
        <source>Or layers of a network or of parcels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="95"/>
        <source>System to check layers in (empty for theirs)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="119"/>
        <source>Summary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="119"/>
        <source>PDF files (*.pdf)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="131"/>
        <source>Verdict (accept, reserve, refuse)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="132"/>
        <source>Score, 0 to 100</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="136"/>
        <source>Folder of the delivered files</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="144"/>
        <source>Addresses (CSV of the BAN, or a layer of points)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="149"/>
        <source>Address of a published WFS or WMS</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/checkquality.py" line="198"/>
        <source>The PDF could not be written: {path}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>CompareNetworks</name>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="40"/>
        <source>Compare two networks</source>
        <translation>Comparer deux réseaux</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="43"/>
        <source>network,compare,reconcile,match,shift,missing,added,moved</source>
        <translation>réseau,comparer,rapprocher,appariement,décalage,manquant,ajouté,déplacé,network</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="46"/>
        <source>Measures the shift between two sources of a network and lists their differences.</source>
        <translation>Mesure le décalage entre deux sources d’un réseau et liste leurs écarts.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="49"/>
        <source>Compares two sources of one network: the reference (A) and the source to reconcile with it (B).

The systematic shift between the two is measured first and taken away; the lines of B are then matched with those of A within the tolerance. The output lists what A has and B lacks (missing), what B has and A lacks (added), and what stands elsewhere (moved), each with its distance.

Saved layers without filter or selection are read as they are, arcs and Z included.</source>
        <translation>Compare deux sources d’un même réseau : la référence (A) et la source à en rapprocher (B).

Le décalage systématique entre les deux est d’abord mesuré et retiré ; les lignes de B sont ensuite appariées à celles de A dans la tolérance. La sortie liste ce que A possède et que B n’a pas (manquant), ce que B possède et que A n’a pas (ajouté), et ce qui est ailleurs (déplacé), avec la distance.

Les couches enregistrées, sans filtre ni sélection, sont lues telles quelles, arcs et Z compris.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="59"/>
        <source>Reference network (A)</source>
        <translation>Réseau de référence (A)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="60"/>
        <source>Network to reconcile (B)</source>
        <translation>Réseau à rapprocher (B)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="71"/>
        <source>Differences</source>
        <translation>Écarts</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="73"/>
        <source>Systematic shift in X (m)</source>
        <translation>Décalage systématique en X (m)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="74"/>
        <source>Systematic shift in Y (m)</source>
        <translation>Décalage systématique en Y (m)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="75"/>
        <source>Lines matched</source>
        <translation>Lignes appariées</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="76"/>
        <source>Lines missing in B</source>
        <translation>Lignes manquantes dans B</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="77"/>
        <source>Lines added in B</source>
        <translation>Lignes ajoutées dans B</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="78"/>
        <source>Lines moved</source>
        <translation>Lignes déplacées</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/comparenetworks.py" line="61"/>
        <source>Tolerance (m; empty for the usual one)</source>
        <translation>Tolérance (m ; vide pour l’usuelle)</translation>
    </message>
</context>
<context>
    <name>ConflictList</name>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="35"/>
        <source>Class</source>
        <translation>Classe</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="35"/>
        <source>Reason</source>
        <translation>Motif</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="35"/>
        <source>Distance</source>
        <translation>Distance</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="39"/>
        <source>Reason (required)</source>
        <translation>Raison (obligatoire)</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="41"/>
        <source>Role of who decides (required)</source>
        <translation>Rôle de qui décide (obligatoire)</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="45"/>
        <source>Keep this one</source>
        <translation>Garder celui-ci</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="46"/>
        <source>Keep the other</source>
        <translation>Garder l’autre</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="48"/>
        <source>Both are objects</source>
        <translation>Ce sont deux objets</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="60"/>
        <source>Conflicts to decide ({count})</source>
        <translation>Conflits à trancher ({count})</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="82"/>
        <source>Preferred by the rule</source>
        <translation>Préféré par la règle</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="82"/>
        <source>The other</source>
        <translation>L’autre</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="85"/>
        <source>Lot</source>
        <translation>Lot</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="85"/>
        <source>Producer</source>
        <translation>Producteur</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="85"/>
        <source>Surveyed</source>
        <translation>Levé le</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="85"/>
        <source>Precision XY</source>
        <translation>Précision XY</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="85"/>
        <source>Precision Z</source>
        <translation>Précision Z</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="85"/>
        <source>Category</source>
        <translation>Catégorisation</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/conflictlist.py" line="133"/>
        <source>Give a reason and your role first</source>
        <translation>Donnez d’abord une raison et votre rôle</translation>
    </message>
</context>
<context>
    <name>CoverageBox</name>
    <message>
        <location filename="../mutualgeo_plugin/gui/coveragebox.py" line="26"/>
        <source>Coverage of the communes</source>
        <translation>Couverture des communes</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/coveragebox.py" line="35"/>
        <source>Measure</source>
        <translation>Mesurer</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/coveragebox.py" line="27"/>
        <source>Choose a polygon layer of the project that holds the communes.</source>
        <translation>Choisissez une couche de polygones du projet qui contient les communes.</translation>
    </message>
</context>
<context>
    <name>DecideConflict</name>
    <message>
        <location filename="../processing_algorithms/decideconflict.py" line="31"/>
        <source>Decide a conflict</source>
        <translation>Trancher un conflit</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/decideconflict.py" line="34"/>
        <source>PCRS,conflict,decision,version,lineage,base</source>
        <translation>PCRS,conflit,décision,version,lignage,base,conflict</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/decideconflict.py" line="37"/>
        <source>Says which of two versions of an object stays, with the reason and who decides.</source>
        <translation>Dit laquelle de deux versions d’un objet reste, avec la raison et qui décide.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/decideconflict.py" line="40"/>
        <source>Assembling the base leaves a conflict where a version is newer but worse than the best one, or contradicts it. Name the conflict (column id of the conflicts layer) and the object to keep (uid_a or uid_b), or both where they are two objects.

The other version is marked superseded, never deleted. The decision, its reason and the role of who decides are kept, and told in the lineage of both objects.</source>
        <translation>L’assemblage de la base laisse un conflit là où une version est plus récente mais moins bonne que la meilleure, ou la contredit. Nommez le conflit (colonne id de la couche des conflits) et l’objet à garder (uid_a ou uid_b), ou « both » si ce sont deux objets.

L’autre version est marquée remplacée, jamais effacée. La décision, sa raison et le rôle de qui décide sont gardés et racontés dans le lignage des deux objets.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/decideconflict.py" line="50"/>
        <source>Conflict (its id)</source>
        <translation>Conflit (son id)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/decideconflict.py" line="59"/>
        <source>Object to keep (uid), or both</source>
        <translation>Objet à garder (uid), ou both</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/decideconflict.py" line="60"/>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/decideconflict.py" line="61"/>
        <source>Role of who decides</source>
        <translation>Rôle de qui décide</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/decideconflict.py" line="63"/>
        <source>Base</source>
        <translation>Base (GeoPackage)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/decideconflict.py" line="64"/>
        <source>Open conflicts</source>
        <translation>Conflits ouverts</translation>
    </message>
</context>
<context>
    <name>DeclareException</name>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="47"/>
        <source>Declare an exception</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="50"/>
        <source>PCRS,quality,finding,exception,false positive,review,base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="53"/>
        <source>Accepts findings once and for all, marks them as reviewed or to mend, or takes that back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="56"/>
        <source>Names findings of the last quality check of the base (column finding_id) and says what they are, with the reason and the role of who says so.

An exception is remembered with the geometry of the objects: it still holds when the data are delivered again under other identifiers, and the finding is reopened when its object moves by more than its precision allows (10 cm at the most). Its scope is the finding&apos;s object or pair of objects, what the check says around a place, or inside the emprise of the lot (or the polygons of a layer). Excused findings stay in every report, counted apart.

REVOKE takes exceptions back by their number.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="69"/>
        <source>Findings (finding_id, separated by spaces)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="69"/>
        <source>Exceptions to revoke (numbers, separated by spaces)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="74"/>
        <source>Reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="75"/>
        <source>Role of who decides</source>
        <translation type="unfinished">Rôle de qui décide</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="76"/>
        <source>What the findings are (empty: exception)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="76"/>
        <source>Scope (empty: the finding&apos;s objects)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="83"/>
        <source>Radius around the place (m)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="92"/>
        <source>Polygons of the emprise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="100"/>
        <source>Last day</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="106"/>
        <source>Base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="107"/>
        <source>Exceptions declared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="108"/>
        <source>Findings marked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/declareexception.py" line="109"/>
        <source>Exceptions revoked</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>EdgeMatch</name>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="38"/>
        <source>Match the edges of lots</source>
        <translation>Raccorder les lots</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="41"/>
        <source>PCRS,edge,border,matching,snap,lot,base</source>
        <translation>PCRS,raccord,limite,lot,accrochage,base,edge,matching</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="44"/>
        <source>Pairs the line ends of neighbouring lots and, on demand, moves the less precise ones.</source>
        <translation>Apparie les extrémités des lignes de lots voisins et, sur demande, déplace les moins précises.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="47"/>
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
        <location filename="../processing_algorithms/edgematch.py" line="60"/>
        <source>Search distance (m)</source>
        <translation>Distance de recherche (m)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="69"/>
        <source>Apply: move the ends</source>
        <translation>Appliquer : déplacer les extrémités</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="70"/>
        <source>Move altitudes too</source>
        <translation>Déplacer aussi les altitudes</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="72"/>
        <source>Proposals</source>
        <translation>Propositions</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="82"/>
        <source>Base</source>
        <translation>Base (GeoPackage)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="83"/>
        <source>Number of the run</source>
        <translation>Numéro du traitement</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="84"/>
        <source>Pairs of ends</source>
        <translation>Paires d’extrémités</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="85"/>
        <source>Ends to move, or moved</source>
        <translation>Extrémités à déplacer, ou déplacées</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/edgematch.py" line="86"/>
        <source>Pairs left to a person</source>
        <translation>Paires laissées à l’examen</translation>
    </message>
</context>
<context>
    <name>ExportPcrs</name>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="94"/>
        <source>Lot (name or number; empty for all)</source>
        <translation>Lot (nom ou numéro ; vide pour tous)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="111"/>
        <source>Extent (empty for the whole base)</source>
        <translation>Emprise (vide pour toute la base)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="145"/>
        <source>Decimals (-1: as read)</source>
        <translation>Décimales (-1 : comme lues)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="107"/>
        <source>Objects written</source>
        <translation>Objets écrits</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="108"/>
        <source>Files written</source>
        <translation>Fichiers écrits</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="64"/>
        <source>Export the base</source>
        <translation>Exporter la base</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="67"/>
        <source>PCRS,GML,GeoPackage,DXF,export,write,lot,extent,commune,corridor,cut</source>
        <translation>PCRS,GML,GeoPackage,DXF,exporter,écrire,lot,étendue,commune,couloir,couper</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="70"/>
        <source>Writes the base, a lot or a part of the base as PCRS v2.0 GML, GeoPackage or DXF.</source>
        <translation>Écrit la base, un lot ou une partie de la base en GML PCRS v2.0, GeoPackage ou DXF.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="73"/>
        <source>Writes lots as they were received, or the objects of the base within an extent, the polygons of a layer or couloirs along axes. GML validates against the CNIG schema, with an emprise that lists every object; GeoPackage keeps native curves and styles; DXF draws arcs as bulges and says in the report what it cannot carry.

Objects are whole unless they are to be cut at the mask: arcs then stay arcs and Z is interpolated. Affleurants are never cut. With a field, each of its values becomes a file.

The output is a file, or a folder that receives one file per lot or mask. Each file has a metadata record in the folder “metadata” beside it.</source>
        <translation>Écrit les lots tels que reçus, ou les objets de la base dans une étendue, les polygones d’une couche ou des couloirs le long d’axes. Le GML est valide au schéma du CNIG, avec une emprise qui liste chaque objet ; le GeoPackage garde courbes natives et styles ; le DXF dessine les arcs en courbures et le rapport dit ce qu’il ne peut pas porter.

Les objets sont entiers, sauf demande de coupe au masque : les arcs restent alors des arcs et le Z est interpolé. Les affleurants ne sont jamais coupés. Avec un champ, chacune de ses valeurs devient un fichier.

La sortie est un fichier, ou un dossier qui reçoit un fichier par lot ou par masque. Chaque fichier a sa fiche de métadonnées dans le dossier « metadata » à côté.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="86"/>
        <source>File format</source>
        <translation>Format du fichier</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="99"/>
        <source>File, or folder for one file per lot or mask</source>
        <translation>Fichier, ou dossier pour un fichier par lot ou par masque</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="99"/>
        <source>GML files (*.gml);;GeoPackage files (*.gpkg);;DXF files (*.dxf)</source>
        <translation>Fichiers GML (*.gml);;Fichiers GeoPackage (*.gpkg);;Fichiers DXF (*.dxf)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="114"/>
        <source>Mask (communes, tiles, any polygons)</source>
        <translation>Masque (communes, dalles, polygones quelconques)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="122"/>
        <source>Axes of couloirs</source>
        <translation>Axes des couloirs</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="130"/>
        <source>Field of the mask or axes: one file for each of its values</source>
        <translation>Champ du masque ou des axes : un fichier par valeur</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="135"/>
        <source>Cut objects at the mask</source>
        <translation>Couper les objets au masque</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="138"/>
        <source>Couloir: metres each side of the axis</source>
        <translation>Couloir : mètres de chaque côté de l’axe</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="139"/>
        <source>Couloir: metres into side streets</source>
        <translation>Couloir : mètres dans les rues adjacentes</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="142"/>
        <source>State of the base at (2024-06-01)</source>
        <translation>État de la base au (2024-06-01)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="155"/>
        <source>DXF: 3D polylines, arcs as chords within 1 mm</source>
        <translation>DXF : polylignes 3D, arcs en cordes à 1 mm près</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/exportpcrs.py" line="160"/>
        <source>DXF: layer names by class</source>
        <translation>DXF : noms des calques par classe</translation>
    </message>
</context>
<context>
    <name>InstallEngine</name>
    <message>
        <location filename="../processing_algorithms/installengine.py" line="33"/>
        <source>Install the engine</source>
        <translation>Installer le moteur</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/installengine.py" line="36"/>
        <source>engine,install,Python,environment,dependencies</source>
        <translation>moteur,installer,Python,environnement,dépendances,engine</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/installengine.py" line="39"/>
        <source>Makes the engine&apos;s own Python environment in your profile.</source>
        <translation>Crée l’environnement Python du moteur dans votre profil.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/installengine.py" line="42"/>
        <source>The calculations run in a process of their own, with their own Python packages, so that they never disturb QGIS. This makes that environment in your QGIS profile, from a fixed list of versions.

Packages come from the network. On a machine without network, give a folder of wheels (made with “make wheels” on another machine of the same kind).</source>
        <translation>Les calculs tournent dans un processus à part, avec leurs propres paquets Python, sans jamais gêner QGIS. Cet algorithme crée cet environnement dans votre profil QGIS, d’après une liste de versions fixée.

Les paquets viennent du réseau. Sur un poste sans réseau, indiquez un dossier de wheels (préparé par « make wheels » sur une autre machine du même type).</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/installengine.py" line="50"/>
        <source>Folder of wheels (for a machine without network)</source>
        <translation>Dossier de wheels (pour un poste sans réseau)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/installengine.py" line="59"/>
        <source>Python of the engine</source>
        <translation>Python du moteur</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/installengine.py" line="60"/>
        <source>Versions of the engine</source>
        <translation>Versions du moteur</translation>
    </message>
</context>
<context>
    <name>ListExceptions</name>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="34"/>
        <source>List the exceptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="37"/>
        <source>PCRS,quality,finding,exception,false positive,list,base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="40"/>
        <source>Lists the findings that were accepted, why and by which role, and where each exception stands.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="43"/>
        <source>Lists the exceptions of the base as points and as CSV: active, unused (the last check found nothing that they are about, since the run told), reopened (the object has moved), and with All those that have expired or were revoked.

An exception that stays unused can be revoked: what it was about is mended or gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="52"/>
        <source>Exceptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="57"/>
        <source>Exceptions as a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="57"/>
        <source>CSV files (*.csv)</source>
        <translation type="unfinished">Fichiers CSV (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="66"/>
        <source>Expired and revoked exceptions too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="70"/>
        <source>Exceptions listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="70"/>
        <source>Active exceptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="70"/>
        <source>Unused exceptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="70"/>
        <source>Reopened exceptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="70"/>
        <source>Expired exceptions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <location filename="../processing_algorithms/listexceptions.py" line="70"/>
        <source>Revoked exceptions</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LotList</name>
    <message>
        <location filename="../mutualgeo_plugin/gui/lotlist.py" line="31"/>
        <source>Lot</source>
        <translation>Lot</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/lotlist.py" line="31"/>
        <source>Verdict</source>
        <translation>Verdict</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/lotlist.py" line="31"/>
        <source>Objects</source>
        <translation>Objets</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/lotlist.py" line="31"/>
        <source>Producers</source>
        <translation>Producteurs</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/lotlist.py" line="31"/>
        <source>Received</source>
        <translation>Reçu</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/lotlist.py" line="31"/>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/lotlist.py" line="48"/>
        <source>Lots ({count})</source>
        <translation>Lots ({count})</translation>
    </message>
</context>
<context>
    <name>MaintainStore</name>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="32"/>
        <source>Maintain the base</source>
        <translation>Entretenir la base</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="35"/>
        <source>PCRS,check,compact,vacuum,backup,migrate,base,store</source>
        <translation>PCRS,vérifier,compacter,sauvegarde,migration,base,check,backup</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="38"/>
        <source>Checks, compacts, backs up or migrates the base.</source>
        <translation>Vérifie, compacte, sauvegarde ou migre la base.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="41"/>
        <source>Check: the file, its spatial indexes, counts, lots, links and lineage agree. Compact: give free pages back to the disk. Back up: a dated copy that is whole even while others read, in a folder (by default backups, beside the base). Migrate: bring a base of an older version up to date, after a copy; any other run does so too.

None of these changes an object.</source>
        <translation>Vérifier : le fichier, ses index spatiaux, ses nombres d’entités, les lots, les liens et le lignage concordent. Compacter : rendre la place libre au disque. Sauvegarder : une copie datée, entière même pendant que d’autres lisent, dans un dossier (par défaut backups, à côté de la base). Migrer : mettre à jour une base d’une version plus ancienne, après copie ; tout autre traitement le fait aussi.

Aucune de ces actions ne change un objet.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="51"/>
        <source>Check</source>
        <translation>Vérifier</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="51"/>
        <source>Compact</source>
        <translation>Compacter</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="51"/>
        <source>Back up</source>
        <translation>Sauvegarder</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="51"/>
        <source>Migrate</source>
        <translation>Migrer</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="52"/>
        <source>Action</source>
        <translation>Action à mener</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="53"/>
        <source>Folder of backups</source>
        <translation>Dossier des sauvegardes</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="62"/>
        <source>Base</source>
        <translation>Base (GeoPackage)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="63"/>
        <source>Copy</source>
        <translation>Copie</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/maintainstore.py" line="64"/>
        <source>Problems found</source>
        <translation>Problèmes trouvés</translation>
    </message>
</context>
<context>
    <name>MakeDemo</name>
    <message>
        <location filename="../processing_algorithms/makedemo.py" line="30"/>
        <source>Make the demonstration territory</source>
        <translation>Créer le territoire de démonstration</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makedemo.py" line="33"/>
        <source>demo,example,fictional,territory,PCRS,test</source>
        <translation>démonstration,exemple,fictif,territoire,PCRS,essai,demo</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makedemo.py" line="36"/>
        <source>Makes a small fictional commune to try everything on.</source>
        <translation>Crée une petite commune fictive pour tout essayer.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makedemo.py" line="39"/>
        <source>Makes a small fictional commune: PCRS lots of two producers that overlap, two copies of a water network, parcels, addresses, and a territory file that names them. Defects are planted and listed in a truth table, so that you can see what the checks find.

The same seed makes the same commune.</source>
        <translation>Crée une petite commune fictive : des lots PCRS de deux producteurs qui se recouvrent, deux copies d’un réseau d’eau, des parcelles, des adresses, et un fichier de territoire qui les nomme. Des défauts y sont placés et listés dans une table de vérité, pour voir ce que trouvent les contrôles.

La même graine donne la même commune.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makedemo.py" line="47"/>
        <source>Folder</source>
        <translation>Dossier</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makedemo.py" line="48"/>
        <source>Seed (empty for the usual commune)</source>
        <translation>Graine (vide pour la commune habituelle)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makedemo.py" line="58"/>
        <source>Territory file</source>
        <translation>Fichier de territoire</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makedemo.py" line="59"/>
        <source>Truth table of the planted defects</source>
        <translation>Table de vérité des défauts placés</translation>
    </message>
</context>
<context>
    <name>MakeEmprises</name>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="45"/>
        <source>Make emprises</source>
        <translation>Faire des emprises</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="48"/>
        <source>PCRS,emprise,extent,grid,tiles,commune,corridor,operation</source>
        <translation>PCRS,emprise,étendue,grille,dalles,commune,couloir,opération</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="51"/>
        <source>Makes exchange emprises by grid, commune, couloir or survey operation.</source>
        <translation>Fait des emprises d’échange par grille, commune, couloir ou opération de levé.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="54"/>
        <source>Makes the polygons of EmpriseEchangePCRS: cells of a regular grid whose corners never move, communes, couloirs on both sides of axes and a little into side streets, or the zone of each lot&apos;s survey (its own emprise, else what lies around its objects). Each tells how many objects of the base it touches.

The result serves as the mask of an export.</source>
        <translation>Fait les polygones d’EmpriseEchangePCRS : cellules d’une grille régulière dont les coins ne bougent jamais, communes, couloirs de part et d’autre d’axes et un peu dans les rues adjacentes, ou zone de levé de chaque lot (son emprise, à défaut ce qui entoure ses objets). Chacune dit combien d’objets de la base elle touche.

Le résultat sert de masque à un export.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="63"/>
        <source>Regular grid</source>
        <translation>Grille régulière</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="63"/>
        <source>Communes</source>
        <translation>Communes</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="63"/>
        <source>Couloirs</source>
        <translation>Couloirs</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="63"/>
        <source>Survey operations</source>
        <translation>Opérations de levé</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="64"/>
        <source>Kind</source>
        <translation>Type d’emprise</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="65"/>
        <source>Grid: side of a cell (m)</source>
        <translation>Grille : côté d’une cellule (m)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="66"/>
        <source>Communes, or axes of couloirs</source>
        <translation>Communes, ou axes des couloirs</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="74"/>
        <source>Field: one emprise for each of its values</source>
        <translation>Champ : une emprise par valeur</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="82"/>
        <source>Couloir: metres each side of the axis</source>
        <translation>Couloir : mètres de chaque côté de l’axe</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="83"/>
        <source>Couloir: metres into side streets</source>
        <translation>Couloir : mètres dans les rues adjacentes</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="84"/>
        <source>Keep emprises without objects</source>
        <translation>Garder les emprises sans objet</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="87"/>
        <source>Emprises to write</source>
        <translation>Emprises à écrire</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="87"/>
        <source>GeoPackage files (*.gpkg)</source>
        <translation>Fichiers GeoPackage (*.gpkg)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/makeemprises.py" line="93"/>
        <source>Emprises made</source>
        <translation>Emprises faites</translation>
    </message>
</context>
<context>
    <name>MeasureCoverage</name>
    <message>
        <location filename="../processing_algorithms/coverage.py" line="32"/>
        <source>Measure coverage</source>
        <translation>Mesurer la couverture</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/coverage.py" line="35"/>
        <source>PCRS,coverage,holes,overlap,emprise,commune</source>
        <translation>PCRS,couverture,trous,recouvrement,emprise,commune</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/coverage.py" line="38"/>
        <source>Measures what the lots cover of each commune, its holes and its overlaps.</source>
        <translation>Mesure ce que les lots couvrent de chaque commune, ses trous et ses recouvrements.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/coverage.py" line="51"/>
        <source>Commune polygons</source>
        <translation>Polygones des communes</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/coverage.py" line="56"/>
        <source>Field of the commune code (usual names are found)</source>
        <translation>Champ du code de commune (les noms usuels sont reconnus)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/coverage.py" line="64"/>
        <source>Holes and overlaps</source>
        <translation>Trous et recouvrements</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/coverage.py" line="64"/>
        <source>GeoPackage files (*.gpkg)</source>
        <translation>Fichiers GeoPackage (*.gpkg)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/coverage.py" line="70"/>
        <source>Holes found</source>
        <translation>Trous trouvés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/coverage.py" line="71"/>
        <source>Overlaps found</source>
        <translation>Recouvrements trouvés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/coverage.py" line="41"/>
        <source>Compares the emprises of the lots with the communes: covered area, holes wider than one metre and overlaps between lots wider than one metre. A long crack between two emprises has an area but no width: it is not told.

The output holds the communes with their covered share, and the holes and overlaps with their area and width; the figures are in the report too.</source>
        <translation>Compare les emprises des lots aux communes : surface couverte, trous de plus d’un mètre de large et recouvrements entre lots de plus d’un mètre de large. Une longue fente entre deux emprises a une surface mais pas de largeur : elle n’est pas signalée.

Le résultat contient les communes avec leur part couverte, ainsi que les trous et les recouvrements avec leur surface et leur largeur ; les chiffres sont aussi dans le rapport.</translation>
    </message>
</context>
<context>
    <name>MergeTiles</name>
    <message>
        <location filename="../processing_algorithms/mergetiles.py" line="24"/>
        <source>Merge the tiles of a survey</source>
        <translation>Refondre les carreaux d’un levé</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/mergetiles.py" line="27"/>
        <source>PCRS,tile,neatline,merge,sliver,base</source>
        <translation>PCRS,carreau,limite,fusion,éclat,base,tile,merge</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/mergetiles.py" line="30"/>
        <source>Makes one line again of what the tiles of one survey have cut.</source>
        <translation>Refait une seule ligne de ce que les carreaux d’un même levé ont coupé.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/mergetiles.py" line="33"/>
        <source>Lots of one survey (same producers, same coordinate system, dates at most 31 days apart) whose extents touch: lines of one class that end at the same place of the common border, with the same attributes, become one object. Arcs stay arcs, the longest part gives the direction and the identifier, the parents stay in history.

Left as they are and told in the report: altitudes more than 2 cm apart, different attributes, an object that changes its class at the border, three ends or more at one place, slivers that nothing continues.

The output RUN is the number that undoes it (mutualgeo:undorun).</source>
        <translation>Lots d’un même levé (mêmes producteurs, même système de coordonnées, dates à 31 jours au plus l’une de l’autre) dont les emprises se touchent : les lignes de même classe qui finissent au même endroit de la limite commune, avec les mêmes attributs, deviennent un seul objet. Les arcs restent des arcs, la partie la plus longue donne le sens et l’identifiant, les parents restent dans l’historique.

Restent tels quels, et figurent dans le rapport : altitudes à plus de 2 cm l’une de l’autre, attributs différents, objet qui change de classe à la limite, trois extrémités ou plus au même endroit, éclats que rien ne continue.

La sortie RUN est le numéro qui permet d’annuler (mutualgeo:undorun).</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/mergetiles.py" line="46"/>
        <source>Base</source>
        <translation>Base (GeoPackage)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/mergetiles.py" line="47"/>
        <source>Number of the run</source>
        <translation>Numéro du traitement</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/mergetiles.py" line="48"/>
        <source>Cuts closed</source>
        <translation>Coupures refermées</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/mergetiles.py" line="49"/>
        <source>Objects made</source>
        <translation>Objets faits</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/mergetiles.py" line="50"/>
        <source>Places left as they are</source>
        <translation>Endroits laissés tels quels</translation>
    </message>
</context>
<context>
    <name>MutualgeoAlgorithm</name>
    <message>
        <location filename="../processing_algorithms/base.py" line="60"/>
        <source>1. Assemble</source>
        <translation>1. Assembler</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/base.py" line="61"/>
        <source>2. Reconcile</source>
        <translation>2. Rapprocher</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/base.py" line="62"/>
        <source>3. Check</source>
        <translation>3. Contrôler</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/base.py" line="63"/>
        <source>4. Publish</source>
        <translation>4. Publier</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/base.py" line="64"/>
        <source>Tools</source>
        <translation>Outils</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/base.py" line="69"/>
        <source>Report</source>
        <translation>Rapport</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/base.py" line="69"/>
        <source>JSON files (*.json)</source>
        <translation>Fichiers JSON (*.json)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/base.py" line="77"/>
        <source>Base (GeoPackage)</source>
        <translation>Base mutualisée (GeoPackage)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/base.py" line="81"/>
        <source>Territory file</source>
        <translation>Fichier de territoire</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/base.py" line="100"/>
        <source>Report: {path}</source>
        <translation>Rapport : {path}</translation>
    </message>
</context>
<context>
    <name>MutualgeoPanel</name>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="64"/>
        <source>Territory files (*.toml)</source>
        <translation>Fichiers de territoire (*.toml)</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="65"/>
        <source>Choose a territory file</source>
        <translation>Choisir un fichier de territoire</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="81"/>
        <source>Territory</source>
        <translation>Territoire</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="111"/>
        <source>The engine that does the calculations is not installed yet.</source>
        <translation>Le moteur qui fait les calculs n’est pas encore installé.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="113"/>
        <source>Install the engine</source>
        <translation>Installer le moteur</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="133"/>
        <source>Assemble</source>
        <translation>Assembler</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="120"/>
        <source>Receive the PCRS lots and join them into the shared base.</source>
        <translation>Recevoir les lots PCRS et les réunir dans la base mutualisée.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="120"/>
        <source>Reconcile</source>
        <translation>Rapprocher</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="120"/>
        <source>Compare two sources of a network.</source>
        <translation>Comparer deux sources d’un réseau.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="141"/>
        <source>Check</source>
        <translation>Contrôler</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="120"/>
        <source>Check the quality of the base and see what is wrong.</source>
        <translation>Contrôler la qualité de la base et voir ce qui ne va pas.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="144"/>
        <source>Publish</source>
        <translation>Publier</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="120"/>
        <source>Publish one portal per local authority.</source>
        <translation>Publier un portail par collectivité.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="130"/>
        <source>Receive lots…</source>
        <translation>Recevoir des lots…</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="130"/>
        <source>Choose GML or zip files and receive them</source>
        <translation>Choisir des fichiers GML ou zip et les recevoir</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="133"/>
        <source>Join the lots, set duplicates aside</source>
        <translation>Réunir les lots, écarter les doublons</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="138"/>
        <source>Compare…</source>
        <translation>Comparer…</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="138"/>
        <source>Compare two networks of the territory</source>
        <translation>Comparer deux réseaux du territoire</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="141"/>
        <source>Run the checks on the base</source>
        <translation>Lancer les contrôles sur la base</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="144"/>
        <source>Make a new release of each portal</source>
        <translation>Publier une nouvelle version de chaque portail</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="147"/>
        <source>Preview</source>
        <translation>Aperçu</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="147"/>
        <source>Serve the portals from this machine for a while and open them</source>
        <translation>Servir les portails depuis ce poste pour un temps et les ouvrir</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="154"/>
        <source>Show the base on the map</source>
        <translation>Voir la base sur la carte</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="155"/>
        <source>Show the differences on the map</source>
        <translation>Voir les écarts sur la carte</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="156"/>
        <source>Show the findings on the map</source>
        <translation>Voir les constats sur la carte</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="159"/>
        <source>Open the last run&apos;s report</source>
        <translation>Ouvrir le rapport du dernier traitement</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="214"/>
        <source>{communes} communes · {crs} · base {store}</source>
        <translation>Communes : {communes} · {crs} · base {store}</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="245"/>
        <source>PCRS lots</source>
        <translation>Lots PCRS</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="245"/>
        <source>PCRS lots (*.gml *.GML *.zip *.ZIP);;All files (*)</source>
        <translation>Lots PCRS (*.gml *.GML *.zip *.ZIP);;Tous les fichiers (*)</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="254"/>
        <source>The territory names no two networks of one theme to compare.</source>
        <translation>Le territoire ne nomme pas deux réseaux d’un même thème à comparer.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="259"/>
        <source>Compare</source>
        <translation>Comparer</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="259"/>
        <source>Reference and network to reconcile</source>
        <translation>Référence et réseau à rapprocher</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="281"/>
        <source>Findings</source>
        <translation>Constats</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="284"/>
        <source>Differences</source>
        <translation>Écarts</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="312"/>
        <source>There is nothing to show yet: run the step first.</source>
        <translation>Il n’y a encore rien à montrer : lancez d’abord l’étape.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="75"/>
        <source>Show the coverage on the map</source>
        <translation>Montrer la couverture sur la carte</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="104"/>
        <source>Steps</source>
        <translation>Étapes</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="105"/>
        <source>Base</source>
        <translation>Base</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="287"/>
        <source>Coverage</source>
        <translation>Couverture</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/panel.py" line="292"/>
        <source>The lot {name} has no place on the map.</source>
        <translation>Le lot {name} n’a pas de place sur la carte.</translation>
    </message>
</context>
<context>
    <name>MutualgeoPlugin</name>
    <message>
        <location filename="../mutualgeo_plugin/plugin.py" line="55"/>
        <source>mutualgeo panel</source>
        <translation>Panneau mutualgeo</translation>
    </message>
</context>
<context>
    <name>MutualgeoProvider</name>
    <message>
        <location filename="../processing_algorithms/provider.py" line="79"/>
        <source>mutualgeo: shared PCRS base</source>
        <translation>mutualgeo : base PCRS mutualisée</translation>
    </message>
</context>
<context>
    <name>ProgressFooter</name>
    <message>
        <location filename="../mutualgeo_plugin/gui/progress.py" line="33"/>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/progress.py" line="38"/>
        <source>What the runs say appears here.</source>
        <translation>Ce que disent les traitements s’affiche ici.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/progress.py" line="53"/>
        <source>Running {algorithm}</source>
        <translation>En cours : {algorithm}</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/progress.py" line="58"/>
        <source>Finished.</source>
        <translation>Terminé.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/progress.py" line="58"/>
        <source>Not finished: see below.</source>
        <translation>Non abouti : voir ci-dessous.</translation>
    </message>
    <message>
        <location filename="../mutualgeo_plugin/gui/progress.py" line="75"/>
        <source>Cancelling…</source>
        <translation>Annulation…</translation>
    </message>
</context>
<context>
    <name>PublishPortal</name>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="43"/>
        <source>Publish portals</source>
        <translation>Publier les portails</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="46"/>
        <source>publish,portal,WMS,WFS,white label,open data,QGIS Server</source>
        <translation>publier,portail,WMS,WFS,marque blanche,données ouvertes,QGIS Server,publish</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="49"/>
        <source>Publishes the layers that the territory file lists, one white-label portal per community.</source>
        <translation>Publie les couches que liste le fichier de territoire, un portail en marque blanche par collectivité.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="52"/>
        <source>Extracts from the base the layers and columns that the territory file lists for each portal, and nothing else: a column that is not listed is absent from the published file. Makes a QGIS Server project (WMS 1.3.0, WFS 1.1) with the community&apos;s titles, contact and licence, and a landing page in its colours.

Each publication is a new release. The project is opened again and its layers are counted; it replaces the one before in one step, last, so that a failure leaves the portal as it was.</source>
        <translation>Extrait de la base les couches et colonnes que le fichier de territoire liste pour chaque portail, et rien d’autre : une colonne non listée est absente du fichier publié. Crée un projet QGIS Server (WMS 1.3.0, WFS 1.1) avec les titres, le contact et la licence de la collectivité, et une page d’accueil à ses couleurs.

Chaque publication est une nouvelle version. Le projet est rouvert et ses couches comptées ; il remplace le précédent d’un seul geste, à la fin : un échec laisse le portail comme il était.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="61"/>
        <source>Territory file</source>
        <translation>Fichier de territoire</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="62"/>
        <source>Base (empty for the territory&apos;s)</source>
        <translation>Base (vide pour celle du territoire)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="67"/>
        <source>Code of one portal (empty for all)</source>
        <translation>Code d’un portail (vide pour tous)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="70"/>
        <source>Folder of the portals</source>
        <translation>Dossier des portails</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="72"/>
        <source>Portals published</source>
        <translation>Portails publiés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="73"/>
        <source>Layers published</source>
        <translation>Couches publiées</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="74"/>
        <source>Objects published</source>
        <translation>Objets publiés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/publishportal.py" line="88"/>
        <source>Report: {path}</source>
        <translation>Rapport : {path}</translation>
    </message>
</context>
<context>
    <name>ReceiveLot</name>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="42"/>
        <source>Receive PCRS lots</source>
        <translation>Recevoir des lots PCRS</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="45"/>
        <source>PCRS,GML,lot,delivery,receive,import,base</source>
        <translation>PCRS,GML,lot,livraison,recevoir,import,base,receive</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="85"/>
        <source>Base (GeoPackage; completed when it exists)</source>
        <translation>Base (GeoPackage ; complétée si elle existe)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="85"/>
        <source>GeoPackage files (*.gpkg)</source>
        <translation>Fichiers GeoPackage (*.gpkg)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="94"/>
        <source>Succeed even when some lots are refused</source>
        <translation>Réussir même si des lots sont refusés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="115"/>
        <source>Lots received</source>
        <translation>Lots reçus</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="116"/>
        <source>Lots refused</source>
        <translation>Lots refusés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="48"/>
        <source>Reads PCRS deliveries into the shared base, each with a verdict.</source>
        <translation>Lit des livraisons PCRS dans la base partagée, avec un verdict pour chacune.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="51"/>
        <source>Reads PCRS v2.0 deliveries (GML files or zip archives) into the shared base. A lot comes in whole or not at all; arcs, Z, codes and links are kept as they were received, and a lot that was received already is not taken twice.

Give files, a folder, or both. The base is created when it does not exist yet; an existing one is completed, never replaced. When no base is named, the territory file says which one.

Tables and drawings (GeoPackage, Shapefile, DXF, older GML) come in through a mapping profile, shipped or your own: every constant used, code understood and layer left out is counted in the report. A drawing names no coordinate reference system: state it.

Each lot gets a verdict under a reception profile: accepted, accepted with reserves, or refused with a receipt (what, why, how to mend) and no trace in the base.

When a lot is refused the run fails, unless partial acceptance is asked for; the accepted lots stay in either case and the report says why each other one was refused.</source>
        <translation>Lit des livraisons PCRS v2.0 (fichiers GML ou archives zip) dans la base partagée. Un lot entre en entier ou pas du tout ; arcs, Z, codes et liens sont gardés comme ils ont été reçus, et un lot déjà reçu n’est pas repris.

Donnez des fichiers, un dossier, ou les deux. La base est créée si elle n’existe pas encore ; une base existante est complétée, jamais remplacée. Sans base nommée, le fichier de territoire dit laquelle.

Les tables et les dessins (GeoPackage, Shapefile, DXF, GML plus ancien) entrent par un profil de correspondance, fourni ou le vôtre : chaque constante employée, chaque code compris et chaque couche laissée de côté est compté dans le rapport. Un dessin ne nomme pas de système de coordonnées : indiquez-le.

Chaque lot reçoit un verdict selon un profil de réception : accepté, accepté avec réserves, ou refusé avec un reçu (quoi, pourquoi, que faire) et sans trace dans la base.

Quand un lot est refusé, le traitement échoue, sauf si l’acceptation partielle est demandée ; les lots acceptés restent dans les deux cas et le rapport dit pourquoi chacun des autres a été refusé.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="67"/>
        <source>Files of the lots (GML, GeoPackage, Shapefile, DXF or zip)</source>
        <translation>Fichiers des lots (GML, GeoPackage, Shapefile, DXF ou zip)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="75"/>
        <source>Folder of lots</source>
        <translation>Dossier de lots</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="99"/>
        <source>Mapping profile, for what is not PCRS v2.0 GML (name or .toml file)</source>
        <translation>Profil de correspondance, pour ce qui n’est pas du GML PCRS v2.0 (nom ou fichier .toml)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="99"/>
        <source>CRS of files that name none (EPSG:3946…)</source>
        <translation>Système de coordonnées des fichiers qui n’en nomment pas (EPSG:3946…)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="99"/>
        <source>Reception profile (name or .toml file)</source>
        <translation>Profil de réception (nom ou fichier .toml)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="99"/>
        <source>Height system of the lots (NGF-IGN69…)</source>
        <translation>Système altimétrique des lots (NGF-IGN69…)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/receivelot.py" line="106"/>
        <source>Folder for the receipts</source>
        <translation>Dossier des reçus</translation>
    </message>
</context>
<context>
    <name>RegisterRaster</name>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="44"/>
        <source>Register PCRS images</source>
        <translation>Enregistrer des images PCRS</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="47"/>
        <source>PCRS,raster,ortho,image,tile,mosaic,VRT,COG,JPEG 2000</source>
        <translation>PCRS,raster,ortho,image,dalle,mosaïque,VRT,COG,JPEG 2000</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="50"/>
        <source>Checks ortho-image tiles, registers them in the base, builds a mosaic and COGs.</source>
        <translation>Contrôle des dalles d’orthoimage, les enregistre dans la base, construit une mosaïque et des COG.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="53"/>
        <source>Checks ortho-image tiles (GeoTIFF, COG, JPEG 2000) and registers each as a RasterPCRS of the base: georeferencing, one legal CRS, one pixel size, edges without image, coverage of the emprises of the base (holes and overlaps in square metres).

Tiles that are not placed, or that differ in system or pixel size, are refused together and leave no trace. Holes, overlaps and empty edges are told and do not refuse.

The mosaic (VRT) names the tiles, or the COGs where a folder is given for them. Images are copied block by block: the size of the mosaic does not matter.</source>
        <translation>Contrôle des dalles d’orthoimage (GeoTIFF, COG, JPEG 2000) et enregistre chacune comme RasterPCRS de la base : géoréférencement, un seul système légal, une seule taille de pixel, bords sans image, couverture des emprises de la base (trous et recouvrements en mètres carrés).

Des dalles non calées, ou de systèmes ou de tailles de pixel différents, sont refusées ensemble et ne laissent pas de trace. Trous, recouvrements et bords vides sont signalés et ne font pas refuser.

La mosaïque (VRT) nomme les dalles, ou les COG si un dossier est donné pour eux. Les images sont copiées bloc par bloc : la taille de la mosaïque n’importe pas.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="64"/>
        <source>Base (GeoPackage; completed when it exists)</source>
        <translation>Base (GeoPackage ; complétée si elle existe)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="64"/>
        <source>GeoPackage files (*.gpkg)</source>
        <translation>Fichiers GeoPackage (*.gpkg)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="72"/>
        <source>Image tiles</source>
        <translation>Dalles d’image</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="77"/>
        <source>Folder of tiles</source>
        <translation>Dossier de dalles</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="82"/>
        <source>Date of acquisition (2024-05-31)</source>
        <translation>Date d’acquisition (2024-05-31)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="83"/>
        <source>Resolution in centimetres (0: that of the pixels)</source>
        <translation>Résolution en centimètres (0 : celle des pixels)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="91"/>
        <source>Planimetric precision class</source>
        <translation>Classe de précision planimétrique</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="100"/>
        <source>Producer</source>
        <translation>Producteur</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="101"/>
        <source>CRS of files that name none (EPSG:3946…)</source>
        <translation>Système de coordonnées des fichiers qui n’en nomment pas (EPSG:3946…)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="106"/>
        <source>Mosaic</source>
        <translation>Mosaïque</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="106"/>
        <source>VRT files (*.vrt)</source>
        <translation>Fichiers VRT (*.vrt)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="111"/>
        <source>Folder for the COGs</source>
        <translation>Dossier des COG</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="117"/>
        <source>Tiles registered</source>
        <translation>Dalles enregistrées</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="118"/>
        <source>Holes (m²)</source>
        <translation>Trous (m²)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/registerraster.py" line="119"/>
        <source>Overlaps (m²)</source>
        <translation>Recouvrements (m²)</translation>
    </message>
</context>
<context>
    <name>RemoveLot</name>
    <message>
        <location filename="../processing_algorithms/removelot.py" line="22"/>
        <source>Remove a lot</source>
        <translation>Retirer un lot</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/removelot.py" line="25"/>
        <source>PCRS,remove,lot,delivery,restore,lineage,base</source>
        <translation>PCRS,retirer,lot,livraison,restaurer,lignage,base,remove</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/removelot.py" line="28"/>
        <source>Takes a lot out of the base; what it had put aside comes back.</source>
        <translation>Retire un lot de la base ; ce qu’il avait écarté revient.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/removelot.py" line="31"/>
        <source>Takes a lot out of the base: its objects pass to the state removed, the objects that runs had made out of them (merged lines, moved ends) are undone, and what these had put aside is current again. Nothing is deleted; the reason is kept in the lineage of each object.

The report lists what came back. Assemble the base again afterwards: several versions of one object may have come back.</source>
        <translation>Retire un lot de la base : ses objets passent à l’état removed, ce que des traitements en avaient fait (lignes fusionnées, extrémités déplacées) est défait, et ce qu’ils avaient écarté redevient courant. Rien n’est effacé ; la raison est gardée dans le lignage de chaque objet.

Le rapport liste ce qui est revenu. Réunissez ensuite la base à nouveau : plusieurs versions d’un même objet peuvent être revenues.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/removelot.py" line="41"/>
        <source>Lot (name or number)</source>
        <translation>Lot (nom ou numéro)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/removelot.py" line="42"/>
        <source>Reason</source>
        <translation>Raison</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/removelot.py" line="44"/>
        <source>Base</source>
        <translation>Base (GeoPackage)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/removelot.py" line="45"/>
        <source>Objects removed</source>
        <translation>Objets retirés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/removelot.py" line="46"/>
        <source>Objects made of them, undone</source>
        <translation>Objets qui en étaient issus, défaits</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/removelot.py" line="47"/>
        <source>Objects that came back</source>
        <translation>Objets revenus</translation>
    </message>
</context>
<context>
    <name>ServePortal</name>
    <message>
        <location filename="../processing_algorithms/serveportal.py" line="39"/>
        <source>Serve portals from this machine</source>
        <translation>Servir les portails depuis ce poste</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/serveportal.py" line="42"/>
        <source>serve,preview,portal,WMS,WFS,QGIS Server</source>
        <translation>servir,aperçu,portail,WMS,WFS,QGIS Server,serve</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/serveportal.py" line="45"/>
        <source>Serves published portals on this machine, to look at them before they go public.</source>
        <translation>Sert les portails publiés sur ce poste, pour les voir avant leur mise en ligne.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/serveportal.py" line="48"/>
        <source>Starts QGIS Server behind a gateway, in a process of its own that goes on after this algorithm, and waits until it answers. It listens on this machine only (127.0.0.1). Each portal is at its code: URL/200000000/, URL/200000000/wms, URL/200000000/wfs.

Port 0 takes a free one. The server stops by itself after the duration; 0 lets it run until its process (output PID) is ended. A new release is seen without a restart.</source>
        <translation>Démarre QGIS Server derrière une passerelle, dans un processus à part qui continue après cet algorithme, et attend qu’il réponde. Il n’écoute que ce poste (127.0.0.1). Chaque portail est à son code : URL/200000000/, URL/200000000/wms, URL/200000000/wfs.

Le port 0 en prend un libre. Le serveur s’arrête de lui-même après la durée ; 0 le laisse tourner jusqu’à la fin de son processus (sortie PID). Une nouvelle version est vue sans redémarrage.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/serveportal.py" line="57"/>
        <source>Folder of the portals</source>
        <translation>Dossier des portails</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/serveportal.py" line="63"/>
        <source>Port (0: a free one)</source>
        <translation>Port (0 : un port libre)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/serveportal.py" line="68"/>
        <source>Duration in seconds (0: until stopped)</source>
        <translation>Durée en secondes (0 : jusqu’à l’arrêt)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/serveportal.py" line="74"/>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/serveportal.py" line="75"/>
        <source>Process number</source>
        <translation>Numéro de processus</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/serveportal.py" line="83"/>
        <source>Report: {path}</source>
        <translation>Rapport : {path}</translation>
    </message>
</context>
<context>
    <name>ShareCosts</name>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="41"/>
        <source>Share costs</source>
        <translation>Partager les coûts</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="44"/>
        <source>PCRS,cost,sharing,financier,key,length,surface,commune</source>
        <translation>PCRS,coût,partage,financeur,clé,longueur,surface,commune</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="47"/>
        <source>Counts surface, length and objects of each producer and financier, and shares a cost.</source>
        <translation>Compte surface, longueur et objets de chaque producteur et financeur, et partage un coût.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="50"/>
        <source>Counts what each producer has surveyed and what each financier has in each commune, and shares a cost by the key: length of networks, surface covered, or equal parts. The amounts add up to the total, to the cent (largest remainder), and can be worked out again from the table.

Financiers come from a TOML file (name, networks, communes), or from a field of a layer of networks.</source>
        <translation>Compte ce que chaque producteur a levé et ce que chaque financeur a dans chaque commune, et partage un coût selon la clé : longueur des réseaux, surface couverte ou parts égales. Les montants font le total au centime (plus forts restes) et se recalculent depuis le tableau.

Les financeurs viennent d’un fichier TOML (nom, réseaux, communes) ou d’un champ d’une couche de réseaux.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="59"/>
        <source>Commune polygons</source>
        <translation>Polygones des communes</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="64"/>
        <source>Field of the commune code (usual names are found)</source>
        <translation>Champ du code de commune (les noms usuels sont reconnus)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="65"/>
        <source>Financiers (TOML)</source>
        <translation>Financeurs (TOML)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="68"/>
        <source>Networks, instead of a file of financiers</source>
        <translation>Réseaux, à la place d’un fichier de financeurs</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="76"/>
        <source>Field of the networks that names who pays</source>
        <translation>Champ des réseaux qui nomme qui paie</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="77"/>
        <source>Length of networks</source>
        <translation>Longueur des réseaux</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="77"/>
        <source>Surface covered</source>
        <translation>Surface couverte</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="77"/>
        <source>Equal parts</source>
        <translation>Parts égales</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="78"/>
        <source>Key</source>
        <translation>Clé de répartition</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="80"/>
        <source>Cost to share (€)</source>
        <translation>Coût à partager (€)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="81"/>
        <source>Table</source>
        <translation>Tableau</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="81"/>
        <source>CSV files (*.csv)</source>
        <translation>Fichiers CSV (*.csv)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/sharecosts.py" line="85"/>
        <source>Financiers who share</source>
        <translation>Financeurs</translation>
    </message>
</context>
<context>
    <name>UndoRun</name>
    <message>
        <location filename="../processing_algorithms/undorun.py" line="28"/>
        <source>Undo a run</source>
        <translation>Annuler un traitement</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/undorun.py" line="31"/>
        <source>PCRS,undo,run,history,lineage,base</source>
        <translation>PCRS,annuler,traitement,historique,lignage,base,undo</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/undorun.py" line="34"/>
        <source>Undoes an assembly, a merge of tiles or a matching of edges.</source>
        <translation>Annule un assemblage, une refonte de carreaux ou un raccordement.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/undorun.py" line="37"/>
        <source>What the run had put aside is current again; what it made is put aside, never deleted; both are told in the lineage. A run on which a later one has built is refused: undo that one first. The table run of the base holds the numbers.</source>
        <translation>Ce que le traitement avait mis de côté redevient courant ; ce qu’il avait fait est mis de côté, jamais effacé ; le lignage le dit. Un traitement sur lequel un autre a bâti est refusé : annulez d’abord celui-là. La table run de la base donne les numéros.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/undorun.py" line="45"/>
        <source>Number of the run</source>
        <translation>Numéro du traitement</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/undorun.py" line="55"/>
        <source>Base</source>
        <translation>Base (GeoPackage)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/undorun.py" line="56"/>
        <source>Objects current again</source>
        <translation>Objets de nouveau courants</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/undorun.py" line="57"/>
        <source>Objects put aside</source>
        <translation>Objets mis de côté</translation>
    </message>
</context>
<context>
    <name>UpdateBase</name>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="31"/>
        <source>Update the base</source>
        <translation>Mettre la base à jour</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="34"/>
        <source>PCRS,update,changes,new,gone,lineage,base</source>
        <translation>PCRS,mise à jour,changements,nouveau,disparu,lignage,base,update</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="37"/>
        <source>Applies an update lot: what is new, changed, unchanged and gone inside its emprise.</source>
        <translation>Applique un lot de mise à jour : ce qui est nouveau, modifié, inchangé et disparu dans son emprise.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="40"/>
        <source>An update lot speaks for all of its emprise: an object of the base that it does not hold any more is gone. Objects are recognised by their identifier or, when the producer has numbered anew, by their geometry.

Unchanged: the older version stays. Changed: the update&apos;s version takes its place. Gone: the object is superseded, never deleted. An object that crosses the limit of the emprise is left alone and listed.

Name a lot that the base holds already, or a file to receive first. Without classes, all those of the lot are updated; name them (separated by commas) when an absent class means that nothing is left of it. The changes are written as two layers, before and after.</source>
        <translation>Un lot de mise à jour répond de toute son emprise : un objet de la base qu’il ne contient plus a disparu. Les objets sont reconnus à leur identifiant ou, quand le producteur a renuméroté, à leur géométrie.

Inchangé : l’ancienne version reste. Modifié : celle de la mise à jour prend sa place. Disparu : l’objet est écarté, jamais effacé. Un objet à cheval sur la limite de l’emprise est laissé tel quel et listé.

Nommez un lot que la base contient déjà, ou un fichier à recevoir d’abord. Sans classes, toutes celles du lot sont mises à jour ; nommez-les (séparées par des virgules) quand une classe absente veut dire qu’il n’en reste rien. Les changements sont écrits en deux couches, avant et après.</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="52"/>
        <source>Base (empty: the territory&apos;s)</source>
        <translation>Base (vide : celle du territoire)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="57"/>
        <source>Update lot of the base (name or number)</source>
        <translation>Lot de mise à jour de la base (nom ou numéro)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="60"/>
        <source>Or file of the update lot, to receive</source>
        <translation>Ou fichier du lot de mise à jour, à recevoir</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="64"/>
        <source>Classes updated, separated by commas (empty: those of the lot)</source>
        <translation>Classes mises à jour, séparées par des virgules (vide : celles du lot)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="69"/>
        <source>Changes</source>
        <translation>Changements</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="69"/>
        <source>GeoPackage files (*.gpkg)</source>
        <translation>Fichiers GeoPackage (*.gpkg)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="79"/>
        <source>Base</source>
        <translation>Base (GeoPackage)</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="80"/>
        <source>Unchanged objects</source>
        <translation>Objets inchangés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="80"/>
        <source>Objects of changed geometry</source>
        <translation>Objets à géométrie modifiée</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="80"/>
        <source>Objects of changed attributes</source>
        <translation>Objets à attributs modifiés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="80"/>
        <source>Objects of changed geometry and attributes</source>
        <translation>Objets à géométrie et attributs modifiés</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="80"/>
        <source>New objects</source>
        <translation>Nouveaux objets</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="80"/>
        <source>Objects that are gone</source>
        <translation>Objets disparus</translation>
    </message>
    <message>
        <location filename="../processing_algorithms/updatebase.py" line="80"/>
        <source>Objects across the limit of the emprise</source>
        <translation>Objets à cheval sur la limite de l’emprise</translation>
    </message>
</context>
</TS>
