// packages/core/src/names.ts
const MODEL_NAME = /^[a-z0-9][a-z0-9._-]{0,62}$/;
const ALIAS_NAME = /^[a-z][a-z0-9-]{0,31}$/;
function isAlias(word) {
	return ALIAS_NAME.test(word) && !/^[0-9a-f]{8,}$/.test(word);
}
function editDistance(a, b) {
	let before = [];
	let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			row[j] = Math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
		}
		before = previous;
		previous = row;
	}
	return previous[b.length];
}
function nearestName(word, known) {
	return [...known].sort((a, b) => editDistance(word, a) - editDistance(word, b) || (a < b ? -1 : 1))[0];
}
function nearestNames(word, known, limit = 3) {
	const plain = (name) => name.toLowerCase().replaceAll(/[-_.\s]/g, "");
	const target = plain(word);
	return known.map((name) => ({
		name,
		distance: editDistance(target, plain(name)),
		related: related(target, plain(name))
	})).filter(({ distance, related }) => related || distance <= Math.max(1, Math.floor(target.length / 3))).sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1)).slice(0, limit).map(({ name }) => name);
}
function related(a, b) {
	return a.length >= 3 && b.includes(a) || b.length >= 3 && a.includes(b);
}

export { nearestNames as i, isAlias as n, nearestName as r, MODEL_NAME as t };