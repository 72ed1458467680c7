"""What is told of each child: who noticed what, and how far the help has come.

Pure data. Days are working days before the story's day, so that no office works on
a Sunday. The children's names are in `schools.demo.story`, by the same keys.
"""

from dataclasses import dataclass

from referrals.states import Level, Urgency
from schools.demo.story import (
    BURIMI_PROTECTOR,
    KODRA_PROTECTOR,
    OTHER_WORKER,
    PROTECTOR,
    TEACHER,
    UNIT_HEAD,
    WITHOUT_EMAIL,
    WORKER,
    Person,
)


# What a child says when a file is closed.
CHILD_VIEW = "Tani jam më mirë dhe e di kujt t'ia them."


@dataclass(frozen=True)
class Move:
    """One step of a referral: its verb, when, by whom, and what was said."""

    verb: str
    days: int
    at: str
    by: Person
    text: str = ""
    code: str = ""


@dataclass(frozen=True)
class Tale:
    """A case and its referral; `reporter` sent the concern that it began with."""

    key: str
    by: Person
    days: int
    seen: str
    words: str = ""
    interest: str = ""
    urgency: str = Urgency.STANDARD.value
    level: str = Level.STANDARD.value
    reporter: Person | None = None
    parent_reason: str = ""  # why no parent was told
    note: str = ""
    moves: tuple[Move, ...] = ()
    is_drafted: bool = True
    ends_safe: str = ""  # the school closed its case, and why


