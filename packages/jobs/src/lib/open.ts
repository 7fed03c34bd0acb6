/** Known fields, and any other field supported by a newer server. All are sent unchanged. */
export type Open<Fields> = Fields | (Fields & { readonly [field: string]: unknown })
