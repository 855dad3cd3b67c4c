"""Cue phrases and what they say of a draft: who speaks, how firmly, under which conditions, plan or fact.
:class:`pipeline.extract.cues.finder.CueFinder` finds all phrases in one pass.
"""
