from __future__ import annotations

import pytest

from geo.gazetteer.inflection import lemmas


@pytest.mark.parametrize(
    ("form", "name"),
    [
        ("Києві", "Київ"),
        ("Києвом", "Київ"),
        ("Харківщині", "Харківська область"),
        ("Донеччину", "Донецька область"),
        ("Херсонщины", "Херсонская область"),
        ("Білопільську", "Білопілля"),
        ("Запоріжжі", "Запоріжжя"),
        ("Чугуєву", "Чугуїв"),
    ],
)
def test_a_form_leads_to_its_name(form: str, name: str) -> None:
    assert name in list(lemmas([form]))
