// Node has WebAssembly's interface, Node's types only name its modules; the rest is in the DOM's, which engine code
// must not see.
declare namespace WebAssembly {
  class Memory {
    constructor(size: { initial: number; maximum?: number; shared?: boolean })
    readonly buffer: SharedArrayBuffer
  }
  function compile(bytes: Uint8Array): Promise<Module>
  function instantiate(
    module: Module,
    imports: Record<string, Record<string, Memory>>,
  ): Promise<{ readonly exports: object }>
}
