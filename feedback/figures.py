"""How much feedback there is."""

from chatsite.figures import Figures, count
from feedback.models import Feedback


@count("feedback")
def _feedback() -> Figures:
    return {str(status.label): Feedback.objects.filter(status=status).count() for status in Feedback.Status}
