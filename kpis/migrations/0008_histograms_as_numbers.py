import kpis.models.row
from django.db import migrations

# What is kept stays: bucket -100000 was of nothing, bucket n of what is above 1.02^(n-1) and up to 1.02^n.
PACK = """
UPDATE kpis_figurerow r SET
    lengths = (
        SELECT sum(h.n * ('1e' || 8 * CASE WHEN h.bucket = -100000 THEN 0 ELSE greatest(h.bucket, 0) + 1 END)::numeric)
        FROM unnest(r.buckets, r.counts) h (bucket, n)
    ),
    counts = '{}'
WHERE cardinality(r.buckets) > 0
"""
# Going back, what has lengths is counted anew in the background.
COUNT_ANEW = """
DELETE FROM kpis_figureprogress WHERE figure IN (
    'response_time', 'response_time_company', 'time_to_solve', 'waited_before_claim'
)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("kpis", "0007_waits_of_new_tickets"),
    ]

    operations = [
        migrations.AddField(model_name="figurerow", name="lengths", field=kpis.models.row.AnyNumeric(default=0)),
        migrations.RunSQL(PACK, COUNT_ANEW),
        migrations.RemoveField(model_name="figurerow", name="buckets"),
    ]
