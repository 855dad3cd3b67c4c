"""Scores a run against a gold corpus: claims, cells, flags and origins, with every miss and its cause.
Start at :func:`evaluate`; :mod:`pipeline.evaluate.claims` matches claims one to one by the rules of docs/cli.md.
"""

from pipeline.evaluate.evaluation import Evaluation, evaluate

__all__ = ["Evaluation", "evaluate"]
