"""The ticket model. One file per concept; import from here."""

from inbox.models.alert import Alert, AlertKind, AlertWishes, PushDevice
from inbox.models.assignment import AssignmentRule, Way
from inbox.models.bulk import BulkChange, BulkJob, BulkState, ChangeState
from inbox.models.buyer import Buyer, BuyerHandle
from inbox.models.calendar import Calendar, CalendarVersion
from inbox.models.checklist import Checklist, ChecklistStep
from inbox.models.claim import Claim, ClaimKind, ClaimState, LooseClaimEntry
from inbox.models.conversation import Conversation
from inbox.models.count import TicketCount
from inbox.models.cycle import EndReason, ResponseCycle, Target
from inbox.models.draft import Draft, DraftFile
from inbox.models.erasure import DoomedFile, ErasureReason, ErasureReceipt, Tombstone
from inbox.models.event import EventKind, TicketEvent
from inbox.models.feedback import Feedback
from inbox.models.feedback_alarm import AlarmKind, FeedbackAlarm
from inbox.models.first_run import FirstRunLink
from inbox.models.forward import Forward, ForwardFile, ForwardMail, ForwardMailKind, PickedFile
from inbox.models.holiday import HolidayMode
from inbox.models.indicator import Indicator, Standing
from inbox.models.link import TicketLink
from inbox.models.message import Attachment, Cause, Delivery, Message, MessageDirection, Original
from inbox.models.order import Order
from inbox.models.policy import Clock, DeadlinePolicy, PolicyVersion
from inbox.models.public_faq import PublicFaq
from inbox.models.question import Asking, MiningProgress, Question, QuestionAnswer, Wording
from inbox.models.recomputation import Recomputation
from inbox.models.rule import Happening, Rule, RuleEvent, RuleRun, Since
from inbox.models.saved_view import SavedView
from inbox.models.seal import EventSeal, SealProgress
from inbox.models.survey import BY_SURVEY, LeftOut, Survey, SurveyAnswer, SurveyChoice
from inbox.models.thread import LooseCopy, ThreadName
from inbox.models.ticket import OrderMatch, Resolution, Status, Ticket
from inbox.models.ticket_clock import ClockKind, TicketClock
from inbox.models.token import ApiToken
from inbox.models.understanding import OwnPhrases, TopicModel, TrainingExample, Understanding
from inbox.models.user import Role, User
from inbox.models.warning import DeadlineWarning, Waiting, WarningRound
from inbox.models.webhook import CallState, Webhook, WebhookCall

__all__ = [
    "BY_SURVEY",
    "AlarmKind",
    "Alert",
    "AlertKind",
    "AlertWishes",
    "ApiToken",
    "Asking",
    "AssignmentRule",
    "Attachment",
    "BulkChange",
    "BulkJob",
    "BulkState",
    "Buyer",
    "BuyerHandle",
    "Calendar",
    "CalendarVersion",
    "CallState",
    "Cause",
    "ChangeState",
    "Checklist",
    "ChecklistStep",
    "Claim",
    "ClaimKind",
    "ClaimState",
    "Clock",
    "ClockKind",
    "Conversation",
    "DeadlinePolicy",
    "DeadlineWarning",
    "Delivery",
    "DoomedFile",
    "Draft",
    "DraftFile",
    "EndReason",
    "ErasureReason",
    "ErasureReceipt",
    "EventKind",
    "EventSeal",
    "Feedback",
    "FeedbackAlarm",
    "FirstRunLink",
    "Forward",
    "ForwardFile",
    "ForwardMail",
    "ForwardMailKind",
    "Happening",
    "HolidayMode",
    "Indicator",
    "LeftOut",
    "LooseClaimEntry",
    "LooseCopy",
    "Message",
    "MessageDirection",
    "MiningProgress",
    "Order",
    "OrderMatch",
    "Original",
    "OwnPhrases",
    "PickedFile",
    "PolicyVersion",
    "PublicFaq",
    "PushDevice",
    "Question",
    "QuestionAnswer",
    "Recomputation",
    "Resolution",
    "ResponseCycle",
    "Role",
    "Rule",
    "RuleEvent",
    "RuleRun",
    "SavedView",
    "SealProgress",
    "Since",
    "Standing",
    "Status",
    "Survey",
    "SurveyAnswer",
    "SurveyChoice",
    "Target",
    "ThreadName",
    "Ticket",
    "TicketClock",
    "TicketCount",
    "TicketEvent",
    "TicketLink",
    "Tombstone",
    "TopicModel",
    "TrainingExample",
    "Understanding",
    "User",
    "Waiting",
    "WarningRound",
    "Way",
    "Webhook",
    "WebhookCall",
    "Wording",
]
