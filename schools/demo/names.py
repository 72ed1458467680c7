"""Names that are nobody's: word names with the surnames Shembulli, Prova, Modeli.

(Example, Trial, Model.) No list of real people went in.
"""

import random


SURNAMES = ("Shembulli", "Prova", "Modeli")
GIRLS = (
    "Agime", "Ana", "Arta", "Besa", "Bora", "Dalina", "Dea", "Dita", "Era", "Fjolla",
    "Flutura", "Hana", "Jeta", "Kaltra", "Lira", "Lule", "Mira", "Nora", "Orkida",
    "Pranvera", "Qiellza", "Rea", "Rina", "Shega", "Shpresa", "Teuta", "Vala", "Vesa",
    "Yllka", "Zana",
)  # fmt: skip
BOYS = (
    "Agim", "Arb", "Ardi", "Bardh", "Besnik", "Dardan", "Drin", "Erion", "Fatos",
    "Flamur", "Gëzim", "Ilir", "Jeton", "Kreshnik", "Liridon", "Lis", "Luan", "Mal",
    "Mendim", "Orges", "Petrit", "Qemal", "Rron", "Shpend", "Taulant", "Trim", "Uran",
    "Vigan", "Ylli", "Çlirim",
)  # fmt: skip


def child(rng: random.Random) -> tuple[str, str, str, str]:
    """First name, last name, father's name, sex."""
    sex = rng.choice("fm")
    first = rng.choice(GIRLS if sex == "f" else BOYS)
    return first, rng.choice(SURNAMES), rng.choice(BOYS), sex


def adult(rng: random.Random) -> tuple[str, str]:
    """First and last name."""
    return rng.choice(GIRLS + GIRLS + BOYS), rng.choice(SURNAMES)