TALES = (
    Tale(
        "draft", PROTECTOR, 3,
        "Mungon shpesh të hënave. Nëna thotë se vajza kujdeset për vëllain e vogël.",
        "E dua shkollën, por nuk ka kush të rrijë me vëllanë.",
        note="Fola me vajzën në pushimin e gjatë. Do ta takoj sërish të premten.",
    ),
    Tale(
        "submitted", PROTECTOR, 6,
        "Mungon çdo javë ditën e pazarit. Shokët thonë se shet mallra në treg.",
        "Shes vetëm paradite.",
        "Që të jetë në shkollë çdo ditë dhe të mos punojë në këtë moshë.",
        moves=(Move("submit", 1, "13:20", PROTECTOR),),
    ),
    Tale(
        "received", PROTECTOR, 7,
        "Vjen i lodhur dhe e zë gjumi në mësim. Thotë se natën punon në një lavazh.",
        "Punoj që të ndihmoj në shtëpi.",
        "Që të mos punojë natën dhe të vijë në shkollë i pushuar.",
        moves=(
            Move("submit", 4, "12:05", PROTECTOR),
            Move("receive", 3, "09:30", WORKER),
        ),
    ),
    Tale(
        "needs_information", PROTECTOR, 8,
        "Ka munguar një të katërtën e ditëve. Ka një telefon të ri dhe pas mësimit e"
        " pret një i rritur me makinë.",
        "Është thjesht një shok.",
        "Që të sqarohet shpejt se kush është ai njeri.",
        Urgency.HEIGHTENED.value, Level.HEIGHTENED.value, parent_reason="danger",
        moves=(
            Move("submit", 2, "10:15", PROTECTOR),
            Move("receive", 2, "12:40", WORKER),
            Move("ask", 1, "11:00", WORKER, "A e di shkolla targën e makinës?"),
        ),
    ),
    Tale(
        "two_hours", PROTECTOR, 3,
        "Prej tri ditësh është vetëm në shtëpi. Prindi është larg për punë.",
        "Natën kam frikë.",
        "Që të mos kalojë edhe një natë pa një të rritur.",
        Urgency.HEIGHTENED.value, Level.HEIGHTENED.value, WITHOUT_EMAIL,
        "unreachable",
        moves=(
            Move("submit", 3, "09:10", PROTECTOR),
            Move("receive", 3, "09:40", WORKER),
            Move("accept", 3, "11:05", WORKER, "Shkojmë sot në shtëpi."),
        ),
    ),
    Tale(
        "closed", PROTECTOR, 34,
        "Nuk ka libra as rroba të ngrohta; mungon në ditët me shi.",
        "Kam ftohtë.",
        "Që familja të marrë ndihmën që i takon.",
        moves=(
            Move("submit", 33, "10:00", PROTECTOR),
            Move("receive", 32, "09:15", WORKER),
            Move("accept", 30, "14:00", WORKER),
            Move("assess", 26, "10:30", WORKER),
            Move("start_plan", 20, "12:00", WORKER, "Ndihmë ekonomike dhe libra."),
            Move(
                "close", 9, "13:30", WORKER,
                "Familja merr ndihmë ekonomike; fëmija vjen rregullisht.", "safe",
            ),
        ),
        ends_safe="Prej katër javësh vjen çdo ditë dhe thotë se është mirë.",
    ),
    Tale(
        "not_accepted", PROTECTOR, 14,
        "Ka vështirësi në të folur dhe familja kërkon ndihmë.",
        "Dua të flas si të tjerët.",
        "Që të marrë mbështetje për të folurin.",
        moves=(
            Move("submit", 12, "11:20", PROTECTOR),
            Move("receive", 11, "10:00", WORKER),
            Move(
                "decline", 9, "12:15", UNIT_HEAD,
                "Është çështje shëndeti: drejtojeni te qendra shëndetësore. Nëse shihni"
                " neglizhim, na shkruani sërish.", "other_service",
            ),
        ),
    ),
    Tale(
        "contested", PROTECTOR, 10,
        "Mungon sa herë që në shtëpi ka miq. Thotë se atëherë nuk fle dot.",
        "Nuk dua të jem aty kur vijnë ata.",
        "Që natën të ketë një dhomë ku askush nuk e shqetëson.",
        moves=(
            Move("submit", 8, "10:05", PROTECTOR),
            Move("receive", 7, "09:40", WORKER),
            Move(
                "decline", 4, "11:30", UNIT_HEAD,
                "Nga sa shkruhet nuk dimë mjaft për të vepruar. Na thoni çfarë u pa.",
                "too_little",
            ),
            Move(
                "contest", 1, "12:20", PROTECTOR,
                "Vajza e tha vetë, dhe mungesat bien gjithmonë në të njëjtat ditë.",
            ),
        ),
    ),
    Tale(
        "assessing", PROTECTOR, 17,
        "Familja flet për fejesë. Vajza ka nisur të mungojë.",
        "Unë dua të mbaroj shkollën.",
        "Që të vazhdojë shkollën dhe askush të mos vendosë në vend të saj.",
        Urgency.HEIGHTENED.value, Level.HEIGHTENED.value, parent_reason="danger",
        moves=(
            Move("submit", 15, "09:50", PROTECTOR),
            Move("receive", 15, "11:30", WORKER),
            Move("accept", 13, "10:10", WORKER),
            Move("assess", 8, "13:00", WORKER),
        ),
    ),
    Tale(
        "withdrawn", PROTECTOR, 10,
        "Ka munguar shumë ditë dhe askush nuk na ka njoftuar.",
        "Isha sëmurë.",
        "Që të dimë se është mirë.",
        moves=(
            Move("submit", 8, "09:00", PROTECTOR),
            Move(
                "withdraw", 8, "14:30", PROTECTOR,
                "Prindi solli raportin mjekësor: mungesat ishin për shëndet.",
            ),
        ),
    ),
    Tale(
        "group_called", KODRA_PROTECTOR, 20,
        "Një i panjohur në internet i ka premtuar punë në një hotel jashtë vendit. Ka"
        " marrë pasaportën me vete në shkollë.",
        "Tha që nuk duhet t’i tregoj askujt.",
        "Që të mos niset me dikë që nuk e njohim, dhe të dëgjohet vetë.",
        Urgency.HEIGHTENED.value, Level.HEIGHTENED.value, parent_reason="danger",
        moves=(
            Move("submit", 18, "10:40", KODRA_PROTECTOR),
            Move("receive", 18, "11:15", WORKER),
            Move("accept", 17, "09:20", WORKER),
            Move("assess", 13, "12:00", WORKER),
            Move("call_group", 4, "10:00", UNIT_HEAD),
        ),
    ),
    Tale(
        "plan_active", KODRA_PROTECTOR, 31,
        "Punon natën në një furrë buke dhe të nesërmen mungon.",
        "Më duhen paratë.",
        "Që të flejë natën dhe të mbarojë vitin.",
        Urgency.HEIGHTENED.value, Level.HEIGHTENED.value,
        moves=(
            Move("submit", 30, "11:00", KODRA_PROTECTOR),
            Move("receive", 29, "10:00", WORKER),
            Move("accept", 28, "13:45", WORKER),
            Move("assess", 25, "09:30", WORKER),
            Move("call_group", 22, "11:00", UNIT_HEAD),
            Move(
                "start_plan", 19, "12:30", WORKER,
                "Njësia takon familjen çdo dy javë; shkolla dërgon mungesat çdo të"
                " premte.",
            ),
        ),
    ),
    Tale(
        "redirected", KODRA_PROTECTOR, 5,
        "Jeton me gjyshen, që është sëmurë dhe nuk kujdeset dot për të.",
        "Gatuaj unë për të dyja.",
        "Që në shtëpi të ketë një të rritur që kujdeset.",
        moves=(
            Move("submit", 3, "12:00", KODRA_PROTECTOR),
            Move("receive", 2, "09:45", WORKER),
            Move(
                "redirect", 1, "10:20", WORKER,
                "Gjyshja jeton në Lushnjë; njësia atje është më afër vajzës.",
            ),
        ),
    ),
    Tale(
        "reopened", KODRA_PROTECTOR, 29,
        "Kthehet nga puna në orën dy të natës.",
        "Në mëngjes nuk zgjohem dot.",
        "Që të mos punojë natën.",
        moves=(
            Move("submit", 27, "10:00", KODRA_PROTECTOR),
            Move("receive", 26, "11:10", OTHER_WORKER),
            Move("accept", 24, "12:20", OTHER_WORKER),
            Move(
                "close", 11, "14:00", OTHER_WORKER, "Puna e natës u ndërpre.", "safe"
            ),
            Move(
                "reopen", 2, "09:05", KODRA_PROTECTOR, "Ka filluar sërish punën e natës."
            ),
        ),
    ),
    Tale(
        "by_phone", BURIMI_PROTECTOR, 9,
        "Vjen pa ngrënë dhe me të njëjtat rroba prej javësh.",
        "Nuk ka ujë në shtëpi.",
        "Që në shtëpi të ketë ujë dhe ushqim.",
        moves=(
            Move("submit", 7, "10:30", BURIMI_PROTECTOR),
            Move("call", 7, "11:00", BURIMI_PROTECTOR, "Nuk u përgjigj askush."),
            Move("receive", 6, "09:15", BURIMI_PROTECTOR, "E morën letrën."),
            Move("accept", 3, "12:45", BURIMI_PROTECTOR, "Do të shkojnë në shtëpi."),
        ),
    ),
    Tale(
        "watched", PROTECTOR, 10,
        "Prej dy javësh është i heshtur dhe rri vetëm.",
        level=Level.WATCH.value, reporter=TEACHER, is_drafted=False,
        note="Flas me të çdo javë; thotë se i mungon vëllai që iku larg.",
    ),
)  # fmt: skip

