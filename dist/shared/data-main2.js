import { a as mergeProfiles, i as profileDataset, n as validateData, o as diffProfiles, r as readProfileFile, s as duckdbMeasurementEngine, t as summaryOfData } from "./data-main.js";

export { duckdbMeasurementEngine, summaryOfData, validateData };