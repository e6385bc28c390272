"""What the rest of the app may use of app/model."""

import app.model


def test_the_contract_names_only_what_is_there():
    for name in app.model.__all__:
        assert hasattr(app.model, name)
    assert sorted(app.model.__all__, key=lambda name: (not name.isupper(), name)) == list(
        app.model.__all__
    )
