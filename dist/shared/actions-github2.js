import { i as getUserAgentWithOrchestrationId, n as defaults, r as getOctokitOptions, t as GitHub } from "./actions-github.js";

export { defaults };