import { _ as parseExpression, g as checkExpression, v as openSources } from "./data-main.js";
import { i as inspectSource, n as combinedSha256, r as locateSource, t as typedRelation } from "./engine-typed-relation.js";
import { n as acquireEngine, r as pinnedPackages } from "./use-cases-engine-access.js";
import { a as toCount, i as quoteLiteral, n as quoteIdentifier, o as loadDuckdb, r as quoteList, t as openEngine } from "./engine-main.js";

export { openEngine };