"""The work item of a signal: its kind, and its subject, which names the product and the topic. When one is: sellerdesk.domain.topics."""

KIND = "review_cluster"


def subject_of(product_id: int, topic: str) -> str:
    """The work item's subject."""
    return f"product:{product_id}:topic:{topic}"


def read_subject(subject: str) -> tuple[int, str] | None:
    """The product and the topic of a subject; None for anything else."""
    match subject.split(":"):
        case ["product", number, "topic", topic] if number.isascii() and number.isdigit() and len(number) < 19:
            return int(number), topic
    return None
