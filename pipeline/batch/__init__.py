"""The same pure function over many items: one process or several, always in the order of the input.
Start at :func:`map_in_order`; what the function does is none of this package's business.
"""

from pipeline.batch.beside import beside
from pipeline.batch.cores import cores
from pipeline.batch.mapping import map_in_order
from pipeline.batch.spread import spread

__all__ = ["beside", "cores", "map_in_order", "spread"]
