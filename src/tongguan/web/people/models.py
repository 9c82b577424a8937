"""Tables of people: officers, shifts, qualifications, courses and posts; each line says who recorded it last and when.

Nothing is removed: a qualification, a duty or a place at a post ends by its last day. Only attendance and marks are
replaced as they are corrected, and an absence may be withdrawn before it begins.
"""

from django.db import models


class Recorded(models.Model):
    """Who recorded it last, and when."""

    by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        app_label = "web"


class Person(Recorded):
    """An officer; ``id`` is the name in the register of actors."""

    id = models.CharField(max_length=64, primary_key=True)
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=4, blank=True)
    section = models.CharField(max_length=200, blank=True)
    roles = models.JSONField(default=list)


class Shift(Recorded):
    """Hours of work."""

    id = models.CharField(max_length=64, primary_key=True)
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=200, blank=True)
    start = models.TimeField()
    end = models.TimeField()
    days = models.CharField(max_length=16)


class Duty(Recorded):
    """Who works a shift."""

    officer = models.ForeignKey(Person, models.PROTECT)
    shift = models.ForeignKey(Shift, models.PROTECT)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta(Recorded.Meta):
        unique_together = [("officer", "shift", "since")]


class Absence(Recorded):
    """Days without shifts."""

    officer = models.ForeignKey(Person, models.PROTECT)
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta(Recorded.Meta):
        unique_together = [("officer", "since")]


class Qualification(Recorded):
    """What an officer may do."""

    officer = models.ForeignKey(Person, models.PROTECT)
    subject = models.CharField(max_length=64)
    since = models.DateField()
    until = models.DateField(null=True)
    ground = models.CharField(max_length=200, blank=True)

    class Meta(Recorded.Meta):
        unique_together = [("officer", "subject", "since")]


class Course(Recorded):
    """A course and the test that ends it."""

    id = models.CharField(max_length=64, primary_key=True)
    subject = models.CharField(max_length=64)
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=200, blank=True)
    pass_mark = models.DecimalField(max_digits=4, decimal_places=1)
    least_lectures = models.IntegerField()
    valid_months = models.IntegerField()


class Lecture(Recorded):
    """One meeting of a course."""

    course = models.ForeignKey(Course, models.PROTECT)
    day = models.DateField()
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=200, blank=True)
    hours = models.DecimalField(max_digits=3, decimal_places=1)
    teacher = models.CharField(max_length=200, blank=True)
    present = models.ManyToManyField(Person)

    class Meta(Recorded.Meta):
        unique_together = [("course", "day", "zh")]


class Mark(Recorded):
    """What an officer got in the test of a course."""

    course = models.ForeignKey(Course, models.PROTECT)
    officer = models.ForeignKey(Person, models.PROTECT)
    mark = models.DecimalField(max_digits=4, decimal_places=1)

    class Meta(Recorded.Meta):
        unique_together = [("course", "officer")]


class Post(Recorded):
    """An exemplary post."""

    id = models.CharField(max_length=64, primary_key=True)
    kind = models.CharField(max_length=64)
    zh = models.CharField(max_length=200)
    en = models.CharField(max_length=200, blank=True)
    office = models.CharField(max_length=4, blank=True)
    place = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True)


class Member(Recorded):
    """Who serves at a post."""

    post = models.ForeignKey(Post, models.PROTECT)
    officer = models.ForeignKey(Person, models.PROTECT)
    since = models.DateField()
    until = models.DateField(null=True)

    class Meta(Recorded.Meta):
        unique_together = [("post", "officer", "since")]
