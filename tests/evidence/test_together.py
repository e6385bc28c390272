"""Several files of one person, and what they say of each other."""

from app.evidence.together import findings_beside, findings_together
from tests.evidence.files import names, read, table

AT = "2026-09-01T10:00:00Z"
LOG = table(
    "traceId,type,startTime,usageDetails,model",
    *(f't{number},GENERATION,{AT},"{{""input"": 100, ""output"": 5}}",m' for number in range(20)),
)
SCORES = table(
    "traceId,name,dataType,value,source",
    *(f"t{number},right,BOOLEAN,1,ANNOTATION" for number in range(5)),
    "t1,tone,CATEGORICAL,warm,ANNOTATION",
    "t9,right,BOOLEAN,1,EVAL",
    "elsewhere,right,BOOLEAN,1,ANNOTATION",
)


def test_scores_of_people_beside_their_log_are_the_share_that_is_reviewed():
    log, scores = read(LOG), read(SCORES)
    assert "prompting.review_rate" not in names(log) | names(scores)
    rate = next(
        item for item in findings_together([log, scores]) if item.input == "prompting.review_rate"
    )
    # t0 to t4 of 20; t9 was scored by a judge, and "elsewhere" is in no log
    assert (rate.value, rate.n) == (5 / 20, 20)
    assert rate.low < 0.15 < 0.4 < rate.high
    assert rate.source.startswith("Langfuse log, 20 calls")


def test_a_log_without_scores_beside_it_says_nothing_of_reviews():
    log = read(LOG)
    assert [item.input for item in findings_beside(log, [log])] == [
        item.input for item in log.findings
    ]
