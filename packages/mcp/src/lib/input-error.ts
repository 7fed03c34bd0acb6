/** An argument that a tool refuses. The message is written for the caller of the tool. */
export class InputError extends Error {
  override readonly name: string = 'InputError'
}
