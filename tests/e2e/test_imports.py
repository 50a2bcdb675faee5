"""An unknown export brought in by keyboard, without scripts, and taken back."""

from pathlib import Path

from playwright.sync_api import Page, expect

from models.vocabulary import Role
from tests.e2e.conftest import OpenPage, Site
from tests.e2e.test_screens import check

EXPORT = """\
N° usager;Patronyme;DDN;Coord.;Lieu de vie;Métier visé;Sport
A-101;Wisselinck;01/02/1980;06 39 98 00 01;Dunkerque;cariste;judo
A-102;Brûlé;31/02/1990;06 39 98 00 02;Grande-Synthe;aide à domicile;
;Sans-Numéro;03/03/1985;06 39 98 00 03;Coudekerque-Branche;plongeur;voile
"""
LATER = EXPORT.replace("cariste", "soudeur")


def give(page: Page, site: Site, folder: Path, text: str, name: str) -> None:
    path = folder / name
    path.write_bytes(text.encode("cp1252"))
    page.goto(f"{site.address}/imports")
    page.get_by_label("Fichier").set_input_files(path)
    page.get_by_role("button", name="Lire le fichier").press("Enter")


def test_an_unknown_export_comes_in_and_goes_back(
    site: Site, open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page(scripts=False)
    site.sign_in(page, Role.OFFICE)
    site.go_by_menu(page, "Imports")
    give(page, site, tmp_path, EXPORT, "export abc.csv")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifier le fichier et ses colonnes")
    expect(page.get_by_role("cell", name="Brûlé")).to_be_visible()
    expect(page.get_by_text("encodage Windows-1252 (trouvé)")).to_be_visible()
    assert "Wisselinck" not in page.url
    page.get_by_label("Encodage").select_option("UTF-8")
    page.get_by_role("button", name="Relire le fichier").press("Enter")
    expect(page.get_by_text("Des caractères semblent abîmés")).to_be_visible()
    page.get_by_label("Encodage").select_option("Windows-1252")
    page.get_by_role("button", name="Relire le fichier").press("Enter")
    page.get_by_role("button", name="Essayer l’import").press("Enter")
    expect(page.get_by_text("2 points à corriger")).to_be_visible()
    page.get_by_label("Patronyme").select_option("Nom")
    page.get_by_label("Enregistrer ces colonnes").fill("ABC Viesion Dunkerque")
    page.get_by_role("button", name="Ne pas reprendre les colonnes à décider").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Essai de l’import")
    expect(page.get_by_text("3 lignes lues = 2 créées + 0 modifiée")).to_be_visible()
    expect(page.get_by_role("cell", name="date illisible")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger les lignes refusées").press("Enter")
    assert "Sans-Numéro" in download.value.path().read_text("utf-8-sig")
    page.get_by_role("button", name="Importer 2 lignes").press("Enter")
    expect(page.get_by_text("Import enregistré.")).to_be_visible()
    give(page, site, tmp_path, LATER, "export décembre.csv")
    expect(page.get_by_text("Réglage « ABC Viesion Dunkerque » appliqué.")).to_be_visible()
    expect(page.locator("dd", has_text="soudeur")).to_contain_text("cariste")
    page.get_by_role("button", name="Importer 1 ligne").press("Enter")
    page.get_by_role("button", name="Annuler l’import").press("Enter")
    expect(page.get_by_text("Import annulé.")).to_be_visible()
    expect(page.get_by_text("1 personne rendue à ce qu’elle était")).to_be_visible()
    site.go_by_menu(page, "Imports")
    expect(page.get_by_text("Annulé", exact=True)).to_have_count(1)


def test_the_screens_of_imports_are_sound(site: Site, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page()
    site.sign_in(page, Role.MANAGER)
    page.goto(f"{site.address}/imports")
    wrong = check(page, "Imports, rien")
    page.get_by_role("button", name="Lire le fichier").click()
    wrong += check(page, "Imports, sans fichier")
    give(page, site, tmp_path, EXPORT, "export.csv")
    wrong += check(page, "Colonnes")
    columns = page.url
    page.get_by_role("button", name="Essayer l’import").click()
    wrong += check(page, "Colonnes, erreurs")
    page.get_by_label("Enregistrer ces colonnes").fill("ABC")
    page.get_by_role("button", name="Ne pas reprendre les colonnes à décider").click()
    wrong += check(page, "Essai")
    page.get_by_role("button", name="Importer 2 lignes").click()
    wrong += check(page, "Import fait")
    give(page, site, tmp_path, LATER, "export décembre.csv")
    wrong += check(page, "Essai, modifications")
    page.goto(f"{site.address}/imports")
    wrong += check(page, "Imports")
    page.goto(f"{site.address}/imports/profiles")
    wrong += check(page, "Réglages")
    assert wrong == []
    page.goto(columns)
    expect(page.get_by_role("heading", level=1)).to_have_text("Imports")