# Concerns that did not become a case: text, sender, days ago, time.
UNREAD = ("unread", TEACHER, 1, "15:10", "Erdhi pa çantë dhe pa ngrënë, për herë të dytë këtë javë.")  # fmt: skip
NO_ACTION = ("no_action", TEACHER, 12, "10:25", "U grind me një shok në oborr.")
NO_ACTION_WHY = "Grindje e zakonshme; e zgjidhi mësuesja kujdestare."
FOR_THE_DEPUTY = "Qan shpesh dhe thotë se nuk do të kthehet në shtëpi."
DIRECT_SEEN = "Një i panjohur e pret çdo të premte te porta dhe i jep para."
DIRECT_WORDS = "Tha se do të më gjejë punë larg."
ON_STAFF = "E bërtet para të tjerëve dhe e mban pas mësimit vetëm në palestër."
STAFF_NAMED = "Ndihmësi i palestrës (shembull)"

# The referral that nobody answers: acute, sent in the evening, three days too late.
OVERDUE_SEEN = (
    "Më shkroi se një i njohur nga interneti e pret nesër me makinë për ta çuar në"
    " punë në një qytet tjetër. Sot nuk erdhi në shkollë."
)
OVERDUE_WORDS = "Mos i thuaj mamit."
OVERDUE_INTEREST = "Që të gjendet sonte dhe të mos niset me një të panjohur."
