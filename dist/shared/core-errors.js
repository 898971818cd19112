// packages/core/src/redact.ts
/** Secrets that must never reach a message, document or log. The rim registers them; the error classes apply them. */
const secrets = /* @__PURE__ */ new Set();
/** Registers a secret value. Values shorter than 6 characters are ignored: masking them would destroy ordinary text. */
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
/**
* The characters that the value always has in Base64 when `shift` bytes (modulo 3) stand before it, such as `user:` of a
* basic authorization: those at the ends also depend on the neighbours.
*/
function base64Core(value, shift) {
	const bytes = Buffer.concat([Buffer.alloc(shift), Buffer.from(value)]);
	const wholeCharacters = Math.floor(bytes.length * 8 / 6);
	return bytes.toString("base64").slice(Math.ceil(shift * 8 / 6), wholeCharacters);
}
const CREDENTIALS_IN_URL = /([a-z][a-z0-9+.-]{1,30}:\/\/)[^\s/@]{1,512}@/gi;
const TOKEN_SHAPES = /\b(?:gh[pousr]_[A-Za-z0-9]{16,255}|github_pat_[A-Za-z0-9_]{20,255}|npm_[A-Za-z0-9]{20,255}|AKIA[A-Z0-9]{16})\b/g;
const AUTHORIZATION = /\b(authorization\s*[:=]\s*(?:bearer|basic|token)\s+)[^\s"',;]{1,4096}/gi;
/** Replaces registered secrets, credentials in URLs and well-known token shapes by `***`. Linear in the text's length. */
function redact(text) {
	let result = text;
	for (const secret of [...secrets].sort((a, b) => b.length - a.length)) result = result.replaceAll(secret, "***");
	return result.replace(CREDENTIALS_IN_URL, "$1***@").replace(TOKEN_SHAPES, "***").replace(AUTHORIZATION, "$1***");
}
/** The same for every text of a JSON value, names of members included. */
function redactAll(value) {
	if (typeof value === "string") return redact(value);
	if (Array.isArray(value)) return value.map((member) => redactAll(member));
	if (typeof value !== "object" || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [redact(name), redactAll(member)]));
}

// packages/core/src/errors.ts
/** Exit codes of the CLI; an action fails its step exactly where the CLI would exit non-zero. */
const EXIT = {
	pass: 0,
	fail: 1,
	config: 2,
	inconclusive: 3,
	evidence: 4,
	external: 5,
	bug: 70
};
/** Base of every error we throw on purpose. Secrets are removed in the constructor, so no renderer can leak them. */
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
/** The user can fix it: configuration, flags, inputs. Exit 2. */
var ConfigError = class extends DeliveryError {
	exitCode = EXIT.config;
	/** Where in the configuration, when known (1-based). */
	location;
	constructor(fields) {
		super(fields);
		this.location = fields.location;
	}
};
/** Missing, empty or unusable data, metrics or champion. Exit 4. */
var EvidenceError = class extends DeliveryError {
	exitCode = EXIT.evidence;
};
/** A token lacks a permission. The hint prints the `permissions:` block to add. Exit 5. */
var PermissionError = class extends DeliveryError {
	exitCode = EXIT.external;
};
/** Another system failed after retries. Exit 5. */
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
/** A bug of ours. Exit 70. */
var InternalError = class extends DeliveryError {
	exitCode = EXIT.bug;
};
/** Turns anything thrown into one of our errors: what we did not throw on purpose is a bug of ours (exit 70). */
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