"""A whole message in Slack's format as Markdown."""

from messaging.webhooks.incoming.slack.attachments import attachment
from messaging.webhooks.incoming.slack.blocks import RULE, blocks_of
from messaging.webhooks.incoming.slack.mrkdwn import markdown
from messaging.webhooks.incoming.slack.reading import Given, first_parts, objects_of, text_of, without_mentions


def message_text(given: Given, most_chars: int) -> str:
    """Return what a message in Slack's format says, empty if nothing; at least its first ``most_chars`` characters.

    As in Slack, ``text`` is shown only without blocks. ``username``, ``channel`` and everything unknown is ignored.

    Raises:
        InvalidInput: a part of it has the wrong type.
    """
    said = first_parts(blocks_of(given), most_chars)
    while said and said[0] == RULE:
        del said[0]
    while said and said[-1] == RULE:
        del said[-1]
    said = said or [markdown(text_of(given, "text"))]
    attached = first_parts(map(attachment, objects_of(given, "attachments")), most_chars)
    return without_mentions("\n\n".join(part for part in [*said, *attached] if part))
