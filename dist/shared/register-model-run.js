import { t as run } from "./register-model-run2.js";

export { run };