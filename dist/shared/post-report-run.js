import { t as run } from "./post-report-run2.js";

export { run };