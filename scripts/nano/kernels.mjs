// Compiles the small policy's kernels (AssemblyScript) to resources/nano/kernels.wasm, or to the file that is named.
import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { main } from 'assemblyscript/asc'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Builds the kernels into `outFile`; the same source gives the same bytes. */
export async function buildKernels(outFile) {
  mkdirSync(dirname(outFile), { recursive: true })
  const { error, stderr } = await main([
    join(root, 'main/engine/inference/nano/kernels/index.ts'),
    ...['--outFile', outFile],
    // No allocator, no collector: the kernels only see addresses. Threads share one memory that is handed in.
    ...['--runtime', 'stub', '--importMemory', '--sharedMemory', '--maximumMemory', '32768'],
    ...['--enable', 'simd,relaxed-simd,threads', '-O3', '--noAssert'],
    // Kernels hand vectors to each other only; nothing exported does.
    ...['--disableWarning', '112'],
  ])
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outFile = process.argv[2] ?? join(root, 'resources/nano/kernels.wasm')
  await buildKernels(outFile)
  console.log(outFile)
}
