# ruff: noqa: E501 - lines as long as the senders write them
"""Payloads as well-known senders write them, and how each reads here."""

from typing import Any, NamedTuple


class Case(NamedTuple):
    payload: dict[str, Any]
    text: str


ALERTMANAGER = Case(
    {
        "channel": "#alerts",
        "username": "Alertmanager",
        "attachments": [
            {
                "title": "[FIRING:2] HighLatency (prod api)",
                "title_link": "http://alertmanager.example:9093/#/alerts?receiver=chat&amp;silenced=false",
                "text": "*Alert:* p99 latency &gt; 2s\n*Graph:* <http://prometheus.example/graph?g0.expr=rate%28x%5B5m%5D%29|:chart:>",
                "fallback": "[FIRING:2] HighLatency | http://alertmanager.example:9093/#/alerts",
                "callback_id": "",
                "footer": "",
                "color": "danger",
                "mrkdwn_in": ["fallback", "pretext", "text"],
            }
        ],
    },
    "> 🔴 **[[FIRING:2] HighLatency (prod api)](http://alertmanager.example:9093/#/alerts?receiver=chat&silenced=false)**\n"
    "> **Alert:** p99 latency > 2s\n"
    "> **Graph:** [💹](http://prometheus.example/graph?g0.expr=rate%28x%5B5m%5D%29)",
)

PROMETHEUS_RESOLVED = Case(
    {
        "attachments": [
            {
                "color": "good",
                "title": "[RESOLVED] DiskFull",
                "text": "",
                "fields": [
                    {"title": "Instance", "value": "`db-1:9100`", "short": True},
                    {"title": "Mount", "value": "/var/lib", "short": True},
                    {"title": "Free", "value": 12.5, "short": True},
                ],
                "actions": [
                    {"type": "button", "text": "Runbook", "url": "https://runbooks.example/disk", "style": "primary"},
                    {"type": "button", "text": "Ack", "name": "ack", "value": "1"},
                ],
            }
        ]
    },
    "> 🟢 **[RESOLVED] DiskFull**\n> **Instance:** `db-1:9100`\n> **Mount:** /var/lib\n> **Free:** 12.5\n"
    "> [Runbook](https://runbooks.example/disk)",
)

GRAFANA = Case(
    {
        "channel": "#grafana",
        "text": "[FIRING:1] CPU load (infra)",
        "username": "Grafana",
        "icon_url": "https://grafana.com/static/assets/img/fav32.png",
        "attachments": [
            {
                "color": "#D63232",
                "title": "[FIRING:1] CPU load (infra)",
                "title_link": "http://grafana.example:3000/alerting/list",
                "fallback": "[FIRING:1] CPU load (infra)",
                "text": "**Firing**\n\nValue: B=22.5, C=1\nLabels:\n - alertname = CPU load\n - host = web_01\nSource: http://grafana.example:3000/alerting/grafana/abc/view?orgId=1\n",
                "footer": "Grafana v11.2.0",
                "footer_icon": "https://grafana.com/static/assets/img/fav32.png",
                "ts": 1732900000,
                "fields": None,
            }
        ],
        "blocks": None,
    },
    "[FIRING:1] CPU load (infra)\n\n"
    "> 🔴 **[[FIRING:1] CPU load (infra)](http://grafana.example:3000/alerting/list)**\n"
    "> **Firing**\n>\n> Value: B=22.5, C=1\n> Labels:\n>  - alertname = CPU load\n>  - host = web_01\n"
    "> Source: http://grafana.example:3000/alerting/grafana/abc/view?orgId=1\n> _Grafana v11.2.0_",
)

