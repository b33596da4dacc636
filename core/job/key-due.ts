/** Whose key a job waits for: it is named in the pause's record, so that a typed key goes to no other address. */

const DUE = /^endpoint\.(?:auth|key): at (\S+): /

/** The technical text of a refused key. */
export const atAddress = (address: string, detail: string): string => `at ${address}: ${detail}`

/** The address that a pause's record names; undefined where it names none. */
export const keyAddress = (detail: string): string | undefined => DUE.exec(detail)?.[1]
