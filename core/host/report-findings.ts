/** A host's facts turned into findings: green where training can go on, amber with a limit, red where it cannot. */
import type { DiskFacts, GpuFacts, HostFacts, ReachFacts } from './facts.ts'
import type { HostReport, Light, ReportFinding, ReportSubject } from './host-report.ts'
import { pathWord, quoteWord } from './quote.ts'

type Values = ReportFinding['values']

const WEIGHTS = { green: 'note', amber: 'warn', red: 'fail' } as const

const says = (
  subject: ReportSubject,
  light: Light,
  code: string,
  values: Values = {},
  { fix, detail = '' }: { readonly fix?: string; readonly detail?: string } = {},
): ReportFinding => ({
  subject,
  light,
  weight: WEIGHTS[light],
  code: `doctor.${code}`,
  values,
  detail,
  ...(fix === undefined ? {} : { fix: { kind: 'copy', text: fix } }),
})

const GIB = 2 ** 30
/** In GiB, to one decimal. */
const gib = (bytes: number | null | undefined): number => Math.round(((bytes ?? 0) / GIB) * 10) / 10

/** Wheels of torch and vLLM are built for this C library or a later one. */
const OLDEST_GLIBC = [2, 28] as const
const OLDEST_PYTHON = [3, 10] as const
/** CUDA 12.8 needs a driver of this branch or a later one (CUDA release notes, table 3). */
const OLDEST_DRIVER = 570
/** A GPU that others fill beyond this share is taken. */
const TAKEN = 0.2
const MINUTE_MS = 60_000

/**
 * @param now milliseconds since 1970 as this computer has it, halfway between asking and the answer
 * @param at the same, ISO 8601
 */
export function reportOf(facts: HostFacts, now: number, at: string): HostReport {
  const findings = [
    ...systemFindings(facts),
    ...gpuFindings(facts),
    ...memoryFindings(facts),
    ...facts.disks.flatMap(diskFindings),
    ...pythonFindings(facts),
    ...facts.reach.flatMap((one) => reachFindings(one, facts.proxies)),
    ...facts.ports.flatMap(({ port, free }) =>
      free ? [] : [says('ports', 'amber', 'portTaken', { port }, { fix: `ss -ltnp 'sport = :${port}'` })],
    ),
    ...clockFindings(facts, now),
  ]
  return { at, facts, findings }
}

function systemFindings({ system, cpu }: HostFacts): ReportFinding[] {
  const found: ReportFinding[] = []
  const values = { os: system.os, machine: system.machine, cores: cpu.count, glibc: system.glibc ?? '–' }
  if (system.os !== 'Linux') found.push(says('system', 'amber', 'notLinux', values))
  else if (system.machine !== 'x86_64' && system.machine !== 'aarch64')
    found.push(says('system', 'red', 'otherMachine', values))
  else if (system.glibc == null) found.push(says('system', 'red', 'otherLibc', values))
  else if (!isLater(system.glibc, OLDEST_GLIBC))
    found.push(says('system', 'red', 'oldGlibc', { ...values, needs: OLDEST_GLIBC.join('.') }))
  else found.push(says('system', 'green', 'system', values))
  if (system.openFiles != null && system.openFiles > 0 && system.openFiles < 4096)
    found.push(says('system', 'amber', 'fewFiles', { files: system.openFiles }, { fix: 'ulimit -n 65536' }))
  return [...found, ...lastingFindings(system)]
}

/** What would end a training that goes on alone. */
function lastingFindings({ logout, container, user }: HostFacts['system']): ReportFinding[] {
  const found: ReportFinding[] = []
  if (logout?.ends) {
    const line = quoteWord(`[Login]\\nKillExcludeUsers=root ${user}\\n`.replaceAll('\0', ''))
    const file = '/etc/systemd/logind.conf.d/looptool.conf'
    const fix = `sudo mkdir -p /etc/systemd/logind.conf.d && printf '%b' ${line} | sudo tee ${file} && sudo systemctl restart systemd-logind`
    found.push(says('system', 'red', 'endsAtLogout', { user }, { fix }))
  }
  if (container != null) {
    const fix = 'df -h ~ ~/.looptool'
    found.push(says('system', 'amber', 'inContainer', { kind: container }, { fix }))
  }
  return found
}

