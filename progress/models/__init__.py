from progress.models.check_in import CheckIn, Confidence
from progress.models.figures import KeyResultFigures, ObjectiveFigures

__all__ = ["CheckIn", "Confidence", "KeyResultFigures", "ObjectiveFigures"]
