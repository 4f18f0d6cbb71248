"""The tag `url`: the same addresses as Django's, and nothing kept but numbers."""

import pytest
from django.template import engines
from django.urls import NoReverseMatch

from driehoek.templatetags.addresses import address


def rendered(text, **values):
    return engines["django"].from_string(text).render(values)


def test_an_address_of_numbers_is_found_once():
    address.cache_clear()
    for key in (1, 2, 1):
        assert rendered("{% url 'conversations:conversation' key %}", key=key) == f"/gesprekken/{key}/"
    assert address.cache_info().currsize == 2


def test_the_key_of_a_personal_link_is_not_kept():
    address.cache_clear()
    assert "geheim" in rendered("{% url 'conversations:link' 'geheim' %}")
    assert address.cache_info().currsize == 0


def test_a_variable_gets_the_address_or_nothing():
    assert rendered("{% url 'home' as there %}<{{ there }}>") == "</>"
    assert rendered("{% url 'nergens' as there %}<{{ there }}>") == "<>"


def test_a_page_that_is_not_there_is_a_mistake():
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'conversations:conversation' key %}", key="x")
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'nergens' %}")
