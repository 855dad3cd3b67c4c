"""The types that cross package borders, and nothing else: frozen, validated, free of any engine.
Read them in the order document, article, measure, value, claim, table: that is the way of the data.
"""

from pipeline.model.article import Article, Block, BlockKind, Rejected, TableCell
from pipeline.model.base import Frozen, Span
from pipeline.model.claim import AnyClaim, Claim, LightClaim, Modality, Normalized, Reading
from pipeline.model.digest import Digest, Digested
from pipeline.model.document import Document, Form, Link, LinkKind
from pipeline.model.hands import ALONE, Beside, Hands, Spread, in_turn, one_by_one
from pipeline.model.measure import Change, DateMention, Quantity
from pipeline.model.noted import Noted, NotedPairs
from pipeline.model.table import UNREAD, AnyTable, ArticleRow, Cell, Flag, Severity, StatedValue, Table, Text, Verdict
from pipeline.model.value import DateValue, NumberValue, TextValue, Value, value_from_json

__all__ = [
    "ALONE",
    "UNREAD",
    "AnyClaim",
    "AnyTable",
    "Article",
    "ArticleRow",
    "Beside",
    "Block",
    "BlockKind",
    "Cell",
    "Change",
    "Claim",
    "DateMention",
    "DateValue",
    "Digest",
    "Digested",
    "Document",
    "Flag",
    "Form",
    "Frozen",
    "Hands",
    "LightClaim",
    "Link",
    "LinkKind",
    "Modality",
    "Normalized",
    "Noted",
    "NotedPairs",
    "NumberValue",
    "Quantity",
    "Reading",
    "Rejected",
    "Severity",
    "Span",
    "Spread",
    "StatedValue",
    "Table",
    "TableCell",
    "Text",
    "TextValue",
    "Value",
    "Verdict",
    "in_turn",
    "one_by_one",
    "value_from_json",
]
