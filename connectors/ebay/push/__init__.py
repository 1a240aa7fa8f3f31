"""eBay's Notification API: challenge, signature, payloads, destination and subscriptions.

Source: Notification API contract 1.6.2 (commerce_notification_v1_oas3.json) and the project's fact sheet, section 4,
read 2026-11.
"""
