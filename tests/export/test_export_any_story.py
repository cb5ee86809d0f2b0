"""Whatever a story may hold, the page can show it, and so it can when it was saved and read back."""

import io

from export_strategies import stories
from hypothesis import HealthCheck, given, settings

from undertow.cli.console import console
from undertow.cli.page import print_card, print_page
from undertow.export import from_dict, to_dict

PATIENT = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@PATIENT
@given(stories())
def test_any_story_has_a_page_and_a_card(story):
    for each in (story, from_dict(to_dict(story))):
        stream = io.StringIO()
        print_page(console(stream), each, everything=True)
        print_card(console(stream), each, path="story.txt")
        assert "Felt and denied" in stream.getvalue()
        assert not set(stream.getvalue()) & set("\x1b\x07\u202e\ud800\0")
