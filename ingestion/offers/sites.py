"""The workplace given by keys: commune, postal code, coordinates that may be wrong."""

import re
from collections.abc import Mapping
from dataclasses import replace

from ingestion.ground import kilometres
from ingestion.national import town_of
from ingestion.normalise import CommuneMatch
from ingestion.offers.given import number_of, text_of
from ingestion.records import OfferWarning, Workplace
from ingestion.town_names import resolve_town
from models.vocabulary import SiteAccess

FAR_KM = 30.0
"""Farther from its commune than any point of it: the coordinates are not those of the site."""
_LABEL = re.compile(r"^\s*(?:2[AB]|\d{2,3})\s*-\s*(.+)$", re.IGNORECASE)
_DISTRICT = re.compile(r"\s+\d{1,2}(?:er|e|eme|ème)? arrondissement.*$", re.IGNORECASE)
_DEPARTMENTS = {"nord", "pas-de-calais", "france", "hauts-de-france"}


def read_site(place: Mapping[str, object]) -> tuple[Workplace, list[OfferWarning]]:
    """Read `lieuTravail`; swapped coordinates are put right, with a warning."""
    label = text_of(place, "libelle")
    code = _five_digits(text_of(place, "codePostal"))
    insee = _insee(text_of(place, "commune"))
    name = _name(label)
    known = resolve_town(name, code, insee) if (name or code or insee) else None
    latitude, longitude = number_of(place.get("latitude")), number_of(place.get("longitude"))
    warnings: list[OfferWarning] = []
    if latitude is not None and longitude is not None:
        if _swapped(latitude, longitude):
            latitude, longitude = longitude, latitude
            warnings.append(
                _warning(
                    "Latitude et longitude étaient inversées : elles ont été remises dans l'ordre."
                )
            )
        elif not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            latitude = longitude = None
            warnings.append(_warning("Les coordonnées du lieu de travail sont impossibles."))
    if latitude is None or longitude is None:
        latitude = longitude = None
    if known is None:
        return Workplace(insee, name, code, latitude, longitude), warnings
    if latitude is not None and longitude is not None:
        distance = _from_commune(latitude, longitude, known)
        if distance is not None and distance > FAR_KM:
            message = (
                f"Les coordonnées données sont à {distance:.0f} km de {known.name} : "
                "celles de la commune sont gardées."
            )
            warnings.append(_warning(message))
            latitude = longitude = None
    if latitude is None or longitude is None:
        latitude, longitude = known.latitude, known.longitude
    site = replace(place_of(known, code), latitude=latitude, longitude=longitude)
    is_borough = insee is not None and insee != town_of(insee) == known.insee
    return (replace(site, insee=insee) if is_borough else site), warnings


def _from_commune(latitude: float, longitude: float, known: CommuneMatch) -> float | None:
    """Kilometres to the commune; None where the tables do not place it."""
    if known.latitude is None or known.longitude is None:
        return None
    return kilometres(latitude, longitude, known.latitude, known.longitude)


def place_of(
    known: CommuneMatch, postal_code: str | None = None, access: tuple[SiteAccess, ...] = ()
) -> Workplace:
    """The workplace at a known commune; its quarter is written `Dunkerque (Petite-Synthe)`."""
    name = f"{known.name} ({known.quarter})" if known.quarter else known.name
    code = known.postal_code or postal_code
    return Workplace(known.insee, name, code, known.latitude, known.longitude, access)


def _warning(message: str) -> OfferWarning:
    return OfferWarning("workplace", message)


def _swapped(latitude: float, longitude: float) -> bool:
    """Metropolitan France lies between 41 and 52 degrees north, 6 west and 10 east."""
    return -6 <= latitude <= 10 and 41 <= longitude <= 52


def _five_digits(text: str) -> str | None:
    digits = re.sub(r"\D", "", text)
    return digits.zfill(5) if 4 <= len(digits) <= 5 else None


def _insee(text: str) -> str | None:
    code = text.strip().upper().zfill(5)
    return code if re.fullmatch(r"\d[0-9AB]\d{3}", code) and code != "00000" else None


def _name(label: str) -> str | None:
    match = _LABEL.match(label)
    name = _DISTRICT.sub("", (match[1] if match else label).strip())
    if not name or re.sub(r"\s*\(.*", "", name).lower() in _DEPARTMENTS:
        return None
    return name
