import { t as run } from "./trigger-retraining-run2.js";

export { run };