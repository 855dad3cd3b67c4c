"""Whose value it is: what the text is about at each place, what pronouns and nouns stand for, who may carry a value.
Start at :class:`pipeline.extract.subjects.linker.SubjectLinker`.
"""
