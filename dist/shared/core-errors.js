// packages/core/src/redact.ts
const secrets = /* @__PURE__ */ new Set();
function registerSecret(value) {
	if (value === void 0 || value.length < 6) return;
	secrets.add(value);
	secrets.add(encodeURIComponent(value));
	secrets.add(Buffer.from(value).toString("base64"));
	for (const shift of [
		0,
		1,
		2
	]) {
		const encoded = base64Core(value, shift);
		secrets.add(encoded);
		secrets.add(encoded.replaceAll("+", "-").replaceAll("/", "_"));
	}
}
function base64Core(value, shift) {
	const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
	const wholeCharacters = Math.floor(bytes.length * 8 / 6);
	return bytes.toString("base64").slice(Math.ceil(shift * 8 / 6), wholeCharacters);
}
const CREDENTIALS_IN_URL = /([a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/@]{1,512}@/gi;
const TOKEN_SHAPES = /\b(?:gh[pousr]_[A-Za-z0-9]{16,255}|github_pat_[A-Za-z0-9_]{20,255}|npm_[A-Za-z0-9]{20,255}|AKIA[A-Z0-9]{16})\b/g;
const AUTHORIZATION = /\b(authorization\s*[:=]\s*(?:bearer|basic|token)\s+)[^\s"',;]{1,4096}/gi;
function redact(text) {
	let result = text;
	for (const secret of [...secrets].sort((a, b) => b.length - a.length)) result = result.replaceAll(secret, "***");
	return result.replace(CREDENTIALS_IN_URL, "$1***@").replace(TOKEN_SHAPES, "***").replace(AUTHORIZATION, "$1***");
}
function redactAll(value) {
	if (typeof value === "string") return redact(value);
	if (Array.isArray(value)) return value.map((member) => redactAll(member));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [redact(name), redactAll(member)]));
}

// packages/core/src/errors.ts
const EXIT = {
	pass: 0,
	fail: 1,
	config: 2,
	inconclusive: 3,
	evidence: 4,
	external: 5,
	bug: 70
};
var DeliveryError = class extends Error {
	code;
	hint;
	constructor(fields) {
		super(redact(fields.message), fields.cause === void 0 ? void 0 : { cause: fields.cause });
		this.name = new.target.name;
		this.code = fields.code;
		this.hint = fields.hint === void 0 ? void 0 : redact(fields.hint);
	}
};
var ConfigError = class extends DeliveryError {
	exitCode = EXIT.config;
	location;
	constructor(fields) {
		super(fields);
		this.location = fields.location;
	}
};
var EvidenceError = class extends DeliveryError {
	exitCode = EXIT.evidence;
};
var PermissionError = class extends DeliveryError {
	exitCode = EXIT.external;
};
var ExternalError = class extends DeliveryError {
	exitCode = EXIT.external;
	system;
	retryable;
	attempts;
	constructor(fields) {
		super(fields);
		this.system = fields.system;
		this.retryable = fields.retryable ?? false;
		this.attempts = fields.attempts ?? 1;
	}
};
var InternalError = class extends DeliveryError {
	exitCode = EXIT.bug;
};
function asDeliveryError(thrown) {
	if (thrown instanceof DeliveryError) return thrown;
	const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
	return new InternalError({
		code: "INTERNAL",
		message: `model-delivery hit a bug of its own: ${detail}`,
		hint: "Please report it with the command you ran and the stack trace (rerun with MODEL_DELIVERY_DEBUG=1).",
		cause: thrown
	});
}

export { ExternalError as a, asDeliveryError as c, registerSecret as d, EvidenceError as i, redact as l, DeliveryError as n, InternalError as o, EXIT as r, PermissionError as s, ConfigError as t, redactAll as u };