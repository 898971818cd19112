/** What .NET's TrimStart removes: a command may stand behind any of it. JavaScript's \s lacks U+0085 and adds U+FEFF. */
const LEADING = '[\\s\\u0085]*';
const COMMAND = new RegExp(`^(${LEADING}):(?=:)`);

/**
 * Text for the log of a step. The runner takes a line that begins with `::` (behind blanks), and `##[` anywhere in a line,
 * for a command: text that comes from data must not set outputs, mask words or forge annotations.
 */
export function safeLogText(text: string): string {
  return text
    .replaceAll('\r', '')
    .split('\n')
    .map((line) => line.replace(COMMAND, '$1\u2236').replaceAll('##[', '#\u200b#['))
    .join('\n');
}
