"""The masculine, the feminine and every double writing of a title are one title to the engine."""

import time

import numpy as np
import pytest

from matching.coder import packaged_coder
from matching.gender import GENDERS_FILE, masculine
from matching.ngrams import plain, stems

PAIRS = """
abatteur abatteuse | accompagnateur accompagnatrice | acheteur acheteuse | acteur actrice
adjoint adjointe | administrateur administratrice | agent agente | agriculteur agricultrice
aide-soignant aide-soignante | ajusteur ajusteuse | ambassadeur ambassadrice
ambulancier ambulancière | animateur animatrice | apiculteur apicultrice | apprenti apprentie
armurier armurière | artisan artisane | assistant assistante | attaché attachée | auteur autrice
avocat avocate | barman barmaid | berger bergère | bijoutier bijoutière | boucher bouchère
boulanger boulangère | brancardier brancardière | bûcheron bûcheronne | caissier caissière
cantonnier cantonnière | cariste cariste | carreleur carreleuse | carrossier carrossière
chargé chargée | charpentier charpentière | chaudronnier chaudronnière | chauffeur chauffeuse
chef cheffe | chocolatier chocolatière | coffreur coffreuse | coiffeur coiffeuse
commercial commerciale | commis commise | compagnon compagne | concierge concierge
conducteur conductrice | conseiller conseillère | contremaître contremaîtresse
contrôleur contrôleuse | coordinateur coordinatrice | cordonnier cordonnière
couturier couturière | couvreur couvreuse | crêpier crêpière | cuisinier cuisinière
danseur danseuse | décorateur décoratrice | dépanneur dépanneuse | designer designeuse
dessinateur dessinatrice | directeur directrice | docker dockeuse | docteur doctoresse
dresseur dresseuse | écrivain écrivaine | éducateur éducatrice | éleveur éleveuse
électricien électricienne | employé employée | enseignant enseignante | esthéticien esthéticienne
étalagiste étalagiste | façadier façadière | facteur factrice | ferrailleur ferrailleuse
ferronnier ferronnière | fleuriste fleuriste | formateur formatrice | foreur foreuse
gardien gardienne | gestionnaire gestionnaire | gouvernant gouvernante | grutier grutière
guichetier guichetière | horloger horlogère | hôte hôtesse | hôtelier hôtelière
huissier huissière | infirmier infirmière | informaticien informaticienne
ingénieur ingénieure | inspecteur inspectrice | installateur installatrice
instituteur institutrice | jardinier jardinière | journalier journalière | laveur laveuse
lingère lingère | livreur livreuse | loueur loueuse | maçon maçonne | magasinier magasinière
maître-nageur maître-nageuse | manager manageuse | manutentionnaire manutentionnaire
maraîcher maraîchère | marchand marchande | maroquinier maroquinière | mécanicien mécanicienne
médiateur médiatrice | menuisier menuisière | métallier métallière | meunier meunière
modeleur modeleuse | moniteur monitrice | monteur monteuse | mouleur mouleuse | musicien musicienne
nettoyeur nettoyeuse | négociateur négociatrice | opérateur opératrice | opticien opticienne
ouvrier ouvrière | palefrenier palefrenière | pâtissier pâtissière | paysan paysanne
pêcheur pêcheuse | peintre peintre | pépiniériste pépiniériste | pilote pilote
pisciculteur piscicultrice | pizzaïolo pizzaïola | plâtrier plâtrière | plombier plombière
plongeur plongeuse | poissonnier poissonnière | policier policière | polisseur polisseuse
pompier pompière | portier portière | poseur poseuse | préparateur préparatrice
présentateur présentatrice | professeur professeure | programmeur programmeuse
promoteur promotrice | psychologue psychologue | réceptionnaire réceptionnaire
rédacteur rédactrice | régisseur régisseuse | régleur régleuse | reporter reportrice
répartiteur répartitrice | restaurateur restauratrice | sableur sableuse
saisonnier saisonnière | scieur scieuse | secrétaire secrétaire | sellier sellière
serrurier serrurière | serveur serveuse | soigneur soigneuse | sommelier sommelière
soudeur soudeuse | sportif sportive | superviseur superviseuse | surveillant surveillante
tailleur tailleuse | tapissier tapissière | technicien technicienne | teinturier teinturière
télévendeur télévendeuse | terrassier terrassière | tourneur tourneuse | traducteur traductrice
traiteur traiteuse | tuyauteur tuyauteuse | usineur usineuse | vendangeur vendangeuse
vendeur vendeuse | vérificateur vérificatrice | veilleur veilleuse | vigneron vigneronne
visiteur visiteuse | viticulteur viticultrice | zingueur zingueuse
"""
TAILS = ("", " polyvalent", " de nuit en industrie")
PAIRED = [tuple(pair.split()) for pair in PAIRS.replace("\n", " | ").split("|") if pair.strip()]
CODER = packaged_coder()


