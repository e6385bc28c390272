"""Who asks too often waits; what another site's page sends is refused; headers protect."""

import pytest

from app.web.guards.proxies import networks
from app.web.shares.limits import rates

FORM = {"query": "preset=blank", "name": "Ada & Charles"}
PLAN = {"preset": "blank"}
EXPENSIVE = [
    "/outlook",
    "/api/v1/uncertainty",
    "/api/v1/sensitivity.csv",
    "/api/v1/thresholds",
    "/api/v1/verdict",
    "/api/v1/workbook.xlsx",
    "/api/v1/scenarios/some-id/workbook.xlsx",
    "/api/v1/candidates",
    "/api/v1/candidates.csv",
    "/models",
    "/s/some-id/models",
    "/chart.png",
    "/s/some-id/chart.svg",
    "/brief",
    "/methodology",
    "/scenarios/export.json",
    "/api/v1/scenarios/some-id/export",
]


@pytest.fixture
def strict(open_site):
    """A site that lets a client write twice and simulate three times in a minute."""
    return open_site(write_limit="2/minute", simulation_limit="3/minute")


def write(site, **options):
    """Ask for something to be stored; quickly refused with 422, for it has no name."""
    return site.post("/api/v1/scenarios", json=PLAN | {"name": None}, **options).status_code


# How often


def test_who_writes_too_often_is_told_when_to_come_back(strict):
    assert [write(strict), write(strict)] == [422, 422]

    answer = strict.post("/api/v1/scenarios", json=PLAN)

    assert answer.status_code == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert 1 <= int(answer.headers["retry-after"]) <= 60
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_reading_and_calculating_are_not_counted(strict):
    for _ in range(3):
        write(strict)

    assert strict.post("/", data={"preset": "blank"}).status_code == 303
    assert strict.post("/api/v1/summary", json=PLAN).status_code == 200
    assert strict.get("/").status_code == 200
    assert strict.get("/api/v1/summary?preset=blank").status_code == 200
    assert strict.get("/static/icon.svg").status_code == 200


@pytest.mark.parametrize("path", EXPENSIVE)
def test_what_takes_long_to_calculate_has_a_limit_of_its_own(open_site, path):
    site = open_site(write_limit="1/minute", simulation_limit="1/minute")
    write(site)

    assert site.get(path).status_code != 429
    assert site.get(path).status_code == 429
    assert site.ask("HEAD", path).status_code == 429


def test_a_simulation_that_is_posted_counts_as_one(strict):
    body = {"preset": "customer-support", "draws": 256}
    statuses = [strict.post("/api/v1/uncertainty", json=body).status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]
    assert write(strict) == 422


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_method_that_may_change_something_is_counted(strict, method):
    statuses = [strict.ask(method, "/api/v1/scenarios/x").status_code for _ in range(3)]

    assert 429 not in statuses[:2]
    assert statuses[2] == 429


def test_a_page_that_refuses_keeps_what_was_typed(strict):
    for _ in range(2):
        strict.post("/scenarios", data=FORM)

    answer = strict.post("/scenarios", data=FORM)

    assert answer.status_code == 429
    assert "retry-after" in answer.headers
    assert '<form method="post" action="/scenarios">' in answer.text
    assert 'name="name" value="Ada &amp; Charles"' in answer.text
    assert 'name="query" value="preset=blank"' in answer.text


def test_other_sites_scripts_may_read_that_they_ask_too_often(strict):
    for _ in range(4):
        answer = strict.get("/api/v1/thresholds", headers={"Origin": "https://sheets.example"})

    assert answer.status_code == 429
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("limit", ["", "0", "0/minute"])
def test_a_limit_can_be_lifted(open_site, limit):
    site = open_site(write_limit=limit)

    assert {write(site) for _ in range(5)} == {422}


@pytest.mark.parametrize("limit", ["often", "60/fortnight", "-1/minute"])
def test_a_limit_that_is_none_is_refused(limit):
    with pytest.raises(ValueError, match=r"rate limit|granularity"):
        rates(limit)


# How much is stored


def test_what_a_client_stores_is_counted_and_said_before_it_is_too_much(open_site):
    site = open_site(stored_bytes=40_000)
    assert "may be stored in a day" not in site.get("/scenarios").text

    left = []
    while (answer := save(site)).status_code == 201:
        left.append(int(answer.headers["ratelimit"].partition("r=")[2].partition(";")[0]))

    assert left == sorted(left, reverse=True)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 60
    assert "stored as much as it may" in answer.json()["detail"]
    assert "% of what may be stored in a day is left" in site.get("/scenarios").text
    assert save(site, peer="192.0.2.2").status_code == 201


