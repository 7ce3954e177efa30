"""Browsers of those who keep the register."""

from __future__ import annotations

import pytest


@pytest.fixture
def hr(sign_in, hr_officer, clock):
    """A browser of the HR officer."""
    return sign_in(hr_officer)


@pytest.fixture
def admin(sign_in, administrator, clock):
    """A browser of the administrator."""
    return sign_in(administrator)