def test_both_forms_of_a_name_are_coded_the_same_to_the_last_digit() -> None:
    men = [left + tail for left, _ in PAIRED for tail in TAILS]
    women = [right + tail.replace("valent", "valente") for _, right in PAIRED for tail in TAILS]
    doubles = [
        f"{left.title()} / {right.title()}{tail}" for left, right in PAIRED for tail in TAILS
    ]

    codings = [CODER.code(texts) for texts in (men, women, [text + " (H/F)" for text in doubles])]
    vectors = [CODER.encoder.encode(texts) for texts in (men, women, doubles)]

    for other in codings[1:]:
        assert np.array_equal(codings[0].indices, other.indices)
        assert np.array_equal(codings[0].probabilities, other.probabilities)
        assert np.array_equal(codings[0].confidence, other.confidence)
    assert np.array_equal(vectors[0], vectors[1])
    assert np.array_equal(vectors[0], vectors[2])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Chef(fe) de rang", "chef de rang"),
        ("Chef·fe d'équipe", "cheffe d'équipe"),
        ("agent administratif(ive)", "agente administrative"),
        ("agent administratif(tive)", "agente administrative"),
        ("Coach sportif (ve)", "coach sportive"),
        ("Mécanicien (ne) poids lourds", "mécanicienne poids lourds"),
        ("Coordinateur(-trice) HSE", "coordinatrice HSE"),
        ("ANIMATEUR/ TRICE commercial(e)", "animatrice commerciale"),
        ("Vendeur /se en boulangerie", "vendeuse en boulangerie"),
        ("Développeur /euse web", "développeuse web"),
        ("Conducteur·rice de ligne", "conductrice de ligne"),
        ("Opérateur.rice de production", "opératrice de production"),
        ("Salarié·es agricoles", "salarié agricole"),
        ("Infirmier(-ère) de nuit", "infirmière de nuit"),
        ("Serveur (homme ou femme)", "serveuse"),
        ("Serveur homme/femme", "serveuse"),
        ("Valet / Femme de chambre", "femme de chambre"),
        ("Valet de chambre", "femme de chambre"),
        ("Homme / Femme de ménage", "femme de ménage"),
        ("Hôtesse de l'air / Steward", "Steward de l'air"),
        ("Garçon / Fille de salle", "garçon de salle"),
        ("Homme sage-femme", "sage-femme"),
        ("Écrivain public / Écrivaine publique", "écrivain public"),
    ],
)
def test_endings_written_apart_and_couples_of_words_are_read_as_one(
    written: str, said: str
) -> None:
    assert stems(written) == stems(said)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("data steward", "data hôte"),
        ("jeune fille", "jeune garçon"),
        ("santé publique", "santé public"),
        ("agent de presse", "agent de pressage"),
        ("marinier", "marin"),
        ("laitier", "lait"),
        ("coiffeur", "coiffage"),
    ],
)
def test_words_that_are_no_couple_stay_apart(one: str, other: str) -> None:
    assert stems(one) != stems(other)


def test_the_table_of_genders_is_read_in_the_form_the_engine_reads() -> None:
    lines = GENDERS_FILE.read_text(encoding="utf-8").splitlines()
    for line in (line for line in lines if line and not line.startswith("#")):
        assert plain(line) == line
        kind, feminine, male = line.split(",")
        if kind == "word":
            assert masculine(masculine(feminine)) == masculine(feminine) == male


def test_a_hundred_kilobytes_of_anything_are_read_at_once() -> None:
    for text in (
        "e(" * 50_000,
        "ab·e" * 25_000,
        "homme/" * 16_000,
        "h / " * 25_000,
        "a -" * 33_000,
    ):
        began = time.perf_counter()
        stems(text)
        assert time.perf_counter() - began < 1.0
