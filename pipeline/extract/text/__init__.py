"""The words of an article as the rest of extraction sees them: plain, cut into sentences, with what each holds.
Nothing here knows what a claim is.
"""
