/** An API key, or a function that returns one for each attempt (rotation, short-lived tokens). */
export type ApiKey = string | (() => string | Promise<string>)

/**
 * Validates an API key.
 *
 * @throws {TypeError} when the key is not a valid header value; the message does not include the key.
 */
export function checkApiKey(apiKey: string): void {
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw new TypeError('apiKey holds characters that no key has')
}
