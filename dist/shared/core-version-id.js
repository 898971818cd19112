import { n as canonicalJson } from "./core-canonical-json.js";
import { r as sha256Hex } from "./core-digest.js";
import { i as EvidenceError } from "./core-errors.js";

// packages/core/src/version-id.ts
function modelIdentity(files) {
	if (files.length === 0) throw new EvidenceError({
		code: "MODEL_EMPTY",
		message: "The model has no files, so it has no identity.",
		hint: "Point `--model` (input `model`) at the file or directory that training wrote."
	});
	const sorted = [...files].sort((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
	const config = canonicalJson({
		config: {},
		descriptor: {},
		modelfs: {
			type: "layers",
			diffIds: sorted.map((file) => `sha256:${file.sha256}`)
		}
	});
	const manifest = canonicalJson({
		schemaVersion: 2,
		mediaType: "application/vnd.oci.image.manifest.v1+json",
		artifactType: "application/vnd.cncf.model.manifest.v1+json",
		config: {
			mediaType: "application/vnd.cncf.model.config.v1+json",
			digest: `sha256:${sha256Hex(config)}`,
			size: Buffer.byteLength(config)
		},
		layers: sorted.map((file) => ({
			mediaType: "application/vnd.cncf.model.weight.v1.raw",
			digest: `sha256:${file.sha256}`,
			size: file.size,
			annotations: { "org.cncf.model.filepath": file.path }
		}))
	});
	return {
		version: `sha256:${sha256Hex(manifest)}`,
		manifest,
		config,
		files: sorted
	};
}

export { modelIdentity as t };