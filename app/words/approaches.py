"""What the three approaches are called in sentences."""

from app.inputs import ApproachName

ACTIONS: dict[ApproachName, str] = {
    "prompting": "Keep prompting",
    "tuning": "Fine-tune",
    "hybrid": "Do both",
}
DOING: dict[ApproachName, str] = {
    "prompting": "prompting",
    "tuning": "fine-tuning",
    "hybrid": "doing both",
}


def subject(name: ApproachName) -> str:
    """Return an approach as a sentence begins with it."""
    return sentence_case(DOING[name])


def sentence_case(text: str) -> str:
    """Return a text as a sentence begins with it."""
    return f"{text[0].upper()}{text[1:]}"


def listed(names: list[str]) -> str:
    """Return names as a sentence lists them."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)
