import { EvidenceError } from '@model-delivery/core';

const LFS = 'version https://git-lfs.github.com/spec/v1';

/**
 * Recognises files that stand for data which is not here.
 * @param head the first bytes of the file, at least 1 KB where it has them
 * @throws EvidenceError for a Git LFS or DVC pointer.
 */
export function refusePointerFile(path: string, head: Buffer, bytes: number): void {
  const text = head.subarray(0, 1024).toString('latin1');
  if (bytes < 1024 && text.startsWith(LFS)) {
    const size = /^size (\d+)$/m.exec(text)?.[1];
    throw new EvidenceError({
      code: 'DATA_LFS_POINTER',
      message: `Reading ${path}: found a Git LFS pointer (${bytes} bytes${size === undefined ? '' : `, standing for ${size} bytes`}), expected the data itself.`,
      hint: 'Set `lfs: true` on the actions/checkout step (locally: `git lfs pull`).',
    });
  }
  const isDvc =
    path.endsWith('.dvc') || (bytes < 4096 && /^outs:\s*\n\s*-\s+(?:md5|etag|checksum|hash|size|path):/m.test(text));
  if (!isDvc) return;
  throw new EvidenceError({
    code: 'DATA_DVC_POINTER',
    message: `Reading ${path}: found a DVC pointer, expected the data itself.`,
    hint: `Run \`dvc pull\` before this step, and name the data file as source${path.endsWith('.dvc') ? ` (${path.slice(0, -4)})` : ''}.`,
  });
}
