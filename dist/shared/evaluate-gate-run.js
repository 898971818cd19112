import { t as run } from "./evaluate-gate-run2.js";

export { run };