import { n as getOctokit, t as context } from "./actions-github4.js";

export { context };