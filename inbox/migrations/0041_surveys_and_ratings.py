import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('connectors', '0007_tokens_renewed_in_time'),
        ('inbox', '0040_team_of_a_user'),
    ]

    operations = [
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
            ],
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
            ],
        ),
        migrations.CreateModel(
            name='SurveyChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on_since', models.DateTimeField(null=True)),
                ('days', models.PositiveSmallIntegerField(default=2)),
            ],
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
        migrations.AlterField(
            model_name='alert',
            name='kind',
            field=models.CharField(choices=[('warning', 'a deadline comes near'), ('late', 'a deadline has passed'), ('digest', 'several deadlines at once'), ('assigned', 'a ticket was given to you'), ('handed_over', 'a ticket was handed over to you'), ('mentioned', 'somebody mentioned you'), ('reply_refused', 'a reply of yours was refused'), ('reply_unsure', 'a reply of yours is not sure'), ('forward_answered', 'a forwarded mail was answered'), ('forward_failed', 'a forwarded mail did not arrive'), ('account', 'an account needs you'), ('rule', 'a rule tells you of a ticket'), ('discontent', 'buyers are discontent')], max_length=20),
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
        migrations.AddConstraint(
            model_name='feedbackalarm',
            constraint=models.UniqueConstraint(condition=models.Q(('over_at', None)), fields=('marketplace', 'kind'), name='feedback_alarm_once_at_a_time'),
        ),
        migrations.AddField(
            model_name='survey',
            name='account',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='connectors.account'),
        ),
        migrations.AddField(
            model_name='survey',
            name='message',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='survey', to='inbox.message'),
        ),
        migrations.AddField(
            model_name='survey',
            name='ticket',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='survey', to='inbox.ticket'),
        ),
        migrations.AddField(
            model_name='surveyanswer',
            name='account',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='survey_answers', to='connectors.account'),
        ),
        migrations.AddField(
            model_name='surveyanswer',
            name='survey',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='answer', to='inbox.survey'),
        ),
        migrations.AddField(
            model_name='surveyanswer',
            name='ticket',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='survey_answers', to='inbox.ticket'),
        ),
        migrations.AddField(
            model_name='surveychoice',
            name='account',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='survey_choice', to='connectors.account'),
        ),
        migrations.AddIndex(
            model_name='survey',
            index=models.Index(condition=models.Q(('asked_at', None), ('left_out', '')), fields=['due_at'], name='survey_due'),
        ),
        migrations.AddIndex(
            model_name='survey',
            index=models.Index(fields=['account', '-due_at'], name='survey_of_account'),
        ),
        migrations.AddIndex(
            model_name='surveyanswer',
            index=models.Index(fields=['account', '-answered_at'], name='survey_answer_newest'),
        ),
        migrations.AddIndex(
            model_name='surveyanswer',
            index=models.Index(fields=['-answered_at', '-id'], name='survey_answer_latest'),
        ),
        migrations.AddIndex(
            model_name='surveyanswer',
            index=models.Index(condition=models.Q(('ticket__isnull', False)), fields=['ticket'], name='survey_answer_of_ticket'),
        ),
        migrations.AddIndex(
            model_name='surveyanswer',
            index=models.Index(condition=models.Q(('order_id', ''), _negated=True), fields=['order_id'], name='survey_answer_of_order'),
        ),
        migrations.AddConstraint(
            model_name='surveyanswer',
            constraint=models.UniqueConstraint(fields=('source', 'external_id'), name='survey_answer_once_per_source'),
        ),
        migrations.AddConstraint(
            model_name='surveyanswer',
            constraint=models.CheckConstraint(condition=models.Q(('rating__gte', 1), ('rating__lte', 5)), name='survey_answer_is_1_to_5'),
        ),
    ]