/** Whether a version is at least another; part by part, since 2.31 comes after 2.4. */
function isLater(version: string, [leastMajor, leastMinor]: readonly [number, number]): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > leastMajor || (major === leastMajor && minor >= leastMinor)
}

const NO_GPU: Readonly<Record<string, string>> = {
  missing: 'noDriver',
  failed: 'driverFailed',
  silent: 'driverSilent',
  unreadable: 'driverFailed',
}

function gpuFindings({ gpu }: HostFacts): ReportFinding[] {
  if (gpu.problem != null) {
    const code = NO_GPU[gpu.problem] ?? 'driverFailed'
    // A machine without a GPU can train small models still.
    const light = code === 'noDriver' ? 'amber' : 'red'
    const fix =
      code === 'noDriver' ? 'lspci | grep -i nvidia' : 'sudo nvidia-smi; sudo dmesg | grep -i nvrm | tail'
    return [says('driver', light, code, {}, { fix, detail: gpu.detail ?? '' })]
  }
  if (gpu.gpus.length === 0) return [says('gpu', 'amber', 'noGpu')]
  return [driverFinding(gpu), ...gpu.gpus.flatMap(oneGpu)]
}

function driverFinding({ driver, cuda }: HostFacts['gpu']): ReportFinding {
  const values = { driver: driver ?? '–', cuda: cuda ?? '–', needs: OLDEST_DRIVER }
  const branch = Number.parseInt(driver ?? '', 10)
  if (branch < OLDEST_DRIVER)
    return says('driver', 'red', 'oldDriver', values, { fix: 'sudo apt-get install -y nvidia-driver' })
  return says('driver', 'green', 'driver', values)
}

function oneGpu(gpu: GpuFacts): ReportFinding[] {
  const total = gpu.memoryTotal ?? 0
  const used = gpu.memoryUsed ?? 0
  const users = [
    ...new Set(gpu.processes.map(({ user, name }) => `${user ?? '?'} (${name.split('/').at(-1) ?? ''})`)),
  ]
  const values = {
    index: gpu.index,
    name: gpu.name,
    total: gib(total),
    free: gib(total - used),
    users: users.slice(0, 5).join(', ') || '–',
  }
  const found: ReportFinding[] = []
  if (gpu.mig) found.push(says('gpu', 'amber', 'gpuCut', values, { fix: 'nvidia-smi -L' }))
  if ((gpu.eccErrors ?? 0) > 0)
    found.push(
      says(
        'gpu',
        'red',
        'gpuErrors',
        { ...values, errors: gpu.eccErrors ?? 0 },
        { fix: 'nvidia-smi -q -d ECC' },
      ),
    )
  const taken = total > 0 && used / total > TAKEN
  if (taken || gpu.processes.length > 0) {
    const pids = gpu.processes.map(({ pid }) => pid).join(',')
    const fix = pids === '' ? 'nvidia-smi' : `ps -o pid,user,etime,args -p ${pids}`
    found.push(says('gpu', taken ? 'amber' : 'green', taken ? 'gpuTaken' : 'gpuShared', values, { fix }))
  } else found.push(says('gpu', 'green', 'gpu', values))
  return found
}

function memoryFindings({ memory }: HostFacts): ReportFinding[] {
  const most = memory.limit ?? memory.total
  if (most == null) return []
  const available = Math.min(memory.available ?? most, most)
  const values = { total: gib(most), available: gib(available), limit: gib(memory.limit) }
  if (available < 4 * GIB)
    return [says('memory', 'red', 'memoryShort', values, { fix: 'ps aux --sort=-rss | head' })]
  if (available < 16 * GIB)
    return [says('memory', 'amber', 'memoryLow', values, { fix: 'ps aux --sort=-rss | head' })]
  return [says('memory', 'green', memory.limit == null ? 'memory' : 'memoryLimited', values)]
}

