import { n as Context } from "./actions-github.js";

// node_modules/@actions/github/lib/github.js
const context = new Context();

export { context };