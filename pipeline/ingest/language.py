"""Which language a paragraph is in: the only door to py3langid, opened just for paragraphs that leave a doubt.
Function words of the home language settle most paragraphs without the detector and its second of loading.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from pipeline.rulebook.reading import LanguageRules

_SAMPLE = 600


@lru_cache(maxsize=1)
def _detector() -> Any:
    """The detector with probabilities instead of raw scores; loaded on first need."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@lru_cache(maxsize=8)
def _sure_words(rules: LanguageRules) -> frozenset[str]:
    return frozenset(rules.sure_words)


def language_of(words: str, rules: LanguageRules) -> str:
    """The ISO 639-1 code of the language of ``words``, or "" where there is too little of it to be sure.

    >>> language_of("too short", LanguageRules())
    ''
    """
    sample = words[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < rules.min_letters:
        return ""
    split = sample.lower().split()
    known = _sure_words(rules)
    if sum(word in known for word in split) >= rules.sure_share * len(split):
        return rules.home
    code, certainty = _detector().classify(sample.encode("utf-8", "replace").decode("utf-8"))
    return str(code) if certainty >= rules.certainty or not _latin(sample) else ""


def _latin(sample: str) -> bool:
    """Whether at least half of the letters are Latin ones; another script alone makes a text foreign."""
    letters = [c for c in sample if c.isalpha()]
    return 2 * sum(c < "\u0250" for c in letters) >= len(letters)


def language_name(code: str, rules: LanguageRules) -> str:
    """The English name of a language code; the code itself where the rules have no name for it."""
    return dict(rules.names).get(code, code)
