"""Quantities as a text about chips means them: counts of named cores, "6C/12T", "2 MB per core", and their values.
What any text holds is read by :mod:`pipeline.measure`.
"""
