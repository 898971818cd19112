import { htmlText } from '../escape.ts';

/** Width of every plot in user units; the page scales it down where there is less room. */
export const WIDTH = 960;
const LABEL = 30;

/** A coordinate with at most two digits after the point. */
export function at(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A picture with a name and a description for readers who do not see it. */
export function picture(title: string, height: number, content: readonly string[]): string {
  const name = htmlText(title, 200);
  return `<svg viewBox="0 0 ${WIDTH} ${at(height)}" role="img" aria-label="${name}">${content.join('')}</svg>`;
}

/** A line of text; names of data are shortened. */
export function label(x: number, y: number, value: string, classes = '', max = LABEL): string {
  const attribute = classes === '' ? '' : ` class="${classes}"`;
  return `<text x="${at(x)}" y="${at(y)}"${attribute}>${htmlText(value, max)}</text>`;
}

export function stroke(x1: number, y1: number, x2: number, y2: number, classes: string): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" class="${classes}"/>`;
}

export function dot(x: number, y: number, classes: string): string {
  return `<circle cx="${at(x)}" cy="${at(y)}" r="5" class="${classes}"/>`;
}

/** Maps `[low, high]` to `[from, to]` and keeps to that range; a single value lies in the middle. */
export function scale(low: number, high: number, from: number, to: number): (value: number) => number {
  const range = high - low;
  return (value) => {
    const share = range === 0 ? 0.5 : (value - low) / range;
    return from + Math.min(1, Math.max(0, Number.isFinite(share) ? share : 0.5)) * (to - from);
  };
}
