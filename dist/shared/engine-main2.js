import { a as combinedSha256, c as openEngine, d as quoteLiteral, f as toCount, h as pinnedPackages, i as openSources, l as quoteIdentifier, m as acquireEngine, n as parseExpression, o as locateSource, p as loadDuckdb, r as typedRelation, s as inspectSource, t as checkExpression, u as quoteList } from "./engine-main.js";

export { openEngine };