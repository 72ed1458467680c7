"""What the outline was corrected by, one row a correction: an edit that takes it out of
either language is noticed here."""

import datetime as dt
import re
from collections import Counter

import pytest

from tests.training.written import (
    CONTENT,
    LANGUAGES,
    MODULES,
    UNITS,
    class_lessons,
    language_of,
    lessons,
    named,
    packs,
    prose,
    quizzes,
    read,
)
from training.teaching_days import cautions


# (file, Albanian, English): what its readers must find there.
KEPT = {
    "the purposes include begging": ("t1/lesson-2", "Lypja", "Begging"),
    "and drug-pushing": ("t1/lesson-2", "Shpërndarja e drogës", "Drug-pushing"),
    "as a municipality named them": ("t1/lesson-2", "Elbasan", "Elbasan"),
    "an offence does not end protection": (
        "t1/lesson-2",
        "nuk ia heq fëmijës të drejtën për mbrojtje",
        "takes nothing away",
    ),
    "consent does not count": (
        "t1/lesson-1",
        "pëlqimi i fëmijës nuk ka rëndësi",
        "consent is irrelevant",
    ),
    "the strategy's list of laws is history": (
        "p3/lesson-1",
        "Lista e ligjeve në strategjinë e vitit 2008 është histori",
        "The list of laws in the strategy of 2008 is history",
    ),
    "false papers": ("t2/lesson-3", "dokumente të rreme", "false documents"),
    "false guardians": (
        "t2/lesson-3",
        "kujdestarë ligjorë të rremë",
        "false guardians",
    ),
    "the protector protects": (
        "t2/lesson-3",
        "Ne nuk e përdorim këtë fjalë për ta",
        "We do not use the word for them",
    ),
    "destinations are those of 2008": (
        "t1/lesson-3",
        r"2008 strategjia përmendte si vende mbërritjeje",
        r"In 2008 the strategy named .* destinations",
    ),
    "situations are not added up": ("t3/lesson-4", "nuk mblidhen", "not added up"),
    "whom the list leaves out": (
        "t3/lesson-4",
        "mbetet pa u parë",
        "remains unseen|not seen|unseen",
    ),
    "attendance protects": ("t8/lesson-1", "Pse shkolla mbron", "Why school protects"),
    "return is not punished": ("t8/lesson-3", "nuk ndëshkon", "does not punish"),
    "there is no total": ("p1/lesson-2", "Nuk ka total", "no total"),
    "and no score": ("p1/lesson-2", "pa pikë", "no points"),
    "a person chooses the level": (
        "p1/lesson-3",
        "asnjë përqindje dhe asnjë listë nuk e zgjedh nivelin",
        "no percentage and no list chooses the level",
    ),
    "origin is not written down": (
        "p1/lesson-2",
        "Prejardhja e fëmijës nuk është fushë",
        "Where a child comes from is not a field",
    ),
    "one trusted adult, then another": (
        "u1/lesson-1",
        "Nëse i pari nuk më ndihmon",
        "If the first does not help me",
    ),
    "no, go, tell is no exam": (
        "u1/lesson-2",
        "Tri fjalë që nuk janë provim",
        "Three words that are no exam",
    ),
    "who could do none of it tells later": (
        "u1/lesson-2",
        "Nuk the dot jo",
        "You could not say no",
    ),
    "work is never the class's own": (
        "u2/lesson-2",
        "Askush nuk ndan punët e veta",
        "Nobody sorts their own work",
    ),
    "nor a day centre's": (
        "second-chance/text",
        "Punë të tjera nuk vihen në radhë",
        "No other work is put in order",
    ),
}
ELEVEN = {  # source 001, chapter I, in its order: (lesson, Albanian, English)
    "divorced without care": (1, "janë ndarë dhe askush nuk kujdeset", "divorced"),
    "extended family in need": (1, "Familja e gjerë", "extended family"),
    "rural help": (1, "Familja në fshat pret ndihmë", "rural family"),
    "orphaned": (1, "jetim dhe pa përkujdesje", "orphaned and without care"),
    "parents emigrated": (1, "emigruar për punë", "emigrated for work"),
    "out of school, begging": (2, "e ka lënë shkollën dhe dikush", "left school, and"),
    "no access to school": (2, "nuk ka mundësi të shkojë", "no access to school"),
    "not registered": (2, "nuk është regjistruar", "not registered at birth"),
    "trafficked before": (3, "është trafikuar më parë", "trafficked before"),
    "disability": (3, "kupton ndryshe", "understands differently"),
    "arranged marriage": (
        3,
        "martesën e kanë caktuar",
        "others have arranged the marriage",
    ),
}
PRINCIPLES = {  # of source 001
    "sq": "drejtat interes mosdiskriminim mendimi informim konfidencial mbroj",
    "en": "rights interest discrimination views information confidential protect",
}
COUNTRIES = r"\b(?:Itali|Greqi|Kosov|Maqedoni|Italy|Greece|Macedonia)"
OFFENCES = {
    "sq": r"\bvjedh|\blyp|drog|prostitu|\bkrim|vepr\w* penal|paligjshm|kontraband",
    "en": r"\bsteal|\btheft|\bbegg?(?:ing|s|ar)?\b|drug|prostitu|\bcrim|offence|smuggl",
}
FOR_PUPILS = ("handout", "easy_read", "slides")
WHEN = {  # a preparation rules out each of the three
    "sq": (r"premt|hën\w* (?:deri|te) ?\w* e? ?enjt", "pushim", "mbrojtës|psikolog"),
    "en": (r"Friday|Monday (?:to|and) Thursday", "holiday", "protector|psychologist"),
}
A_CLASS_LESSON = [*class_lessons("sq"), *class_lessons("en")]

