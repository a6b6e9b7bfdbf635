import pytest
from django.db import connections

from wijkportaal import gezond


def delen(antwoord):
    """The parts without which a process cannot serve."""
    return {naam: werkt for naam, werkt in antwoord.json().items() if naam in gezond.ONDERDELEN}


@pytest.mark.django_db
def test_all_parts_answer(client):
    antwoord = client.get("/gezond/")
    assert (antwoord.status_code, delen(antwoord)) == (200, {"database": True, "cache": True})
    assert "no-store" in antwoord.headers["Cache-Control"]


@pytest.mark.django_db
def test_it_costs_two_queries(client, django_assert_num_queries):
    with django_assert_num_queries(2):
        client.get("/gezond/")


@pytest.mark.django_db
def test_what_an_app_tells_takes_no_process_out_of_the_line(client, monkeypatch):
    monkeypatch.setitem(gezond._meldingen, "fout", lambda: {"klopt": False})
    monkeypatch.setitem(gezond._meldingen, "kapot", lambda: 1 / 0)
    antwoord = client.get("/gezond/")

    assert (antwoord.status_code, antwoord.json()["fout"], antwoord.json()["kapot"]) == (
        200,
        {"klopt": False},
        None,
    )


def test_without_a_cache_it_says_so_and_leaves_the_line(client, db, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1",
            "OPTIONS": {"retry": None},
        }
    }
    antwoord = client.get("/gezond/")
    assert (antwoord.status_code, delen(antwoord)) == (503, {"database": True, "cache": False})


@pytest.mark.django_db(transaction=True)
def test_without_a_database_it_says_so(client, monkeypatch):
    verbinding = connections["default"]
    verbinding.close()
    monkeypatch.setitem(verbinding.settings_dict, "HOST", "/bestaat/niet")
    antwoord = client.get("/gezond/")
    assert (antwoord.status_code, delen(antwoord)) == (503, {"database": False, "cache": True})
    assert antwoord.json()["grootboek"] is None
