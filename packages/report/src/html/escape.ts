import { visibleText } from '../visible-text.ts';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text for an element or a quoted attribute; one line of at most `max` code points, nothing invisible. */
export function htmlText(value: string, max = 4096): string {
  return visibleText(value, max).replace(/[&<>"']/g, (character) => ESCAPES[character]!);
}

/** Several lines of text for a `<pre>`. */
export function htmlLines(value: string): string {
  return value
    .split(/\r\n|[\n\r]/)
    .map((each) => htmlText(each, 20_000))
    .join('\n');
}
