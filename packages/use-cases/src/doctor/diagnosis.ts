import { asDeliveryError } from '@model-delivery/core';

/** One thing the doctor looked at. */
export interface Diagnosis {
  id: string;
  verdict: 'pass' | 'fail' | 'not_applicable';
  message: string;
  hint?: string | undefined;
}

/** Looks at one thing: what it says when it answers, and the error with its hint when it does not. */
export async function examine(id: string, look: () => Promise<string>): Promise<Diagnosis> {
  try {
    return { id, verdict: 'pass', message: await look() };
  } catch (thrown) {
    const { message, hint } = asDeliveryError(thrown);
    return { id, verdict: 'fail', message, hint };
  }
}
