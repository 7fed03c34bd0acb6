/** Creates an id for a tool call that the server sent without one, or with one that is already in use. */
export function newCallId(): string {
  // Not a UUID: web pages without TLS have no `randomUUID`.
  return `call_${[...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join('')}`
}
