/** Headers whose value is a credential or identifies a person. */
const secretHeaders = new Set(['cookie', 'set-cookie', 'proxy-authorization', 'x-api-key', 'x-mira-control-token'])

/** API keys, client secrets, webhook secrets and signatures of links, wherever they occur. */
const secrets = /\b(sk-(?:mira-)?|ek_|whsec_|signature=)[A-Za-z0-9_+/=-]{16,}/g

/** Masks the secrets of a text: `sk-mira-***`. */
export function maskSecrets(text: string): string {
  return text.replace(secrets, '$1***')
}

/** Masks the secrets of headers with lowercase names. */
export function maskHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => {
      if (secretHeaders.has(name)) return [name, '***']
      // The scheme shows how the client authenticates.
      if (name === 'authorization') return [name, value.replace(/^(\S+)\s.*$|^.*$/s, '$1 ***').trim()]
      return [name, maskSecrets(value)]
    }),
  )
}
