import { a as report, i as noDocuments, n as htmlOf, o as viewsOf, r as markdownOf, t as documentsExit } from "./use-cases-report-stage.js";

export { documentsExit, htmlOf, markdownOf, noDocuments, viewsOf };