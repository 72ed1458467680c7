"""Whether a text names an article or a numbered law. Pure; both languages at once, for
a translation may keep the other's words."""

import re
from collections.abc import Iterable, Sequence


NUMBER = r"\d+(?:[a-z]\b)?(?:/\w+|-\w+)*"  # 110, 110a, 110/a, 110-të
CODE = (
    r"kod(?:i|it|in)\s+(?:penal|civil|(?:i|të)\s+(?:familjes|punës|procedurës\s+\w+))"
    r"|(?:criminal|penal|civil|family|labour)\s+code"
)
ARTICLES = (
    # One article, or two with a word between them.
    rf"\b(?:(?:neni|nenit|nenin|article)\s+(?:i\s+|të\s+)?|art\.\s*){NUMBER}"
    rf"(?:\s+(?:dhe|ose|and|or)\s+{NUMBER})?"
    # Several.
    rf"|\b(?:(?:nenet|neneve|articles)\s+(?:e\s+|të\s+)?|arts\.\s*){NUMBER}"
    rf"(?:(?:,\s*|\s*[–-]\s*|\s+(?:dhe|ose|deri|and|or|to)\s+){NUMBER})*"
    # The number alone behind the name of a code; a year is no article.
    rf"|\b(?:{CODE})[,\s(]+(?!(?:19|20)\d\d\b){NUMBER}"
)
ACTS = (
    r"\b(?:ligji|ligjit|ligjin|ligj|law)\s+(?:nr\.?|numër|no\.?)\s*\d+[\w./-]*"
    r"|\b(?:ligj|ligji|ligjit|ligjin|law|vendim\w*|decision)\s+\d+/\d{4}"
    r"|\bVKM(?:-\w+)?\s+(?:nr\.?\s*)?\d+(?:/\d{4})?"
    # A number with its year or day, of whatever act.
    r"|\b(?:nr\.?|no\.?)\s*\d+(?:/\d{4}|,?\s+(?:of\s+|datë\s+)?\d{1,2}\.\d{1,2}\.\d{4})"
)
NAMED = re.compile(f"{ARTICLES}|{ACTS}", re.IGNORECASE)


def named_articles(texts: tuple[str, ...]) -> list[str]:
    """What is named, as it stands, each once."""
    hits = (hit.group(0) for text in texts for hit in NAMED.finditer(text))
    return list(dict.fromkeys(hits))


def without_reference(named: Iterable[str], checked: Sequence[str]) -> list[str]:
    """Of what is named, what none of these references stands for: an article by its
    number (110, 110/a), for the name says no more that could be compared; an act by any
    of them."""
    known = {number for name in checked for number in article_numbers(name)}
    return [
        one
        for one in named
        if not (numbers <= known if (numbers := article_numbers(one)) else checked)
    ]


def article_numbers(text: str) -> set[str]:
    """Of the articles named in it, without the ending of "110-të"."""
    hits = re.findall(ARTICLES, text, re.IGNORECASE)
    found = (
        one for hit in hits for one in re.findall(r"\d+(?:/\w+|[a-z]\b)?", hit, re.I)
    )
    return {one.lower().replace("/", "") for one in found}