@pytest.mark.parametrize("settings", [{"stored_bytes": 0}, {"write_limit": "0"}])
def test_what_may_be_stored_can_be_lifted(open_site, settings):
    site = open_site(**{"stored_bytes": 1} | settings)

    answers = [save(site) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [201] * 3
    assert "ratelimit" not in answers[0].headers


def save(site, **options):
    """Save the smallest plan there is."""
    return site.post("/api/v1/scenarios", json=PLAN | {"name": "A"}, **options)


# Processor time


def test_processor_time_is_counted_for_looking_and_for_saving_apart(open_site):
    site = open_site(processor_seconds=0.05)

    statuses = [site.get("/?preset=blank").status_code for _ in range(6)]

    assert statuses[0] == 200
    assert statuses[-1] == 429
    assert save(site).status_code == 201
    assert site.get("/?preset=blank", peer="192.0.2.2").status_code == 200
    assert site.get("/healthz").status_code == 200


def test_a_body_that_is_large_is_counted_like_any_other_request(open_site):
    site = open_site(simulation_limit="1/minute")
    body = {"text": "word " * 20_000, "model": "openai/gpt-4.1"}

    answers = [site.post("/api/v1/tokens", json=body) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]


# Who


def test_each_client_has_its_own_share(strict):
    assert [write(strict, peer="192.0.2.1") for _ in range(3)] == [422, 422, 429]
    assert write(strict, peer="192.0.2.2") == 422


def test_one_network_of_ipv6_is_one_client(strict):
    statuses = [write(strict, peer=f"2001:db8:1:2::{last}") for _ in range(1) for last in (1, 2, 3)]

    assert statuses == [422, 422, 429]
    assert write(strict, peer="2001:db8:1:3::1") == 422


def test_an_ipv4_address_written_as_ipv6_is_the_same_client(strict):
    statuses = [write(strict, peer=peer) for peer in ("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1")]

    assert statuses == [422, 422, 429]


def test_nobody_gets_another_share_by_naming_another_address(strict):
    statuses = [
        write(strict, headers={"X-Forwarded-For": f"198.51.100.{last}"}) for last in range(3)
    ]

    assert statuses == [422, 422, 429]


def test_a_trusted_proxy_names_the_client(open_site):
    site = open_site(write_limit="2/minute", trusted_proxies="192.0.2.1,10.0.0.0/8")

    def through_proxies(*names: str) -> int:
        return write(site, headers={"X-Forwarded-For": ", ".join(names)})

    assert [through_proxies("198.51.100.1") for _ in range(3)] == [422, 422, 429]
    assert through_proxies("198.51.100.2", "10.1.1.1") == 422
    # What the client itself wrote before the proxy is not believed.
    assert [through_proxies(f"203.0.113.{n}", "198.51.100.3") for n in range(3)][-1] == 429


@pytest.mark.parametrize("text", ["proxy.example", "10.0.0.1/8", "*", "10.0.0.0/99"])
def test_a_proxy_must_be_an_address_or_a_network(text):
    with pytest.raises(ValueError, match=r"network|host bits"):
        networks(text)


# Forged requests


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({}, False),  # a program
        ({"Sec-Fetch-Site": "same-origin"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://test"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, False),
        ({"Origin": "http://test"}, False),
        ({"Origin": "https://crossover.example"}, False),
        ({"Origin": "https://evil.example"}, True),
        ({"Origin": "http://test.evil.example"}, True),
        ({"Origin": "http://test:8000"}, True),
        ({"Origin": "null"}, False),  # our own form, under no-referrer and over plain HTTP
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, True),
        ({"Origin": ""}, True),
    ],
)
def test_what_another_sites_page_sends_changes_nothing(open_site, headers, refused):
    site = open_site(public_url="https://crossover.example")

    answer = site.post("/scenarios", data=FORM, headers=headers)

    assert (answer.status_code == 403) == refused
    if refused:
        assert "Another site" in answer.text
        assert "Ada" not in answer.text  # it is not offered once more


def test_other_sites_pages_may_link_and_read(site):
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}

    assert site.get("/", headers=headers).status_code == 200


def test_the_api_takes_no_cookie_and_is_open_to_other_sites(site):
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://sheets.example"}

    assert site.post("/api/v1/summary", json=PLAN, headers=headers).status_code == 200


def test_no_page_is_told_which_link_led_to_it(site):
    # Under no-referrer a browser sends "Origin: null" even with our own page's form.
    assert site.get("/").headers["referrer-policy"] == "no-referrer"


# Headers


def test_a_page_can_be_framed_and_embedded_by_nobody(site):
    headers = site.get("/").headers

    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cross-origin-resource-policy"] == "same-origin"


def test_the_api_may_be_read_from_anywhere(site):
    headers = site.get("/api/v1/presets", headers={"Origin": "https://sheets.example"}).headers

    assert headers["access-control-allow-origin"] == "*"
    assert "cross-origin-resource-policy" not in headers


def test_a_browser_that_came_over_tls_is_to_come_back_over_tls(open_site):
    site = open_site(trusted_proxies="192.0.2.1")
    over_tls = {"X-Forwarded-Proto": "https"}

    assert "strict-transport-security" not in site.get("/").headers
    assert "max-age=" in site.get("/", headers=over_tls).headers["strict-transport-security"]
    assert "max-age=" in site.get("/", base_url="https://test").headers["strict-transport-security"]
    unknown = site.get("/", headers=over_tls, peer="192.0.2.9").headers
    assert "strict-transport-security" not in unknown


# What must not tell


@pytest.mark.parametrize("home", ["/s/{}", "/api/v1/scenarios/{}", "/api/v1/scenarios/{}/summary"])
def test_an_id_that_cannot_be_is_answered_like_one_that_is_not_there(site, home):
    unknown, malformed = "x" * 22, ("short", "x" * 21 + "%00", "x" * 23, "%F0%9F%92%A9", "x'--")
    expected = like(site.get(home.format(unknown)))

    assert expected[0] == 404
    for wrong in malformed:
        assert like(site.get(home.format(wrong))) == expected, wrong


def like(answer):
    """Return an answer without what differs from one request to the next."""
    headers = {k: v for k, v in answer.headers.items() if k != "x-request-id"}
    path = answer.request.url.raw_path.decode()
    return answer.status_code, headers | {"content-length": ""}, answer.text.replace(path, "")


def test_links_cannot_be_forged_by_naming_another_host(open_site):
    site = open_site(public_url="https://crossover.example")

    saved = site.post(
        "/api/v1/scenarios",
        json={"name": "A", "preset": "blank"},
        headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
    )

    redirected = site.get("/prices/", headers={"Host": "evil.example"})

    assert saved.json()["read_url"].startswith("https://crossover.example/s/")
    assert "location" not in redirected.headers
    assert "evil.example" not in saved.text + str(saved.headers)
