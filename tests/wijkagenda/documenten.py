"""Documents of versions as `document.maak_document` makes them, without a database."""

import copy


def bijdrage(sleutel=1, **velden):
    return {
        "id": sleutel,
        "bron": "cluster",
        "bron_naam": "Clusterbudget",
        "van_wie": "Groen",
        "bedrag": "1000.00",
        "inzet": "Plant de bomen",
        "toezegging": "",
        "akkoord_op": "2026-03-01",
    } | velden


def maatregel(nummer=1, **velden):
    return {
        "id": nummer * 10,
        "nummer": nummer,
        "titel": f"Maatregel {nummer}",
        "omschrijving": "We planten bomen langs de weg.",
        "doel": "Het plein wordt te warm.",
        "effect": "Meer schaduw.",
        "trekker": "Cluster Groen",
        "betrokkenen": "Bewoners en wijkraad",
        "beheer": "De gemeente onderhoudt de bomen.",
        "indicator": "Aantal bomen",
        "eenheid": "bomen",
        "jaar_van": 2026,
        "jaar_tot": 2027,
        "kosten": "1000.00",
        "startwaarde": "2.00",
        "streefwaarde": "12.00",
        "streefdatum": "2027-12-31",
        "thema": "Groen",
        "deelagenda": "",
        "gericht_op": "Leefbaarheid",
        "bijdragen": [bijdrage(nummer * 100)],
        "verkenningen": [{"naam": "Clusterbudget", "uitkomst": "Geweigerd", "toelichting": "Geen ruimte"}],
        "ideeen": ["Meer groen"],
    } | velden


def document(*maatregelen, **velden):
    """A document with these maatregelen, or with one; a copy, so that a test may write in it."""
    return copy.deepcopy(
        {
            "schema": 1,
            "versie": 1,
            "agenda": {
                "id": 1,
                "naam": "Wijkagenda Centrum 2026–2029",
                "wijk": {"naam": "Centrum", "slug": "centrum"},
                "vorm": "Volledig",
                "van": "2026-01-01",
                "tot": "2029-12-31",
                "inleiding": "Dit gaan we doen.",
            },
            "deelagendas": [{"buurt": "Binnenstad", "inleiding": "Rond de markt."}],
            "maatregelen": list(maatregelen) or [maatregel()],
            "weggelaten": [],
            "akkoorden": [{"wie": "Corporatie", "vorm": "Handtekening", "op": "2026-03-01"}],
            "stappen": [],
            "peiling": None,
        }
        | velden
    )
