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
    EditionBriefing,
    EditionKind,
    Lease,
    Subscription,
    SubscriptionTopic,
)
from briefings.model.desk import AuditEntry, Dialogue, MissedSearch, Proposal, Role, Staff
from briefings.model.reader import Reader, ReaderKind
from briefings.model.search import SearchEntry, WordForm

__all__ = [
    "AuditEntry",
    "Base",
    "Briefing",
    "BriefingText",
    "BriefingTopic",
    "Change",
    "Delivery",
    "DeliveryState",
    "Dialogue",
    "Edition",
    "EditionBriefing",
    "EditionKind",
    "Lease",
    "MissedSearch",
    "Proposal",
    "Reader",
    "ReaderKind",
    "Revision",
    "Role",
    "SearchEntry",
    "Staff",
    "Status",
    "Subscription",
    "SubscriptionTopic",
    "Topic",
    "TopicGroup",
    "TopicText",
    "Utc",
    "WordForm",
]
