"""Words that a file may use for the values of a closed list, folded.

English is the contract's word; the Albanian forms are those of everyday registers.
"""

from schools.importing.cells import header_key


def _table(**forms: str) -> dict[str, str]:
    """value="form, form": every form folded, the value itself included."""
    return {
        header_key(form): value
        for value, text in forms.items()
        for form in (value, *text.split(","))
    }


YES_NO = _table(yes="po, 1, true, y", no="jo, 0, false, n")

SEX = _table(f="femër, female, vajzë", m="mashkull, male, djalë")

SCHOOL_TYPES = _table(
    kindergarten="kopsht, kopsht fëmijësh",
    primary="fillore, shkollë fillore",
    lower_secondary="e mesme e ulët, mesme e ulët",
    basic="9-vjeçare, nëntëvjeçare, bazë, arsim bazë",
    upper_secondary="e mesme, e mesme e lartë, mesme e lartë, gjimnaz",
    combined="e bashkuar, bashkuar",
    vocational="profesionale, e mesme profesionale",
    special="speciale",
)

STAFF_ROLES = _table(
    teacher="mësues, mësuese",
    psychologist="psikolog, psikologe",
    social_worker="punonjës social, punonjëse sociale",
    protector="mbrojtës, mbrojtëse, mbrojtës i fëmijëve",
    head="drejtor, drejtore, drejtues, drejtuese",
    registrar="sekretar, sekretare",
)

ABSENCE_KINDS = _table(
    unexplained="pa arsye",
    explained="me arsye",
    suspended="përjashtim i përkohshëm",
    activity="veprimtari",
)

END_REASONS = _table(
    moved="transferuar, transferim, u transferua",
    graduated="diplomuar, mbaroi shkollën, përfundoi shkollën",
    left="braktisi, braktisje, la shkollën, u largua",
    abroad="jashtë shtetit, jashtë vendit, emigroi, emigruar",
    died="vdiq, ndërroi jetë",
    other="tjetër",
)
