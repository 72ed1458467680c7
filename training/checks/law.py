"""Whether a text names an article or a numbered law. Pure; both languages at once, for
a translation may keep the other's words."""

import re


NAMED = re.compile(
    r"\b(?:neni|nenit|nenin|nenet|neneve|articles?)\s+\d[\w/]*"
    r"|\b(?:ligji|ligjit|ligjin|ligj|law)\s+(?:nr\.?|numër|no\.?)\s*\d+[\w./-]*"
    # A number with its year or day, of whatever act.
    r"|\b(?:nr\.?|no\.?)\s*\d+(?:/\d{4}|,?\s+(?:of\s+|datë\s+)?\d{1,2}\.\d{1,2}\.\d{4})",
    re.IGNORECASE,
)


def named_articles(texts: tuple[str, ...]) -> list[str]:
    """What is named, as it stands, each once."""
    hits = (hit.group(0) for text in texts for hit in NAMED.finditer(text))
    return list(dict.fromkeys(hits))
