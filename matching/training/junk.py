"""Words found where an occupation is expected, that name none. Written for this project."""

_PHRASES = """
sans emploi
sans activité
sans activité professionnelle
sans profession
sans expérience
sans expérience professionnelle
aucune expérience
aucun projet
aucun métier
pas de projet
pas de projet défini
pas d'expérience
pas encore de projet professionnel
projet à définir
projet à construire
projet en cours de définition
projet non défini
projet à préciser
projet professionnel à valider
à définir
à déterminer
à préciser
à voir
à voir avec le référent
à voir avec la personne
à revoir
non renseigné
non précisé
non communiqué
non défini
inconnu
néant
rien
rien de précis
aucun
aucune
divers
autre
autres
tout
tout type de poste
tout poste
toutes propositions
ouvert à tout
ouverte à toutes propositions
ne sait pas
ne sait pas encore
ne se prononce pas
indécis
indifférent
peu importe
n'importe quoi
n'importe quel travail
recherche d'emploi
en recherche d'emploi
demandeur d'emploi
demandeuse d'emploi
chômage
période de chômage
inactivité
inactif
période d'inactivité
congé parental
congé maternité
congé maladie
congé sabbatique
arrêt maladie
arrêt de travail
longue maladie
accident du travail
invalidité
maladie
parent au foyer
mère au foyer
père au foyer
femme au foyer
homme au foyer
au foyer
élève ses enfants
garde de ses enfants
s'occupe de ses enfants
s'occupe de ses parents
aidant familial de sa mère
déménagement
voyage
retour de l'étranger
arrivée en France
cours de français
apprentissage du français
remise à niveau
formation en cours
en formation
reprise d'études
études
scolarité
lycée
collège
école
étudiant
lycéen
bac général
stage de découverte
stage d'observation
stage de troisième
immersion
bénévolat
retraite
retraité
service militaire
service civique
garantie jeunes
contrat d'engagement
accompagnement
accompagnement social
suivi social
petits boulots
jobs divers
missions diverses
missions d'intérim diverses
travail
travail alimentaire
un emploi stable
un emploi proche du domicile
un travail à temps partiel
gagner sa vie
reconversion
reconversion professionnelle
reconversion à étudier
bilan de compétences
création d'entreprise à étudier
voir CV
cf CV
voir dossier
dossier à compléter
dossier incomplet
à compléter
non exploitable
test
essai
bonjour
merci
madame
monsieur
oui
non
ras
nc
idem
candidature spontanée
annonce
expérience
expériences variées
plusieurs expériences
profil motivé
motivé et dynamique
personne sérieuse
disponible de suite
disponible immédiatement
permis B
permis B en cours
sans permis
voiture
pas de moyen de locomotion
problème de garde d'enfants
problème de santé
problème de logement
hébergé chez un tiers
situation administrative en cours
titre de séjour
détention
incarcération
cure
soins
"""

_PERIODS = (
    "depuis 2019",
    "depuis 2021",
    "depuis janvier",
    "depuis plusieurs années",
    "de 2015 à 2018",
    "longue durée",
    "en cours",
    "pour le moment",
    "actuellement",
    "suite à un licenciement",
)
_PERIODS_FOR = (
    "sans emploi",
    "sans activité",
    "recherche d'emploi",
    "en recherche d'emploi",
    "congé parental",
    "arrêt maladie",
    "inactivité",
    "chômage",
    "mère au foyer",
    "parent au foyer",
    "demandeur d'emploi",
    "en formation",
)


_HELD_OUT_EVERY = 3


def junk_texts() -> list[str]:
    """The phrases, then those that last, with a period."""
    lasting = [f"{phrase} {period}" for phrase in _PERIODS_FOR for period in _PERIODS]
    return [*_PHRASES.strip().splitlines(), *lasting]


def held_out_junk() -> list[str]:
    """A third of the phrases, kept from training while the confidence is being set."""
    return _PHRASES.strip().splitlines()[::_HELD_OUT_EVERY]
