import { a as usageError, r as textFlag } from "./cli-flags.js";

// packages/cli/src/needed.ts
function onlyWord(call, command, name) {
	const [word, ...more] = call.words;
	if (word !== void 0 && more.length === 0 && word !== "") return word;
	const found = word === void 0 ? "none" : `${call.words.length}`;
	throw usageError(`${command} takes one ${name}; found ${found}.`, `Run \`model-delivery ${command} --help\` for its use; \`model-delivery history\` shows versions and aliases.`);
}
function noWord(call, command, instead) {
	if (call.words.length > 0) throw usageError(`${command} takes no word; found ${call.words[0]}.`, `Write \`${instead}\`.`);
}
function neededFlag(call, flag, value) {
	const given = textFlag(call, flag)?.trim();
	if (given) return given;
	throw usageError(`--${flag} is required, and it was not given.`, `Add \`--${flag} ${value}\`.`);
}

export { noWord as n, onlyWord as r, neededFlag as t };