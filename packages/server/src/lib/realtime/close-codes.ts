/** Close codes of RFC 6455 §7.4, and of 4000 and above as interpreted by clients of this API. */
export const closeCode = {
  normal: 1000,
  goingAway: 1001,
  unsupportedData: 1003,
  invalidPayload: 1007,
  policyViolation: 1008,
  internalError: 1011,
  keyRevoked: 4401,
  balanceUsedUp: 4402,
  sessionExpired: 4408,
  tooManyRequests: 4429,
} as const

/** One of the {@link closeCode} values. */
export type CloseCode = (typeof closeCode)[keyof typeof closeCode]
