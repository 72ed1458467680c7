"""Words that no written content may hold: labels, blame, and what the glossary rules out."""

import re


# The only places where "kujdestar" stands: class teacher and legal guardian.
KUJDESTAR_IN_PLACE = r"mësues\w* kujdestar\w*|kujdestar\w* ligjor\w*"
# "Referim" is masculine: i pranuar, never e pranuar.
REFERIM_AS_SHE = (
    r"\breferim(?:i|in|it)?\b(?: (?:është|ishte|u bë|mbetet|mbeti|tuaj|i ri))*"
    r" e (?:re\b|marrë|pamarrë|pranuar|papranuar|mbyllur|dërguar|tërhequr|përcjellë)"
)
# Words the glossary rules out; coaching is "mbështetje individuale".
FORBIDDEN = {
    "sq": [
        r"viktim",
        r"prostitut[aeë]\b",
        r"trajnim\w* individual",
        r"trajner|koç(?:im|er)",
        r"\bthoj(?:i|u|a|e)ni",  # thuajini, thuajuni, thuajani, thuajeni
        r"\bthuani\b",  # thoni
        r"\d vjeçe\b",  # 14 vjeç, of a girl too
        # Neither the person nor the science: psikologja, psikologjia.
        r"\bpsikologi",
        r"[a-zëç]'[a-zëç]",  # ’
        r"\bsynim|diapozitiv",  # objektiv, pamje
        r"kujdestar",
        # The child protection unit is NJMF; NJMFm was an office of the time before.
        r"NJMF(?:J|m)|NJMB|(?-i:NjMF)|\bCPU\b",
        REFERIM_AS_SHE,
        r"mbrojtës\w* i fëmijës|mbrojtësi i fëmijës",
        r"(?:ra|ranë|rënë) dakord|pranoi vetë",
        r"\brom(?:ë|ët|ëve)?\b|egjiptian|jevg|maxhup",
        r"\bfemij(?!et\.gov\.al)|\bcfare\b|\beshte\b|\bdhene\b|\bmesues",
    ],
    "en": [
        r"victim",
        r"\bprostitutes?\b",
        r"\bagreed\b|\bconsented\b|\bwilling(?:ly)?\b",
        r"\broma\b|gyps(?:y|ies)|egyptian",
        r"child prostitut",
    ],
}


def out_of_glossary(text: str, language: str) -> list[str]:
    text = re.sub(KUJDESTAR_IN_PLACE, "", text, flags=re.IGNORECASE)
    return [
        match.group(0)
        for pattern in FORBIDDEN[language]
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]
