import type { HostTest } from '#core/host/host-test.ts'
import type { HostDraft, Login, Way } from '#core/host/stored-host.ts'
import { placeOf } from '#core/host/stored-host.ts'
import { createForms } from './typed-forms.ts'

/** What is typed about one machine. The secret lives here only until it is saved, and nowhere on disk. */
export interface WayForm {
  readonly address: string
  readonly port: number
  readonly user: string
  readonly by: Login['by']
  readonly file: string
  readonly secret: string
}

export interface HostForm extends WayForm {
  readonly name: string
  /** Money for an hour of it. */
  readonly pricePerHour?: number | undefined
  readonly runOnly: boolean
  readonly jumps: readonly WayForm[]
}

export const NEW_HOST = 'new'

/** The latest test of a form, and what was typed then. */
interface NotedTest {
  readonly test: string
  readonly typed: string
}

export const useHosts = createForms<HostForm, HostTest, NotedTest, [test: string, typed: string]>(
  NEW_HOST,
  (test, typed) => ({ test, typed }),
)

export const EMPTY_WAY: WayForm = {
  address: '',
  port: 22,
  user: '',
  by: 'key',
  file: '~/.ssh/id_ed25519',
  secret: '',
}
export const EMPTY_HOST: HostForm = { ...EMPTY_WAY, name: '', runOnly: false, jumps: [] }

const wayForm = ({ address, port, user, login }: Way): WayForm => ({
  ...EMPTY_WAY,
  address,
  port,
  user,
  by: login.by,
  file: login.by === 'key' ? login.file : '',
})

export const hostFormOf = (draft: HostDraft): HostForm => ({
  ...wayForm(draft),
  name: draft.name,
  pricePerHour: draft.pricePerHour,
  runOnly: false,
  jumps: draft.jumps.map(wayForm),
})

const wayOf = ({ address, port, user, by, file }: WayForm): Way => ({
  address: address.trim(),
  port,
  user: user.trim(),
  login: by === 'key' ? { by, file: file.trim() } : { by },
})

/** The form as it would be stored; secrets go their own way. A host that has no name yet is called by its place. */
export function hostDraftOf(form: HostForm): HostDraft {
  const way = wayOf(form)
  const { pricePerHour } = form
  return {
    ...way,
    name: form.name.trim() || placeOf(way),
    ...(pricePerHour === undefined ? {} : { pricePerHour }),
    jumps: form.jumps.map(wayOf),
  }
}

/** What was typed of secrets, by place. */
export const secretsOf = (form: HostForm): Record<string, string> =>
  Object.fromEntries(
    [form, ...form.jumps]
      .filter(({ by, secret }) => by !== 'agent' && secret !== '')
      .map((way) => [placeOf(wayOf(way)), way.secret]),
  )

export type HostLack = 'needAddress' | 'needUser' | 'needFile' | 'wrongWord'

/** What has to be typed before anything can be tried; undefined when it is all there. */
export function lackOf(form: HostForm): HostLack | undefined {
  for (const { address, user, by, file } of [...form.jumps, form]) {
    if (address.trim() === '') return 'needAddress'
    if (user.trim() === '') return 'needUser'
    if (by === 'key' && file.trim() === '') return 'needFile'
    if (/[\s@/\\]/.test(address.trim() + user.trim())) return 'wrongWord'
  }
  return undefined
}
