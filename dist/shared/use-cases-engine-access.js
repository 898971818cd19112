import { t as accessEngine } from "./use-cases-engine-access2.js";

export { accessEngine };