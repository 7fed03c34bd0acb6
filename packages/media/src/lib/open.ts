/** Known fields, plus any that a newer server supports; those are sent unchanged. */
export type Open<Fields> = Fields | (Fields & { readonly [field: string]: unknown })
