"""The words of messages to contacts, and of what people hear. Plain text; no query."""

from collections.abc import Sequence
from datetime import date

from api.rendering import date_fr, datetime_fr, plural
from api.services.cards import CardContent, content_from
from api.services.messages import LINK
from models.case_files import CandidateIdentity
from models.dispatch_lists import CardAnswer, StartNews
from models.dispatches import Dispatch, DispatchCard
from models.offers import Offer

LINK_DAYS = 30
SIGNATURE = "La Candidathèque du PLIE"
STOP = (
    "Vous ne voulez plus de messages de notre part ? La page du lien le permet, en bas, en un clic."
)


def called(card: DispatchCard) -> str:
    """« Profil 7F3K »."""
    return f"Profil {card.code}"


def hello(dispatch: Dispatch) -> str:
    """« Bonjour Mme Marquis, », or a plain good day."""
    return f"Bonjour {dispatch.contact_name}," if dispatch.contact_name else "Bonjour,"


def post_of(offer: Offer) -> str:
    """The post, as subjects say it."""
    return f"{offer.title} ({offer.reference})"


def dispatch_subject(dispatch: Dispatch, offer: Offer, count: int) -> str:
    """One subject for the whole dispatch."""
    return f"{plural(count, 'profil')} pour votre poste : {post_of(offer)}"


def dispatch_text(dispatch: Dispatch, offer: Offer, cards: Sequence[DispatchCard]) -> str:
    """The one message of a dispatch: the profiles in short, the link, the day."""
    lines = [
        hello(dispatch),
        "",
        f"Voici {plural(len(cards), 'profil')} pour votre poste : {post_of(offer)}.",
    ]
    if dispatch.note:
        lines += ["", dispatch.note]
    lines += [""]
    lines += [f"- {called(card)} : {summary(content_from(card.content))}" for card in cards]
    lines += [
        "",
        "Les voir et répondre, sans mot de passe :",
        LINK,
        "",
        f"Réponse souhaitée avant le {date_fr(dispatch.reply_by)}. Ce lien vous est personnel ; "
        f"il dure {LINK_DAYS} jours. Le nom et le téléphone vous sont donnés quand vous "
        "choisissez « Je le rencontre ».",
        "",
        SIGNATURE,
        STOP,
    ]
    return "\n".join(lines)


def summary(content: CardContent) -> str:
    """A card in a line: occupation, licences asked for, start."""
    held = [each.label for each in content.licences if each.state == "détenu"][:3]
    return ", ".join((content.occupation, *held, available(content)))


def available(content: CardContent) -> str:
    """« disponible tout de suite », « disponible le 1er décembre 2026 »."""
    if content.available_on is None:
        return "disponible tout de suite"
    return f"disponible le {date_fr(date.fromisoformat(content.available_on))}"


def reminder_text(dispatch: Dispatch, offer: Offer, waiting: Sequence[DispatchCard]) -> str:
    """A reminder names what still waits, and nothing else."""
    codes = ", ".join(card.code for card in waiting)
    many = len(waiting) > 1
    return "\n".join(
        (
            hello(dispatch),
            "",
            f"{'Ces profils attendent' if many else 'Ce profil attend'} votre réponse pour le "
            f"poste {post_of(offer)} : {codes}.",
            "",
            "Deux clics suffisent, même pour « Pas cette fois » ou « Poste pourvu » :",
            LINK,
            "",
            "Sans réponse, nous le dirons simplement aux personnes et vous n’aurez plus de "
            "relance.",
            "",
            SIGNATURE,
            STOP,
        )
    )


def new_link_text(dispatch: Dispatch, offer: Offer) -> str:
    """A new link, asked for from the page of an old one."""
    return "\n".join(
        (
            hello(dispatch),
            "",
            f"Voici un nouveau lien pour le poste {post_of(offer)} :",
            LINK,
            "",
            f"Il dure {LINK_DAYS} jours. Si vous n’avez rien demandé, ne faites rien : il n’a "
            "été envoyé qu’à cette adresse.",
            "",
            SIGNATURE,
        )
    )


def code_text(dispatch: Dispatch, offer: Offer, code: str) -> str:
    """A code asked for by a second browser."""
    return "\n".join(
        (
            hello(dispatch),
            "",
            f"Votre code pour répondre depuis un autre appareil, poste {post_of(offer)} :",
            "",
            code,
            "",
            "Il vaut 30 minutes, dans le navigateur qui l’a demandé. Ce n’était pas vous ? Ne le "
            "donnez à personne : quelqu’un d’autre tient votre lien ; sa page permet de le "
            "révoquer.",
            "",
            SIGNATURE,
        )
    )


