from __future__ import annotations

import pytest
from interview.nursery import Nursery
from interview.terminal import environment


@pytest.fixture(scope="session")
def nursery():
    started = Nursery(environment())
    yield started
    started.close()
