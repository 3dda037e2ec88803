"""The chat room's tables, one file for each part."""

from chat.models.attachment import Attachment
from chat.models.automatic import AutomaticAnswer
from chat.models.complaint import Complaint, ComplaintSignal
from chat.models.finish import Finish
from chat.models.message import Message, MessageChange, Said
from chat.models.round import Round
from chat.models.satisfaction import Satisfaction
from chat.models.thread import Thread
from chat.models.writing import Draft, Note


__all__ = [
    "Attachment",
    "AutomaticAnswer",
    "Complaint",
    "ComplaintSignal",
    "Draft",
    "Finish",
    "Message",
    "MessageChange",
    "Note",
    "Round",
    "Said",
    "Satisfaction",
    "Thread",
]
