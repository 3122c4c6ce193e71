"""Where one can go, by role and by what is built."""

import pytest
from django.urls import reverse
from django.utils import translation

from kaname.web import navigation, palette
from kaname.web.navigation import ADMINISTRATOR, Entry, Navigation, navigation_for

HERE = Entry("here", "web:palette", "Search here", "search")
DEEPER = Entry("deeper", "web:tokens", "Tokens", "key")
UNBUILT = Entry("unbuilt", "nowhere:index", "Nowhere", "x")
RESTRICTED = Entry("restricted", "web:live", "Restricted", "x", ADMINISTRATOR)


@pytest.fixture
def entries(monkeypatch):
    monkeypatch.setattr(navigation, "ENTRIES", (HERE, UNBUILT, RESTRICTED))
    monkeypatch.setattr(navigation, "SETTINGS", (DEEPER,))


def keys(entries):
    return [entry.key for entry in entries]


def test_a_page_that_is_not_built_is_not_shown(entries):
    assert keys(navigation_for(role="member", path="/").entries) == ["here"]


def test_entries_are_for_those_whose_role_needs_them(entries):
    assert keys(navigation_for(role="administrator", path="/").entries) == ["here", "restricted"]


def test_somebody_without_a_person_sees_none(entries):
    assert navigation_for(role="", path="/").entries == ()


def test_the_page_one_is_on_is_marked_also_below_its_address(entries):
    shown = navigation_for(role="member", path=reverse("web:tokens") + "7/revocation/")
    assert [entry.key for entry in (*shown.entries, *shown.settings) if entry.active] == ["deeper"]
    assert shown.in_settings


def test_phones_show_four_entries_and_more():
    many = tuple(Entry(str(number), "web:live", str(number), "x") for number in range(7))
    shown = Navigation(entries=many, settings=())
    assert keys(shown.bottom) == ["0", "1", "2", "3"]
    assert keys(shown.more) == ["4", "5", "6"]


def test_every_entry_has_an_icon_in_the_sprite_and_a_japanese_name():
    from django.contrib.staticfiles import finders

    with open(finders.find("web/vendor/icons.svg")) as file:
        sprite = file.read()
    with translation.override("ja"):
        for entry in (*navigation.ENTRIES, *navigation.SETTINGS):
            assert f'id="{entry.icon}"' in sprite
            assert not str(entry.label).isascii() or entry.key == "api"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_no_name_under_an_icon_is_the_beginning_of_another(language):
    with translation.override(language):
        names = [str(entry.short or entry.label) for entry in navigation.ENTRIES]
    assert not [(one, other) for one in names for other in names if one != other and other.startswith(one)]


def test_the_palette_finds_pages_whatever_the_width_of_letters(entries, ben):
    assert [hit.url for hit in palette.find("ｓｅａｒｃｈ", user=ben.user)] == [reverse("web:palette")]
    assert palette.find("nothing like this", user=ben.user) == []


def test_every_source_of_the_palette_is_asked_and_good_hits_come_first(entries, ben, monkeypatch):
    def people(query, user):
        return [palette.Hit("Ben searches", "/people/ben/", "Person")] if "sear" in query else []

    monkeypatch.setattr(palette, "SOURCES", [people, palette.pages])
    assert [hit.label for hit in palette.find("Sear", user=ben.user)] == ["Search here", "Ben searches"]


def test_the_palette_is_a_page_without_javascript_and_a_part_with_it(client, ben, entries):
    client.force_login(ben.user)
    address = reverse("web:palette") + "?q=search"
    assert "<h1>" in client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<h1>" not in part
    assert "Search here" in part


def test_no_page_asks_the_database_for_its_frame_more_than_for_the_user(client, ben, django_assert_max_num_queries):
    client.force_login(ben.user)
    # Session, user with person, and two counts of the bell: targets, and everything else.
    with django_assert_max_num_queries(5):
        client.get(reverse("web:palette"))
