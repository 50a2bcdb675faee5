"""The XML inside DOCX and ODT archives, read without entities, network or great depth.

Lives in a confined child. libxml2 stops at 256 levels, at texts of 10 MB and at entities that
grow; a document type, which honest office files never carry, is refused before it is used.
"""

import io
import zipfile
from collections.abc import Iterator

from lxml import etree

from ingestion.readers.verdicts import RefusedError, TooLargeError

MOST_PART_BYTES = 50 * 1024 * 1024


class Parts:
    """The parts of an archive, as XML trees."""

    def __init__(self, data: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = frozenset(self._archive.namelist())

    def root(self, name: str) -> etree._Element | None:
        """The tree of a part; None where the archive has no such part.

        Raises
        ------
        RefusedError : the part declares a document type
        """
        if name not in self.names:
            return None
        return parse_xml(self.data(name))

    def data(self, name: str) -> bytes:
        """The bytes of a part that the archive has."""
        with self._archive.open(name) as part:
            data = part.read(MOST_PART_BYTES + 1)
        if len(data) > MOST_PART_BYTES:
            raise TooLargeError
        return data


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML that nobody vouches for.

    Raises
    ------
    RefusedError : it declares a document type
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    tree = etree.fromstring(data, parser)
    if tree.getroottree().docinfo.internalDTD is not None:
        raise RefusedError(
            "document refusé : il porte une déclaration DOCTYPE, qu'aucun traitement de texte "
            "n'écrit ; enregistrez-le de nouveau"
        )
    return tree


def kind_of(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """An attribute by its name without namespace, "" where there is none."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Children of the given names."""
    return (child for child in element if kind_of(child) in names)


def first(element: etree._Element, *path: str) -> etree._Element | None:
    """The first descendant along a path of names."""
    found: etree._Element | None = element
    for name in path:
        if found is None:
            return None
        found = next(children(found, name), None)
    return found
