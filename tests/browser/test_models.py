"""Which model, in a browser: options side by side without saving anything."""

from playwright.sync_api import expect

GPU, FIREWORKS, BEDROCK = (
    "8B open model on a rented H100 of your own",
    "8B open model, LoRA, on a dedicated Fireworks H100",
    "Amazon Nova Micro, fine-tuned on Bedrock",
)
CLICKS = 6  # the page, its tab, three models, and the button


def test_an_own_gpu_fireworks_and_bedrock_stand_side_by_side_without_a_save(open_page):
    page = open_page("/?preset=customer-support")
    page.wait_for_load_state("networkidle")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    found = [
        page.get_by_role("link", name="Which model"),
        page.get_by_role("link", name="Fine-tuned", exact=True),
        *(page.get_by_role("checkbox", name=f"{name} side by side") for name in (GPU, FIREWORKS)),
        page.get_by_role("checkbox", name=f"{BEDROCK} side by side"),
        page.get_by_role("button", name="Compare those ticked"),
    ]
    for place in found:
        place.click()
    assert len(found) == CLICKS
    side = page.get_by_role("region", name="Side by side")
    for name in (GPU, FIREWORKS, BEDROCK):
        expect(side.get_by_role("columnheader", name=name)).to_be_visible()
    expect(side.locator(".chart polyline")).to_have_count(4)  # what is entered is the fourth
    assert "POST" not in sent