GITHUB_PUSH = Case(
    {
        "attachments": [
            {
                "fallback": "[octo/site:main] 2 new commits by ada",
                "pretext": "<https://github.com/octo/site/compare/1...2|2 new commits> pushed to <https://github.com/octo/site/tree/main|`main`> by <https://github.com/ada|ada>",
                "color": "24292f",
                "text": "<https://github.com/octo/site/commit/1a2b3c4|`1a2b3c4`> - Fix &lt;title&gt; &amp; footer\n<https://github.com/octo/site/commit/5d6e7f8|`5d6e7f8`> - Drop snake_case_names",
                "footer": "<https://github.com/octo/site|octo/site>",
                "footer_icon": "https://github.com/favicon.ico",
                "mrkdwn_in": ["text", "pretext"],
            }
        ]
    },
    "[2 new commits](https://github.com/octo/site/compare/1...2) pushed to [`main`](https://github.com/octo/site/tree/main) by [ada](https://github.com/ada)\n\n"
    "> [`1a2b3c4`](https://github.com/octo/site/commit/1a2b3c4) - Fix <title> & footer\n"
    "> [`5d6e7f8`](https://github.com/octo/site/commit/5d6e7f8) - Drop snake_case_names\n"
    "> _[octo/site](https://github.com/octo/site)_",
)

GITHUB_ISSUE = Case(
    {
        "attachments": [
            {
                "fallback": "[octo/site] Issue opened by ada",
                "title": "#12 Crash on <empty> input [urgent]",
                "title_link": "https://github.com/octo/site/issues/12",
                "pretext": "Issue opened by <https://github.com/ada|ada>",
                "text": "Steps:\r\n1. Open\r\n2. See `TypeError`",
                "color": "#36a64f",
                "fields": [
                    {"title": "Assignees", "value": "ada, bob", "short": True},
                    {"title": "Labels", "value": "`bug`", "short": True},
                ],
            }
        ]
    },
    "Issue opened by [ada](https://github.com/ada)\n\n"
    "> 🟢 **[#12 Crash on <empty> input [urgent]](https://github.com/octo/site/issues/12)**\n"
    "> Steps:\n> 1. Open\n> 2. See `TypeError`\n> **Assignees:** ada, bob\n> **Labels:** `bug`",
)

GITHUB_ACTION = Case(
    {
        "text": "GitHub Action build result: success\nhttps://github.com/octo/site/pull/7",
        "blocks": [
            {
                "type": "section",
                "text": {
                    "type": "mrkdwn",
                    "text": "GitHub Action build result: *success*\n<https://github.com/octo/site/pull/7>",
                },
            }
        ],
    },
    "GitHub Action build result: **success**\n<https://github.com/octo/site/pull/7>",
)

JENKINS = Case(
    {
        "channel": "#builds",
        "attachments": [
            {
                "fallback": "site - #42 Failure after 3 min 2 sec (<https://ci.example/job/site/42/|Open>)",
                "text": "site - #42 Failure after 3 min 2 sec (<https://ci.example/job/site/42/|Open>)\nNo changes.",
                "color": "danger",
                "mrkdwn_in": ["pretext", "text", "fields"],
                "fields": [{"title": "Test Status:", "value": "\tPassed: 120, Failed: 1, Skipped: 0", "short": False}],
            }
        ],
        "link_names": "1",
        "unfurl_links": "true",
        "unfurl_media": "true",
    },
    "> 🔴 site - #42 Failure after 3 min 2 sec ([Open](https://ci.example/job/site/42/))\n> No changes.\n"
    "> **Test Status:** Passed: 120, Failed: 1, Skipped: 0",
)

