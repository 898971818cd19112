import { t as run } from "./deploy-canary-run.js";

export { run };