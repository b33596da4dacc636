/** Sentences by failure code, in one language; `{{name}}` is filled in from the failure's values. */
export type Words = Readonly<Record<string, { readonly message: string; readonly hint: string }>>
