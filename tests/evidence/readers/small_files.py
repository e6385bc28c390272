"""A small file of every format without a sample, and what it must come to."""

import json

from tests.evidence.files import json_lines, table

ASKED = {"role": "user", "content": "Where is my order?"}
ANSWERED = {"role": "assistant", "content": "It is on its way."}
AT = "2026-09-01T10:00:00Z"

# By format: a file in it, and figures that it must give.
DATASETS = {
    "openai-chat": json_lines([{"messages": [ASKED, ANSWERED]}]),
    "bedrock-nova": json_lines(
        [
            {
                "system": [{"text": "Be brief."}],
                "messages": [
                    {"role": "user", "content": [{"text": "Where is my order?"}]},
                    {"role": "assistant", "content": [{"text": "It is on its way."}]},
                ],
            }
        ]
    ),
    "bedrock-system-messages": json_lines([{"system": "Be brief.", "messages": [ASKED, ANSWERED]}]),
    "sharegpt": json_lines(
        [
            {
                "conversations": [
                    {"from": "human", "value": "Where is my order?"},
                    {"from": "gpt", "value": "It is on its way."},
                ]
            }
        ]
    ),
    "gemini-tuning": json_lines(
        [
            {
                "systemInstruction": {"role": "x", "parts": [{"text": "Be brief."}]},
                "contents": [
                    {"role": "user", "parts": [{"text": "Where is my order?"}]},
                    {"role": "model", "parts": [{"text": "It is on its way."}]},
                ],
            }
        ]
    ),
    "alpaca": json.dumps(
        [{"instruction": "Where is my order?", "input": "", "output": "It is on its way."}]
    ),
    "prompt-completion": table("prompt,completion", "Where is my order?,It is on its way."),
    "openai-dpo": json_lines(
        [
            {
                "input": {"messages": [ASKED]},
                "preferred_output": [ANSWERED],
                "non_preferred_output": [{"role": "assistant", "content": "No."}],
            }
        ]
    ),
}
BEDROCK = {
    "schemaType": "ModelInvocationLog",
    "timestamp": AT,
    "modelId": "arn:aws:bedrock:us-east-1::inference-profile/us.anthropic.claude",
    "operation": "Converse",
    "input": {"inputTokenCount": 10, "cacheReadInputTokenCount": 90},
    "output": {"outputTokenCount": 5},
}
USAGE = {
    "bedrock-invocation-log": json_lines([BEDROCK, BEDROCK | {"errorCode": "Throttling"}]),
    "deepseek": table(
        "user_id,start_time_iso,end_time_iso,model,api_key_name,api_key,type,price,amount",
        *(
            f"u,{AT},{AT},deepseek-chat,k,k,{kind},0.1,{amount}"
            for kind, amount in (
                ("input_cache_hit_tokens", 90),
                ("input_cache_miss_tokens", 10),
                ("output_tokens", 5),
                ("request_count", 1),
            )
        ),
    ),
    "openrouter-daily": table(
        "Date,Slug,Usage,BYOK Usage,Requests,Prompt Tokens,Completion Tokens,Reasoning Tokens",
        "2026-09-01,openai/gpt-5,0.5,0,1,100,3,2",
    ),
    "openai-dashboard-usage": table(
        "organization_id,n_requests,operation,n_context_tokens_total,n_generated_tokens_total,"
        "usage_type,model,timestamp,user",
        "o,1,completion,100,5,text,gpt-4,1788220800,u",
    ),
    "litellm-spend-logs": table(
        "request_id,call_type,spend,prompt_tokens,completion_tokens,startTime,model,cache_hit,"
        "metadata,session_id,status",
        f'r1,acompletion,0.1,100,5,{AT},gpt-5,False,"{{""additional_usage_values"": '
        '{""cache_read_input_tokens"": 90}}",s1,success',
        f"r2,acompletion,0,100,5,{AT},gpt-5,True,{{}},s2,success",
        f"r3,acompletion,0,0,0,{AT},gpt-5,False,{{}},s3,failure",
    ),
    "litellm-daily-activity": json.dumps(
        {
            "results": [
                {
                    "date": "2026-09-01",
                    "metrics": {
                        "spend": 0.1,
                        "prompt_tokens": 100,
                        "completion_tokens": 5,
                        "cache_read_input_tokens": 90,
                        "api_requests": 3,
                        "successful_requests": 1,
                        "failed_requests": 2,
                    },
                }
            ]
        }
    ),
    "openai-chat-log": json_lines(
        [
            {
                "timestamp": AT,
                "model": "gemini",
                "usageMetadata": {
                    "promptTokenCount": 100,
                    "cachedContentTokenCount": 90,
                    "candidatesTokenCount": 3,
                    "thoughtsTokenCount": 2,
                },
            }
        ]
    ),
    "otel-genai": json_lines(
        [
            {
                "resourceSpans": [
                    {
                        "scopeSpans": [
                            {
                                "spans": [
                                    {
                                        "traceId": "t",
                                        "startTimeUnixNano": "1788247843181000000",
                                        "attributes": [
                                            {"key": key, "value": {"intValue": value}}
                                            for key, value in (
                                                ("gen_ai.usage.prompt_tokens", "100"),
                                                ("gen_ai.usage.completion_tokens", "5"),
                                                ("gen_ai.usage.cache_read.input_tokens", "90"),
                                            )
                                        ],
                                    },
                                    {
                                        "traceId": "t",
                                        "startTimeUnixNano": "1788247843181000000",
                                        "attributes": [
                                            {
                                                "key": "gen_ai.operation.name",
                                                "value": {"stringValue": "invoke_agent"},
                                            },
                                            {
                                                "key": "gen_ai.usage.input_tokens",
                                                "value": {"intValue": "100"},
                                            },
                                        ],
                                    },
                                ]
                            }
                        ]
                    }
                ]
            }
        ]
    ),
}
CUR = (
    "line_item_usage_type,line_item_usage_amount,line_item_unblended_cost,"
    "line_item_usage_start_date,product_servicename,line_item_currency_code"
)
BILLS = {
    # 5,000 thousands at 0.06 dollars a million; 2 millions at 3
    "aws-cur": (
        table(
            CUR,
            f"USE1-NovaLite-input-tokens,5000,0.3,{AT},Amazon Bedrock,USD",
            f"USE1-MP:USE1_InputTokenCount-Units,2,6,{AT},Claude Sonnet 4 (Bedrock),USD",
            f"USE1-DataTransfer,3,1,{AT},Amazon S3,USD",
        ),
        (7.3, 7_000_000),
    ),
    "azure-actual-cost": (
        table(
            "Date,MeterCategory,MeterName,Quantity,UnitOfMeasure,CostInBillingCurrency,"
            "BillingCurrency",
            "09/15/2026,Foundry Models,GPT 5 Inpt Glbl 1M Tokens,2,1M,2.5,USD",
            "09/15/2026,Storage,Hot LRS input,2,1K,1,USD",
        ),
        (3.5, 2_000_000),
    ),
    "focus": (
        table(
            "BilledCost,ChargePeriodStart,ConsumedQuantity,ConsumedUnit,PricingCurrency,SkuMeter,"
            "BillingCurrency",
            f"1.0,{AT},1000,Tokens,USD,gpt 4o Inp Tokens,USD",
            f"9.0,{AT},50,Token,Token,vendor input token credits,USD",
        ),
        (10.0, 1_000),
    ),
}
