"""The schema of rules/scoring.toml: the hand-set weights by which attributes and subjects are preferred.
Every weight has a name and a reason there; none stands in the code.
"""

from __future__ import annotations

from pipeline.model import Frozen


class AttributeWeights(Frozen):
    """How much a cue is worth for an attribute, by distance and by what stands between."""

    reach: int = 40
    right_decay: float = 0.3
    left_decay: float = 0.2
    quantity_between: float = 0.45
    comma_between: float = 0.8
    break_between: float = 0.5
    against: float = 0.9
    second: float = 0.25
    heading: float = 0.5
    of_phrase: float = 1.3
    taken: float = 0.5
    follows: float = 0.4
    threshold: float = 0.3
    tentative: float = 0.2
    inherited: float = 0.8
    headed: float = 0.5
    weak: float = 0.7
    period_reach: int = 3
    quarter_lag: int = 92


class SubjectWeights(Frozen):
    """How much each way of standing beside a value is worth for a mention."""

    parenthesis: float = 3.0
    possessive: float = 2.7
    attached: float = 2.6
    preposition: float = 2.5
    relative: float = 2.6
    moved: float = 2.4
    direct: float = 2.5
    inside_event: float = 2.9
    inside_noun: float = 2.8
    before: float = 2.0
    after: float = 0.6
    focus: float = 1.1
    opening: float = 2.2
    next_item: float = 0.2
    distance: float = 0.03
    other_between: float = 0.3
    break_between: float = 0.5
    baseline: float = 2.2
    previous: float = 2.5
    type_rank: float = 0.12
    type_most: float = 0.45
    first: float = 0.25
    alone: float = 1.2
    inside: float = 0.8
    component: float = 0.6
    aside: float = 1.2
    threshold: float = 0.5


class DiscourseWeights(Frozen):
    """How salient a thing is after it was mentioned, and how fast that fades."""

    fade_new: float = 0.55
    fade_paragraph: float = 0.45
    fade_none: float = 0.85
    forgotten: float = 0.05
    faint: float = 0.12
    later: float = 0.35
    compared: float = 0.25
    quoted: float = 0.5
    company: float = 0.5
    inner: float = 0.6
    arriving: float = 1.3
    inner_after: int = 40
    opening_before: int = 20
    heading: float = 1.5
    again: float = 0.15
    item: float = 0.3
    topic: float = 0.25
    topic_in_list: float = 0.8
    topic_reference: float = 0.2
    topic_opening: float = 0.5
    type_fade: float = 0.8
    unmentioned: float = 0.3
    plural_reach: int = 2
    far_off: int = 365
    imminent: int = 14
    leaks: int = 6
    rumours: int = 3
    foretold: int = 600
    lead: int = 80


class EventWeights(Frozen):
    """How well a date fits the word of an event, by distance and by what stands between."""

    decay: float = 0.08
    other_date: float = 0.7
    break_between: float = 0.5
    comma_between: float = 0.85
    behind: float = 0.9
    weak: float = 0.65
    longer: float = 0.002
    threshold: float = 0.3
    reach: int = 40
    object: float = 2.6


class AmbiguityWeights(Frozen):
    """What speaks for an ambiguous name being a name here, and how much of it is needed."""

    beside: float = 8.0
    named: float = 4.0
    head: float = 2.0
    around: float = 1.0


class ConfidenceWeights(Frozen):
    """What a claim's confidence is made of: how well attribute and subject fit, and how the subject was found."""

    base: float = 0.5
    attribute: float = 0.2
    attribute_full: float = 1.2
    subject: float = 0.25
    subject_full: float = 2.5
    unlisted: float = 0.1
    unnamed: float = 0.05
    least: float = 0.05
    most: float = 0.99


class ScoringRules(Frozen):
    """The whole of rules/scoring.toml."""

    attribute: AttributeWeights = AttributeWeights()
    subject: SubjectWeights = SubjectWeights()
    discourse: DiscourseWeights = DiscourseWeights()
    event: EventWeights = EventWeights()
    ambiguity: AmbiguityWeights = AmbiguityWeights()
    confidence: ConfidenceWeights = ConfidenceWeights()
