/**
 * The last few things that were read of a project, by a key that says all they depend on. Asked twice at once, they
 * are read once.
 */
export class Recent<T> {
  private readonly known = new WeakMap<object, Map<string, Promise<T>>>()
  private readonly most: number

  constructor(most: number) {
    this.most = most
  }

  /** @param owner whose things these are: they go with it */
  get(owner: object, key: string, read: () => Promise<T>): Promise<T> {
    const mine = this.known.get(owner) ?? new Map<string, Promise<T>>()
    this.known.set(owner, mine)
    const found = mine.get(key) ?? read()
    mine.delete(key)
    mine.set(key, found)
    found.catch(() => mine.delete(key))
    for (const oldest of mine.keys()) if (mine.size > this.most) mine.delete(oldest)
    return found
  }
}
