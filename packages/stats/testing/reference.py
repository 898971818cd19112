"""Regenerates the reference values of the tests of packages/stats: python3 reference.py [DIRECTORY]; needs requirements.txt.

Distributions come from mpmath at 40 digits (no double-precision library is its own judge), metrics from scikit-learn.
"""

import json
import math
import pathlib
import sys
import warnings

import mpmath as mp
import numpy as np
from sklearn import metrics as sk

mp.mp.dps = 40
OUT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "generated"


def normal_cdf(x):
    return mp.ncdf(mp.mpf(x))


def normal_quantile(p):
    p = mp.mpf(p)
    return mp.findroot(lambda x: mp.log(mp.ncdf(x)) - mp.log(p), -mp.sqrt(-2 * mp.log(p)) if p < 0.1 else mp.mpf(0))


def beta_lower(x, a, b, swap=True):
    """x^a (1-x)^b / (a B(a, b)) * 2F1(a + b, 1; a + 1; x), summed term by term (mpmath's own betainc is slow for large a, b)."""
    x, a, b = mp.mpf(x), mp.mpf(a), mp.mpf(b)
    if swap and x > a / (a + b):
        return 1 - beta_lower(1 - x, b, a)
    term = total = mp.mpf(1)
    n = 0
    while term > total * mp.mpf(10) ** (-mp.mp.dps):
        term *= (a + b + n) * x / (a + 1 + n)
        total += term
        n += 1
    log = a * mp.log(x) + b * mp.log(1 - x) - mp.log(a) + mp.loggamma(a + b) - mp.loggamma(a) - mp.loggamma(b)
    return mp.exp(log) * total


def t_cdf(t, df):
    t, df = mp.mpf(t), mp.mpf(df)
    # The complement converges fast for large df; 60 digits leave room for its cancellation.
    with mp.workdps(60):
        tail = (1 - beta_lower(t * t / (df + t * t), mp.mpf(1) / 2, df / 2, swap=False)) / 2
    return 1 - tail if t > 0 else tail


def t_quantile(p, df):
    start = -mp.sqrt(-2 * mp.log(mp.mpf(p))) if p < 0.4 else -mp.mpf("0.3")
    return mp.findroot(lambda t: t_cdf(t, df) - mp.mpf(p), (start, start * 1.2), tol=1e-30)


def gamma_upper(a, x):
    return mp.gammainc(a, x, mp.inf, regularized=True)


def gamma_lower(a, x):
    return mp.gammainc(a, 0, x, regularized=True)


def noncentral(x, k, lam, tail):
    """Poisson mixture; the incomplete gammas by their recurrence (60 digits leave room for its cancellation)."""
    with mp.workdps(60):
        half, mean, a = mp.mpf(x) / 2, mp.mpf(lam) / 2, mp.mpf(k) / 2
        first = max(0, int(mean) - int(14 * mp.sqrt(mean)) - 90)
        last = int(mean) + int(14 * mp.sqrt(mean)) + 90
        a += first
        upper = mp.gammainc(a, half, mp.inf, regularized=True)
        step = mp.exp(a * mp.log(half) - half - mp.loggamma(a + 1))
        weight = mp.exp(-mean + first * mp.log(mean) - mp.loggamma(first + 1))
        total = mp.mpf(0)
        for j in range(first, last):
            total += weight * (upper if tail == "upper" else 1 - upper)
            weight *= mean / (j + 1)
            upper += step
            a += 1
            step *= half / a
        return total


def binomial_cdf(k, n, p):
    p = mp.mpf(p)
    return mp.fsum(mp.binomial(n, i) * p**i * (1 - p) ** (n - i) for i in range(0, k + 1))


def rows(function, arguments):
    return [[*a, float(function(*a))] for a in arguments]


