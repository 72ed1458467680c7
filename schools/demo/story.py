"""The cast and the places of the story. Pure data; upper floors read it too.

Two qarks, three municipalities, eight schools. What each place is there to show is
said beside it.
"""

from dataclasses import dataclass


EXAMPLE = "(shembull)"
REGION = ("DR-01", f"Drejtoria Rajonale {EXAMPLE}", "")
OFFICES = (
    ("ZV-0102", f"Zyra Vendore Kuçovë {EXAMPLE}", "DR-01"),
    ("ZV-0103", f"Zyra Vendore Poliçan {EXAMPLE}", "DR-01"),
    ("ZV-0403", f"Zyra Vendore Lushnjë {EXAMPLE}", "DR-01"),
)


@dataclass(frozen=True)
class Unit:
    """A child protection unit; without an account it is called by telephone."""

    municipality: str
    name: str
    telephone: str
    address: str
    has_account: bool = True


UNITS = (
    Unit("0102", f"NJMF Kuçovë {EXAMPLE}", "00 000 0102", "Rruga e Shembullit 2"),
    Unit("0403", f"NJMF Lushnjë {EXAMPLE}", "00 000 0403", "Rruga e Provës 4"),
    Unit(
        "0103", f"NJMF Poliçan {EXAMPLE}", "00 000 0103", "Sheshi i Modelit 1",
        has_account=False,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A school: how many pupils and teachers, in which grades."""

    code: str
    name: str
    type: str
    municipality: str
    office: str
    grades: tuple[int, ...]
    pupils: int
    teachers: int


BASIC, UPPER = (1, 2, 3, 4, 5, 6, 7, 8, 9), (10, 11, 12)
PEMA = Place(  # where the protector works; most of the cases
    "0102-01", f"Pema e Bardhë {EXAMPLE}", "basic", "0102", "ZV-0102", BASIC, 120, 24
)
URA = Place(  # 49 % of the teachers trained
    "0102-02", f"Ura e Gurit {EXAMPLE}", "basic", "0102", "ZV-0102", BASIC, 118, 51
)
KODRA = Place(  # 51 % of the teachers trained
    "0102-03", f"Kodra e Diellit {EXAMPLE}", "upper_secondary", "0102", "ZV-0102",
    UPPER, 96, 45,
)  # fmt: skip
BURIMI = Place(  # its protection unit has no account
    "0103-01",
    f"Burimi i Kthjellët {EXAMPLE}",
    "basic",
    "0103",
    "ZV-0103",
    BASIC,
    72,
    14,
)
FUSHA = Place(  # no concern was ever sent, and 14 % are absent
    "0403-01", f"Fusha e Gjelbër {EXAMPLE}", "basic", "0403", "ZV-0403", BASIC, 80, 30
)
LULJA = Place(  # the protector is on leave, a deputy acts
    "0403-02", f"Lulja e Diellit {EXAMPLE}", "basic", "0403", "ZV-0403", BASIC, 84, 22
)
YLLI = Place(  # yesterday's register was not taken
    "0403-03", f"Ylli i Mëngjesit {EXAMPLE}", "vocational", "0403", "ZV-0403", UPPER,
    66, 27,
)  # fmt: skip
PORTA = Place(  # nobody is on the roster
    "0403-04", f"Porta e Re {EXAMPLE}", "primary", "0403", "ZV-0403", (1, 2, 3, 4, 5),
    60, 0,
)  # fmt: skip
PLACES = (PEMA, URA, KODRA, BURIMI, FUSHA, LULJA, YLLI, PORTA)


@dataclass(frozen=True)
class Person:
    """Somebody with an account: signs in by `login`, works as `role` at `places`."""

    login: str
    role: str
    first: str
    last: str
    places: tuple[str, ...] = ()
    word: str = ""  # the word of role on the roster, where the person is on one
    code: str = ""  # the staff code, where the person is on a roster
    classes: str = ""
    agency: str = ""
    totp: bool = True

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"

    @property
    def email(self) -> str:
        return self.login if "@" in self.login else ""


def _at(name: str) -> str:
    return f"{name}@shembull.example"


TEACHER = Person(
    _at("teacher"), "teacher", "Mira", "Prova", (PEMA.code,), "teacher", "M-1001",
    "7A 7B", totp=False,
)  # fmt: skip
WITHOUT_EMAIL = Person(
    "m-1002", "teacher", "Agim", "Modeli", (PEMA.code,), "teacher", "M-1002", "6A",
    totp=False,
)  # fmt: skip
PROTECTOR = Person(
    _at("protector"), "protector", "Drita", "Modeli", (PEMA.code, URA.code),
    "psychologist", "M-1003",
)  # fmt: skip
KODRA_PROTECTOR = Person(
    _at("protector.kodra"), "protector", "Besnik", "Shembulli", (KODRA.code,),
    "social_worker", "M-3003",
)  # fmt: skip
BURIMI_PROTECTOR = Person(
    _at("protector.burimi"), "protector", "Flutura", "Prova", (BURIMI.code,),
    "social_worker", "M-4003",
)  # fmt: skip
ON_LEAVE = Person(
    _at("protector.lulja"), "protector", "Teuta", "Modeli", (LULJA.code,),
    "psychologist", "M-6003",
)  # fmt: skip
DEPUTY = Person(
    _at("deputy"), "protector", "Ilir", "Prova", (FUSHA.code, YLLI.code),
    "psychologist", "M-5003",
)  # fmt: skip
HEAD = Person(
    _at("head"), "head", "Shpresa", "Shembulli", (PEMA.code,), "head", "M-1004"
)
REGISTRAR = Person(
    _at("registrar"), "registrar", "Luan", "Prova", (PEMA.code,), "registrar", "M-1005",
)  # fmt: skip
SUPERVISOR = Person(_at("supervisor"), "supervisor", "Vera", "Modeli", (REGION[0],))
WORKER = Person(_at("cpu"), "cpu_worker", "Arben", "Shembulli", ("0102",))
UNIT_HEAD = Person(_at("cpu.head"), "cpu_head", "Nora", "Prova", ("0102",))
OTHER_WORKER = Person(_at("cpu.lushnje"), "cpu_worker", "Lira", "Modeli", ("0403",))
TABLE = Person(
    _at("table"), "table_member", "Petrit", "Prova", ("0102",), agency="policia"
)
OFFICER = Person(
    _at("officer"), "directorate_officer", "Yllka", "Shembulli", (REGION[0],)
)
NATION = (
    Person(_at("ministry"), "ministry_analyst", "Jeta", "Modeli"),
    Person(_at("onac"), "onac_analyst", "Erion", "Prova"),
    Person(_at("editor"), "editor", "Rina", "Shembulli"),
    Person(_at("specialist"), "content_specialist", "Dhurata", "Prova"),
    Person(_at("publisher"), "content_ministry", "Sokol", "Modeli"),
    Person(_at("admin"), "system_admin", "Gëzim", "Modeli"),
    Person(_at("auditor"), "auditor", "Vesa", "Prova"),
)
CAST = (
    TEACHER, WITHOUT_EMAIL, PROTECTOR, HEAD, REGISTRAR, KODRA_PROTECTOR,
    BURIMI_PROTECTOR, DEPUTY, ON_LEAVE, SUPERVISOR, WORKER, UNIT_HEAD, OTHER_WORKER,
    TABLE, OFFICER, *NATION,
)  # fmt: skip


@dataclass(frozen=True)
class Child:
    """A pupil of the story; `habit` is how the pupil is absent (see `absences`)."""

    key: str
    place: Place
    group: str
    first: str
    last: str
    sex: str
    habit: str = "some"
    residence: str = ""


CHILDREN = (
    # Flagged and waiting for somebody to look.
    Child("chronic", PEMA, "7B", "Lule", "Prova", "f", "severe"),
    Child("near", PEMA, "6A", "Trim", "Modeli", "m", "near"),
    Child("row", PEMA, "8A", "Drin", "Shembulli", "m", "row"),
    Child("parts", PEMA, "9A", "Rea", "Modeli", "f", "parts"),
    Child("vanished", PEMA, "5A", "Luan", "Shembulli", "m", "left"),
    Child("unlisted", URA, "6A", "Vesa", "Prova", "f"),
    Child("critical", URA, "8A", "Erion", "Prova", "m", "critical"),
    Child("never", KODRA, "10A", "Dea", "Shembulli", "f", "never"),
    Child("recent", LULJA, "7A", "Bardh", "Modeli", "m", "recent"),
    # Children of the cases, by what their case shows.
    Child("draft", PEMA, "7A", "Ana", "Shembulli", "f", "chronic"),
    Child("received", PEMA, "8A", "Ilir", "Prova", "m", "chronic"),
    Child("needs_information", PEMA, "9A", "Era", "Modeli", "f", "severe"),
    Child("two_hours", PEMA, "6A", "Bora", "Shembulli", "f"),
    Child("overdue", PEMA, "7B", "Zana", "Prova", "f", "row"),
    Child("closed", PEMA, "9B", "Ardi", "Shembulli", "m", "chronic"),
    Child("watched", PEMA, "7A", "Jeton", "Modeli", "m", "notice"),
    Child("unread", PEMA, "7B", "Dita", "Shembulli", "f"),
    Child("no_action", PEMA, "7A", "Lis", "Prova", "m"),
    Child("submitted", URA, "7A", "Mira", "Modeli", "f", "chronic"),
    Child("not_accepted", URA, "8A", "Orges", "Shembulli", "m"),
    Child("assessing", URA, "9A", "Teuta", "Prova", "f", "severe"),
    Child("withdrawn", URA, "6B", "Arb", "Modeli", "m", "chronic"),
    Child("group_called", KODRA, "10A", "Yllka", "Modeli", "f", "severe"),
    Child("plan_active", KODRA, "11A", "Dardan", "Prova", "m", "chronic"),
    Child("redirected", KODRA, "11B", "Hana", "Shembulli", "f"),
    Child("reopened", KODRA, "12A", "Taulant", "Modeli", "m", "chronic", "Lushnjë"),
    Child("by_phone", BURIMI, "8A", "Shega", "Prova", "f", "chronic"),
    Child("contested", URA, "9A", "Besa", "Modeli", "f", "chronic"),
    Child("for_the_deputy", LULJA, "8A", "Qiellza", "Modeli", "f", "chronic"),
)
