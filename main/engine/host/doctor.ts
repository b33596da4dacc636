/** Asks a host for its facts, by the kit's doctor. */
import { z } from 'zod'
import { Failure } from '#core/failure/failure.ts'
import { hostFactsSchema } from '#core/host/facts.ts'
import type { HostReport } from '#core/host/host-report.ts'
import { reportOf } from '#core/host/report-findings.ts'
import type { Host } from './host.ts'
import type { Kit } from './kit.ts'

/** Where packages and models come from, as the host would reach them. */
const REACH = [
  { name: 'PyPI', url: 'https://pypi.org/simple/uv/' },
  { name: 'PyTorch', url: 'https://download.pytorch.org/whl/cpu/' },
  { name: 'Hugging Face', url: 'https://huggingface.co/' },
  { name: 'ModelScope', url: 'https://modelscope.cn/' },
]
const CONFIG = {
  format: 1,
  disks: ['~', '~/.looptool', '/tmp', '/dev/shm'],
  /** What vLLM and Ray use unless told otherwise. */
  ports: [8000, 6379, 8265],
  reach: REACH,
}
const DOCTOR_MS = 180_000

const factsEvent = z.object({ type: z.literal('facts'), facts: hostFactsSchema })

/** @throws Failure `host.*`, `host.doctorFailed` */
export async function examine(host: Host, kit: Kit, now: () => Date): Promise<HostReport> {
  const asked = now().getTime()
  const ran = await kit.run(host, 'doctor.py', CONFIG, { timeoutMs: DOCTOR_MS })
  const answered = now()
  for (const line of ran.stdout.split('\n')) {
    const event = factsEvent.safeParse(readJson(line))
    // The clock was read somewhere between asking and the answer; the network takes longest, so near the start.
    if (event.success) return reportOf(event.data.facts, asked, answered.toISOString())
  }
  const detail = `${ran.stdout}\n${ran.stderr}`.trim().slice(-2000)
  if (ran.code === 127) throw new Failure('host.noPython', {}, detail)
  throw new Failure('host.doctorFailed', { code: ran.code }, detail)
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
