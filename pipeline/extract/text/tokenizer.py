"""spaCy's tokenizer with rules for tech news: hyphens, slashes and dashes always split, numbers and units never do.
Names then match whether they are written "Core i9-14900KF", "Core i9 14900KF" or "TPU‑v5p".
"""

from __future__ import annotations

import re
import sys

from spacy.attrs import LOWER
from spacy.lang.en import English
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

_OPENING = [r"[\(\[\{<\"'“”‘’«$€£¥₹~≈±=>|*•·#@&%…–—_+-]", r"\.\.+", r"‌"]
_CLOSING = [
    r"[\)\]\}>\"'“”‘’«»,;:!?|*…–—_\\%-]",
    r"\.\.+",
    r"(?<=[A-Za-z0-9%+\)\]\"”'’\\])\.",
    r"['’]s",
    r"(?<=[0-9])s",
    r"['’]S",
    r"‌",
]
# Inside a token: separators always, an apostrophe before s, a full stop glued between two sentences.
_INSIDE = r"[-‐‑–—/()\[\]{}<>|“”\"…;:*_=&~‌]|,(?=\D)|(?<=[A-Za-z]),(?=\d)|['’](?=s\b)|(?<=[a-z%])\.(?=[A-Z])"
# Kept whole without a further look: plain words, at which none of the above can cut (they are most of a text, and new
# words then take half the time); and what begins or ends with hundreds of signs (or 's), which would be taken off one
# by one, each time with a look at all the rest.
_WHOLE = re.compile(r"[A-Za-z]+\Z|[\W_]{200}|(?=.{200}).*\Z(?<=[\W_sS]{200})", re.DOTALL)


def build_tokenizer(nlp: Language) -> Tokenizer:
    """The tokenizer for a blank English pipeline; it has no exceptions list and keeps no URLs whole."""
    return Tokenizer(
        nlp.vocab,
        rules={},
        prefix_search=compile_prefix_regex(_OPENING).search,
        suffix_search=compile_suffix_regex(_CLOSING).search,
        infix_finditer=re.compile(_INSIDE).finditer,
        token_match=_WHOLE.match,
        url_match=None,
    )


def build_nlp() -> Language:
    """A blank English pipeline with the tokenizer for tech news."""
    # Of each new word spaCy would work out two dozen features; the matchers here look at one. Its own tokenizer is not
    # built first, as spacy.blank would do, nor is its limit of length needed: that guards the memory of parsers.
    vocab = Vocab(lex_attr_getters={LOWER: str.lower})
    return English(vocab, max_length=sys.maxsize, create_tokenizer=build_tokenizer)
