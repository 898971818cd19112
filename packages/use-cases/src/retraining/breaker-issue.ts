import { codeMarkdown } from '@model-delivery/report';
import type { Decision, RetrainingEvidence, RetrainingState } from '@model-delivery/retraining';

/** Runs that the issue lists. */
const LISTED = 20;

/** First line of the issue's body: how it is found again. */
export const issueMarker = (model: string): string => `<!-- model-delivery:retraining:v1 key=${model} -->`;

/** Title and body of the breaker's issue. The same runs give the same text, so that nothing is written when nothing changed. */
export function breakerIssue(evidence: RetrainingEvidence, decision: Decision, state: RetrainingState) {
  const { useless } = decision.breaker;
  const runs = state.dispatches.filter((each) => each.status === 'dispatched').slice(-Math.min(useless, LISTED));
  const marker = issueMarker(evidence.model);
  const brought = `${useless} ${useless === 1 ? 'run' : 'runs'} brought no better model`;
  const champion = evidence.champion === null ? 'none' : `\`${evidence.champion.version}\``;
  const lines = runs.map((run) => {
    const name = run.run_id === null ? 'a run' : `run ${run.run_id}`;
    return `- ${run.time.slice(0, 16).replace('T', ' ')} UTC: ${run.run_url === null ? name : `[${name}](${run.run_url})`}, ${codeMarkdown(run.reason, 300)}`;
  });
  const body = `${marker}
Retraining of \`${evidence.model}\` is stopped: ${brought}. None of them was promoted to champion. Nothing more is dispatched until somebody has looked.

${lines.join('\n')}

Champion: ${champion}${evidence.champion === null ? '' : `, since ${evidence.champion.since.slice(0, 10)}`}.

**What to do.** Look at why the runs above brought no new champion: did training fail, did the gate refuse the model, was the canary rolled back? More of the same data rarely helps a model that the world has left behind; new features, new labels or another bound may.

Retraining goes on when a new champion is promoted, or when this issue is closed: the runs above are then forgiven.
`;
  return { marker, title: `Retraining of ${evidence.model} is stopped: ${brought}`, body };
}
