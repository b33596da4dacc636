/** What each line of a host's staged test says, from what was seen. */
import type { Failure } from '../failure/failure.ts'
import { HOST_FINDING_CODES, type HostFinding, type HostFindingCode, type HostFix } from './finding.ts'
import { pathWord, quoteWord } from './quote.ts'
import { readJump } from './ssh-config.ts'

/** How a program on the host ended. */
export interface Seen {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

type Values = HostFinding['values']
const says = (
  weight: HostFinding['weight'],
  code: HostFindingCode,
  values: Values = {},
  more: { detail?: string; fix?: HostFix } = {},
): HostFinding => ({
  code,
  weight,
  values,
  detail: more.detail ?? '',
  ...(more.fix ? { fix: more.fix } : {}),
})

export const good = (code: HostFindingCode, values: Values = {}): HostFinding => says('note', code, values)

const isFindingCode = (code: string): code is HostFindingCode =>
  (HOST_FINDING_CODES as readonly string[]).includes(code)

const text = (value: string | number | undefined): string => String(value ?? '')

/** Puts the public part of a key where the machine looks for it. @param place as `placeOf` writes it */
function copyIdLine(file: string, place: string): string {
  const { user, address, port } = readJump(place)
  const door = user === undefined ? address : `${user}@${address}`
  const words = [
    'ssh-copy-id',
    '-i',
    pathWord(`${file}.pub`),
    ...(port === undefined ? [] : ['-p', `${port}`]),
    door,
  ]
  return words.map(quoteWord).join(' ')
}

/** A failure to connect as a finding, with its one action. */
export function failureFinding({ code, values, detail }: Failure): HostFinding {
  if (!isFindingCode(code)) return says('fail', 'host.odd', values, { detail: `${code} ${detail}`.trim() })
  const trust = { door: text(values.door), fingerprint: text(values.fingerprint), type: text(values.type) }
  switch (code) {
    case 'host.keyUnknown':
      return says('ask', code, values, { detail, fix: { kind: 'trust', ...trust } })
    case 'host.keyChanged':
      return says('fail', code, values, {
        detail,
        fix: { kind: 'trust', ...trust, instead: text(values.oldFingerprint) },
      })
    case 'host.passphraseMissing':
    case 'host.passphraseWrong':
    case 'host.passwordMissing':
    case 'host.passwordRefused':
      return says('fail', code, values, { detail, fix: { kind: 'secret', place: text(values.place) } })
    case 'host.keyRefused':
      return says('fail', code, values, {
        detail,
        fix: { kind: 'copy', text: copyIdLine(text(values.file), text(values.place)) },
      })
    case 'host.agentEmpty':
      return says('fail', code, values, { detail, fix: { kind: 'copy', text: 'ssh-add' } })
    case 'host.agentAbsent':
      return says('fail', code, values, {
        detail,
        fix: { kind: 'copy', text: 'eval "$(ssh-agent -s)" && ssh-add' },
      })
    default:
      return says('fail', code, values, { detail, fix: { kind: 'again' } })
  }
}

/** Signs that a shell could take for its own. */
export const SHELL_PROBE = 'a  b\t\'"$(id)`id`\\!*?~#;&|<>{}[]\n%s é 中'

/** The probe sent through the login shell has to come back as it was. */
export function shellFinding({ code, stdout, stderr }: Seen): HostFinding {
  const detail = `${stdout}\n${stderr}`.trim().slice(0, 500)
  if (code === 0 && stdout === SHELL_PROBE) return good('host.shellExact')
  if (stdout.endsWith(SHELL_PROBE))
    return says(
      'fail',
      'host.shellNoise',
      { noise: stdout.slice(0, -SHELL_PROBE.length).trim().slice(0, 80) },
      { detail },
    )
  if (/not available|nologin|disabled|may not/i.test(detail) && code !== 0)
    return says('fail', 'host.noShell', {}, { detail })
  return says('fail', 'host.shellOdd', {}, { detail, fix: { kind: 'copy', text: 'chsh -s /bin/bash' } })
}

/** @param failure of writing and reading back a small file; undefined when it went well */
export function homeFinding(failure: Failure | undefined): HostFinding {
  if (!failure) return good('host.homeWritable')
  const { code, values, detail } = failure
  if (code === 'host.noSftp') return says('fail', code, values, { detail })
  if (code === 'host.diskFull') return says('fail', code, values, { detail })
  if (values.why === 'ENOENT') return says('fail', 'host.homeMissing', values, { detail })
  return says('fail', 'host.homeReadOnly', values, { detail })
}

/** Prints what `pythonFinding` reads. */
export const PYTHON_PROBE = 'import sys; print("%d.%d.%d" % sys.version_info[:3]); print(sys.executable)'

const INSTALL_PYTHON = 'sudo apt-get install -y python3'

export function pythonFinding({ code, stdout, stderr }: Seen): HostFinding {
  const [version = '', path = ''] = stdout.split('\n')
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (code !== 0 || !/^\d+\.\d+/.test(version))
    return says(
      'fail',
      'host.noPython',
      {},
      { detail: stderr.trim().slice(0, 500), fix: { kind: 'copy', text: INSTALL_PYTHON } },
    )
  if (major < 3 || (major === 3 && minor < 10))
    return says(
      'fail',
      'host.oldPython',
      { version },
      { fix: { kind: 'copy', text: 'uv python install 3.11' } },
    )
  return good('host.pythonFound', { version, path })
}

const GIB = 1 << 20
/** In KiB: an environment and a small model's checkpoints; less than a single checkpoint is nothing. */
const ENOUGH = 30 * GIB
const LEAST = 2 * GIB

/** Of `df -Pk`: the last line's fourth field is what is free, in KiB. */
export function diskFinding({ code, stdout, stderr }: Seen): HostFinding {
  const fields = stdout.trim().split('\n').at(-1)?.split(/\s+/) ?? []
  const free = Number(fields[3])
  if (code !== 0 || !Number.isFinite(free))
    return says('warn', 'host.odd', {}, { detail: `${stdout}\n${stderr}`.trim().slice(0, 500) })
  const values = { free: Math.floor((free * 10) / GIB) / 10, mount: fields[5] ?? '' }
  if (free < LEAST) return says('fail', 'host.diskFull', { ...values, place: '', path: values.mount })
  return free < ENOUGH ? says('warn', 'host.diskLow', values) : good('host.diskEnough', values)
}
