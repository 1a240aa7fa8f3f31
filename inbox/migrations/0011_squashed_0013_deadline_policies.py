from datetime import timedelta

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from inbox.at_once import AtOnce

CALENDARS_APPEND_ONLY = """
CREATE TRIGGER calendar_versions_are_append_only BEFORE UPDATE OR DELETE ON inbox_calendarversion
    FOR EACH ROW EXECUTE FUNCTION guichet_refuse_change();
CREATE TRIGGER calendar_versions_are_not_emptied BEFORE TRUNCATE ON inbox_calendarversion
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_refuse_change();
"""

CALENDARS_NOT_APPEND_ONLY = """
DROP TRIGGER calendar_versions_are_not_emptied ON inbox_calendarversion;
DROP TRIGGER calendar_versions_are_append_only ON inbox_calendarversion;
"""

POLICIES_APPEND_ONLY = """
CREATE TRIGGER policy_versions_are_append_only BEFORE UPDATE OR DELETE ON inbox_policyversion
    FOR EACH ROW EXECUTE FUNCTION guichet_refuse_change();
CREATE TRIGGER policy_versions_are_not_emptied BEFORE TRUNCATE ON inbox_policyversion
    FOR EACH STATEMENT EXECUTE FUNCTION guichet_refuse_change();
"""

POLICIES_NOT_APPEND_ONLY = """
DROP TRIGGER policy_versions_are_not_emptied ON inbox_policyversion;
DROP TRIGGER policy_versions_are_append_only ON inbox_policyversion;
"""

FIRST = timedelta(hours=8), timedelta(hours=24)
"""The windows that every account began with."""
MINUTE = timedelta(minutes=1)


def windows_become_policies(apps, schema_editor):
    """What was set by hand for an account or one of its channels stays, as a policy before the ready-made ones."""
    Account = apps.get_model("connectors", "Account")
    accounts = Account.objects.order_by("id")
    position = 0
    for account in accounts:
        for code, own in sorted(account.channels.items()):
            if own:
                position += 1
                soft, hard = timedelta(seconds=own["soft"]), timedelta(seconds=own["hard"])
                name = f"{account.name}, {code}"
                add_policy(apps, name, account, soft, hard, position=position, channels=[code])
    for account in accounts:
        if (account.soft_window, account.hard_window) != FIRST:
            position += 1
            add_policy(apps, account.name, account, account.soft_window, account.hard_window, position=position)
    make_ready_made(apps, {account.marketplace: account.created_at for account in accounts}, position)


