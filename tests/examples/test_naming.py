"""Warning of names: found in every shape they are written in, and little else."""

import pytest

from conversations.naming import find_names

PEOPLE = ["Renske Admiraal", "Wil de Vries", "Chloé van den Berg-Aydın", "Jo Ng"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Renske belt.", [("Renske", "Renske Admiraal")]),
        ("renske belt", [("renske", "Renske Admiraal")]),
        ("Renskes telefoon", [("Renskes", "Renske Admiraal")]),
        ("Renske's telefoon", [("Renske", "Renske Admiraal")]),
        ("mevrouw ADMIRAAL", [("ADMIRAAL", "Renske Admiraal")]),
        ("Wij willen dat het wil lukken", []),
        ("Wil belt", [("Wil", "Wil de Vries")]),
        ("chloe belt", [("chloe", "Chloé van den Berg-Aydın")]),
        ("Aydın of Berg", [("Aydın", "Chloé van den Berg-Aydın"), ("Berg", "Chloé van den Berg-Aydın")]),
        ("van den", []),
        ("mail naar r.admiraal@dienst.example vandaag", [("r.admiraal@dienst.example", "")]),
        ("Wij bellen voor wij schrijven.", []),
        ("", []),
    ],
)
def test_a_name_is_found_as_it_is_written(text, found):
    assert find_names([text], PEOPLE) == found


def test_each_word_is_told_once_over_all_texts():
    assert find_names(["Renske", "Renske en Wil"], PEOPLE) == [("Renske", "Renske Admiraal"), ("Wil", "Wil de Vries")]


def test_without_people_nothing_is_found():
    assert find_names(["Renske"], []) == find_names(["Renske"], ["", "A. B."]) == []
