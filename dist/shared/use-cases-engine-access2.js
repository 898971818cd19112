import { t as accessEngine } from "./use-cases-engine-access.js";

export { accessEngine };