/** What each place needs, in GiB: to do anything, and to do so in comfort. */
const NEEDS: Readonly<Record<string, readonly [least: number, enough: number]>> = {
  // All that is ours stands in ~/.looptool, which may lie on another disk.
  '~': [0.1, 1],
  '/dev/shm': [0.5, 2],
  '/tmp': [1, 5],
}

const OTHER_TMP = "mkdir -p ~/.looptool/tmp && echo 'export TMPDIR=~/.looptool/tmp' >> ~/.profile"

function diskFindings(disk: DiskFacts): ReportFinding[] {
  const [least, enough] = NEEDS[disk.path] ?? [5, 40]
  const values = { path: disk.path, place: disk.place, free: gib(disk.free), least, enough }
  const fix = { fix: `df -h ${quoted(disk.place)}; du -xhd1 ${quoted(disk.place)} | sort -h | tail` }
  if (!disk.writable) return [says('disk', 'red', 'diskNotWritable', values, { detail: disk.problem ?? '' })]
  if (disk.noexec && disk.path === '/tmp')
    return [says('disk', 'amber', 'tmpNoExec', values, { fix: OTHER_TMP })]
  if (disk.noexec && disk.path !== '/dev/shm') {
    const remount = `sudo mount -o remount,exec "$(findmnt -nro TARGET -T ${quoted(disk.place)})"`
    return [says('disk', 'red', 'diskNoExec', values, { fix: remount })]
  }
  if (disk.free == null) return []
  if (disk.free < least * GIB) return [says('disk', 'red', 'diskFull', values, fix)]
  if (disk.free < enough * GIB) return [says('disk', 'amber', 'diskLow', values, fix)]
  return [says('disk', 'green', 'disk', values)]
}

/** For commands that a person copies; paths come from the host. */
const quoted = (path: string): string => quoteWord(pathWord(path.replaceAll('\0', '')))

function pythonFindings({ python }: HostFacts): ReportFinding[] {
  const fitting = python.pythons.filter(({ version }) => isLater(version ?? '', OLDEST_PYTHON))
  const [best] = fitting
  const found: ReportFinding[] = [
    best
      ? says('python', 'green', 'python', { version: best.version ?? '', path: best.path })
      : says(
          'python',
          'red',
          'noPython',
          { versions: python.pythons.map(({ version }) => version ?? '?').join(', ') || '–' },
          { fix: 'uv python install 3.11' },
        ),
  ]
  found.push(
    python.uv
      ? says('uv', 'green', 'uv', { version: python.uv.version ?? '', path: python.uv.path })
      : says('uv', 'amber', 'noUv', {}, { fix: 'python3 -m pip install --user uv' }),
  )
  return found
}

function reachFindings(one: ReachFacts, proxies: readonly string[]): ReportFinding[] {
  const values = { name: one.name, url: one.url, ms: one.ms ?? 0, status: one.status ?? 0 }
  if (one.ok) return [says('network', 'green', 'reached', values)]
  const detail = one.problem ?? ''
  const fix = { fix: `curl -sSI ${quoted(one.url)}`, detail }
  if (one.status === 407 || /proxy|tunnel/i.test(detail))
    return [says('network', 'amber', 'proxyRefuses', values, fix)]
  if (/certificate|ssl/i.test(detail)) return [says('network', 'amber', 'notTrusted', values, fix)]
  return [says('network', 'amber', proxies.length > 0 ? 'notReachedProxy' : 'notReached', values, fix)]
}

function clockFindings({ clock }: HostFacts, now: number): ReportFinding[] {
  if (!clock) return []
  const apart = Math.round((clock.ms - now) / 1000)
  if (Math.abs(apart) * 1000 < 5 * MINUTE_MS) return [says('clock', 'green', 'clock', { seconds: apart })]
  return [says('clock', 'amber', 'clockOff', { seconds: apart }, { fix: 'sudo timedatectl set-ntp true' })]
}
