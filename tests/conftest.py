"""What several folders of tests look at, made once in a run."""

from pathlib import Path

import pytest

from tests.whole.guide_example import make


@pytest.fixture(scope="session")
def guide_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example of the guide, solved; not to be changed."""
    return make(tmp_path_factory.mktemp("guide"))
