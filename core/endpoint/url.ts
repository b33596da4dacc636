/** Where an endpoint's calls go. */
export interface EndpointPaths {
  /** Scheme, host and port. */
  readonly origin: string
  readonly chat: string
  readonly models: string
}

/**
 * Reads what a user typed as a base URL: a host alone gets `/v1`, a path is kept as it is (so `/v1` is never
 * doubled), a whole chat address is cut back, a query stays. Without a scheme it is http.
 * @returns a reason instead, when it cannot be an endpoint
 */
export function endpointPaths(typed: string): EndpointPaths | { readonly problem: string } {
  const text = typed.trim()
  let url: URL
  try {
    url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`)
  } catch {
    return { problem: 'this is not a web address' }
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { problem: 'only http and https addresses can be used' }
  if (url.username !== '' || url.password !== '')
    return { problem: 'the address holds a user name or password; put the key into its own field' }
  const typedPath = url.pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')
  const base = typedPath === '' ? '/v1' : typedPath
  return {
    origin: url.origin,
    chat: `${base}/chat/completions${url.search}`,
    models: `${base}/models${url.search}`,
  }
}
