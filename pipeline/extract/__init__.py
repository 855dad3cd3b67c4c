"""Article → claims. Start at :class:`Extractor`; each step (mentions, attributes, subjects, ratios …) is one file.
spaCy tokenises and matches phrases here; no statistical model is used and nothing is downloaded.
"""

from pipeline.extract.extractor import Extractor
from pipeline.extract.tokenizer import build_nlp

__all__ = ["Extractor", "build_nlp"]
