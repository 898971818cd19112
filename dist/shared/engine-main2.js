import { _ as checkExpression, v as parseExpression, y as openSources } from "./data-main.js";
import { n as acquireEngine, r as pinnedPackages } from "./use-cases-engine-access.js";
import { a as toCount, i as quoteLiteral, n as quoteIdentifier, o as loadDuckdb, r as quoteList, t as openEngine } from "./engine-main.js";
import { f as typedRelation, h as inspectSource, m as locateSource, p as combinedSha256 } from "./stats-holm.js";

export { openEngine };