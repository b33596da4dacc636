import { create } from 'zustand'

/** Where the user is; each page carries just what it needs to come back to. */
export type Place =
  | { readonly page: 'home' }
  | {
      readonly page: 'tools'
      readonly toolSet?: string
      /** Name of a tool to show. */
      readonly tool?: string
      readonly importing?: boolean
    }
  | { readonly page: 'simulate'; readonly job?: string }
  | {
      readonly page: 'data'
      readonly tab?: DataTab
      readonly job?: string
      readonly dataset?: string
      /** A dialog, or a sample of the dataset, to show. */
      readonly dialog?: { readonly job: string; readonly key: string }
      readonly sample?: string
      readonly preparing?: boolean
      /** Checking or filtering a dataset. */
      readonly filtering?: boolean
    }
  | {
      readonly page: 'rounds'
      readonly view?: RoundsView
      /** The round looked at; the latest unless named. */
      readonly round?: number
      /** A sample to show, and the one whose ledger is open. */
      readonly sample?: string
      readonly ledger?: string
    }
  | {
      readonly page: 'train'
      /** A training is being set up. */
      readonly starting?: boolean
      /** The runs that were chosen, side by side. */
      readonly comparing?: boolean
      /** The run looked at; the latest unless named. */
      readonly run?: string
      readonly tab?: RunTab
      /** Rollouts to show. */
      readonly step?: number
      readonly group?: string
    }
  | {
      readonly page: 'playground'
      /** A checkpoint to talk to, beside the policy as shipped. */
      readonly policy?: string
    }
  | {
      readonly page: 'connections'
      readonly tab?: ConnectionsTab
      /** An endpoint's id, or `new`. */
      readonly endpoint?: string
      /** A host's id, or `new`; and what is shown beside its form. */
      readonly host?: string
      readonly panel?: HostPanel
    }
  /** A prompt's id. */
  | { readonly page: 'prompts'; readonly prompt?: string; readonly view?: PromptView }
  /** `budget`: the project's, in place of a job. */
  | { readonly page: 'jobs'; readonly job?: string; readonly budget?: boolean }
  | {
      readonly page: 'settings'
      readonly tab?: SettingsTab
      /** On the logs tab: a support bundle is being looked at. */
      readonly bundle?: boolean
    }

export const SETTINGS_TABS = ['general', 'network', 'disk', 'logs', 'about'] as const
export type SettingsTab = (typeof SETTINGS_TABS)[number]

export const CONNECTION_TABS = ['endpoints', 'roles', 'hosts'] as const
export type ConnectionsTab = (typeof CONNECTION_TABS)[number]
export const HOST_PANELS = ['test', 'report', 'environments', 'models', 'work'] as const
export type HostPanel = (typeof HOST_PANELS)[number]

/** A prompt's text beside its rendering, or against the shipped version. */
export type PromptView = 'edit' | 'compare'

export const DATA_TABS = ['dialogs', 'samples', 'lengths'] as const
export type DataTab = (typeof DATA_TABS)[number]

export const RUN_TABS = ['curves', 'rollouts', 'about'] as const
export type RunTab = (typeof RUN_TABS)[number]

export const ROUNDS_VIEWS = ['board', 'flow', 'probe', 'court', 'expand', 'judges'] as const
export type RoundsView = (typeof ROUNDS_VIEWS)[number] | 'new'

export type PageName = Place['page']
export const PAGES: readonly PageName[] = [
  'home',
  'tools',
  'simulate',
  'data',
  'rounds',
  'train',
  'playground',
  'connections',
  'jobs',
  'prompts',
  'settings',
]

interface PlaceState {
  readonly place: Place
  go(place: Place): void
  /** Opens a page as it was left. */
  visit(page: PageName): void
  /** Forgets all pages: another project was opened. */
  reset(place: Place): void
  readonly left: Partial<Record<PageName, Place>>
}

export const usePlace = create<PlaceState>()((set) => ({
  place: { page: 'home' },
  left: {},
  go: (place) => set(({ place: from, left }) => ({ place, left: { ...left, [from.page]: from } })),
  visit: (page) =>
    set(({ place: from, left }) => ({
      place: from.page === page ? ({ page } as Place) : (left[page] ?? ({ page } as Place)),
      left: { ...left, [from.page]: from },
    })),
  reset: (place) => set({ place, left: {} }),
}))
