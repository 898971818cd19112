// package.json
var version = "0.1.0";

// packages/use-cases/src/version.ts
const TOOL = {
	name: "model-delivery",
	version
};

export { TOOL as t };