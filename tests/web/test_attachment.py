"""What a file is called when it is kept: RFC 6266, in both forms."""

from email.message import Message
from urllib.parse import unquote

import pytest

from app.web.conditional import attachment


def test_a_plain_name_needs_one_form():
    assert attachment("Crossover support.xlsx") == 'attachment; filename="Crossover support.xlsx"'


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("Crossover Évaluation 50 %.xlsx", "Crossover Evaluation 50 %.xlsx"),
        ("Crossover 客服.xlsx", "Crossover .xlsx"),
        ('Crossover "a\\b".xlsx', "Crossover  a b .xlsx"),
        ("Crossover ☎; filename=x.exe.xlsx", "Crossover ; filename=x.exe.xlsx"),
    ],
)
def test_another_has_one_in_ascii_and_the_whole_one_beside_it(name, plain):
    header = attachment(name)
    assert header.isascii()
    assert f'filename="{plain}"; ' in header
    assert unquote(header.rpartition("filename*=UTF-8''")[2]) == name
    message = Message()
    message["Content-Disposition"] = header.partition("; filename*")[0]
    assert message.get_filename() == plain