def distributions():
    xs = [-38.0, -20.0, -8.3, -5.0, -2.5, -2.0, -1.9999, -1.0, -0.3, -1e-9, 0.0, 0.2, 1.5, 2.0, 2.1, 4.0, 8.0]
    ps = [1e-300, 1e-20, 1e-9, 0.001, 0.01, 0.05, 0.1, 0.3, 0.49999]
    lams = [(3.0, 9, 1.0), (30.0, 9, 10.0), (50.6, 9, 50.0), (5.0, 1, 20.0), (200.0, 3, 90.0), (1000.0, 99, 1100.0),
            (1.0, 9, 60.0), (5000.0, 9, 5000.0), (400.0, 9, 60.0), (0.5, 4, 0.001)]
    return {
        "normalCdf": rows(normal_cdf, [(x,) for x in xs]),
        "normalQuantile": rows(normal_quantile, [(p,) for p in ps]),
        "logGamma": rows(mp.loggamma, [(x,) for x in [1e-5, 0.1, 0.5, 1.5, 3.7, 11.9, 12.1, 100.5, 1e6, 1e9]]),
        "betaLower": rows(beta_lower, [(0.1, 0.5, 0.5), (0.9, 2.0, 3.0), (0.3, 40.0, 90.0), (0.5, 1000.0, 1010.0),
                                       (0.01, 0.5, 700.0), (0.95, 700.5, 30.0), (0.001, 5.0, 10.0), (0.7, 1e5, 43000.0)]),
        "studentTCdf": rows(t_cdf, [(-3.0, 1), (-1e-6, 5), (-0.5, 2.5), (-2.1, 14), (-6.0, 300), (1.7, 50), (-1.7, 1e5), (-30.0, 9)]),
        "studentTQuantile": rows(t_quantile, [(0.05, 1), (0.05, 2), (0.05, 5), (0.05, 14), (0.01, 30), (0.025, 999), (0.05, 200000), (0.4, 7)]),
        "chiSquaredSf": rows(lambda x, k: gamma_upper(mp.mpf(k) / 2, mp.mpf(x) / 2),
                             [(0.1, 1), (3.84, 1), (16.9, 9), (2.0, 9), (200.0, 9), (1000.0, 9), (1100.0, 1000), (50.0, 99)]),
        "chiSquaredCdf": rows(lambda x, k: gamma_lower(mp.mpf(k) / 2, mp.mpf(x) / 2),
                              [(0.1, 1), (3.84, 1), (16.9, 9), (0.01, 9), (1100.0, 1000), (50.0, 99)]),
        "noncentralSf": rows(lambda x, k, l: noncentral(x, k, l, "upper"), lams),
        "noncentralCdf": rows(lambda x, k, l: noncentral(x, k, l, "lower"), lams),
        "binomialCdf": rows(binomial_cdf, [(0, 10, 0.1), (3, 10, 0.5), (985, 1000, 0.99), (40, 100, 0.5), (4950, 5000, 0.99), (2, 2000, 0.01)]),
    }


def lcg(count, seed=42):
    values, x = [], seed
    for _ in range(count):
        x = (1664525 * x + 1013904223) % 2**32
        values.append(x / 2**32)
    return values


def binary_metrics(y, s, threshold=0.5, w=None):
    p = (s >= threshold).astype(int)
    tn, fp, fn, tp = (float(v) for v in sk.confusion_matrix(y, p, sample_weight=w).ravel())
    kw = {"sample_weight": w}
    return {
        "tn": tn, "fp": fp, "fn": fn, "tp": tp,
        "roc_auc": sk.roc_auc_score(y, s, **kw), "average_precision": sk.average_precision_score(y, s, **kw),
        "log_loss": sk.log_loss(y, s, **kw), "brier": sk.brier_score_loss(y, s, **kw),
        "accuracy": sk.accuracy_score(y, p, **kw), "balanced_accuracy": sk.balanced_accuracy_score(y, p, **kw),
        "precision": sk.precision_score(y, p, **kw), "recall": sk.recall_score(y, p, **kw),
        "f1": sk.f1_score(y, p, **kw), "mcc": sk.matthews_corrcoef(y, p, **kw),
    }


def as_floats(record):
    return {k: float(v) for k, v in record.items()}


def binary_cases():
    rng = np.random.default_rng(7)
    cases = []
    for n, decimals, prevalence in [(8, 1, 0.5), (60, 2, 0.2), (300, 8, 0.05), (500, 1, 0.7)]:
        y = (rng.random(n) < prevalence).astype(int)
        y[0], y[1] = 0, 1
        s = np.round(np.clip(0.3 * y + 0.7 * rng.random(n), 0, 1), decimals)
        s[-1], s[-2] = 0.0, 1.0
        w = np.round(rng.random(n) * 3, 3)
        cases.append({"labels": y.tolist(), "scores": s.tolist(), "weights": w.tolist(),
                      "plain": as_floats(binary_metrics(y, s)), "weighted": as_floats(binary_metrics(y, s, w=w))})
    return cases


