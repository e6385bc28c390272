"""What the rest of the app may use of app/inputs."""

import app.inputs


def test_the_contract_names_only_what_is_there():
    for name in app.inputs.__all__:
        assert hasattr(app.inputs, name)
    assert sorted(app.inputs.__all__, key=lambda name: (not name.isupper(), name)) == list(
        app.inputs.__all__
    )
