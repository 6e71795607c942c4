"""The messaging app."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Names the app to Django, and tells rooms of their conversations."""

    name = "messaging"

    def ready(self) -> None:
        """Register with the apps below and the queue; models can be imported only now."""
        import messaging.attachments.parts
        import messaging.bookmarks.personal_data
        import messaging.forwarding.parts
        import messaging.mentions.parts
        import messaging.mentions.personal_data
        import messaging.monitoring.statistics
        import messaging.notifications.mail.parts
        import messaging.notifications.mail.personal_data
        import messaging.notifications.parts
        import messaging.notifications.personal_data
        import messaging.pins.parts
        import messaging.reactions.parts
        import messaging.reactions.personal_data
        import messaging.reading.parts
        import messaging.search.index.parts
        import messaging.upkeep.personal_data
        import messaging.upkeep.purging
        import messaging.webhooks.incoming.parts
        import messaging.webhooks.outgoing.parts
        import messaging.webhooks.outgoing.personal_data  # noqa: F401
        from chatsite.site.identity import markup
        from messaging import conversation
        from messaging.markup import render_markdown
        from rooms import conversation as shown

        shown.conversation.provide(conversation)
        markup.provide(render_markdown)
