"""What is said, before it is known of whom: attributes with quantities, sums, ratios, dates, words, relations.
Each kind of value has a reader of its own, which gives drafts.
"""
