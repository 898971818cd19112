import { a as throughApi, i as refLogOf, n as apiClient, r as openRegistry, t as DEFAULT_LEDGER } from "./use-cases-open-registry.js";

export { openRegistry };