def multiclass_cases():
    rng = np.random.default_rng(11)
    cases = []
    for n, k in [(40, 3), (400, 6)]:
        y = rng.integers(0, k, n)
        s = rng.dirichlet(np.ones(k), n)
        s[np.arange(n), y] += 0.5
        s = np.round(s / s.sum(axis=1, keepdims=True), 3)
        s[np.arange(n), s.argmax(axis=1)] += 1 - s.sum(axis=1)
        s = np.round(s, 3)
        s[0] = np.eye(k)[(y[0] + 1) % k]
        p = s.argmax(axis=1)
        labels = list(range(k))
        cases.append({
            "labels": y.tolist(), "scores": s.T.tolist(), "matrix": sk.confusion_matrix(y, p, labels=labels).tolist(),
            "expected": as_floats({
                "log_loss": sk.log_loss(y, s, labels=labels), "brier": sk.brier_score_loss(y, s, labels=labels),
                "accuracy": sk.accuracy_score(y, p), "balanced_accuracy": sk.balanced_accuracy_score(y, p),
                "mcc": sk.matthews_corrcoef(y, p)}),
        })
    return cases


def regression_cases():
    rng = np.random.default_rng(13)
    cases = []
    for n in [2, 50, 400]:
        y = np.round(rng.normal(100, 20, n), 2)
        p = np.round(y + rng.normal(1, 8, n), 2)
        w = np.round(rng.random(n) + 0.1, 3)
        cases.append({"truth": y.tolist(), "prediction": p.tolist(), "weights": w.tolist(), "expected": as_floats({
            "mae": sk.mean_absolute_error(y, p), "mse": sk.mean_squared_error(y, p), "rmse": sk.root_mean_squared_error(y, p),
            "r2": sk.r2_score(y, p), "weighted_r2": sk.r2_score(y, p, sample_weight=w)})})
    return cases


def warned(call):
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        call()
    return any("defined" in str(w.message) or "No positive class" in str(w.message) for w in seen)


def undefined_cases():
    """Whether scikit-learn warns of an undefined metric, by (truth, prediction)."""
    pairs = [([0, 0], [0, 0]), ([0, 0], [0, 1]), ([1, 1], [0, 0]), ([1, 0], [0, 0]), ([1, 1], [1, 1]), ([0, 1], [1, 0])]
    result = []
    for y, p in pairs:
        result.append({"truth": y, "prediction": p,
                       "precision": warned(lambda: sk.precision_score(y, p)), "recall": warned(lambda: sk.recall_score(y, p)),
                       "f1": warned(lambda: sk.f1_score(y, p)), "mcc": warned(lambda: sk.matthews_corrcoef(y, p)),
                       "roc_auc": warned(lambda: sk.roc_auc_score(y, p)),
                       "average_precision": warned(lambda: sk.average_precision_score(y, p))})
    return result


def lcg_thousand():
    u = np.array(lcg(4000)).reshape(1000, 4)
    y = (u[:, 0] < 0.3).astype(int)
    a = np.array([math.floor(100 * (0.35 * t + 0.65 * v)) / 100 for t, v in zip(y, u[:, 1])])
    b = np.array([math.floor(1000 * (0.25 * t + 0.75 * v)) / 1000 for t, v in zip(y, u[:, 2])])
    t, p = 10 * a + 1, 10 * b + 0.5
    three_a, three_b = np.floor(3 * a).astype(int), np.floor(3 * b).astype(int)
    return {"a": as_floats(binary_metrics(y, a)), "b": as_floats(binary_metrics(y, b)),
            "regression": as_floats({"mae": sk.mean_absolute_error(t, p), "rmse": sk.root_mean_squared_error(t, p), "r2": sk.r2_score(t, p)}),
            "multiclassMcc": float(sk.matthews_corrcoef(three_a, three_b)),
            "multiclassMatrix": sk.confusion_matrix(three_a, three_b).tolist()}


def write(name, value):
    OUT.mkdir(exist_ok=True)
    (OUT / name).write_text(json.dumps(value, sort_keys=True) + "\n")


if __name__ == "__main__":
    write("sklearn.json", {"binary": binary_cases(), "multiclass": multiclass_cases(), "regression": regression_cases(),
                           "undefined": undefined_cases(), "lcg": lcg_thousand()})
    write("distributions.json", distributions())
