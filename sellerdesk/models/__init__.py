"""The kernel's tables, one file each."""

from sellerdesk.models.api_token import ApiToken, ApiTokenShop
from sellerdesk.models.audit_check import AuditCheck
from sellerdesk.models.audit_entry import AuditEntry
from sellerdesk.models.backup import Backup
from sellerdesk.models.buyer import Buyer
from sellerdesk.models.buyer_erasure import BuyerErasure
from sellerdesk.models.connection import ShopConnection
from sellerdesk.models.desk import Desk, DeskCounter
from sellerdesk.models.desk_event import DeskEvent
from sellerdesk.models.feed_record import FeedLoad, FeedRecord
from sellerdesk.models.guard_choice import GuardChoice
from sellerdesk.models.idempotency_key import IdempotencyKey
from sellerdesk.models.invitation import Invitation, InvitationShop
from sellerdesk.models.kept_shorter import KeptShorter
from sellerdesk.models.lease import Lease
from sellerdesk.models.membership import Membership, MembershipShop
from sellerdesk.models.moment import Moment
from sellerdesk.models.notice import Notice
from sellerdesk.models.notice_choice import NoticeChoice
from sellerdesk.models.order import Order, OrderLine, OrderMark, TradeVoid
from sellerdesk.models.outbound import Outbound
from sellerdesk.models.product import Product
from sellerdesk.models.reminder import Reminder
from sellerdesk.models.reply_template import ReplyTemplate, ReplyText
from sellerdesk.models.role_permission import RolePermission
from sellerdesk.models.rotation import Rotation, RotationTurn
from sellerdesk.models.shop import Holiday, Shop
from sellerdesk.models.simulated import SimulatedEvent, SimulatedParcel, SimulatedShop
from sellerdesk.models.sync_cursor import SyncCursor
from sellerdesk.models.task_run import TaskRun
from sellerdesk.models.telegram import TelegramBot, TelegramLink
from sellerdesk.models.upload import SavedMapping, Upload
from sellerdesk.models.user import User
from sellerdesk.models.webhook import Webhook, WebhookAnswer, WebhookShop
from sellerdesk.models.work_item import WorkItem


__all__ = [
    "ApiToken",
    "ApiTokenShop",
    "AuditCheck",
    "AuditEntry",
    "Backup",
    "Buyer",
    "BuyerErasure",
    "Desk",
    "DeskCounter",
    "DeskEvent",
    "FeedLoad",
    "FeedRecord",
    "GuardChoice",
    "Holiday",
    "IdempotencyKey",
    "Invitation",
    "InvitationShop",
    "KeptShorter",
    "Lease",
    "Membership",
    "MembershipShop",
    "Moment",
    "Notice",
    "NoticeChoice",
    "Order",
    "OrderLine",
    "OrderMark",
    "Outbound",
    "Product",
    "Reminder",
    "ReplyTemplate",
    "ReplyText",
    "RolePermission",
    "Rotation",
    "RotationTurn",
    "SavedMapping",
    "Shop",
    "ShopConnection",
    "SimulatedEvent",
    "SimulatedParcel",
    "SimulatedShop",
    "SyncCursor",
    "TaskRun",
    "TelegramBot",
    "TelegramLink",
    "TradeVoid",
    "Upload",
    "User",
    "Webhook",
    "WebhookAnswer",
    "WebhookShop",
    "WorkItem",
]
