"""Training sets: how many examples there are, how long they are, and how they begin.

Tokens of an example are those of OpenAI's cookbook: 3, and for every message 3, its role's and its
content's; tools stand apart, for they are outside that formula.
"""

from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from app.evidence import estimate
from app.evidence.finding import Skip
from app.evidence.streaming.source import CUT_OFF, UNREADABLE_LINE
from app.evidence.training_sets.texts import LONGEST_BEGINNING, tokens_of, tokens_of_short

PER_EXAMPLE, PER_MESSAGE = 3, 3  # tokens
EXACT_CHARACTERS = 4_000_000  # of examples whose tokens are all counted
ONE_IN = 16  # examples of the rest
KEPT_BEGINNINGS = 512  # rows whose beginnings are compared
MOST_HASHES = 500_000  # rows that are told apart


class Message(NamedTuple):
    """One message of an example."""

    role: str
    text: str
    trained: bool = True  # of an assistant's: whether it is learned from


class Example(NamedTuple):
    """One row that can be trained with."""

    messages: tuple[Message, ...]
    tools: str = ""  # their JSON
    rejected: tuple[Message, ...] = ()  # the worse answer of a preference
    graded: bool = False  # reinforcement: no answer, but a way to grade one


@dataclass
class Sums:
    """The tokens of some examples: as many as were counted, and the sums over them."""

    lengths: list[int] = field(default_factory=list)
    rejected: int = 0
    trained: int = 0
    answers: int = 0
    requests: list[int] = field(default_factory=list)  # before the first answer
    outputs: list[int] = field(default_factory=list)  # of each trained answer
    tools: int = 0


@dataclass
class Dataset:
    """What the rows of a training set add up to."""

    seed: int = estimate.SEED
    rows: int = 0
    usable: int = 0
    duplicates: int = 0
    graded: int = 0
    preferences: int = 0
    characters: int = 0
    seen: set[int] = field(default_factory=set)
    prompts: Counter[int] = field(default_factory=Counter)
    first: Sums = field(default_factory=Sums)  # of the examples that are all counted
    first_examples: int = 0
    rest: Sums = field(default_factory=Sums)  # of one in ONE_IN of those after them
    rest_examples: int = 0
    beginnings: list[tuple[str, str]] = field(default_factory=list)  # system and user text
    skipped: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def skip(self, skip: Skip) -> None:
        """Count rows that are left out; what is no JSON is no row of the set."""
        if skip.reason not in (UNREADABLE_LINE, CUT_OFF):
            self.rows += skip.rows
        self.leave_out(skip)

    def leave_out(self, skip: Skip) -> None:
        """Count rows by the reason why they are left out."""
        self.skipped[skip.reason] = self.skipped.get(skip.reason, 0) + skip.rows

    def add(self, example: Example) -> None:
        """Count an example, once."""
        self.rows += 1
        self.usable += 1
        key = hash((example.messages, example.rejected, example.tools))
        if key in self.seen:
            self.duplicates += 1
            self.leave_out(Skip("exact duplicates of a row before"))
            return
        if len(self.seen) < MOST_HASHES:
            self.seen.add(key)
            self.prompts[hash(asked(example))] += 1
        self.graded += example.graded
        self.preferences += bool(example.rejected)
        self.keep_beginning(example)
        if self.characters <= EXACT_CHARACTERS:
            self.characters += sum(len(message.text) for message in example.messages)
            self.first_examples += 1
            count_into(self.first, example)
            return
        self.rest_examples += 1
        if self.random.random() < 1 / ONE_IN:
            count_into(self.rest, example)

    def keep_beginning(self, example: Example) -> None:
        """Keep how an example begins, for an even sample of all."""
        place = self.first_examples + self.rest_examples
        if place >= KEPT_BEGINNINGS:
            place = self.random.randrange(place + 1)
        if place >= KEPT_BEGINNINGS:
            return
        beginning = beginning_of(example)
        if place < len(self.beginnings):
            self.beginnings[place] = beginning
        else:
            self.beginnings.append(beginning)


def count_into(sums: Sums, example: Example) -> None:
    """Add an example's tokens."""
    length, before, answered = PER_EXAMPLE, 0, False
    for message in example.messages:
        content = tokens_of(message.text)
        length += PER_MESSAGE + tokens_of_short(message.role) + content
        if message.role == "assistant":
            answered = True
            sums.answers += content
            sums.trained += content if message.trained else 0
            if message.trained:
                sums.outputs.append(content)
        elif not answered:
            before += content
    sums.lengths.append(length)
    sums.requests.append(before)
    sums.rejected += sum(
        PER_MESSAGE + tokens_of_short(m.role) + tokens_of(m.text) for m in example.rejected
    )
    sums.tools += tokens_of(example.tools)


def asked(example: Example) -> tuple[Message, ...]:
    """Return the messages before the first answer."""
    found: list[Message] = []
    for message in example.messages:
        if message.role == "assistant":
            break
        found.append(message)
    return tuple(found)


def beginning_of(example: Example) -> tuple[str, str]:
    """Return the instructions and the first text of the user, each cut."""
    system = "".join(m.text for m in example.messages if m.role in ("system", "developer"))
    user = next((m.text for m in example.messages if m.role == "user"), "")
    return system[:LONGEST_BEGINNING], user[:LONGEST_BEGINNING]
