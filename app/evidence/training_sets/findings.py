"""What a training set says of a plan, and how healthy it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from app.catalog import models
from app.evidence import estimate
from app.evidence.estimate import Array
from app.evidence.finding import Finding, Measured, Number, Series
from app.evidence.streaming.source import CUT_OFF, UNREADABLE_LINE, Options
from app.evidence.told import counted, dollars, percentage
from app.evidence.training_sets.dataset import MOST_HASHES, ONE_IN, PER_MESSAGE, Dataset
from app.evidence.training_sets.texts import shared_beginning
from app.work.lazy import lazy

FEWEST_EXAMPLES = 10  # that OpenAI takes
LIMITS = (4_096, 16_385, 65_536)  # tokens of an example, by provider and model
LIMIT = 16_385  # tokens; what lies beyond is cut off in training
FEWEST_SHARED = 8  # tokens that are worth the name of instructions
FEWEST_SHARING = 0.1  # of the tokens before the answer
USUAL_EPOCHS, FEWEST_SEEN, MOST_SEEN, MOST_EPOCHS = 3, 100, 25_000, 25


def epochs_of(examples: int) -> int:
    """Return how often OpenAI's cookbook passes over so many examples."""
    if USUAL_EPOCHS * examples < FEWEST_SEEN:
        return min(MOST_EPOCHS, FEWEST_SEEN // max(examples, 1))
    if USUAL_EPOCHS * examples > MOST_SEEN:
        return max(1, MOST_SEEN // examples)
    return USUAL_EPOCHS


@dataclass(frozen=True)
class DatasetFindings:
    """What a training set says of a plan."""

    data: Dataset
    options: Options

    @property
    def examples(self) -> int:
        """Usable rows less exact duplicates."""
        return self.data.first_examples + self.data.rest_examples

    @property
    def is_exact(self) -> bool:
        """Whether the tokens of every example were counted."""
        return self.data.rest_examples == 0

    @property
    def scale(self) -> float:
        """How many examples each counted one of the rest stands for."""
        return self.data.rest_examples / max(len(self.data.rest.lengths), 1)

    def total(self, first: float, rest: float) -> int:
        """Return a sum over all examples."""
        return round(first + rest * self.scale)

    @lazy
    def lengths(self) -> Array:
        """The tokens of the counted examples."""
        return np.array(self.data.first.lengths + self.data.rest.lengths, dtype=float)

    @property
    def measured(self) -> Measured:
        """Figures, findings and notes of the training set."""
        data = self.data
        tokens, share = shared_beginning(data.beginnings, 0.5)
        return Measured(
            figures=self.figures(tokens, share),
            subject=f"{self.examples:,} examples",
            findings=list(self.findings(tokens, share)) if self.examples else [],
            notes=list(self.notes(tokens, share)),
            skipped=dict(data.skipped),
            pictures=[length_picture(self.lengths)] if len(self.lengths) > 1 else [],
            used=self.examples,
            fingerprints=frozenset(data.prompts),
        )

    def figures(self, shared: int, share: float) -> dict[str, Number]:
        """The training set's figures by their documented names."""
        first, rest = self.data.first, self.data.rest
        lengths = self.lengths
        tokens = self.total(sum(first.lengths), sum(rest.lengths))
        over = {limit: self.over(limit) for limit in LIMITS}
        return {
            "rows": self.data.rows,
            "examples": self.examples,
            "duplicates": self.data.duplicates,
            "unusable": self.data.rows - self.data.usable,
            "unreadable": sum(self.data.skipped.get(why, 0) for why in (UNREADABLE_LINE, CUT_OFF)),
            "tokens": tokens,
            "tokens_mean": tokens / self.examples if self.examples else None,
            "tokens_longest": int(lengths.max()) if len(lengths) else None,
            "answer_tokens": self.total(first.answers, rest.answers),
            "trained_tokens": self.total(first.trained, rest.trained),
            "billed_tokens": self.billed_tokens,
            "rejected_tokens": self.total(first.rejected, rest.rejected),
            "tools_tokens": self.total(first.tools, rest.tools),
            "shared_prefix_tokens": shared,
            "shared_prefix_rows": share,
            "epochs": epochs_of(self.examples) if self.examples else None,
            "over_limit": over[LIMIT],
            **{f"over_{limit}": number for limit, number in over.items()},
        }

    @lazy
    def billed_tokens(self) -> int:
        """The tokens of one run: of all passes, and of both answers of a preference."""
        first, rest = self.data.first, self.data.rest
        tokens = self.total(sum(first.lengths) + first.rejected, sum(rest.lengths) + rest.rejected)
        return tokens * epochs_of(self.examples) if self.examples else 0

    def over(self, limit: int) -> int:
        """Return how many examples are longer than a limit, tokens."""
        first, rest = self.data.first.lengths, self.data.rest.lengths
        return self.total(sum(n > limit for n in first), sum(n > limit for n in rest))

    def findings(self, shared: int, share: float) -> Iterator[Finding]:
        """Yield what can be put into a plan; of training for who trains, else for the approach."""
        trainer = "hybrid" if self.options.approach == "hybrid" else "tuning"
        n = self.examples
        yield fixed(f"{trainer}.dataset_examples", n, n, "Usable rows without exact duplicates.")
        billed = self.lengths + (
            self.total(self.data.first.rejected, self.data.rest.rejected) / max(n, 1)
        )
        both = " Both answers of a preference are billed." if self.data.preferences else ""
        yield measured_mean(
            f"{trainer}.example_tokens", billed, f"The mean of an example's tokens.{both}"
        )
        yield fixed(f"{trainer}.epochs", epochs_of(n), n, "OpenAI's rule for so many examples.")
        outputs = np.array(self.data.first.outputs + self.data.rest.outputs, dtype=float)
        if len(outputs):
            yield measured_mean(
                f"{self.options.approach}.output_tokens", outputs, "The mean of a trained answer."
            )
        if self.is_shared(shared):
            low = shared_beginning(self.data.beginnings, 0.95)[0]
            yield Finding(
                input=f"{self.options.approach}.prompt_tokens",
                value=shared,
                low=min(low, shared),
                high=shared + 2 * PER_MESSAGE + 2,
                n=len(self.data.beginnings),
                method=(
                    f"The longest beginning that rows share; {percentage(share)} of them have it."
                ),
            )
        before = np.array(self.data.first.requests + self.data.rest.requests, dtype=float)
        own = np.maximum(before - (shared if self.is_shared(shared) else 0), 0)
        yield measured_mean(
            "workload.request_tokens", own, "The mean of what stands before the answer, less that."
        )

    def is_shared(self, shared: int) -> bool:
        """Tell whether what rows share is instructions, not how sentences happen to begin."""
        before = self.data.first.requests + self.data.rest.requests
        usual = sum(before) / max(len(before), 1)
        return shared >= max(FEWEST_SHARED, FEWEST_SHARING * usual)

    def notes(self, shared: int, share: float) -> Iterator[str]:
        """Yield how healthy the training set is."""
        yield from self.notes_on_reading()
        yield from self.notes_on_rows()
        yield from self.notes_on_sharing(shared, share)
        yield from self.notes_on_tokens()
        if self.examples:
            yield from self.notes_on_training()

    def notes_on_reading(self) -> Iterator[str]:
        """Yield what there is too little of, or was not looked at whole."""
        n = self.examples
        if 0 < n < FEWEST_EXAMPLES:
            yield f"{n} examples are fewer than the {FEWEST_EXAMPLES} that a training run takes."
        if not self.is_exact:
            yield (
                f"Tokens of the first {counted(self.data.first_examples)} examples were counted, "
                f"and of one in {ONE_IN} after them; totals are estimates."
            )
        if n > MOST_HASHES:
            yield (
                f"Duplicates were looked for among the first {counted(MOST_HASHES)} different rows."
            )

    def notes_on_rows(self) -> Iterator[str]:
        """Yield which examples are too long, or contradict each other."""
        if over := self.over(LIMIT):
            yield (
                f"Examples longer than {counted(LIMIT)} tokens, where many providers cut them off: "
                f"{counted(over)}. Compare the limit of your model."
            )
        if repeated := sum(times > 1 for times in self.data.prompts.values()):
            yield (
                "Questions that stand in several examples, with different answers: "
                f"{counted(repeated)}."
            )

    def notes_on_sharing(self, shared: int, share: float) -> Iterator[str]:
        """Yield which instructions training would bake in."""
        if self.is_shared(shared):
            yield (
                f"Training would bake in the {counted(shared)} tokens that {percentage(share)} "
                "of the rows begin with; a tuned model may do without them."
            )
        elif self.examples > 1:
            yield "The rows share no instructions."

    def notes_on_tokens(self) -> Iterator[str]:
        """Yield which tokens the total leaves out."""
        if tools := self.total(self.data.first.tools, self.data.rest.tools):
            yield (
                f"Descriptions of tools add about {counted(tools)} tokens that are not in the "
                "total."
            )
        if self.data.graded:
            yield (
                f"{counted(self.data.graded)} rows are for reinforcement: they end with the "
                "question and a reference, so they have no answer's tokens."
            )

    def notes_on_training(self) -> Iterator[str]:
        """Yield what is learned from, and what a run costs at each tuned model."""
        trained = self.total(self.data.first.trained, self.data.rest.trained)
        tokens = self.total(sum(self.data.first.lengths), sum(self.data.rest.lengths))
        yield (
            f"Of {counted(tokens)} tokens billed in each pass, {counted(trained)} are learned from."
        )
        costs = run_costs(self.billed_tokens)
        (least, cheapest), (most, dearest) = costs[0], costs[-1]
        yield (
            f"One training run of {epochs_of(self.examples)} passes costs from "
            f"{dollars(least)} USD ({cheapest}) to {dollars(most)} USD ({dearest})."
        )


def run_costs(billed: float) -> list[tuple[float, str]]:
    """Return what a run of so many tokens costs, USD, with each tuned model; cheapest first."""
    costs = []
    for model in models().values():
        if model.tuned and model.training_price:
            run = max(billed / 1e6 * model.training_price, model.training_minimum or 0.0)
            costs.append((run + (model.training_job_price or 0.0), model.title))
    return sorted(costs)


def fixed(name: str, value: int, n: int, method: str) -> Finding:
    """Return a finding that was counted, not estimated."""
    return Finding(input=name, value=value, low=value, high=value, n=n, method=method)


def measured_mean(name: str, values: Array, method: str) -> Finding:
    """Return the mean of rows with its range."""
    found = estimate.mean(values)
    return Finding(
        input=name,
        value=found.value,
        low=max(found.low, float(values.min())),  # where no mean of them can lie
        high=found.high,
        n=len(values),
        method=method,
    )


def length_picture(lengths: Array) -> Series:
    """Return a histogram of examples' tokens; what is far longer stands last."""
    top = min(float(lengths.max()), 1.5 * float(np.quantile(lengths, 0.95))) + 1
    counts, edges = np.histogram(np.minimum(lengths, top), bins=30)
    return Series(
        title="Tokens of an example",
        unit="examples",
        labels=[f"{counted(low)} to {counted(high)}" for low, high in pairwise(edges)],
        values=[float(count) for count in counts],
    )
