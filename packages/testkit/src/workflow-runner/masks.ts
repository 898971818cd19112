/** Values hidden in logs, annotations and summaries, with the encodings the runner hides as well. */
export class Masks {
  readonly #values = new Set<string>();

  /** Adds a secret; each line of a multi-line one counts. Empty text is ignored, as in the runner. */
  add(secret: string): void {
    for (const value of [secret, ...secret.split(/\r?\n/)]) {
      if (value.trim() === '') continue;
      this.#values.add(value);
      this.#values.add(JSON.stringify(value).slice(1, -1));
      this.#values.add(encodeURIComponent(value));
      this.#values.add(Buffer.from(value).toString('base64'));
    }
  }

  apply(text: string): string {
    let masked = text;
    // Longest first: a secret that contains another one must not leave its tail visible.
    for (const value of [...this.#values].sort((a, b) => b.length - a.length)) masked = masked.replaceAll(value, '***');
    return masked;
  }

  /** Whether the text holds a hidden value; such job outputs are not handed on. */
  occursIn(text: string): boolean {
    return [...this.#values].some((value) => text.includes(value));
  }
}
