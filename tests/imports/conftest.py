"""What imports are tested with: a fact store in memory, a data folder of its own, and clients that are signed in."""

from datetime import UTC, datetime

import pytest

from kaname.people.operations import publish_directory

AT = datetime(2024, 4, 20, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data_folder(tmp_path, settings):
    settings.KANAME_DATA = tmp_path
    return tmp_path


@pytest.fixture
def known(store, aiko, ben, chie, dai):
    """The fact store knows everybody."""
    publish_directory(store)
    return store


@pytest.fixture
def admin(sign_in, dai):
    return sign_in(dai)
