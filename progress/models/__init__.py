from progress.models.check_in import CheckIn, Confidence
from progress.models.figures import KeyResultFigures, ObjectiveFigures
from progress.models.words import ObjectiveWords

__all__ = [
    "CheckIn",
    "Confidence",
    "KeyResultFigures",
    "ObjectiveFigures",
    "ObjectiveWords",
]
