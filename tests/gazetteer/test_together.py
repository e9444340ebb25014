"""What is worked out for all names of a text at once is what each name alone would get."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from geo.gazetteer import Gazetteer, certainty, finder
from geo.gazetteer import resolve as resolve_module
from geo.gazetteer.candidates import Candidates, Catalogue
from geo.gazetteer.fold import sound, sounds
from geo.gazetteer.resolve import Question, questions, resolve
from geo.gazetteer.words import tokens

TEXT = (
    "Missiles hit Kharkiv, Odessa and the village of Ivanivka in Donetsk region. In Paris, Texas, and near Springfield, "
    "New York and St. Petersburg nobody was hurt. Малі руйнування в Сумах і Запоріжжі. Tripoli, Lebanon, and Aleppo. "
    "The United States, San José, Georgia and Al Hudaydah were silent, said Ukrainian officials in Kyiv."
)


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.fixture(scope="module")
def asked(gazetteer: Gazetteer) -> list[Question]:
    reading = gazetteer.read([(TEXT, "en")])[0]
    found = questions(reading, gazetteer.catalogue, 0.0)
    resolve([(reading, found)])
    return found


def same(one: Candidates, other: Candidates) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        for field in dataclasses.fields(Candidates)
        if field.name != "pairs"
    )


def test_candidates_built_together_are_those_built_alone(gazetteer: Gazetteer) -> None:
    mentions = gazetteer.recogniser.read(TEXT).mentions
    together, alone = (Catalogue(gazetteer.index, gazetteer.recogniser) for _ in range(2))
    for catalogue in (together, alone):
        catalogue.capitals = gazetteer.catalogue.capitals
    together.prepare(mentions)
    assert len(mentions) > 15
    for mention in mentions:
        assert same(together.of(mention), alone.of(mention)), mention.folded


def test_a_name_that_nobody_bears_has_no_candidates(gazetteer: Gazetteer) -> None:
    mention = dataclasses.replace(gazetteer.recogniser.read("Kharkiv").mentions[0], folded="qx", rows=())
    assert len(gazetteer.catalogue.of(mention).rows) == 0


def test_reasons_weighed_together_are_those_weighed_alone(asked: list[Question]) -> None:
    certainty.compare(asked)
    together = [question.against for question in asked]
    assert any(len(set(reasons or ())) > 1 for reasons in together)
    for question in asked:
        question.against = None
        best, others = int(question.posterior.argmax()), range(len(question.posterior))
        certainty.why_not(question, others, best)
    assert [question.against for question in asked] == together


def test_refusals_are_told_once_and_for_others_only(gazetteer: Gazetteer) -> None:
    for toponym in gazetteer.toponyms(TEXT):
        chances = [other.p_location or 0.0 for other in toponym.refused]
        assert chances == sorted(chances, reverse=True) and len(chances) <= 4


def test_sounds_of_many_names_are_those_of_each() -> None:
    names = [
        "Al Hudaydah",
        "Xarkiv",
        "Київ",
        "",
        "Shchastia",
        "Yasynuvata",
        "Ayn al Arab",
        "Jijel",
        "Yyj",
        "Khan Younis",
    ]
    assert sounds(names) == [sound(name) for name in names]


def test_columns_of_tokens_are_slices_of_the_text() -> None:
    held = tokens(TEXT)
    assert [TEXT[start:end] for start, end in zip(held.start, held.end, strict=True)] == held.text
    assert [token.lower for token in held] == held.lower and held[-1].text == "."


def test_what_is_known_of_a_name_is_its_rows_and_whether_longer_names_go_on(gazetteer: Gazetteer) -> None:
    index = gazetteer.index
    for name in ("new", "new york", "kharkiv", "qx"):
        assert index.known(name) == (index.lookup(name), index.is_prefix(name))


OTHERS = (
    "",
    "Paris is in Texas. Springfield, Illinois, is near Chicago; Odessa, Texas, and Moscow, Idaho, were quiet.",
    "Nobody was hurt.",
    "Київ і Харків обстріляли вночі. У селі Рівне Донецької області загинули люди.",
    "Kharkiv, Kharkiv and Izium: shelling near the village of Ivanivka, 20 km south of Kupiansk, in southern Ukraine.",
)


def test_texts_read_together_are_those_read_alone() -> None:
    texts = [(text, "en") for text in (TEXT, *OTHERS, TEXT)]
    together = Gazetteer.open().toponyms_of(texts)
    assert together == [Gazetteer.open().toponyms(text, lang=lang) for text, lang in texts]
    assert sum(map(len, together)) > 30


def test_the_number_of_texts_read_together_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [(f"{text} {n}", "en") for n in range(4) for text in (TEXT, *OTHERS)]
    found = Gazetteer.open().toponyms_of(texts, theatre=("UA",), home="US")
    for name, bound in (("TOGETHER", 3), ("TOGETHER_CHARACTERS", 200)):
        monkeypatch.setattr(finder, name, bound)
        assert Gazetteer.open().toponyms_of(texts, theatre=("UA",), home="US") == found


def test_a_crowd_of_sure_places_counts_no_more_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resolve_module, "MOST_ANCHORS", 2)
    few = Gazetteer.open().toponyms_of([(TEXT, "en"), (OTHERS[1], "en")])
    monkeypatch.setattr(resolve_module, "MOST_ANCHORS", 1000)
    many = Gazetteer.open().toponyms_of([(TEXT, "en"), (OTHERS[1], "en")])
    assert few != many and [len(own) for own in few] == [len(own) for own in many]
