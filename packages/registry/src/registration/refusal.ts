/** A registration or move that the policy does not allow: a result, not an error of anybody's. */
export interface Refusal {
  verdict: 'fail' | 'inconclusive';
  code: string;
  message: string;
  hint: string;
}
