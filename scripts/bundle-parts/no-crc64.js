// Storage checks its own CRC64 only where a caller asks for it; the artifact client checks SHA-256 of the whole archive instead.
export default function NativeCRC64() {
  throw new Error('CRC64 of storage requests is not part of the bundle');
}
