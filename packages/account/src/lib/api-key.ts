/** An API key as listed by the account, never with its secret. Times are RFC 3339. */
export interface ApiKey {
  /** Id of the record, for `apiKeys.revoke`. */
  id: string
  name: string
  /** First 16 characters of the key. */
  key_prefix: string
  is_active?: boolean | undefined
  total_requests?: number | undefined
  total_tokens?: number | undefined
  last_used_at?: string | null | undefined
  created_at?: string | undefined
  readonly [field: string]: unknown
}
