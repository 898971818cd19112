import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/root.ts';
import { chromium } from './tools.ts';

const PAGE = join(root, 'demo-output/index.html');
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--hide-scrollbars',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: string;
let profile: string;

beforeAll(() => {
  browser = chromium();
  profile = mkdtempSync(join(tmpdir(), 'model-delivery-browser-'));
  execFileSync(process.execPath, [join(root, 'scripts/demo.ts')], { cwd: root, stdio: 'ignore' });
});

afterAll(() => rmSync(profile, { recursive: true, force: true }));

function browse(...args: string[]): string {
  return execFileSync(browser, [...FLAGS, `--user-data-dir=${profile}`, ...args, pathToFileURL(PAGE).href], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 64 << 20,
  });
}

describe('demo-output/index.html in a real browser', () => {
  it('shows every pull request with its comment', () => {
    const dom = browse('--dump-dom');
    for (const id of ['better-model', 'broken-data', 'worse-model']) expect(dom).toContain(`id="${id}"`);
    expect(dom.match(/class="comment"/g)).toHaveLength(3);
    // Markdown that was not rendered, or a placeholder that was never filled in, would stand there as text.
    expect(dom).not.toMatch(/undefined|\[object Object\]|\| --- \|/);
  });

  it('paints: the screenshot is a picture and not a blank page', () => {
    const picture = join(profile, 'page.png');
    browse('--window-size=1100,2400', `--screenshot=${picture}`);
    expect(existsSync(picture)).toBe(true);
    expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
    expect(statSync(picture).size).toBeGreaterThan(100_000);
  });
});
