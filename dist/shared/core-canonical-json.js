import { o as InternalError } from "./core-errors.js";

// packages/core/src/canonical-json.ts
const SIGNIFICANT_DIGITS = 12;
function canonicalNumber(value) {
	if (!Number.isFinite(value)) throw new InternalError({
		code: "NOT_A_NUMBER_IN_DOCUMENT",
		message: `A document was about to carry ${value}, which JSON cannot express.`
	});
	const rounded = Number.isInteger(value) ? value : Number(value.toPrecision(12));
	return rounded === 0 ? 0 : rounded;
}
function exactCount(value) {
	const count = Number(value);
	if (!Number.isSafeInteger(count)) throw new InternalError({
		code: "COUNT_TOO_LARGE",
		message: `The count ${value} is beyond 2^53 and not exact.`
	});
	return count;
}
function canonicalJson(value) {
	if (value === null) return "null";
	switch (typeof value) {
		case "boolean": return String(value);
		case "number": return JSON.stringify(canonicalNumber(value));
		case "bigint": return String(exactCount(value));
		case "string": return JSON.stringify(value);
		case "object": return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value);
		default: throw new InternalError({
			code: "NOT_JSON",
			message: `A ${typeof value} cannot stand in a document.`
		});
	}
}
function canonicalArray(values) {
	return `[${values.map((value) => canonicalJson(value === void 0 ? null : value)).join(",")}]`;
}
function canonicalObject(object) {
	return `{${Object.keys(object).filter((key) => object[key] !== void 0).sort().map((key) => `${JSON.stringify(key)}:${canonicalJson(object[key])}`).join(",")}}`;
}
function canonicalFile(value) {
	return `${canonicalJson(value)}\n`;
}

export { canonicalJson as n, canonicalFile as t };