from django.db import migrations

CHANGES = (
    "'status', 'solved', 'reopened', 'assigned', 'handed_over', 'priority', 'tags', 'topic', 'level', 'resolution', "
    "'no_answer_needed', 'answer_needed', 'snoozed', 'woken', 'claim_changed', 'claim_ended'"
)
# Whether the statement is one of a first import or back-fill, or there is nobody to ask.
NOBODY = """IF current_setting('guichet.ask_no_rules', true) = 'yes'
        OR NOT EXISTS (SELECT FROM inbox_rule WHERE active) THEN
        RETURN NULL;
    END IF;"""
INSERT = "INSERT INTO inbox_ruleevent (happening, ticket_id, message_id, source, what, at, depth)"
DEPTH = "coalesce(nullif(current_setting('guichet.rule_depth', true), ''), '0')::smallint"


def wanted(happening):
    """Whether an active rule waits for it."""
    return f"EXISTS (SELECT FROM inbox_rule AS r WHERE r.active AND r.happening = {happening})"


# What happens to tickets is written down for rules in the transaction in which it happens, whoever writes it.
ASK = f"""
CREATE FUNCTION guichet_messages_ask_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {NOBODY}
    {INSERT}
    SELECT 'message', m.ticket_id, m.id, 'message-' || m.id, '{{}}', coalesce(m.fetched_at, m.written_at), 0
    FROM come AS m
    WHERE m.direction = 'in' AND NOT m.automatic AND m.within = '' AND {wanted("'message'")}
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION guichet_log_asks_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {NOBODY}
    {INSERT}
    SELECT e.happening, e.ticket_id, e.message_id, 'event-' || e.id, jsonb_strip_nulls(jsonb_build_object(
        'change', e.kind, 'to', e.after->'value', 'claim', e.after->'claim')), e.at, {DEPTH}
    FROM (
        SELECT come.*, CASE
            WHEN kind IN ({CHANGES}) THEN 'changed'
            WHEN kind = 'claim_opened' THEN 'claim'
            WHEN kind = 'warned' AND (after->>'minutes_before')::int > 0 THEN 'deadline_near'
            WHEN kind = 'warned' THEN 'deadline_missed'
        END AS happening FROM come
    ) AS e
    WHERE {wanted("e.happening")}
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION guichet_feedback_asks_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {NOBODY}
    {INSERT}
    SELECT 'feedback', f.ticket_id, NULL, 'feedback-' || f.id, jsonb_strip_nulls(jsonb_build_object(
        'rating', f.rating)), f.fetched_at, 0
    FROM come AS f
    WHERE f.ticket_id IS NOT NULL AND {wanted("'feedback'")}
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE FUNCTION guichet_orders_ask_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {NOBODY}
    {INSERT}
    SELECT 'order', t.id, NULL, 'order-' || o.id || '-' || t.id || '-' || o.state, jsonb_build_object(
        'to', o.state), now(), 0
    FROM come AS o
    JOIN gone AS b ON b.id = o.id AND b.state <> o.state AND b.placed_at IS NOT NULL
    JOIN inbox_ticket AS t ON t.account_id = o.account_id AND t.order_id = o.external_id
        AND (t.channel = '' OR o.channel = '' OR t.channel = o.channel)
    WHERE {wanted("'order'")}
    ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;

CREATE TRIGGER new_messages_ask_rules AFTER INSERT ON inbox_message
    REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION guichet_messages_ask_rules();
CREATE TRIGGER new_entries_ask_rules AFTER INSERT ON inbox_ticketevent
    REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION guichet_log_asks_rules();
CREATE TRIGGER new_feedback_asks_rules AFTER INSERT ON inbox_feedback
    REFERENCING NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION guichet_feedback_asks_rules();
CREATE TRIGGER changed_orders_ask_rules AFTER UPDATE ON inbox_order
    REFERENCING OLD TABLE AS gone NEW TABLE AS come FOR EACH STATEMENT EXECUTE FUNCTION guichet_orders_ask_rules();
"""

ASK_NOBODY = """
DROP TRIGGER changed_orders_ask_rules ON inbox_order;
DROP TRIGGER new_feedback_asks_rules ON inbox_feedback;
DROP TRIGGER new_entries_ask_rules ON inbox_ticketevent;
DROP TRIGGER new_messages_ask_rules ON inbox_message;
DROP FUNCTION guichet_orders_ask_rules();
DROP FUNCTION guichet_feedback_asks_rules();
DROP FUNCTION guichet_log_asks_rules();
DROP FUNCTION guichet_messages_ask_rules();
"""


class Migration(migrations.Migration):
    """Rules are asked: PostgreSQL writes down what they wait for."""

    dependencies = [("inbox", "0030_rules")]

    operations = [migrations.RunSQL(ASK, ASK_NOBODY)]
