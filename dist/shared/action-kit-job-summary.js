import { appendFileSync } from "node:fs";

// packages/action-kit/src/job-summary.ts
/** The runner drops a summary above 1 MiB whole; we stay below. */
const MAX_BYTES = 1e6;
/** Appends Markdown to the job summary; outside a workflow it does nothing. */
function appendJobSummary(host, markdown) {
	const path = host.env.GITHUB_STEP_SUMMARY;
	if (!path) return;
	if (Buffer.byteLength(markdown) > MAX_BYTES) {
		host.log.warning(`The job summary was not written: it has more than ${MAX_BYTES} bytes. The artifact has the full report.`);
		return;
	}
	appendFileSync(path, `${markdown}\n`);
}

export { appendJobSummary as t };