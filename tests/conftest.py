"""What every test stands on."""

from __future__ import annotations

import pytest

from cxmaturity.contacts.pseudonyms import STATE


@pytest.fixture(autouse=True, scope="session")
def state_of_its_own(tmp_path_factory):
    """Keep tests away from the key in the state folder of whoever runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(STATE, str(tmp_path_factory.mktemp("state")))
        yield
