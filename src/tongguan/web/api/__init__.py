"""The machine interface ``/api/v1``: one token an actor, JSON in and out, an answer only after it is durable."""
