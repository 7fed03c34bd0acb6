/** Removes the byte order mark at the start of a text. */
export const withoutBom = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)

/** Shared decoder for complete texts or characters; not for streaming. Keeps byte order marks. */
export const textDecoder: { decode(bytes: Uint8Array): string } = /* @__PURE__ */ new TextDecoder('utf-8', {
  ignoreBOM: true,
})
