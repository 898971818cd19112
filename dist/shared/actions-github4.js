import { a as Context, r as getOctokitOptions, t as GitHub } from "./actions-github.js";

// node_modules/@actions/github/lib/github.js
const context = new Context();
function getOctokit(token, options, ...additionalPlugins) {
	return new (GitHub.plugin(...additionalPlugins))(getOctokitOptions(token, options));
}

export { getOctokit as n, context as t };