GITLAB_PIPELINE = Case(
    {
        "username": "GitLab",
        "icon_url": "https://gitlab.example/assets/logo.png",
        "text": None,
        "attachments": [
            {
                "fallback": "<https://gitlab.example/g/site|g/site>: Pipeline <https://gitlab.example/g/site/-/pipelines/9|#9> of branch <https://gitlab.example/g/site/-/commits/main|main> by Ada (ada) has failed in 02:17",
                "color": "danger",
                "author_name": "Ada (ada)",
                "author_icon": "https://gitlab.example/uploads/ada.png",
                "author_link": "https://gitlab.example/ada",
                "title": "Pipeline #9 has failed in 02:17",
                "title_link": "https://gitlab.example/g/site/-/pipelines/9",
                "fields": [
                    {"title": "Branch", "value": "<https://gitlab.example/g/site/-/commits/main|main>", "short": True},
                    {"title": "Commit", "value": "<https://gitlab.example/g/site/-/commit/12|Fix it>", "short": True},
                    {
                        "title": "Failed jobs",
                        "value": "<https://gitlab.example/j/1|rspec>, <https://gitlab.example/j/2|lint>",
                    },
                ],
                "footer": "g/site",
                "ts": 1732900000,
            }
        ],
    },
    "> 🔴 [Ada (ada)](https://gitlab.example/ada)\n"
    "> **[Pipeline #9 has failed in 02:17](https://gitlab.example/g/site/-/pipelines/9)**\n"
    "> **Branch:** [main](https://gitlab.example/g/site/-/commits/main)\n"
    "> **Commit:** [Fix it](https://gitlab.example/g/site/-/commit/12)\n"
    "> **Failed jobs:** [rspec](https://gitlab.example/j/1), [lint](https://gitlab.example/j/2)\n> _g/site_",
)

GITLAB_PUSH = Case(
    {
        "text": "Ada (ada) pushed to branch <https://gitlab.example/g/site/commits/main|main> of <https://gitlab.example/g/site|G / site> (<https://gitlab.example/g/site/compare/1...2|Compare changes>)",
        "attachments": [
            {
                "text": "<https://gitlab.example/g/site/-/commit/abc|abcdef12>: Add *stars* - Ada",
                "color": "#345",
            }
        ],
    },
    "Ada (ada) pushed to branch [main](https://gitlab.example/g/site/commits/main) of [G / site](https://gitlab.example/g/site) ([Compare changes](https://gitlab.example/g/site/compare/1...2))\n\n"
    "> [abcdef12](https://gitlab.example/g/site/-/commit/abc): Add **stars** - Ada",
)

SENTRY = Case(
    {
        "attachments": [
            {
                "fallback": "[site] TypeError: x is undefined",
                "title": "TypeError: x is undefined",
                "title_link": "https://sentry.example/organizations/o/issues/5/?referrer=slack",
                "color": "#E03E2F",
                "fields": [
                    {"title": "Culprit", "value": "app/views in &lt;lambda&gt;", "short": False},
                    {"title": "Project", "value": "<https://sentry.example/o/site/|Site>", "short": True},
                    {"title": "environment", "value": "production", "short": True},
                ],
            }
        ]
    },
    "> 🔴 **[TypeError: x is undefined](https://sentry.example/organizations/o/issues/5/?referrer=slack)**\n"
    "> **Culprit:** app/views in <lambda>\n> **Project:** [Site](https://sentry.example/o/site/)\n"
    "> **environment:** production",
)

SENTRY_BLOCKS = Case(
    {
        "text": "[site] TypeError",
        "blocks": [
            {
                "type": "section",
                "text": {
                    "type": "mrkdwn",
                    "text": ":red_circle: <https://sentry.example/issues/5/|*TypeError*>\n```x is undefined\n  at main.js:3```",
                },
            },
            {
                "type": "actions",
                "elements": [
                    {"type": "button", "action_id": "resolve", "text": {"type": "plain_text", "text": "Resolve"}}
                ],
            },
            {"type": "context", "elements": [{"type": "mrkdwn", "text": "Project: <https://sentry.example/p|site>"}]},
        ],
    },
    "🔴 [*TypeError*](https://sentry.example/issues/5/)\n```\nx is undefined\n  at main.js:3\n```\n\n"
    "Project: [site](https://sentry.example/p)",
)

