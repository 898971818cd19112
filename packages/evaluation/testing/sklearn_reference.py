"""Regenerates sklearn-reference.json: small prediction files and the metrics scikit-learn computes on them.

Needs numpy and scikit-learn 1.9 in a virtual environment outside of the repository:
    python packages/evaluation/testing/sklearn_reference.py
"""
import json
from pathlib import Path

import numpy as np
import sklearn
from sklearn import metrics as m

ROWS = 120
random = np.random.default_rng(3)


def text(columns: dict) -> str:
    rows = zip(*[[repr(value.item()) for value in values] for values in columns.values()])
    return "\n".join([",".join(columns)] + [",".join(row) for row in rows]) + "\n"


def binary(weights):
    label = (random.random(ROWS) < 0.35).astype(int)
    score = np.round(np.clip(0.4 * label + random.random(ROWS) * 0.6, 0, 1), 2)
    score[:5] = [0, 1, 0, 1, 0.5]
    predicted = (score >= 0.5).astype(int)
    by = {"sample_weight": weights}
    return {"label": label, "score": score}, {
        "roc_auc": m.roc_auc_score(label, score, **by),
        "average_precision": m.average_precision_score(label, score, **by),
        "log_loss": m.log_loss(label, score, **by),
        "brier": m.brier_score_loss(label, score, **by),
        "accuracy": m.accuracy_score(label, predicted, **by),
        "balanced_accuracy": m.balanced_accuracy_score(label, predicted, **by),
        "precision": m.precision_score(label, predicted, **by),
        "recall": m.recall_score(label, predicted, **by),
        "f1": m.f1_score(label, predicted, **by),
        "mcc": m.matthews_corrcoef(label, predicted, **by),
    }


def multiclass(weights):
    label = random.integers(0, 4, ROWS)
    scores = random.dirichlet(np.ones(4), ROWS) + 0.5 * np.eye(4)[label]
    scores /= scores.sum(1, keepdims=True)
    predicted = scores.argmax(1)
    by = {"sample_weight": weights}
    return {"label": label, **{f"score_{k}": scores[:, k] for k in range(4)}}, {
        "accuracy": m.accuracy_score(label, predicted, **by),
        "balanced_accuracy": m.balanced_accuracy_score(label, predicted, **by),
        "mcc": m.matthews_corrcoef(label, predicted, **by),
        "log_loss": m.log_loss(label, scores, **by),
    }


def regression(weights):
    label = random.normal(size=ROWS) * 5 + 100
    prediction = label + random.normal(size=ROWS)
    by = {"sample_weight": weights}
    return {"label": label, "prediction": prediction}, {
        "mae": m.mean_absolute_error(label, prediction, **by),
        "mse": m.mean_squared_error(label, prediction, **by),
        "rmse": m.root_mean_squared_error(label, prediction, **by),
        "r2": m.r2_score(label, prediction, **by),
    }


cases = []
for name, make in (("binary", binary), ("multiclass", multiclass), ("regression", regression)):
    for weighted in (False, True):
        weights = np.round(random.random(ROWS) * 3, 3) if weighted else None
        columns, expected = make(weights)
        columns = {"id": np.arange(ROWS), **columns, **({"w": weights} if weighted else {})}
        cases.append({"name": f"{name}{', weighted' if weighted else ''}", "weighted": weighted, "csv": text(columns),
                      "metrics": {key: float(value) for key, value in expected.items()}})

target = Path(__file__).with_name("sklearn-reference.json")
target.write_text(json.dumps({"scikit-learn": sklearn.__version__, "cases": cases}, indent=1) + "\n")
