import { c as asDeliveryError } from "./core-errors.js";

// packages/use-cases/src/doctor/diagnosis.ts
async function examine(id, look) {
	try {
		return {
			id,
			verdict: "pass",
			message: await look()
		};
	} catch (thrown) {
		const { message, hint } = asDeliveryError(thrown);
		return {
			id,
			verdict: "fail",
			message,
			hint
		};
	}
}

export { examine as t };