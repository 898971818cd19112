/**
 * Text for the log of a step. The runner takes lines that begin with `::` (and `##[` anywhere) for commands: text that comes
 * from data must not set outputs, mask words or forge annotations.
 */
export function safeLogText(text: string): string {
  return text
    .replaceAll('\r', '')
    .split('\n')
    .map((line) => line.replace(/^(\s*):(?=:)/, '$1\u2236').replaceAll('##[', '#\u200b#['))
    .join('\n');
}
