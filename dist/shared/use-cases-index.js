import { r as openRegistry } from "./use-cases-open-registry.js";
import { i as verifyReference, n as pullReference, r as showReference, t as historyOf } from "./use-cases-queries.js";
import { n as parseParameterInput, r as parseParameters, t as registerStage } from "./use-cases-register-stage.js";
import { n as loadVersionProof, t as registryChampionSource } from "./use-cases-champion-source.js";
import { n as projectAliases, r as tagFindings } from "./use-cases-tag-projection.js";
import { t as moveAlias } from "./use-cases-move-alias.js";
import { i as moveStage } from "./cli-needed.js";
import "./use-cases-index2.js";

export { loadVersionProof };