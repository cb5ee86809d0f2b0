"""What the tests of the report share."""

import pytest
from report_pages import Page

from undertow.report import render


@pytest.fixture
def page_of():
    return lambda story: Page(render(story))
