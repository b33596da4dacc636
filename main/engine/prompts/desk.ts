/** A project's own prompts in the place of shipped ones: seen, written, taken away. */
import type { PromptDetail, PromptList, PromptRow } from '#core/contract/prompt-views.ts'
import { Failure } from '#core/failure/failure.ts'
import { type Prompt, readPrompt, withBody } from '#core/prompt/front-matter.ts'
import { type PromptLibrary, pathOf } from '#core/prompt/library.ts'
import { lintOwn } from '#core/prompt/lint.ts'
import { sayFinding } from '#core/prompt/lint-words.ts'
import { kindsUsing, PART_OF } from '#core/prompt/uses.ts'
import { sha256 } from '../project/tool-set-records.ts'
import type { OwnPrompts, Prompts } from '../stage/prompts.ts'

export interface DeskDeps {
  readonly prompts: Pick<Prompts, 'inForce'>
  readonly own: OwnPrompts
  /** The project's prompts folder, shown. */
  readonly folder: string
}

const nameOf = ({ id }: Prompt): string => id.replace(/\.(en|zh)$/, '')

function rowOf(library: PromptLibrary, shipped: Prompt): PromptRow {
  const { id, role, language, version, answer } = shipped
  const name = nameOf(shipped)
  const own = library.ownOf(id)
  const damaged = library.damaged.has(id)
  const partOf = PART_OF[name]
  return {
    ...{ id, name, role, language, version, answer, uses: kindsUsing(name) },
    ...(partOf === undefined ? {} : { partOf }),
    ...(damaged ? {} : { hash: (own ?? shipped).hash }),
    own: damaged ? 'damaged' : own ? 'own' : 'none',
  }
}

function detailOf(library: PromptLibrary, id: string): PromptDetail {
  const shipped = shippedOf(library, id)
  const own = library.ownOf(id)
  const damaged = library.damaged.get(id)
  return {
    ...rowOf(library, shipped),
    variables: shipped.variables,
    shipped: { hash: shipped.hash, body: shipped.body },
    ...(own ? { mine: { hash: own.hash, body: own.body, version: own.version } } : {}),
    ...(damaged
      ? {
          damaged: {
            ...{ path: damaged.file.path, text: damaged.file.text, hash: sha256(damaged.file.text) },
            ...{ findings: damaged.findings, detail: damaged.detail },
          },
        }
      : {}),
  }
}

/** @throws Failure `prompt.unknown` */
function shippedOf(library: PromptLibrary, id: string): Prompt {
  const shipped = library.shipped().find((prompt) => prompt.id === id)
  if (shipped === undefined) throw new Failure('prompt.unknown', { id })
  return shipped
}

/** What stands on disk in place of the shipped one, so that nobody saves over what they have not seen. */
const standing = ({ mine, damaged }: PromptDetail): string | null => mine?.hash ?? damaged?.hash ?? null

export class PromptDesk {
  private readonly deps: DeskDeps
  /** One change at a time. */
  private turn: Promise<unknown> = Promise.resolve()

  constructor(deps: DeskDeps) {
    this.deps = deps
  }

  async list(): Promise<PromptList> {
    const library = await this.deps.prompts.inForce()
    return {
      prompts: library.shipped().map((shipped) => rowOf(library, shipped)),
      strays: library.strays,
      folder: this.deps.folder,
    }
  }

  /** @throws Failure `prompt.unknown` */
  async get(id: string): Promise<PromptDetail> {
    return detailOf(await this.deps.prompts.inForce(), id)
  }

  /** @throws Failure `prompt.unknown`, `prompt.stale`, `prompt.invalid`, `file.unwritable` */
  save(id: string, body: string, before: string | null): Promise<PromptDetail> {
    return this.change(id, before, async (shipped) => {
      const path = pathOf(shipped)
      const text = withBody(shipped, body)
      const own = readPrompt(path, text, sha256)
      const [problem] = lintOwn(own, shipped)
      if (problem !== undefined)
        throw new Failure('prompt.invalid', { file: path, why: sayFinding(problem, 'en') })
      // The shipped text itself is no text of the project's own.
      await this.deps.own.putAside(id)
      if (own.body !== shipped.body) await this.deps.own.write({ path, text })
    })
  }

  /** @throws Failure `prompt.unknown`, `prompt.stale`, `file.unwritable` */
  reset(id: string, before: string | null): Promise<PromptDetail> {
    return this.change(id, before, () => this.deps.own.putAside(id))
  }

  private change(
    id: string,
    before: string | null,
    work: (shipped: Prompt) => Promise<void>,
  ): Promise<PromptDetail> {
    const done = this.turn.then(async () => {
      const library = await this.deps.prompts.inForce()
      const shipped = shippedOf(library, id)
      if (standing(detailOf(library, id)) !== before) throw new Failure('prompt.stale', { id })
      await work(shipped)
      return this.get(id)
    })
    this.turn = done.catch(() => undefined)
    return done
  }
}
