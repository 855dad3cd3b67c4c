"""What was read in earlier runs, kept for later ones.
Empty in this version: every run reads all of its inputs.
"""
