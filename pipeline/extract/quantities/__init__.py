"""Quantities that only a text about chips makes whole: counts of named cores, "6C/12T", "2 MB per core".
What any text holds is read by :mod:`pipeline.measure`.
"""
