import { f as duckdbMeasurementEngine, n as summaryOfData, r as readProfileFile, t as validateData } from "./data-main.js";
import { t as profileDataset } from "./data-profile-dataset.js";
import { n as diffProfiles, t as mergeProfiles } from "./cli-profile.js";

export { duckdbMeasurementEngine, summaryOfData, validateData };