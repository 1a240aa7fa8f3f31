from django.db import migrations, models


class Migration(migrations.Migration):
    """What tickets can be and what can happen to them, for the work of agents and full deadlines."""

    dependencies = [
        ('connectors', '0005_account_channels'),
        ('inbox', '0010_orders_conversations_and_erasure'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='ticket',
            name='ticket_status_is_known',
        ),
        migrations.AlterField(
            model_name='responsecycle',
            name='end_reason',
            field=models.CharField(blank=True, choices=[('answered', 'answered'), ('answered_outside', "answered on the marketplace's own site"), ('no_answer_needed', 'no answer needed'), ('solved', 'solved'), ('thanks', 'the buyer only said thank you'), ('call', 'answered by telephone'), ('merged', 'merged into another ticket'), ('spam', 'spam'), ('claim_ended', 'the claim ended')], max_length=20),
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
    ]
