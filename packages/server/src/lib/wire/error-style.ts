/** Formats of error bodies by name. */
export const errorStyles = ['both', 'detail', 'detail_json', 'openai', 'text', 'empty', 'html'] as const

/**
 * Formats of error bodies: `both` is the documented `{detail}` with the `error` of `openai`, which most clients read;
 * `detail` is the documented one alone; `detail_json` contains JSON in its string, `openai` is
 * `{error: {message, type, param, code}}`, `text`, `empty` and `html` are sent by frameworks and proxies.
 *
 * @see docs/protocol.md#errors
 */
export type ErrorStyle = (typeof errorStyles)[number]
