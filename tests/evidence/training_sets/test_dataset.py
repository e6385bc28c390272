"""Training sets: what they share, how long they are, how often a run passes over them."""

import pytest

from app.evidence.together import findings_together, remarks_together
from app.evidence.training_sets import dataset
from app.evidence.training_sets.findings import epochs_of, run_costs
from app.evidence.training_sets.texts import shared_beginning, tokens_of, tokens_of_short
from tests.evidence.files import found, json_lines, names, read

RULES = "Answer in two sentences. Always name the order. Never promise a refund. " * 5


def example(question, answer="It is on its way.", system=None, **more):
    messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    if system:
        messages.insert(0, {"role": "system", "content": system})
    return {"messages": messages, **more}


@pytest.mark.parametrize(
    ("examples", "epochs"),
    # 3; 100 ÷ n below 34, at most 25; 25,000 ÷ n above 8,333
    [(34, 3), (33, 3), (20, 5), (3, 25), (1, 25), (8_333, 3), (10_000, 2), (30_000, 1)],
)
def test_passes_follow_the_rule_of_openais_cookbook(examples, epochs):
    assert epochs_of(examples) == epochs


def test_tokens_of_an_example_are_the_cookbooks():
    evidence = read(json_lines([example("Where is my order?")]))
    # 3, and for each message 3, its role (1) and its text: 3 + (3 + 1 + 5) + (3 + 1 + 6)
    assert evidence.measured.figures["tokens"] == 22


def test_instructions_are_shared_wherever_they_stand():
    of_system = read(json_lines([example(f"{n}?", system=RULES) for n in range(40)]))
    of_user = read(json_lines([example(f"{RULES}{n}?") for n in range(40)]))
    for evidence in (of_system, of_user):
        prompt = found(evidence, "prompting.prompt_tokens")
        assert prompt.value == pytest.approx(tokens_of(RULES), abs=1)
        assert evidence.measured.figures["shared_prefix_rows"] == 1
        assert "bake in" in " ".join(evidence.measured.notes)


def test_a_few_rows_without_the_instructions_do_not_hide_them():
    rows = [example(f"{n}?", system=RULES) for n in range(30)]
    rows += [example(f"Something else, number {n}?") for n in range(10)]
    figures = read(json_lines(rows)).measured.figures
    assert figures["shared_prefix_tokens"] == pytest.approx(tokens_of(RULES), abs=1)
    assert figures["shared_prefix_rows"] == 0.75


def test_sentences_that_begin_alike_are_no_instructions():
    rows = [
        example(f"Read this and answer. {word} " + f"{word} went home early. " * 40)
        for word in "Anna Bert Carl Dora Emil Frida Gert Hans Ida Jan".split()
    ]
    evidence = read(json_lines(rows))
    assert "prompting.prompt_tokens" not in names(evidence)
    assert "share no instructions" in " ".join(evidence.measured.notes)


def test_one_row_shares_nothing():
    assert shared_beginning([("a", "b")], 0.5) == (0, 0.0)


def test_both_answers_of_a_preference_are_billed():
    row = {
        "input": {"messages": [{"role": "user", "content": "Where is my order?"}]},
        "preferred_output": [{"role": "assistant", "content": "It is on its way."}],
        "non_preferred_output": [{"role": "assistant", "content": "No."}],
    }
    evidence = read(json_lines([row]))
    # 22 tokens, and 3 + 1 + 2 of the answer that was not preferred
    assert evidence.measured.figures["tokens"] == 22
    assert found(evidence, "tuning.example_tokens").value == 28


def test_what_is_weighed_nothing_is_billed_and_not_learned():
    row = example("Where?", answer="Wrong.")
    row["messages"][1]["weight"] = 0
    row["messages"] += [{"role": "assistant", "content": "Right."}]
    figures = read(json_lines([row])).measured.figures
    assert figures["answer_tokens"] == 2 * figures["trained_tokens"]


def test_a_long_set_is_counted_in_part_and_says_so(monkeypatch):
    monkeypatch.setattr(dataset, "EXACT_CHARACTERS", 5_000)
    rows = [example(f"{n}? " + "word " * (20 + n % 7)) for n in range(4_000)]
    in_part = read(json_lines(rows)).measured
    monkeypatch.setattr(dataset, "EXACT_CHARACTERS", 10**9)
    exact = read(json_lines(rows)).measured
    assert in_part.figures["examples"] == exact.figures["examples"] == 4_000
    assert in_part.figures["tokens"] == pytest.approx(exact.figures["tokens"], rel=0.02)
    assert "totals are estimates" in " ".join(in_part.notes)


def test_of_two_sets_the_smaller_tests_a_run_and_what_leaked_is_told():
    training = read(json_lines([example(f"{n}?") for n in range(30)]))
    validation = read(json_lines([example(f"{n}?", answer="Other.") for n in range(28, 35)]))
    together = {item.input: item for item in findings_together([validation, training])}
    assert together["tuning.dataset_examples"].value == 30
    tokens = validation.measured.figures["tokens"]
    assert together["tuning.validation_tokens"].value == tokens
    [remark] = remarks_together([training, validation])
    assert ": 2." in remark  # 28 and 29


def test_what_a_run_costs_counts_the_least_charge_of_a_job():
    costs = {title: cost for cost, title in run_costs(1_000_000)}
    # fine_tuning.yaml: 25 USD per 1M tokens
    assert costs["GPT-4o, fine-tuned (closing)"] == pytest.approx(25)
    assert sorted(costs.values()) == [cost for cost, _ in run_costs(1_000_000)]


def test_no_text_stays_in_memory():
    read(json_lines([example("Where is my order?", system=RULES)]))
    assert tokens_of_short.cache_info().currsize == 0


def test_a_role_without_a_text_or_a_picture_is_no_error():
    row = {
        "messages": [
            {"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]},
            {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"function": {"name": "look_up", "arguments": '{"order": 1}'}}],
            },
        ],
        "tools": [{"type": "function", "function": {"name": "look_up"}}],
    }
    figures = read(json_lines([row])).measured.figures
    assert figures["answer_tokens"] == tokens_of('look_up{"order": 1}')
    assert figures["tools_tokens"] > 0
