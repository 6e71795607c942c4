"""How much feedback there is."""

from chatsite.observe.statistics import Counts, count
from feedback.models import Feedback


@count("feedback")
def _feedback() -> Counts:
    counted = {status.value: Feedback.objects.filter(status=status).count() for status in Feedback.Status}
    return {name.replace("_", " "): number for name, number in counted.items()}
