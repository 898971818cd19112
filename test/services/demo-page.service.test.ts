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
  // `.ci/run` has just had the end-to-end tests play it.
  if (process.env.DEMO_PLAYED === undefined)
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
    const acts = ['first-model', 'broken-data', 'worse-model', 'better-model', 'bad-in-serving', 'drift-retrain'];
    for (const id of acts) expect(dom).toContain(`id="${id}"`);
    // Four of the acts are pull requests.
    expect(dom.match(/class="comment"/g)).toHaveLength(4);
    // Markdown that was not rendered, or a placeholder that was never filled in, would stand there as text.
    expect(dom).not.toMatch(/undefined|\[object Object\]|\| --- \|/);
  });

  it('tells who served when, and draws each canary', () => {
    const dom = browse('--dump-dom');
    const told = (kind: string) => dom.match(new RegExp(`<li class="${kind}">`, 'g')) ?? [];
    // Four registrations, three champions, one canary that was taken back.
    expect([told('noted').length, told('serves').length, told('refused').length]).toEqual([4, 3, 1]);
    expect(dom).toMatch(/becomes the first champion/);
    expect(dom).toMatch(/is taken back from its canary; [0-9a-f]{8} keeps serving/);
    expect(dom.match(/aria-label="which version was champion when/g)).toHaveLength(1);
    expect(dom.match(/aria-label="share of traffic of the candidate/g)).toHaveLength(4);
  });

  it('paints: the screenshot is a picture and not a blank page', () => {
    const picture = join(profile, 'page.png');
    browse('--window-size=1100,2400', `--screenshot=${picture}`);
    expect(existsSync(picture)).toBe(true);
    expect(readFileSync(picture).subarray(1, 4).toString()).toBe('PNG');
    expect(statSync(picture).size).toBeGreaterThan(100_000);
  });
});
