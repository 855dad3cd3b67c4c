"""Scores a run against a gold corpus: claims, cells, flags and origins, with every miss and its cause.
Start at :func:`evaluate`; :mod:`pipeline.evaluate.claims` matches claims one to one as GOLD's guideline says.
"""

from pipeline.evaluate.evaluation import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