def add_policy(apps, name, account, soft, hard, *, position, **conditions):
    policy = apps.get_model("inbox", "DeadlinePolicy").objects.create(
        clock="marketplace", position=position, name=name[:120]
    )
    apps.get_model("inbox", "PolicyVersion").objects.create(
        policy=policy,
        number=1,
        conditions={"accounts": [account.pk], **conditions},
        targets={"soft_minutes": soft // MINUTE, "hard_minutes": hard // MINUTE},
        made_at=account.created_at,
    )


def make_ready_made(apps, made_at, position):
    """Those of the marketplaces that have accounts, and those for everybody."""
    from connectors.registry import connectors
    from inbox.deadlines.ready_made import FOR_EVERYBODY, of_marketplace

    if not made_at:
        return
    known = [slug for slug in made_at if slug in connectors()]
    wanted = [(policy, made_at[slug]) for slug in known for policy in of_marketplace(connectors()[slug])]
    wanted += [(policy, min(made_at.values())) for policy in FOR_EVERYBODY]
    for place, (policy, at) in enumerate(wanted, start=position + 1):
        row = apps.get_model("inbox", "DeadlinePolicy").objects.create(
            clock=policy.clock.value, position=place, ready_made=policy.code
        )
        apps.get_model("inbox", "PolicyVersion").objects.create(
            policy=row,
            number=1,
            conditions=policy.conditions.as_spec(),
            targets=policy.targets.as_spec(),
            calendar=calendar_of(apps, policy.working_days, at) if policy.working_days else None,
            made_at=at,
        )


def calendar_of(apps, days, made_at):
    from inbox.deadlines.ready_made import working_days_name, working_days_spec

    name = working_days_name(days)
    calendar, created = apps.get_model("inbox", "Calendar").objects.get_or_create(name=name, removed_at=None)
    if created:
        apps.get_model("inbox", "CalendarVersion").objects.create(
            calendar=calendar, number=1, spec=working_days_spec(days), made_at=made_at
        )
    return calendar


def every_cycle_has_a_deadline(apps, schema_editor):
    """Back to where none could be without."""
    cycles = apps.get_model("inbox", "ResponseCycle").objects
    cycles.filter(due_at=None).update(due_at=models.F("opened_at") + FIRST[1])
    cycles.filter(soft_due_at=None).update(soft_due_at=models.F("opened_at") + FIRST[0])


class Migration(migrations.Migration):
    """What tickets can be, working calendars, and deadline policies: two clocks on each response cycle, further ones of tickets."""

    replaces = [
        ("inbox", "0011_work_and_deadlines"),
        ("inbox", "0012_calendars"),
        ("inbox", "0013_deadline_policies"),
    ]
    dependencies = [
        ("connectors", "0005_account_channels"),
        ("inbox", "0010_orders_conversations_and_erasure"),
    ]

    operations = [
        AtOnce([
            migrations.CreateModel(
                name='Calendar',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=100)),
                    ('removed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('name',), name='calendar_name_once')],
                },
            ),
            migrations.CreateModel(
                name='CalendarVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('spec', models.JSONField()),
                    ('made_at', models.DateTimeField()),
                    ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='inbox.calendar')),
                    ('made_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('calendar', 'number'), name='calendar_version_once')],
                },
            ),
            migrations.CreateModel(
                name='DeadlinePolicy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('clock', models.CharField(choices=[('marketplace', "The marketplace's clock"), ('company', 'Your own clock'), ('statutory', "The law's clock")], max_length=20)),
                    ('position', models.IntegerField()),
                    ('name', models.CharField(blank=True, max_length=120)),
                    ('active', models.BooleanField(default=True)),
                    ('ready_made', models.CharField(blank=True, max_length=60)),
                ],
                options={
                    'ordering': ['clock', 'position', 'id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('ready_made', ''), _negated=True), fields=('ready_made',), name='ready_made_policy_once')],
                },
            ),
            migrations.CreateModel(
                name='PolicyVersion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('conditions', models.JSONField(default=dict)),
                    ('targets', models.JSONField(default=dict)),
                    ('made_at', models.DateTimeField()),
                    ('calendar', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inbox.calendar')),
                    ('made_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='inbox.deadlinepolicy')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('policy', 'number'), name='policy_version_once')],
                },
            ),
            migrations.CreateModel(
                name='Recomputation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('asked_at', models.DateTimeField()),
                    ('total', models.PositiveIntegerField()),
                    ('seen', models.PositiveIntegerField(default=0)),
                    ('changed', models.PositiveIntegerField(default=0)),
                    ('last_ticket', models.BigIntegerField(default=0)),
                    ('next_try_at', models.DateTimeField(null=True)),
                    ('finished_at', models.DateTimeField(null=True)),
                    ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['next_try_at'], name='recomputation_due')],
                },
            ),
            migrations.CreateModel(
                name='TicketClock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('acknowledgement', 'acknowledgement'), ('resolution', 'solution'), ('statutory_acknowledgement', 'acknowledgement that the law asks for'), ('statutory', 'legal deadline'), ('marketplace', 'another question after an acknowledgement that counted')], max_length=30)),
                    ('number', models.PositiveIntegerField()),
                    ('started_at', models.DateTimeField()),
                    ('due_at', models.DateTimeField(null=True)),
                    ('ended_at', models.DateTimeField(null=True)),
                    ('end_reason', models.CharField(blank=True, choices=[('answered', 'answered'), ('answered_outside', "answered on the marketplace's own site"), ('no_answer_needed', 'no answer needed'), ('solved', 'solved'), ('thanks', 'the buyer only said thank you'), ('call', 'answered by telephone'), ('merged', 'merged into another ticket'), ('spam', 'spam'), ('claim_ended', 'the claim ended'), ('acknowledged', 'acknowledged'), ('no_longer', 'no policy asks for it any more')], max_length=20)),
                    ('calendar_version', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inbox.calendarversion')),
                    ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='inbox.ticket')),
                    ('version', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inbox.policyversion')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['due_at'], name='ticket_clock_running')],
                    'constraints': [models.UniqueConstraint(fields=('ticket', 'kind', 'number'), name='ticket_clock_once')],
                },
            ),
            migrations.RemoveConstraint(
                model_name='ticket',
                name='ticket_status_is_known',
            ),
            migrations.RemoveField(
                model_name='responsecycle',
                name='windows_version',
            ),
            migrations.AddField(
                model_name='message',
                name='acknowledges',
                field=models.BooleanField(db_default=False, default=False),
            ),
            migrations.AddField(
                model_name='responsecycle',
                name='acknowledged_at',
                field=models.DateTimeField(null=True),
            ),
            migrations.AddField(
                model_name='responsecycle',
                name='company_due_at',
                field=models.DateTimeField(null=True),
            ),
            migrations.AddField(
                model_name='responsecycle',
                name='marketplace_ended_at',
                field=models.DateTimeField(null=True),
            ),
            migrations.AddField(
                model_name='responsecycle',
                name='target',
                field=models.CharField(choices=[('first', 'first answer'), ('next', 'next answer')], db_default='first', default='first', max_length=10),
            ),
            migrations.AlterField(
                model_name='responsecycle',
                name='due_at',
                field=models.DateTimeField(null=True),
            ),
            migrations.AlterField(
                model_name='responsecycle',
                name='end_reason',
                field=models.CharField(blank=True, choices=[('answered', 'answered'), ('answered_outside', "answered on the marketplace's own site"), ('no_answer_needed', 'no answer needed'), ('solved', 'solved'), ('thanks', 'the buyer only said thank you'), ('call', 'answered by telephone'), ('merged', 'merged into another ticket'), ('spam', 'spam'), ('claim_ended', 'the claim ended'), ('acknowledged', 'acknowledged'), ('no_longer', 'no policy asks for it any more')], max_length=20),
            ),
            migrations.AlterField(
                model_name='responsecycle',
                name='soft_due_at',
                field=models.DateTimeField(null=True),
            ),
            migrations.AlterField(
                model_name='ticket',
                name='status',
                field=models.CharField(choices=[('open', 'open'), ('waiting', 'waiting for the buyer'), ('snoozed', 'snoozed'), ('solved', 'solved'), ('spam', 'spam'), ('merged', 'merged into another ticket')], default='open', max_length=20),
            ),
            migrations.AlterField(
                model_name='ticketevent',
                name='kind',
                field=models.CharField(choices=[('opened', 'ticket opened'), ('reopened', 'reopened by the buyer'), ('assigned', 'assignee changed'), ('status', 'status changed'), ('priority', 'priority changed'), ('tags', 'tags changed'), ('solved', 'solved'), ('no_answer_needed', 'no answer needed'), ('answer_needed', 'answer needed after all'), ('delivery', 'delivery'), ('note', 'note added'), ('deadline', 'deadline changed'), ('claim_opened', 'claim opened'), ('claim_changed', 'claim changed'), ('claim_ended', 'claim ended'), ('order', 'order changed'), ('conversation', 'conversation on the marketplace'), ('erased', 'buyer erased'), ('topic', 'topic changed'), ('level', 'level changed'), ('acknowledged', 'acknowledged'), ('thanks', 'the buyer only said thank you'), ('call', 'telephone call'), ('snoozed', 'snoozed'), ('woken', 'back from snooze'), ('merged', 'merged'), ('split', 'split'), ('linked', 'linked to another ticket'), ('unlinked', 'link taken away'), ('spam', 'marked as spam'), ('not_spam', 'no spam after all'), ('handed_over', 'handed over'), ('resolution', 'resolution recorded'), ('checklist', 'checklist changed'), ('forwarded', 'forwarded'), ('mentioned', 'somebody was mentioned'), ('warned', 'warned'), ('holiday', 'holiday mode')], max_length=30),
            ),
            migrations.AddConstraint(
                model_name='ticket',
                constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'waiting', 'snoozed', 'solved', 'spam', 'merged'])), name='ticket_status_is_known'),
            ),
            migrations.AddField(
                model_name='responsecycle',
                name='company_calendar',
                field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inbox.calendarversion'),
            ),
            migrations.AddField(
                model_name='responsecycle',
                name='marketplace_calendar',
                field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inbox.calendarversion'),
            ),
            migrations.AddField(
                model_name='responsecycle',
                name='company_version',
                field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inbox.policyversion'),
            ),
            migrations.AddField(
                model_name='responsecycle',
                name='marketplace_version',
                field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inbox.policyversion'),
            ),
        ]),
        migrations.RunSQL(CALENDARS_APPEND_ONLY, CALENDARS_NOT_APPEND_ONLY),
        migrations.RunSQL(POLICIES_APPEND_ONLY, POLICIES_NOT_APPEND_ONLY),
        migrations.RunPython(windows_become_policies, every_cycle_has_a_deadline),
    ]
