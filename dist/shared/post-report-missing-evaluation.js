import { u as modelOf } from "./report-documents.js";

// actions/post-report/src/missing-evaluation.ts
function sayWhatIsMissing(view, documents, config) {
	const own = (document) => (modelOf(document) ?? view.model) === view.model;
	if (!documents.filter(own).every((document) => document.schema === "data-report/1") || config.evaluation === void 0 || config.model !== view.model || view.verdict !== "pass") return view;
	const value = "The model was not evaluated: this run left no evaluation, so the verdict covers the data only. Look at the step that trains or judges the model.";
	return {
		...view,
		next: [...view.next, [{
			kind: "text",
			value
		}]]
	};
}

export { sayWhatIsMissing };