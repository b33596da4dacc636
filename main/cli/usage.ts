/** What the command line and the small policy's processes that it started have used. */
import { usedByPolicies } from './small-policy-child.ts'

const MIB = 1024

/** CPU seconds of all; the largest memory of the two that are at work at a time, in MiB. */
export function usage(): { cpuSeconds: number; policyCpuSeconds: number; peakRssMiB: number } {
  const own = process.resourceUsage()
  const policies = usedByPolicies()
  const cpu = (own.userCPUTime + own.systemCPUTime) / 1e6
  const round = (value: number): number => Math.round(value * 10) / 10
  return {
    cpuSeconds: round(cpu + policies.cpuSeconds),
    policyCpuSeconds: round(policies.cpuSeconds),
    peakRssMiB: Math.round((own.maxRSS + policies.peakRssKiB) / MIB),
  }
}
