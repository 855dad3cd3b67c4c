"""Which things an article names, listed or never seen; each way of naming a thing is one file.
Start at :class:`pipeline.extract.mentions.reader.MentionReader`.
"""
