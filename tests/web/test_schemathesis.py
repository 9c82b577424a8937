"""The OpenAPI document is true: calls made up from it never fail the server nor get an answer outside its schema."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web import inside

TRUE = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
WHO = ("broker", "bank", "terminal")
few = settings(
    max_examples=5, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip


@schemathesis.serializer("application/x-ndjson")
def lines(context: Any, value: Any) -> bytes:
    """What is made up for a stream, as it is."""
    return bytes(getattr(value, "data", value))


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    inside.office(f"sqlite:///{tmp_path_factory.mktemp('walk')}/office.db")
    from django.core.wsgi import get_wsgi_application

    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


def test_no_call_made_up_from_the_document_breaks_it(walked: Any) -> None:
    tokens = {actor: inside.token(actor) for actor in WHO}
    operations = [result.ok() for result in walked.get_all_operations()]
    assert len(operations) > 15
    for operation in operations:

        @few
        @given(case=operation.as_strategy())
        def walk(case: Any) -> None:
            for actor in WHO:
                case.call_and_validate(headers={"Authorization": f"Bearer {tokens[actor]}"}, checks=TRUE)

        walk()
