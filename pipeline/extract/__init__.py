"""Article → claims. Start at :class:`Extractor`; the order of its steps is there, a folder for each kind of step.
spaCy tokenises and matches phrases here; no statistical model is used and nothing is downloaded.
"""

from pipeline.extract.extractor import Extractor
from pipeline.extract.text.tokenizer import build_nlp

__all__ = ["Extractor", "build_nlp"]
