import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Badge",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=100)),
                ("description", models.CharField(max_length=200)),
                ("badge_type", models.CharField(max_length=40)),
                ("rarity", models.CharField(max_length=20)),
            ],
        ),
        migrations.CreateModel(
            name="Course",
            fields=[
                ("code", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=100)),
                ("sums", models.BooleanField(default=False)),
                ("extra_credit", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Streak",
            fields=[
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("current", models.PositiveIntegerField(default=0)),
                ("longest", models.PositiveIntegerField(default=0)),
                ("last_day", models.DateField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Bonus",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.DecimalField(decimal_places=2, max_digits=6)),
                ("reason", models.CharField(blank=True, max_length=100)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("course", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="autograder.course")),
            ],
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(default="student", max_length=20)),
                ("active", models.BooleanField(default=True)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="enrolments", to="autograder.course"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Exercise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.CharField(max_length=50)),
                ("title", models.CharField(max_length=100)),
                ("kind", models.CharField(default="practice", max_length=20)),
                ("worth", models.DecimalField(decimal_places=2, max_digits=6)),
                (
                    "course",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exercises", to="autograder.course"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40, unique=True)),
                ("number", models.PositiveIntegerField()),
                ("percent", models.DecimalField(decimal_places=2, max_digits=5)),
                ("manual", models.DecimalField(decimal_places=2, max_digits=6, null=True)),
                ("bonus", models.DecimalField(decimal_places=2, default=0, max_digits=6)),
                ("points", models.DecimalField(decimal_places=2, max_digits=6)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("exercise", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="autograder.exercise")),
            ],
        ),
        migrations.CreateModel(
            name="EarnedBadge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("badge", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="autograder.badge")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("badge", "user"), name="earned_once")],
            },
        ),
        migrations.CreateModel(
            name="Total",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("points", models.DecimalField(decimal_places=2, default=0, max_digits=8)),
                ("solved", models.PositiveIntegerField(default=0)),
                ("course", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="autograder.course")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("course", "user"), name="total_once")],
            },
        ),
    ]
