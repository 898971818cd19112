import { t as run } from "./validate-data-run2.js";

export { run };