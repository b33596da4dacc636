/** Ends a `run` when its job is to stand still; never an outcome of the item. */
export class Halt extends Error {}
