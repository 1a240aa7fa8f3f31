import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import connectors.encryption
from inbox.at_once import AtOnce

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

# Mails to others have no language of their own: their words are indexed as they are.
WORDS = """
CREATE INDEX forward_words ON inbox_forward USING gin (guichet_words("to" || ' ' || subject || ' ' || body_text, ''));
CREATE INDEX forward_mail_words ON inbox_forwardmail
    USING gin (guichet_words(sender || ' ' || subject || ' ' || body_text, ''));
"""


class Migration(migrations.Migration):
    """Rules, what messages mean, replies from templates, what buyers ask, and surveys."""

    replaces = [
        ("inbox", "0030_rules"),
        ("inbox", "0031_rules_are_asked"),
        ("inbox", "0032_words_of_forwards"),
        ("inbox", "0033_queue_by_language_and_topic"),
        ("inbox", "0034_replies_from_templates"),
        ("inbox", "0035_understanding"),
        ("inbox", "0036_prepared_drafts"),
        ("inbox", "0037_policy_overrides"),
        ("inbox", "0038_what_buyers_ask"),
        ("inbox", "0039_rules_wait_for_late_orders"),
        ("inbox", "0040_team_of_a_user"),
        ("inbox", "0041_surveys_and_ratings"),
    ]
    dependencies = [
        ("connectors", "0007_tokens_renewed_in_time"),
        ("inbox", "0014_squashed_0029_work_of_agents"),
        ("templates_app", "0003_faq_entries"),
    ]

    operations = [
        AtOnce([
            migrations.CreateModel(
                name='Webhook',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=100)),
                    ('url', models.CharField(max_length=1000)),
                    ('secret', connectors.encryption.EncryptedJSONField()),
                    ('active', models.BooleanField(default=True)),
                    ('made_at', models.DateTimeField()),
                ],
                options={
                    'ordering': ['name', 'id'],
                },
            ),
            migrations.CreateModel(
                name='Rule',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=100)),
                    ('folder', models.CharField(blank=True, max_length=60)),
                    ('position', models.PositiveIntegerField(default=0)),
                    ('active', models.BooleanField(default=False)),
                    ('happening', models.CharField(choices=[('message', 'A buyer wrote'), ('changed', 'A ticket changed'), ('deadline_near', 'A deadline comes near'), ('deadline_missed', 'A deadline has passed'), ('claim', 'A claim was opened'), ('feedback', 'A buyer left feedback'), ('order', 'The order came to another state'), ('time', 'Time has passed')], max_length=20)),
                    ('since', models.CharField(blank=True, choices=[('buyer_waits', 'since the buyer waits for an answer'), ('our_word', 'since we wrote, and the buyer did not'), ('solved', 'since the ticket was solved'), ('promised', 'since the promised day of delivery, and the order has not come')], max_length=20)),
                    ('hours', models.PositiveIntegerField(null=True)),
                    ('conditions', models.JSONField(default=dict)),
                    ('actions', models.JSONField(default=list)),
                    ('stops', models.BooleanField(default=False)),
                    ('ready_made', models.CharField(blank=True, max_length=60)),
                    ('hits', models.PositiveBigIntegerField(default=0)),
                    ('hit_at', models.DateTimeField(null=True)),
                    ('error', models.CharField(blank=True, max_length=300)),
                    ('error_at', models.DateTimeField(null=True)),
                    ('changed_at', models.DateTimeField()),
                    ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('active', True)), fields=['happening'], name='rule_active')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ready_made', ''), _negated=True), fields=('ready_made',), name='ready_made_rule_once'), models.CheckConstraint(condition=models.Q(models.Q(('happening', 'time'), _negated=True), models.Q(('hours__isnull', False), models.Q(('since', ''), _negated=True)), _connector='OR'), name='time_rule_says_how_long')],
                },
            ),
            migrations.CreateModel(
                name='RuleEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('happening', models.CharField(choices=[('message', 'A buyer wrote'), ('changed', 'A ticket changed'), ('deadline_near', 'A deadline comes near'), ('deadline_missed', 'A deadline has passed'), ('claim', 'A claim was opened'), ('feedback', 'A buyer left feedback'), ('order', 'The order came to another state'), ('time', 'Time has passed')], max_length=20)),
                    ('message_id', models.BigIntegerField(null=True)),
                    ('source', models.CharField(max_length=120)),
                    ('what', models.JSONField(default=dict)),
                    ('at', models.DateTimeField()),
                    ('depth', models.PositiveSmallIntegerField(default=0)),
                    ('done_at', models.DateTimeField(null=True)),
                    ('rule', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inbox.rule')),
                    ('ticket', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inbox.ticket')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('done_at', None)), fields=['id'], name='rule_event_to_do'), models.Index(condition=models.Q(('done_at__isnull', False)), fields=['done_at'], name='rule_event_done'), models.Index(fields=['ticket'], name='rule_event_of_ticket')],
                    'constraints': [models.UniqueConstraint(fields=('source',), name='rule_event_once')],
                },
            ),
            migrations.CreateModel(
                name='RuleRun',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(max_length=120)),
                    ('occasion', models.JSONField(default=dict)),
                    ('at', models.DateTimeField()),
                    ('depth', models.PositiveSmallIntegerField(default=0)),
                    ('outcomes', models.JSONField(default=list)),
                    ('failed', models.BooleanField(default=False)),
                    ('rule', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='runs', to='inbox.rule')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rule_runs', to='inbox.ticket')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('failed', True)), fields=['-at', '-id'], name='rule_run_failed'), models.Index(fields=['rule', '-at', '-id'], name='rule_run_newest')],
                    'constraints': [models.UniqueConstraint(fields=('rule', 'source'), name='rule_once_per_event')],
                },
            ),
            migrations.CreateModel(
                name='WebhookCall',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=160)),
                    ('payload', models.JSONField(default=dict)),
                    ('state', models.CharField(choices=[('waiting', 'waiting'), ('taken', 'taken'), ('given_up', 'given up')], default='waiting', max_length=20)),
                    ('made_at', models.DateTimeField()),
                    ('next_try_at', models.DateTimeField(null=True)),
                    ('attempts', models.PositiveSmallIntegerField(default=0)),
                    ('status', models.PositiveSmallIntegerField(null=True)),
                    ('problem', models.CharField(blank=True, max_length=200)),
                    ('taken_at', models.DateTimeField(null=True)),
                    ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='inbox.webhook')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('next_try_at__isnull', False)), fields=['next_try_at'], name='webhook_call_due'), models.Index(fields=['webhook', '-id'], name='webhook_call_newest')],
                    'constraints': [models.UniqueConstraint(fields=('webhook', 'key'), name='webhook_told_once')],
                },
            ),
            migrations.CreateModel(
                name='OwnPhrases',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('language', models.CharField(max_length=5)),
                    ('about', models.CharField(max_length=30)),
                    ('strength', models.CharField(max_length=10)),
                    ('phrases', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, size=None)),
                    ('changed_at', models.DateTimeField()),
                    ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('language', 'about', 'strength'), name='own_phrases_once_per_list')],
                },
            ),
            migrations.CreateModel(
                name='TopicModel',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('made_at', models.DateTimeField()),
                    ('examples', models.PositiveIntegerField()),
                    ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=5), default=list, size=None)),
                    ('figures', models.JSONField(default=list)),
                    ('weights', models.BinaryField()),
                ],
            ),
            migrations.CreateModel(
                name='TrainingExample',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.TextField()),
                    ('language', models.CharField(blank=True, max_length=5)),
                    ('topic', models.CharField(max_length=100)),
                ],
            ),
            migrations.CreateModel(
                name='Understanding',
                fields=[
                    ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='understanding', serialize=False, to='inbox.message')),
                    ('language', models.CharField(blank=True, max_length=5)),
                    ('topic', models.CharField(max_length=100)),
                    ('level', models.PositiveSmallIntegerField()),
                    ('withdrawal', models.BooleanField(default=False)),
                    ('chaser', models.BooleanField(default=False)),
                    ('anger', models.BooleanField(default=False)),
                    ('thanks', models.BooleanField(default=False)),
                    ('order_ids', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=100), default=list, size=None)),
                    ('reasons', models.JSONField(default=list)),
                    ('learnt', models.BooleanField(default=False)),
                    ('corrected', models.JSONField(default=dict)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('corrected', {}), _negated=True), fields=['message'], name='understanding_corrected')],
                },
            ),
            migrations.CreateModel(
                name='MiningProgress',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('changed_at', models.DateTimeField(null=True)),
                    ('last_ticket', models.BigIntegerField(default=0)),
                    ('next_at', models.DateTimeField()),
                    ('finished_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='mining_progress_is_one_row')],
                },
            ),
            migrations.CreateModel(
                name='PublicFaq',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('title', models.CharField(blank=True, max_length=120)),
                    ('is_on', models.BooleanField(default=False)),
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='connectors.account')),
                ],
            ),
            migrations.CreateModel(
                name='Question',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.CharField(blank=True, max_length=100)),
                    ('language', models.CharField(blank=True, max_length=5)),
                    ('key', models.CharField(max_length=200)),
                    ('put_away_at', models.DateTimeField(null=True)),
                    ('put_away_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['topic', 'language'], name='question_by_theme'), django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['key'], name='question_by_key', opclasses=['gin_trgm_ops'])],
                },
            ),
            migrations.CreateModel(
                name='QuestionAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.faqentry')),
                    ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='inbox.question')),
                    ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.replytemplate')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('question', 'entry'), name='question_answered_once_by_entry'), models.UniqueConstraint(fields=('question', 'template'), name='question_answered_once_by_template'), models.CheckConstraint(condition=models.Q(models.Q(('entry', None), ('template__isnull', False)), models.Q(('entry__isnull', False), ('template', None)), _connector='OR'), name='question_answered_by_one_thing')],
                },
            ),
            migrations.CreateModel(
                name='Wording',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('topic', models.CharField(blank=True, max_length=100)),
                    ('language', models.CharField(blank=True, max_length=5)),
                    ('key', models.CharField(max_length=200)),
                    ('question', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='wordings', to='inbox.question')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('question', None)), fields=['id'], name='wording_unsorted')],
                    'constraints': [models.UniqueConstraint(fields=('topic', 'language', 'key'), name='wording_once')],
                },
            ),
            migrations.CreateModel(
                name='Asking',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('item_id', models.CharField(blank=True, max_length=100)),
                    ('said', models.CharField(max_length=250)),
                    ('asked_at', models.DateTimeField()),
                    ('message', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='inbox.message')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='askings', to='inbox.ticket')),
                    ('wording', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='askings', to='inbox.wording')),
                ],
                options={
                    'indexes': [models.Index(fields=['asked_at'], include=('wording', 'ticket', 'item_id'), name='asking_by_time'), models.Index(fields=['wording', '-asked_at'], name='asking_of_wording'), models.Index(condition=models.Q(('item_id', ''), _negated=True), fields=['item_id', '-asked_at'], name='asking_of_item')],
                    'constraints': [models.UniqueConstraint(fields=('message', 'position'), name='asking_once_per_message')],
                },
            ),
            migrations.CreateModel(
                name='FeedbackAlarm',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('marketplace', models.CharField(max_length=30)),
                    ('kind', models.CharField(choices=[('run', 'several bad ratings in a row'), ('share', 'the positive share is near its limit')], max_length=10)),
                    ('number', models.PositiveSmallIntegerField()),
                    ('raised_at', models.DateTimeField()),
                    ('over_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('over_at', None)), fields=('marketplace', 'kind'), name='feedback_alarm_once_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='Survey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('solved_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField()),
                    ('tried_at', models.DateTimeField(null=True)),
                    ('asked_at', models.DateTimeField(null=True)),
                    ('left_out', models.CharField(blank=True, choices=[('claim_lost', 'a claim was decided for the buyer'), ('asked_lately', 'the buyer was asked lately'), ('nobody', 'nobody reads answers to this address'), ('erased', 'the buyer was erased'), ('not_allowed', 'the marketplace does not allow it'), ('policy', 'the policy check forbids it'), ('switched_off', 'switched off meanwhile')], max_length=20)),
                    ('language', models.CharField(blank=True, max_length=5)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='connectors.account')),
                    ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='survey', to='inbox.message')),
                    ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='survey', to='inbox.ticket')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('asked_at', None), ('left_out', '')), fields=['due_at'], name='survey_due'), models.Index(fields=['account', '-due_at'], name='survey_of_account')],
                },
            ),
            migrations.CreateModel(
                name='SurveyAnswer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('source', models.CharField(max_length=30)),
                    ('external_id', models.CharField(max_length=255)),
                    ('order_id', models.CharField(blank=True, max_length=100)),
                    ('rating', models.PositiveSmallIntegerField()),
                    ('comment', models.TextField(blank=True)),
                    ('author', models.CharField(blank=True, max_length=255)),
                    ('answered_at', models.DateTimeField()),
                    ('changed_at', models.DateTimeField()),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='survey_answers', to='connectors.account')),
                    ('survey', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answer', to='inbox.survey')),
                    ('ticket', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='survey_answers', to='inbox.ticket')),
                ],
                options={
                    'indexes': [models.Index(fields=['account', '-answered_at'], name='survey_answer_newest'), models.Index(fields=['-answered_at', '-id'], name='survey_answer_latest'), models.Index(condition=models.Q(('ticket__isnull', False)), fields=['ticket'], name='survey_answer_of_ticket'), models.Index(condition=models.Q(('order_id', ''), _negated=True), fields=['order_id'], name='survey_answer_of_order')],
                    'constraints': [models.UniqueConstraint(fields=('source', 'external_id'), name='survey_answer_once_per_source'), models.CheckConstraint(condition=models.Q(('rating__gte', 1), ('rating__lte', 5)), name='survey_answer_is_1_to_5')],
                },
            ),
            migrations.CreateModel(
                name='SurveyChoice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('on_since', models.DateTimeField(null=True)),
                    ('days', models.PositiveSmallIntegerField(default=2)),
                    ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='survey_choice', to='connectors.account')),
                ],
            ),
            migrations.AddField(
                model_name='buyer',
                name='language',
                field=models.CharField(blank=True, db_default='', default='', max_length=5),
            ),
            migrations.AddField(
                model_name='buyer',
                name='language_set',
                field=models.BooleanField(db_default=False, default=False),
            ),
            migrations.AddField(
                model_name='draft',
                name='template',
                field=models.CharField(blank=True, db_default='', default='', max_length=60),
            ),
            migrations.AddField(
                model_name='feedback',
                name='dealt_at',
                field=models.DateTimeField(null=True),
            ),
            migrations.AddField(
                model_name='feedback',
                name='dealt_by',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AddField(
                model_name='feedback',
                name='revisable',
                field=models.BooleanField(db_default=False, default=False),
            ),
            migrations.AddField(
                model_name='message',
                name='template_edited',
                field=models.BooleanField(null=True),
            ),
            migrations.AddField(
                model_name='message',
                name='template_language',
                field=models.CharField(blank=True, db_default='', default='', max_length=5),
            ),
            migrations.AddField(
                model_name='message',
                name='template_version',
                field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='templates_app.templateversion'),
            ),
            migrations.AddField(
                model_name='ticket',
                name='corrected',
                field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), blank=True, db_default=[], default=list, size=None),
            ),
            migrations.AddField(
                model_name='ticket',
                name='to_understand',
                field=models.BooleanField(db_default=False, default=False),
            ),
            migrations.AddField(
                model_name='user',
                name='team',
                field=models.CharField(blank=True, db_default='', default='', max_length=60),
            ),
            migrations.AlterField(
                model_name='alert',
                name='kind',
                field=models.CharField(choices=[('warning', 'a deadline comes near'), ('late', 'a deadline has passed'), ('digest', 'several deadlines at once'), ('assigned', 'a ticket was given to you'), ('handed_over', 'a ticket was handed over to you'), ('mentioned', 'somebody mentioned you'), ('reply_refused', 'a reply of yours was refused'), ('reply_unsure', 'a reply of yours is not sure'), ('forward_answered', 'a forwarded mail was answered'), ('forward_failed', 'a forwarded mail did not arrive'), ('account', 'an account needs you'), ('rule', 'a rule tells you of a ticket'), ('discontent', 'buyers are discontent')], max_length=20),
            ),
            migrations.AlterField(
                model_name='draft',
                name='user',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
            ),
            migrations.AlterField(
                model_name='message',
                name='cause',
                field=models.CharField(blank=True, choices=[('refused', 'refused by the marketplace'), ('sign_in', 'the account must sign in again; nothing was sent'), ('no_effect', 'the marketplace could not take it just now; it will be tried again'), ('gave_up', 'not sent: the marketplace could not take it in many attempts'), ('no_answer', 'the request left, but no answer came back'), ('worker_lost', 'the worker stopped while sending'), ('not_shown', 'not sent: the marketplace does not show it in the conversation'), ('not_sent', 'not sent, as somebody checked by hand'), ('bounced', 'taken first, but it did not reach the buyer'), ('meanwhile', 'held back: somebody wrote after it had been planned'), ('policy', 'not sent: the policy check stopped it when its time came'), ('file_gone', 'not sent: a file of it is not in the storage any more')], max_length=20),
            ),
            migrations.AlterField(
                model_name='ticketevent',
                name='kind',
                field=models.CharField(choices=[('opened', 'ticket opened'), ('reopened', 'reopened by the buyer'), ('assigned', 'assignee changed'), ('status', 'status changed'), ('priority', 'priority changed'), ('tags', 'tags changed'), ('solved', 'solved'), ('no_answer_needed', 'no answer needed'), ('answer_needed', 'answer needed after all'), ('delivery', 'delivery'), ('note', 'note added'), ('deadline', 'deadline changed'), ('claim_opened', 'claim opened'), ('claim_changed', 'claim changed'), ('claim_ended', 'claim ended'), ('order', 'order changed'), ('conversation', 'conversation on the marketplace'), ('erased', 'buyer erased'), ('topic', 'topic changed'), ('level', 'level changed'), ('language', 'language changed'), ('acknowledged', 'acknowledged'), ('thanks', 'the buyer only said thank you'), ('call', 'telephone call'), ('snoozed', 'snoozed'), ('woken', 'back from snooze'), ('merged', 'merged'), ('took_in', 'another ticket merged into this one'), ('unmerged', 'merge taken back'), ('split', 'split'), ('linked', 'linked to another ticket'), ('unlinked', 'link taken away'), ('spam', 'marked as spam'), ('not_spam', 'no spam after all'), ('handed_over', 'handed over'), ('resolution', 'resolution recorded'), ('checklist', 'checklist changed'), ('forwarded', 'forwarded'), ('mentioned', 'somebody was mentioned'), ('warned', 'warned'), ('holiday', 'holiday mode'), ('rule', 'a rule acted'), ('overridden', 'a warning was overridden'), ('survey', 'survey')], max_length=30),
            ),
            migrations.AddIndex(
                model_name='feedback',
                index=models.Index(condition=models.Q(('answer', ''), ('dealt_at', None), ('rating__lte', 2)), fields=['-written_at', '-id'], name='feedback_to_answer'),
            ),
            migrations.AddIndex(
                model_name='message',
                index=models.Index(condition=models.Q(('template_version__isnull', False)), fields=['template_version'], name='message_from_template'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('status', 'solved'), _negated=True), fields=['language', 'queue_at', 'id'], name='ticket_queue_by_language'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('status', 'solved'), _negated=True), fields=['topic', 'queue_at', 'id'], name='ticket_queue_by_topic'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('level', 2), models.Q(('status', 'solved'), _negated=True)), fields=['queue_at', 'id'], name='ticket_queue_of_level_2'),
            ),
            migrations.AddIndex(
                model_name='ticket',
                index=models.Index(condition=models.Q(('to_understand', True)), fields=['id'], name='ticket_to_understand'),
            ),
            migrations.AddConstraint(
                model_name='draft',
                constraint=models.UniqueConstraint(condition=models.Q(('user', None)), fields=('ticket',), name='draft_prepared_once'),
            ),
        ]),
        migrations.RunSQL(ASK, ASK_NOBODY),
        migrations.RunSQL(WORDS, "DROP INDEX forward_mail_words; DROP INDEX forward_words"),
    ]
