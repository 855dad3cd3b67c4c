"""specledger reads tech news and says, per chip, what the press states, who agrees, and what looks wrong.

Start at :mod:`pipeline.api`; ``docs/architecture.md`` draws the flow from article to knowledge table.
"""

__version__ = "0.1.0"