def reveal_text(
    dispatch: Dispatch, offer: Offer, card: DispatchCard, person: CandidateIdentity
) -> str:
    """Name and telephone of one person, to the known contact alone."""
    lines = [hello(dispatch), "", f"{called(card)}, pour le poste {post_of(offer)} :", ""]
    lines += [full_name(person), f"Téléphone : {person.phone or 'à nous demander'}"]
    if card.meet_at is not None:
        place = f", {card.meet_place}" if card.meet_place else ""
        lines += ["", f"Rendez-vous proposé : {datetime_fr(card.meet_at)}{place}."]
    lines += [
        "",
        "Ces coordonnées servent à ce recrutement, et à rien d’autre. Dites-nous la suite sur "
        "la même page :",
        LINK,
        "",
        SIGNATURE,
    ]
    return "\n".join(lines)


def full_name(person: CandidateIdentity) -> str:
    """First and last name."""
    names = " ".join(filter(None, (person.first_name, person.last_name)))
    return names or "Nom à nous demander"


def gone_text(dispatch: Dispatch, offer: Offer, card: DispatchCard, others: int) -> str:
    """A profile is no longer available: no reason, and where the others are (`others`)."""
    lines = [hello(dispatch), ""]
    lines += [f"{called(card)} n’est plus disponible pour le poste {post_of(offer)}."]
    if card.revealed_at is not None:
        lines += ["Merci de ne plus utiliser son nom ni son téléphone, et de les effacer."]
    if others:
        lines += ["", f"{plural(others, 'autre profil', 'autres profils')} pour ce poste :", LINK]
    return "\n".join([*lines, "", SIGNATURE, STOP])


def receipt_text(dispatch: Dispatch, offer: Offer, cards: Sequence[DispatchCard]) -> str:
    """What was answered: so that a contact knows if somebody else answered in their place."""
    lines = [hello(dispatch), "", f"Vos réponses pour le poste {post_of(offer)} :", ""]
    lines += [f"- {called(card)} : {card.answer.label}" for card in cards if card.answer]
    lines += [
        "",
        "Ce n’était pas vous ? La page du lien permet de le révoquer, ou appelez-nous.",
        LINK,
        "",
        SIGNATURE,
    ]
    return "\n".join(lines)


def start_text(dispatch: Dispatch, offer: Offer, card: DispatchCard) -> str:
    """After the day of the start: three buttons on the page."""
    choices = " / ".join(each.label for each in StartNews)
    return "\n".join(
        (
            hello(dispatch),
            "",
            f"{called(card)} devait commencer le {date_fr(card.start_on)} ({post_of(offer)}).",
            f"Un clic nous le dit : {choices}.",
            LINK,
            "",
            SIGNATURE,
        )
    )


def told_sent(offer: Offer, dispatch: Dispatch) -> str:
    """An SMS to the person: the profile went out."""
    return (
        f"Bonjour, votre profil, sans votre nom, a été transmis à {dispatch.recipient} pour le "
        f"poste « {offer.title} ». Ils répondent avant le {date_fr(dispatch.reply_by)}. "
        "Vous pouvez changer d’avis : dites-le à votre référent·e."
    )


def told_end(offer: Offer, dispatch: Dispatch, card: DispatchCard) -> str:
    """An SMS to the person: how it ended. Silence is the employer's, never theirs."""
    start = f"Bonjour, pour le poste « {offer.title} » chez {dispatch.recipient} : "
    if card.is_silent:
        return start + (
            "ils ne nous ont pas répondu. Cela ne dit rien de votre candidature ; nous "
            "cherchons d’autres offres avec vous."
        )
    if card.answer is CardAnswer.REFUSED:
        return start + "ce ne sera pas pour cette fois. Parlons ensemble des prochaines offres."
    if card.answer is CardAnswer.HIRED:
        return start + f"vous êtes retenu·e, début le {date_fr(card.start_on)}. Bravo !"
    if card.answer is CardAnswer.MEET:
        return start + "ils veulent vous rencontrer et vont vous appeler."
    return start + "il y a du nouveau, votre référent·e vous appelle."
