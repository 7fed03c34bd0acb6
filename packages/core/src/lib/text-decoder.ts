/** Shared decoder for complete texts or characters; not for streaming. Keeps byte order marks. */
export const textDecoder: { decode(bytes: Uint8Array): string } = /* @__PURE__ */ new TextDecoder('utf-8', {
  ignoreBOM: true,
})
