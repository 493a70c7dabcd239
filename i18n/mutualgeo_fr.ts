<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
    <context>
        <name>@default</name>
        <message>
            <source>{path} exists and is not a report: it was left as it is. Name another file.</source>
            <translation>{path} existe et n’est pas un rapport : il a été laissé tel quel. Donnez un autre fichier.</translation>
        </message>
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
            <source>The engine stopped unexpectedly ({how}); the base is as it was before. Start the run again.</source>
            <translation>Le moteur s’est arrêté de façon inattendue ({how}) ; la base est restée comme avant. Relancez le traitement.</translation>
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
    </context>
    <context>
        <name>AssembleBase</name>
        <message>
            <source>Assemble the base</source>
            <translation>Assembler la base</translation>
        </message>
        <message>
            <source>PCRS,assemble,merge,duplicates,lineage,base</source>
            <translation>PCRS,assembler,fusion,doublons,lignage,base,assemble</translation>
        </message>
        <message>
            <source>Joins the lots of the base and sets exact duplicates aside.</source>
            <translation>Réunit les lots de la base et écarte les doublons exacts.</translation>
        </message>
        <message>
            <source>Joins the lots of the base into one current state. An object that stands in several lots with the same points (1 mm, Z too) is kept once, the best; the others are marked superseded, never deleted, and their lineage says which object replaced them.

The order in which the lots came changes nothing.</source>
            <translation>Réunit les lots de la base en un seul état courant. Un objet présent dans plusieurs lots avec les mêmes points (1 mm, Z compris) est gardé une fois, le meilleur ; les autres sont marqués remplacés, jamais supprimés, et leur lignage dit quel objet les remplace.

L’ordre d’arrivée des lots ne change rien.</translation>
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
            <source>Checks the base, or a PCRS GML file before it is received, against a profile: structure, attributes, geometry, topology, altitudes and extent.

Each finding has a place on the map, a severity, the check that made it and what to do. They come as a GeoPackage layer, as counts and, where asked for, as an HTML report.

With Strict the run fails when there are errors, after everything has been written: this is what a scheduler needs.</source>
            <translation>Contrôle la base, ou un fichier GML PCRS avant sa réception, selon un profil : structure, attributs, géométrie, topologie, altitudes et emprise.

Chaque constat a une place sur la carte, une gravité, le contrôle qui l’a produit et ce qu’il faut faire. Les constats sont rendus en couche GeoPackage, en nombres et, sur demande, en rapport HTML.

En mode strict, le traitement échoue dès qu’il y a des erreurs, une fois tout écrit : c’est ce qu’il faut à un ordonnanceur.</translation>
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
            <source>Measures the shift between two sources of a network and lists their differences.</source>
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
            <source>Differences</source>
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
        <name>ExportPcrs</name>
        <message>
            <source>Export PCRS GML</source>
            <translation>Exporter en GML PCRS</translation>
        </message>
        <message>
            <source>PCRS,GML,export,write,lot,extent</source>
            <translation>PCRS,GML,exporter,écrire,lot,emprise,export</translation>
        </message>
        <message>
            <source>Writes the base, one of its lots or an extent as PCRS v2.0 GML.</source>
            <translation>Écrit la base, un de ses lots ou une emprise en GML PCRS v2.0.</translation>
        </message>
        <message>
            <source>Writes the base, one of its lots or the objects of an extent as PCRS v2.0 GML that validates against the CNIG schema. Arcs, Z, identifiers and links are written as they were received.

The output is a .gml file, or a folder that receives one file per lot. Decimals: 3 writes millimetres, -1 writes the coordinates exactly as they were read.</source>
            <translation>Écrit la base, un de ses lots ou les objets d’une emprise en GML PCRS v2.0 conforme au schéma du CNIG. Arcs, Z, identifiants et liens sont écrits comme ils ont été reçus.

La sortie est un fichier .gml, ou un dossier qui reçoit un fichier par lot. Décimales : 3 écrit les millimètres, -1 écrit les coordonnées exactement comme elles ont été lues.</translation>
        </message>
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
            <source>GML file, or folder for one file per lot</source>
            <translation>Fichier GML, ou dossier pour un fichier par lot</translation>
        </message>
        <message>
            <source>GML files (*.gml)</source>
            <translation>Fichiers GML (*.gml)</translation>
        </message>
        <message>
            <source>Objects written</source>
            <translation>Objets écrits</translation>
        </message>
        <message>
            <source>Files written</source>
            <translation>Fichiers écrits</translation>
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
            <source>Makes a small fictional commune: PCRS lots of two producers that overlap, two copies of a water network, parcels, addresses, and a territory file that names them. Defects are planted and listed in a truth table, so that you can see what the checks find.

The same seed makes the same commune.</source>
            <translation>Crée une petite commune fictive : des lots PCRS de deux producteurs qui se recouvrent, deux copies d’un réseau d’eau, des parcelles, des adresses, et un fichier de territoire qui les nomme. Des défauts y sont placés et listés dans une table de vérité, pour voir ce que trouvent les contrôles.

La même graine donne la même commune.</translation>
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
    </context>
    <context>
        <name>MutualgeoAlgorithm</name>
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
            <source>Show the differences on the map</source>
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
            <source>Differences</source>
            <translation>Écarts</translation>
        </message>
        <message>
            <source>There is nothing to show yet: run the step first.</source>
            <translation>Il n’y a encore rien à montrer : lancez d’abord l’étape.</translation>
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
        <message>
            <source>Report: {path}</source>
            <translation>Rapport : {path}</translation>
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
            <source>Reads PCRS v2.0 deliveries (GML or zip) into the shared base.</source>
            <translation>Lit des livraisons PCRS v2.0 (GML ou zip) dans la base mutualisée.</translation>
        </message>
        <message>
            <source>Reads PCRS v2.0 deliveries (GML files or zip archives) into the shared base. A lot comes in whole or not at all; arcs, Z, codes and links are kept as they were received, and a lot that was received already is not taken twice.

Give files, a folder, or both. The base is created when it does not exist yet; an existing one is completed, never replaced. When no base is named, the territory file says which one.

When a lot is refused the run fails, unless partial acceptance is asked for; the accepted lots stay in either case and the report says why each other one was refused.</source>
            <translation>Lit des livraisons PCRS v2.0 (fichiers GML ou archives zip) dans la base mutualisée. Un lot entre en entier ou pas du tout ; arcs, Z, codes et liens sont gardés comme reçus, et un lot déjà reçu n’est pas pris deux fois.

Donnez des fichiers, un dossier, ou les deux. La base est créée si elle n’existe pas encore ; une base existante est complétée, jamais remplacée. Si aucune base n’est indiquée, le fichier de territoire la désigne.

Quand un lot est refusé, le traitement échoue, sauf si l’acceptation partielle est demandée ; les lots acceptés restent dans les deux cas et le rapport dit pourquoi chaque autre a été refusé.</translation>
        </message>
        <message>
            <source>PCRS files (GML or zip)</source>
            <translation>Fichiers PCRS (GML ou zip)</translation>
        </message>
        <message>
            <source>Folder of PCRS files</source>
            <translation>Dossier de fichiers PCRS</translation>
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
        <message>
            <source>Report: {path}</source>
            <translation>Rapport : {path}</translation>
        </message>
    </context>
</TS>
