"""What the rest of the app may use of app/answers."""

import app.answers


def test_the_contract_names_only_what_is_there():
    for name in app.answers.__all__:
        assert hasattr(app.answers, name)
    assert sorted(app.answers.__all__, key=lambda name: (not name.isupper(), name)) == list(
        app.answers.__all__
    )
