"""The command `crossover measure`."""

import json
import webbrowser

import pytest

from app import cli
from tests.evidence.files import SAMPLES, table


@pytest.fixture
def run(monkeypatch, tmp_path, capsys):
    """Run the command and return what it printed."""
    monkeypatch.chdir(tmp_path)

    def measure(*arguments):
        cli.main(["measure", *map(str, arguments)])
        return capsys.readouterr().out

    return measure


def test_files_are_read_and_the_plan_has_an_address(run, tmp_path):
    printed = run(
        SAMPLES / "litellm-spendlogs.synthetic.json",
        SAMPLES / "promptfoo-v3_base-vs-tuned.synthetic.json",
        "--preset",
        "internal-tools",
    )
    assert "107 of 110 rows used. Left out: calls that failed (3)." in printed
    assert "“Input tokens” were taken to include the cached ones." in printed
    assert "Prompting: prompt length" in printed
    address = printed.splitlines()[-1].removeprefix("The plan: ")
    assert address.startswith("http://127.0.0.1:8000/?preset=internal-tools&")
    assert "tuning.error_rate=0.05" in address
    assert list(tmp_path.iterdir()) == []  # no database either


def test_the_plan_can_be_opened(run, monkeypatch):
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    run(SAMPLES / "openai-evals-log.synthetic.jsonl", "--open", "--approach", "tuning")
    [address] = opened
    assert "tuning.error_rate=0.12" in address


def test_columns_and_thresholds_are_asked_for_and_taken(run, tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(table("When,Sent tokens,Got", "2026-09-01T10:00:00,300,5"))
    with pytest.raises(SystemExit, match="--column input='Sent tokens'"):
        run(path)
    columns = ("time=When", "input=Sent tokens", "output=Got")
    options = [part for column in columns for part in ("--column", column)]
    assert "1 of 1 rows used" in run(path, *options)
    scores = SAMPLES / "ragas-to-pandas.synthetic.csv"
    with pytest.raises(SystemExit, match="--threshold"):
        run(scores)
    assert "31.6 % wrong" in run(scores, "--threshold", 0.7)  # 6 of 19


def test_the_calls_of_a_model_are_picked(run, tmp_path):
    path = tmp_path / "table.csv"
    lines = [f"2026-09-01T10:00:{second},300,{second},m{second % 2}" for second in range(10, 30)]
    path.write_text(table("time,input,output,model", *lines))
    columns = [f"--column={name}={name}" for name in ("time", "input", "output", "model")]
    assert "20 of 20 rows used" in run(path, *columns)
    picked = run(path, *columns, "--model", "m1", "--approach", "tuning")
    assert "10 of 20 rows used. Left out: calls of other models (10)." in picked
    assert "tuning.output_tokens=20" in picked  # the mean of 11, 13 … 29


@pytest.mark.parametrize(
    ("content", "options", "words"),
    [
        (None, (), "No such file"),
        ("", (), "The file is empty"),
        ('{"a": 1}', (), "no known format"),
        ("{}", ("--preset", "nobody"), "no preset of this name"),
    ],
)
def test_what_cannot_be_read_ends_it_in_words(run, tmp_path, content, options, words):
    path = tmp_path / "file"
    if content is not None:
        path.write_text(content)
    with pytest.raises(SystemExit, match=words):
        run(path, *options)


def test_a_wrong_column_is_refused(run, tmp_path, capsys):
    path = tmp_path / "file"
    path.write_text(json.dumps({}))
    with pytest.raises(SystemExit):
        run(path, "--column", "colour=x")
    assert "must be MEANING=NAME" in capsys.readouterr().err
