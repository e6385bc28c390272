"""What the rest of the app may use of the calculator."""

import app.calculator


def test_the_contract_names_only_what_is_there():
    for name in app.calculator.__all__:
        assert hasattr(app.calculator, name)
    assert sorted(app.calculator.__all__, key=lambda name: (not name.isupper(), name)) == list(
        app.calculator.__all__
    )
