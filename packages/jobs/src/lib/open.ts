/** The known fields, and any that a newer server understands; they are sent as given. */
export type Open<Fields> = Fields | (Fields & { readonly [field: string]: unknown })
