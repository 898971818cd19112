import { DeliveryError, ExternalError, PermissionError } from '@model-delivery/core';

/** What the file system said while a layout was written or read, as an error that says what to do. */
export function layoutError(directory: string, doing: string, cause: Error): Error {
  const code = (cause as NodeJS.ErrnoException).code;
  if (cause instanceof DeliveryError || code === undefined || code === 'ABORT_ERR') return cause;
  const message = `${doing} in the model store ${directory}`;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new ExternalError({
      code: 'STORE_FULL',
      system: 'file system',
      message: `${message}: there is no space left (${code}). Nothing of the version is visible.`,
      hint: 'Free space there, or move the store with `registry.store.oci_layout` or MODEL_DELIVERY_STORE, and run it again.',
      cause,
    });
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new PermissionError({
      code: 'STORE_READ_ONLY',
      message: `${message}: it may not be written or read (${code}).`,
      hint: 'Give this user access to the folder, or name another one in `registry.store.oci_layout`.',
      cause,
    });
  }
  return new ExternalError({
    code: 'STORE_UNREACHABLE',
    system: 'file system',
    message: `${message}: the file system answered ${code}.`,
    hint: 'Check that `registry.store.oci_layout` names a folder and that its disk is mounted.',
    cause,
  });
}
