"""The tables, by room. Importing this package makes every table known to `Base.metadata`."""

from briefings.model.base import Base, Utc
from briefings.model.content import (
    Briefing,
    BriefingText,
    BriefingTopic,
    Change,
    Revision,
    Status,
    Topic,
    TopicGroup,
    TopicText,
)
from briefings.model.delivery import (
    Delivery,
    DeliveryState,
    Edition,
    EditionKind,
    Lease,
    Subscription,
    SubscriptionTopic,
)
from briefings.model.reader import Reader, ReaderKind

__all__ = [
    "Base",
    "Briefing",
    "BriefingText",
    "BriefingTopic",
    "Change",
    "Delivery",
    "DeliveryState",
    "Edition",
    "EditionKind",
    "Lease",
    "Reader",
    "ReaderKind",
    "Revision",
    "Status",
    "Subscription",
    "SubscriptionTopic",
    "Topic",
    "TopicGroup",
    "TopicText",
    "Utc",
]
