/** Pure statistics: plain functions on numbers and typed arrays. No I/O, no clock, no hidden randomness. */
export { type AucEstimate, aucEstimate, LOGIT_ABOVE } from './auc.ts';
export { binomialCdf, binomialSf } from './binomial.ts';
export { MAX_DROPPED_SHARE, replicatesNeeded } from './bootstrap-summary.ts';
export { AbsoluteRate } from './canary/absolute-rate.ts';
export { ExactRateRatio, type ExactRateRatioState } from './canary/exact-rate-ratio.ts';
export { GRID_POINTS } from './canary/half-normal-grid.ts';
export { RobustMean } from './canary/robust-mean.ts';
export { RobustRateRatio } from './canary/robust-rate-ratio.ts';
export { ROBUST_WINDOWS, type SelfNormalisedState } from './canary/self-normalised.ts';
export type { ArmCounts, ArmMean, WindowCounts, WindowMeans } from './canary/window-counts.ts';
export {
  chiSquaredCdf,
  chiSquaredSf,
  noncentralChiSquaredCdf,
  noncentralChiSquaredSf,
  noncentralityInterval,
} from './chi-squared.ts';
export {
  accuracy,
  type BinaryCounts,
  balancedAccuracy,
  type ConfusionMatrix,
  f1,
  matthewsCorrelation,
  precision,
  recall,
} from './confusion.ts';
export { countBelow, countNotAbove, type DelongResult, delong } from './delong.ts';
export {
  type ContrastEstimate,
  type InconclusiveReason,
  inconclusiveEstimate,
  type LinearContrast,
  oneSidedNormalQuantile,
  standardErrorOfInterval,
} from './estimate.ts';
export { ExactSum, exactMean, exactSum, weightedMean } from './exact-sum.ts';
export { holmAdjust } from './holm.ts';
export { type HullEstimate, type HullInput, hullEstimate, hullGammaShape } from './hull.ts';
export {
  binaryBrierLosses,
  binaryLogLosses,
  CLIP_EPSILON,
  multiclassBrierLosses,
  multiclassLogLosses,
  type ScoreType,
} from './losses.ts';
export {
  clusteredStandardError,
  contrastRows,
  type MeanContrastInput,
  type MeanEstimate,
  MIN_CLUSTERS,
  meanEstimate,
  rowMeanEstimate,
  standardErrorOfMean,
} from './mean.ts';
export { normalCdf, normalDensity, normalQuantile } from './normal.ts';
export {
  type OrderRanks,
  type QuantileEstimate,
  quantileEstimate,
  quantileRanks,
  rowsForUpperBound,
} from './order-statistic.ts';
export {
  type BootstrapEstimate,
  type PoissonBootstrapInput,
  type PoissonReplicatesInput,
  poissonBootstrap,
  poissonReplicates,
  type QuantileReplicates,
  quantileComparison,
  quantileReplicates,
  replicateEstimate,
} from './poisson-bootstrap.ts';
export { minimumDetectableEffect, POWER, powerFactor, rowsNeeded } from './power.ts';
export {
  clopperPearsonInterval,
  clopperPearsonPBelow,
  type Interval,
  type ProportionCheck,
  type ProportionCounts,
  type ProportionEstimate,
  proportionEstimate,
  wilsonInterval,
  wilsonPBelow,
} from './proportion.ts';
export { type PsiEstimate, psiEstimate, psiInterval, psiValue, psiVerdict } from './psi.ts';
export {
  type BinCounts,
  categoryBins,
  compareCodePoints,
  countIntoBins,
  decileEdges,
  decilePositions,
  MIN_EXPECTED,
  mergeCategoryBins,
  mergeOrderedBins,
  TOP_CATEGORIES,
} from './psi-bins.ts';
export { multisetQuantile, quantileOfSorted } from './quantile.ts';
export {
  createRandom,
  drawGamma,
  drawNormal,
  drawPoisson,
  fillPoissonOne,
  GENERATOR,
  type RandomStream,
} from './random.ts';
export {
  averagePrecision,
  type Ranking,
  rankScores,
  rocAuc,
  weightedAveragePrecision,
  weightedRocAuc,
} from './ranking.ts';
export { absoluteErrors, predictionErrors, r2, squaredErrors } from './regression.ts';
export { rmseEstimate, rootMeanSquare } from './rmse.ts';
export { logGamma, poissonDensity } from './saddle-point.ts';
export { studentTCdf, studentTQuantile } from './student-t.ts';
export {
  type DiscordantPairs,
  type TangoEstimate,
  tangoEstimate,
  tangoInterval,
  tangoPBelow,
  tangoStatistic,
} from './tango.ts';
