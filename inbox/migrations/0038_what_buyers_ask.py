import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('connectors', '0007_tokens_renewed_in_time'),
        ('inbox', '0037_policy_overrides'),
        ('templates_app', '0003_faq_entries'),
    ]

    operations = [
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
        ),
        migrations.CreateModel(
            name='QuestionAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.faqentry')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='inbox.question')),
                ('template', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='templates_app.replytemplate')),
            ],
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
        ),
        migrations.AddIndex(
            model_name='question',
            index=models.Index(fields=['topic', 'language'], name='question_by_theme'),
        ),
        migrations.AddIndex(
            model_name='question',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['key'], name='question_by_key', opclasses=['gin_trgm_ops']),
        ),
        migrations.AddConstraint(
            model_name='questionanswer',
            constraint=models.UniqueConstraint(fields=('question', 'entry'), name='question_answered_once_by_entry'),
        ),
        migrations.AddConstraint(
            model_name='questionanswer',
            constraint=models.UniqueConstraint(fields=('question', 'template'), name='question_answered_once_by_template'),
        ),
        migrations.AddConstraint(
            model_name='questionanswer',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('entry', None), ('template__isnull', False)), models.Q(('entry__isnull', False), ('template', None)), _connector='OR'), name='question_answered_by_one_thing'),
        ),
        migrations.AddIndex(
            model_name='wording',
            index=models.Index(condition=models.Q(('question', None)), fields=['id'], name='wording_unsorted'),
        ),
        migrations.AddConstraint(
            model_name='wording',
            constraint=models.UniqueConstraint(fields=('topic', 'language', 'key'), name='wording_once'),
        ),
        migrations.AddIndex(
            model_name='asking',
            index=models.Index(fields=['asked_at'], include=('wording', 'ticket', 'item_id'), name='asking_by_time'),
        ),
        migrations.AddIndex(
            model_name='asking',
            index=models.Index(fields=['wording', '-asked_at'], name='asking_of_wording'),
        ),
        migrations.AddIndex(
            model_name='asking',
            index=models.Index(condition=models.Q(('item_id', ''), _negated=True), fields=['item_id', '-asked_at'], name='asking_of_item'),
        ),
        migrations.AddConstraint(
            model_name='asking',
            constraint=models.UniqueConstraint(fields=('message', 'position'), name='asking_once_per_message'),
        ),
    ]
