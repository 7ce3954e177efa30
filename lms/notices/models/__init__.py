from .mail import Bounce, MailSettings, Pace, UnsubscribeKey
from .notices import Delivery, Notice, Preference

__all__ = ["Bounce", "Delivery", "MailSettings", "Notice", "Pace", "Preference", "UnsubscribeKey"]
