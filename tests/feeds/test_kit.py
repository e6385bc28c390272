"""The kit: what it holds, and that what comes back says whose answers were wrong."""

import csv
import io
import re
import zipfile

import pytest
import yaml

from app.evidence.evaluations.checked import Checked, of_label
from app.evidence.evaluations.evaluation import LABELS
from app.feeds.kit import kit, zipped
from app.plans.building import build_plan
from tests.evidence.files import found, names, read

FILES = {
    "README.txt",
    "promptfooconfig.yaml",
    "tests.csv",
    "prompts/prompting.txt",
    "prompts/fine-tuning.txt",
    "prompts/doing-both.txt",
    "by-hand/collect.csv",
    "by-hand/sheet.csv",
    "by-hand/key.csv",
}


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return kit(build_plan("customer-support", {}))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_it_holds_as_many_questions_as_the_plan_asks_for(files):
    assert set(files) == FILES
    for name in ("tests.csv", "by-hand/sheet.csv", "by-hand/key.csv"):
        assert len(rows(files[name])) == 1600
    assert "Questions: 1600" in files["README.txt"]
    assert "Keep {{question}} where" in files["README.txt"]


def test_without_a_test_that_is_worth_it_there_are_a_hundred(plan):
    bare = kit(build_plan("blank", {"prompting.call_price": 1, "tuning.call_price": 1}))
    assert len(rows(bare["tests.csv"])) == 100


def test_each_prompt_goes_to_the_model_of_its_approach(files):
    configuration = yaml.safe_load(files["promptfooconfig.yaml"])
    prompts = [prompt["label"] for prompt in configuration["prompts"]]
    assert prompts == ["prompting", "fine-tuning", "doing both"]
    assert [item["prompts"] for item in configuration["providers"]] == [[name] for name in prompts]
    # the prompted model as its maker calls it; a tuned one's name only its owner knows
    assert configuration["providers"][0]["id"] == "openai:chat:gpt-5.4-mini"
    assert configuration["providers"][1]["id"] == "echo"
    for prompt in configuration["prompts"]:
        assert "{{question}}" in files[prompt["id"].removeprefix("file://")]


def test_nobody_who_judges_can_tell_whose_answer_it_is(files):
    firsts = [row["answer_1"] for row in rows(files["by-hand/key.csv"])]
    for label in LABELS.values():
        assert 0.25 < firsts.count(label) / len(firsts) < 0.42
    assert not any(label in files["by-hand/sheet.csv"].splitlines()[0] for label in LABELS.values())


def test_answers_pasted_by_the_column_come_into_the_places_of_the_key(files):
    heading, *lines = csv.reader(io.StringIO(files["by-hand/collect.csv"]))
    key = rows(files["by-hand/key.csv"])
    sheet = files["by-hand/sheet.csv"].splitlines()[0].split(",")
    assert heading[4:] == sheet[1:-1]  # as they are pasted: the question to the last verdict
    for line, whose in zip(lines, key, strict=True):
        for place in (1, 2, 3):
            # such as =C5&"", where column C has fine-tuning's answers
            column, row = re.fullmatch(r'=([B-D])(\d+)&""', line[3 + 2 * place]).groups()
            assert int(row) == int(line[0]) + 1
            assert heading["ABCD".index(column)] == whose[f"answer_{place}"]


def test_the_same_plan_gives_the_same_kit(files):
    assert zipped(files) == zipped(kit(build_plan("customer-support", {})))
    assert (
        kit(build_plan("customer-support", {"seed": 2}))["by-hand/key.csv"]
        != (files["by-hand/key.csv"])
    )


def test_a_sheet_judged_by_hand_says_whose_answers_were_wrong(files):
    # of 400 questions prompting gets every 10th wrong, fine-tuning every 20th, the third none
    every = {"prompting": 10, "fine-tuning": 20, "doing both": 10_000}
    key = {row["number"]: row for row in rows(files["by-hand/key.csv"])}
    judged = rows(files["by-hand/sheet.csv"])[:400]
    for row in judged:
        for place in (1, 2, 3):
            wrong = int(row["number"]) % every[key[row["number"]][f"answer_{place}"]] == 0
            row[f"right_or_wrong_{place}"] = "wrong" if wrong else "Right"
    content = io.StringIO()
    writer = csv.DictWriter(content, list(judged[0]))
    writer.writeheader()
    writer.writerows(judged)
    evidence = read(content.getvalue())
    assert evidence.format == "hand-sheet"
    assert found(evidence, "prompting.error_rate").value == pytest.approx(0.1)
    assert found(evidence, "tuning.error_rate").value == pytest.approx(0.05)
    assert found(evidence, "hybrid.error_rate").value == 0
    # whatever fine-tuning gets wrong, prompting gets wrong, too
    assert found(evidence, "quality.error_correlation").value > 0.8