UPTIME_KUMA = Case(
    {
        "text": "Uptime Kuma Alert\n[Site] [🔴 Down] connect ECONNREFUSED 10.0.0.1:443",
        "channel": "",
        "username": "Uptime Kuma",
        "icon_emoji": ":bear:",
        "attachments": [
            {
                "color": "#e01e5a",
                "blocks": [
                    {"type": "header", "text": {"type": "plain_text", "text": "Uptime Kuma Alert"}},
                    {
                        "type": "section",
                        "fields": [
                            {"type": "mrkdwn", "text": "*Message*\n[Site] [🔴 Down] connect ECONNREFUSED 10.0.0.1:443"},
                            {"type": "mrkdwn", "text": "*Time (UTC)*\n2026-11-29 20:00:00.000"},
                        ],
                    },
                    {
                        "type": "actions",
                        "elements": [
                            {
                                "type": "button",
                                "text": {"type": "plain_text", "text": "Visit Uptime Kuma"},
                                "value": "Uptime-Kuma",
                                "url": "https://kuma.example/dashboard/1",
                            }
                        ],
                    },
                ],
            }
        ],
    },
    "Uptime Kuma Alert\n[Site] [🔴 Down] connect ECONNREFUSED 10.0.0.1:443\n\n"
    "> 🔴 **Uptime Kuma Alert**\n> **Message**\n> [Site] [🔴 Down] connect ECONNREFUSED 10.0.0.1:443\n"
    "> **Time (UTC)**\n> 2026-11-29 20:00:00.000\n> [Visit Uptime Kuma](https://kuma.example/dashboard/1)",
)

CIRCLECI = Case(
    {
        "text": "CircleCI job failed.",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": "Job Failed. :red_circle:", "emoji": True}},
            {
                "type": "section",
                "fields": [{"type": "mrkdwn", "text": "*Job*: build"}, {"type": "mrkdwn", "text": "*Branch*:\nmain"}],
                "accessory": {"type": "image", "image_url": "https://ci.example/fail.png", "alt_text": "CI"},
            },
            {"type": "divider"},
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "text": {"type": "plain_text", "text": "View Job"},
                        "url": "https://ci.example/9",
                    },
                    {
                        "type": "button",
                        "text": {"type": "plain_text", "text": "Logs"},
                        "url": "https://ci.example/9/log",
                    },
                ],
            },
        ],
    },
    "**Job Failed. 🔴**\n\n**Job**: build\n**Branch**:\nmain\n[CI](https://ci.example/fail.png)\n\n———\n\n"
    "[View Job](https://ci.example/9) · [Logs](https://ci.example/9/log)",
)

RICH_TEXT = Case(
    {
        "blocks": [
            {
                "type": "rich_text",
                "elements": [
                    {
                        "type": "rich_text_section",
                        "elements": [
                            {"type": "text", "text": "Deploy "},
                            {"type": "text", "text": "done ", "style": {"bold": True, "italic": True}},
                            {"type": "emoji", "name": "tada", "unicode": "1f389"},
                            {"type": "emoji", "name": "ours"},
                            {"type": "text", "text": " by "},
                            {"type": "user", "user_id": "U123"},
                            {"type": "text", "text": " see "},
                            {"type": "link", "url": "https://x.example/a(b)", "text": "notes"},
                            {"type": "text", "text": "x=1", "style": {"code": True}},
                        ],
                    },
                    {
                        "type": "rich_text_list",
                        "style": "ordered",
                        "elements": [
                            {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]},
                            {"type": "rich_text_section", "elements": [{"type": "text", "text": "two"}]},
                        ],
                    },
                    {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a <@12> b"}]},
                    {"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]},
                ],
            }
        ]
    },
    "Deploy **_done_** 🎉:ours: by @U123 see [notes](https://x.example/a%28b%29)`x=1`\n1. one\n2. two\n"
    "```\na < @12> b\n```\n> said",
)

SENDERS = {
    "Alertmanager": ALERTMANAGER,
    "Prometheus, resolved": PROMETHEUS_RESOLVED,
    "Grafana": GRAFANA,
    "GitHub, push": GITHUB_PUSH,
    "GitHub, issue": GITHUB_ISSUE,
    "GitHub, action": GITHUB_ACTION,
    "Jenkins": JENKINS,
    "GitLab, pipeline": GITLAB_PIPELINE,
    "GitLab, push": GITLAB_PUSH,
    "Sentry": SENTRY,
    "Sentry, blocks": SENTRY_BLOCKS,
    "Uptime Kuma": UPTIME_KUMA,
    "CircleCI": CIRCLECI,
    "rich text": RICH_TEXT,
}
