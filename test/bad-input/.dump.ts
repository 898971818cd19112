import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const which = process.argv[2]!;
const filter = process.argv[3];
const mod = await import(`/work/main/test/bad-input/cases/${which}.ts`);
const root = mkdtempSync(join(tmpdir(), 'bad-input-'));
const { Scene } = await import('/work/main/test/support/scene.ts');
const scenes: any[] = [];
const ownScene = async () => {
  const s = await Scene.start();
  scenes.push(s);
  return s;
};
const world = { directory: () => mkdtempSync(join(root, 'case-')), scene: await ownScene(), ownScene };
for (const row of Object.values(mod).flat() as any[]) {
  if (filter && !row.name.includes(filter)) continue;
  try {
    const s = await row.run(world);
    const checks = ((s.document as any)?.checks ?? [])
      .filter((c: any) => c.verdict !== 'pass')
      .map((c: any) => `${c.id} ${c.verdict}: ${c.message}`);
    const e = row.expect;
    const all = [...s.errors, ...checks, s.visible].join('\n');
    const bad = [];
    if (s.exitCode !== e.exitCode) bad.push(`exit ${s.exitCode} wanted ${e.exitCode}`);
    if (
      e.code !== null &&
      !(e.code instanceof RegExp ? e.code.test(s.errors[0] ?? '') : s.errors[0]?.startsWith(e.code))
    )
      bad.push(`code ${s.errors[0]} wanted ${e.code}`);
    if (
      s.errors.length > 1 ||
      (e.code === null && s.errors.length && !e.document?.startsWith('fail') && e.exitCode !== 1)
    )
      bad.push('error unwanted');
    if (!e.message.test(all)) bad.push(`message ${e.message}`);
    if (e.fix && !e.fix.test([...s.errors.map((t: string) => t.split('\n').slice(1).join('\n')), ...checks].join('\n')))
      bad.push(`fix ${e.fix}`);
    if ((s.document?.verdict ?? null) !== e.document) bad.push(`doc ${s.document?.verdict}`);
    if (s.otherFiles.length) bad.push(`files ${s.otherFiles}`);
    for (const f of s.forbidden) if (s.visible.includes(f)) bad.push(`forbidden ${f}`);
    console.log(`${bad.length ? '✗' : '✓'} ${row.name.slice(0, 90)} (${Math.round(s.elapsedMs)} ms)`);
    console.log(`    ${[...s.errors, ...checks].join('\n').slice(0, 700).replaceAll('\n', '\n    ')}`);
    if (bad.length) console.log(`  !! ${bad.join(' | ').slice(0, 1500)}`);
  } catch (x) {
    console.log(`✗ ${row.name.slice(0, 90)} THREW ${String((x as Error).stack).slice(0, 1500)}`);
  }
}

for (const s of scenes) await s.end().catch((e: any) => console.log('SCENE', e.message));
