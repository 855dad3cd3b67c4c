"""Comparison and specification tables, cell by cell. Start at :func:`pipeline.extract.tables.cells.cell_scenes`.
Each cell becomes a small sentence, which the readers of text then read.
"""
