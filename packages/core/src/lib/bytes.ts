/**
 * Bytes in memory that is not shared: `Uint8Array<ArrayBuffer>` from TypeScript 5.7 on, and `Uint8Array` before it,
 * where the type takes no argument.
 */
export type Bytes = ReturnType<typeof Uint8Array.of>
