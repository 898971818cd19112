import { b as _isoDateTime, d as number, i as array, m as string, n as ZodISODateTime, p as strictObject, r as _enum, t as ZodISODate, x as config, y as _isoDate } from "./zod.js";
import { r as SEVERITIES } from "./core-verdict.js";

// node_modules/zod/v4/classic/iso.js
function datetime(params) {
	return _isoDateTime(ZodISODateTime, params);
}
function date(params) {
	return _isoDate(ZodISODate, params);
}

// packages/core/src/config/words.ts
config({ jitless: true });
const nonEmpty = string().min(1).max(4096);
const finite = number();
const share = number().min(0).max(1);
const wholeNumber = number().int().nonnegative();
const severity = _enum(SEVERITIES);
const onInconclusive = _enum(["warn", "block"]);
const isoDate = date();
const duration = string().regex(/^\d+(?:\.\d+)?(?:ms|s|m|h|d)$/, "expected a duration such as 60s, 30m, 6h or 7d");
const windows = string().regex(/^[1-9]\d* of [1-9]\d*$/, "expected \"k of m\", such as \"2 of 3\"");
const commandLine = array(string()).min(1);
const tolerance = strictObject({
	max_count: wholeNumber.optional(),
	max_share: share.optional()
}).refine((value) => value.max_count === void 0 !== (value.max_share === void 0), { message: "expected exactly one of max_count and max_share" });

export { nonEmpty as a, share as c, windows as d, datetime as f, isoDate as i, tolerance as l, duration as n, onInconclusive as o, finite as r, severity as s, commandLine as t, wholeNumber as u };