def test_what_is_not_judged_is_no_wrong_answer(files):
    evidence = read("\n".join(files["by-hand/sheet.csv"].splitlines()[:20]))
    assert names(evidence) == set()
    assert evidence.measured.skipped == {"runs without a verdict": 57}


def test_the_kit_is_a_download(get):
    answer = get("/kit.zip?preset=customer-support&draws=256")
    assert answer.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert set(archive.namelist()) == {f"crossover-kit/{name}" for name in FILES}


PICKED = (
    "/kit.zip?preset=customer-support&draws=256"
    "&candidates.1.name=A%20shorter%20prompt:%20v2&candidates.1.input_price=1"
    "&candidates.2.name=Tuned&candidates.2.approach=tuning"
    "&beside=openai/gpt-5.4-nano&beside=1"
)
OF_CANDIDATES = [
    "candidate 1 A shorter prompt v2, prompted",
    "candidate 2 Tuned, fine-tuned",
    "candidate 3 GPT-5.4 nano, prompted",
]


def unpacked(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {
            name.removeprefix("crossover-kit/"): archive.read(name).decode()
            for name in archive.namelist()
        }


def test_candidates_of_the_models_page_are_tested_too(get):
    found = unpacked(get(PICKED).content)
    configuration = yaml.safe_load(found["promptfooconfig.yaml"])
    assert [item["label"] for item in configuration["prompts"]][3:] == OF_CANDIDATES
    ids = [item["id"] for item in configuration["providers"]][3:]
    assert ids == ["openai:chat:gpt-5.4-mini", "echo", "openai:chat:gpt-5.4-nano"]
    assert {f"prompts/candidate-{number}.txt" for number in (1, 2, 3)} < set(found)
    assert set(OF_CANDIDATES) < set(rows(found["by-hand/key.csv"])[0].values())


def test_what_is_judged_of_candidates_is_of_their_approach(get):
    found = unpacked(get(PICKED).content)
    key, judged = rows(found["by-hand/key.csv"])[:40], rows(found["by-hand/sheet.csv"])[:40]
    for row, whose in zip(judged, key, strict=True):
        for place in range(1, 7):
            wrong = whose[f"answer_{place}"] == OF_CANDIDATES[1]
            row[f"right_or_wrong_{place}"] = "wrong" if wrong else "right"
    content = io.StringIO()
    writer = csv.DictWriter(content, list(judged[0]))
    writer.writeheader()
    writer.writerows(judged)
    variants = {item.label: item for item in read(content.getvalue()).measured.variants}
    assert list(variants)[3:] == OF_CANDIDATES
    rates = {label: item.findings[0] for label, item in variants.items()}
    assert [label for label, rate in rates.items() if rate.value] == [OF_CANDIDATES[1]]
    assert rates[OF_CANDIDATES[1]].input == "tuning.error_rate"
    assert rates[OF_CANDIDATES[2]].input == "prompting.error_rate"


def test_what_promptfoo_writes_behind_a_label_is_no_part_of_it():
    written = f"{OF_CANDIDATES[1]}: prompts/candidate-2.txt: Answer as a fine-tuned model"
    assert of_label(written) == Checked(OF_CANDIDATES[1], "tuning")
    assert of_label("candidate of mine") is None


def test_a_picked_model_that_there_is_not_is_named(get):
    answer = get("/kit.zip?preset=customer-support&beside=openai/nothing")
    assert answer.status_code == 422
    assert "no model openai/nothing" in answer.text


def test_the_models_page_leads_to_the_kit_with_what_is_picked(get):
    page = get(PICKED.replace("/kit.zip", "/models")).text
    address = re.search(r'href="(/kit\.zip[^"]+)"', page)
    assert address
    answer = get(address[1].replace("&amp;", "&"))
    assert "prompts/candidate-3.txt" in unpacked(answer.content)