each_language = pytest.mark.parametrize("language", LANGUAGES)


def text_of(name, language):
    return "\n".join(prose(read(CONTENT / f"{name}.{language}.toml")))


@each_language
@pytest.mark.parametrize("what", KEPT)
def test_the_correction_is_still_there(what, language):
    where, albanian, english = KEPT[what]

    assert re.search(
        {"sq": albanian, "en": english}[language], text_of(where, language)
    )


@each_language
@pytest.mark.parametrize("situation", ELEVEN)
def test_each_of_the_eleven_situations_is_named(situation, language):
    lesson, albanian, english = ELEVEN[situation]
    text = text_of(f"t3/lesson-{lesson}", language)

    assert re.search({"sq": albanian, "en": english}[language], text)


@each_language
def test_the_bias_is_checked_by_five_questions_to_oneself(language):
    body = read(CONTENT / f"t3/lesson-4.{language}.toml")["body"]
    (checks,) = [block["items"] for block in body if block["type"] == "checklist"]

    assert len(checks) == 5
    assert all(check.endswith("?") for check in checks)


@each_language
@pytest.mark.parametrize("where", ["t5/lesson-3", "t6/lesson-2"])
def test_the_seven_principles_stand_in_one_list_in_their_order(where, language):
    body = read(CONTENT / f"{where}.{language}.toml")["body"]
    lists = [block["items"] for block in body if block["type"] == "list"]
    (seven,) = [items for items in lists if len(items) == 7]

    for item, word in zip(seven, PRINCIPLES[language].split(), strict=True):
        assert word in item.split("**")[1].lower()


@each_language
def test_no_country_is_named_as_a_destination_of_today(language):
    everywhere = [*lessons(language), *quizzes(language), *class_lessons(language)]

    for path in [*everywhere, *packs(language)]:
        assert not re.search(COUNTRIES, "\n".join(prose(read(path)))), named(path)


@each_language
def test_no_page_for_pupils_lists_what_a_child_could_be_blamed_for(language):
    for path in class_lessons(language):
        for part in FOR_PUPILS:
            text = "\n".join(prose(read(path)[part]))
            assert not re.search(OFFENCES[language], text, re.IGNORECASE), named(path)


@pytest.mark.parametrize("path", A_CLASS_LESSON, ids=named)
def test_a_preparation_rules_out_friday_holidays_and_a_day_without_protector(path):
    text = " ".join(read(path)["preparation"])

    assert [word for word in WHEN[language_of(path)] if not re.search(word, text)] == []


def test_the_page_where_a_lesson_is_noted_down_warns_of_the_same_three():
    friday = dt.date(2026, 11, 27)

    said = {*cautions(friday, [friday], protector=False)}
    thursday = friday - dt.timedelta(days=1)
    said |= {*cautions(thursday, [thursday], protector=True)}

    assert said == {"friday", "days_off", "no_protector"}


def test_the_units_and_modules_are_called_what_they_were_corrected_to():
    recognise = read(CONTENT / "u4" / "unit.toml")["title"]
    returns = read(CONTENT / "p6" / "module.toml")["title"]

    assert recognise["sq"] == "Ta dallosh dhe të kërkosh ndihmë"
    assert recognise["en"] == "Recognise and get help"
    assert returns["sq"] == "Kur një fëmijë kthehet"
    assert returns["en"] == "When a child comes back"


def test_every_module_and_unit_of_the_outline_is_there():
    outline = [f"t{n}" for n in range(1, 10)] + [f"p{n}" for n in range(1, 7)]

    assert {module.name for module in MODULES} == {*outline}
    assert {unit.name for unit in UNITS} == {f"u{n}" for n in range(1, 7)}


@each_language
def test_every_module_has_at_least_ten_questions(language):
    for path in quizzes(language):
        asked = Counter(row["type"] for row in read(path)["questions"])

        assert asked.total() - asked["reflection"] >= 10, named(path)


@each_language
def test_each_module_for_protectors_branches(language):
    for number in range(1, 7):
        module = CONTENT / f"p{number}"
        first = read(module / f"scenario-1.{language}.toml")
        ways = {row["to"] for scene in first["scenes"] for row in scene["choices"]}

        assert "scenario-1" in read(module / "module.toml")["scenarios"]
        assert len(ways) >= len(first["scenes"]) >= 4
        assert len(first["ends"]) >= 2
