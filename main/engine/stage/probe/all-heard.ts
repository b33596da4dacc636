/** Waits for all, then throws what the first that failed threw: no request is left behind unheard. */
export async function allHeard<T>(asked: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(asked)
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason
    return one.value
  })
}
