/** An API key, or a function that gives one for each attempt (rotation, short-lived tokens). */
export type ApiKey = string | (() => string | Promise<string>)

/** @throws {TypeError} for a key that cannot stand in a header; the message does not repeat it. */
export function checkApiKey(apiKey: string): void {
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw new TypeError('apiKey holds characters that no key has')
}
