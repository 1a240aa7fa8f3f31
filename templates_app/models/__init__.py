"""Reply templates with what they say of the shop, and FAQ entries. Nothing here knows a ticket."""

from templates_app.models.faq import FaqEntry
from templates_app.models.reply_template import Family, ReplyTemplate, TemplateVersion
from templates_app.models.shop_facts import ShopFacts

__all__ = ["Family", "FaqEntry", "ReplyTemplate", "ShopFacts", "TemplateVersion"]
