/** One thread of the small policy: does a task at a time on the memory that all share. */
import { parentPort, workerData } from 'node:worker_threads'
import { Failure } from '#core/failure/failure.ts'
import { linkKernels } from './kernels.ts'
import { planMemory } from './memory-plan.ts'
import { Model } from './model.ts'
import { type Ask, perform, type Reply, type WorkerSetup } from './task.ts'

const port = parentPort
if (!port) throw new Error('the small policy’s worker runs as a worker thread only')

const { wasm, memory, config, workers, worker }: WorkerSetup = workerData
const model = new Model(await linkKernels(wasm, memory), planMemory(config, workers), memory, worker)

port.on('message', ({ id, task }: Ask) => {
  const mark = model.arena.mark()
  let reply: Reply
  try {
    reply = { id, ok: true, answer: perform(model, task) }
  } catch (error) {
    reply =
      error instanceof Failure
        ? { id, ok: false, code: error.code, values: error.values, message: error.detail }
        : { id, ok: false, values: {}, message: String(error instanceof Error ? error.stack : error) }
  }
  model.arena.release(mark)
  port.postMessage(reply)
})
