"""Worked examples that others have published; sources in each test."""

import pytest

from app.model.finance import present_value


def test_microsofts_training_example(projected):
    # learn.microsoft.com/azure/foundry/openai/how-to/fine-tuning-cost-management (2026-02-11):
    # 1M tokens × 2 epochs × $2 per 1M = $4
    projection = projected(
        tuning__dataset_examples=500,
        tuning__example_tokens=2000,
        tuning__epochs=2,
        tuning__training_price=2,
        tuning__training_runs=1,
    )
    assert projection.courses["tuning"].lines["training"][0] == pytest.approx(4)


def test_microsofts_hosting_example(projected):
    # Same page: 1.70 × 720 h + 20M × $1.10 + 40M × $4.40 = $1,422; at our 730 h, $1,439
    lines = projected(
        workload__requests_per_month=20_000,
        workload__request_tokens=1000,
        tuning__output_tokens=2000,
        tuning__input_price=1.10,
        tuning__output_price=4.40,
        tuning__hosting_price=1.70,
    ).courses["tuning"]
    assert lines.total[1] == pytest.approx(1439.00)
    assert lines.total[1] - 10 * 1.70 == pytest.approx(1422.00)


@pytest.mark.parametrize(
    ("input_price", "output_price", "expected"), [(30, 60, 23_190.28), (1.5, 1.6, 1_033.26)]
)
def test_openpipes_classification_example(projected, input_price, output_price, expected):
    # OpenPipe, examples/classify-recipes/4-benchmark.ipynb: 2,147,248 calls, 276 in, 42 out
    total = (
        projected(
            workload__requests_per_month=2_147_248,
            workload__request_tokens=276,
            prompting__output_tokens=42,
            prompting__input_price=input_price,
            prompting__output_price=output_price,
        )
        .courses["prompting"]
        .total
    )
    assert round(total[1], 2) == expected


def test_llamaindexs_training_example(projected):
    # LlamaIndex fine-tuning guide: 77,731 tokens × 3 epochs × $8 per 1M = $1.865544
    projection = projected(
        tuning__dataset_examples=1,
        tuning__example_tokens=77_731,
        tuning__epochs=3,
        tuning__training_price=8,
        tuning__training_runs=1,
    )
    assert projection.courses["tuning"].total[0] == pytest.approx(1.865544)


def test_numpy_financials_net_present_value():
    flows = [-15000, 1500, 2500, 3500, 4500, 6000]
    assert present_value(0.05, flows) == pytest.approx(122.894854950942692, rel=1e-12)


def test_whattais_few_shot_example(projected):
    # whattai.com, few-shot economics: 300,000 × 1,500 tokens × $2.50 per 1M = $1,125
    total = (
        projected(
            workload__requests_per_month=300_000,
            prompting__prompt_tokens=1500,
            prompting__input_price=2.50,
        )
        .courses["prompting"]
        .total
    )
    assert total[1] == pytest.approx(1125)
