import { t as registryChampionSource } from "./use-cases-champion-source.js";

export { registryChampionSource };