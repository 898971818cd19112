"""Prints scikit-learn's metrics of a prediction file with the columns late and p, as JSON: python3 sklearn_metrics.py FILE."""

import csv
import json
import sys

import numpy as np
from sklearn import metrics as sk

with open(sys.argv[1], newline="") as file:
    rows = list(csv.DictReader(file))
y = np.array([int(row["late"]) for row in rows])
score = np.array([float(row["p"]) for row in rows])
label = (score >= 0.5).astype(int)

print(
    json.dumps(
        {
            "classification": {
                "roc_auc": sk.roc_auc_score(y, score),
                "average_precision": sk.average_precision_score(y, score),
                "log_loss": sk.log_loss(y, score),
                "brier": sk.brier_score_loss(y, score),
                "accuracy": sk.accuracy_score(y, label),
                "balanced_accuracy": sk.balanced_accuracy_score(y, label),
                "precision": sk.precision_score(y, label),
                "recall": sk.recall_score(y, label),
                "f1": sk.f1_score(y, label),
                "mcc": sk.matthews_corrcoef(y, label),
            },
            "confusion": sk.confusion_matrix(y, label).tolist(),
            "regression": {
                "mae": sk.mean_absolute_error(y, score),
                "mse": sk.mean_squared_error(y, score),
                "rmse": sk.root_mean_squared_error(y, score),
                "r2": sk.r2_score(y, score),
            },
            "rows": len(rows),
        }
    )
)
