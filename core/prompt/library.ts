import type { DialogLanguage } from '../dialog/case-type.ts'
import { Failure } from '../failure/failure.ts'
import { type Prompt, PromptError, readPrompt } from './front-matter.ts'
import { lintOwn, lintPrompt, type PromptFinding } from './lint.ts'
import { sayFinding } from './lint-words.ts'
import type { PromptMark, PromptMarks } from './mark.ts'

export interface PromptFile {
  /** Inside the prompts folder, with forward slashes. */
  readonly path: string
  readonly text: string
}

export interface PromptSources {
  readonly published: readonly PromptFile[]
  /** A project's own, each in place of a published one. */
  readonly own: readonly PromptFile[]
  readonly sha256: (text: string) => string
}

/** A project's own file that cannot be used. */
export interface Damaged {
  readonly file: PromptFile
  /** What is wrong with its text; empty where it cannot even be read. */
  readonly findings: readonly PromptFinding[]
  /** For whoever wrote the file by hand. */
  readonly detail: string
}

const FILE_ID = /^(.+\.(?:en|zh))\.v\d+\.md$/

/** Where a prompt stands inside a prompts folder. */
export const pathOf = ({ id, version }: Pick<Prompt, 'id' | 'version'>): string => `${id}.v${version}.md`

/** The prompts of a project: the newest version of each, a project's own file in place of it where there is one. */
export class PromptLibrary {
  /** The newest published version of each. */
  private readonly published = new Map<string, Prompt>()
  private readonly own = new Map<string, Prompt>()
  /** Own files that cannot be used, by the id that their names say; such a prompt is not to be had. */
  readonly damaged = new Map<string, Damaged>()
  /** Own files that stand in place of nothing. */
  readonly strays: readonly string[]
  private readonly all: readonly Prompt[]

  /** @throws Failure `prompt.invalid` when a published file cannot be used */
  constructor({ published, own, sha256 }: PromptSources) {
    const versions = published.map((file) => readPublished(file, sha256))
    for (const prompt of versions)
      if (prompt.version > (this.published.get(prompt.id)?.version ?? 0))
        this.published.set(prompt.id, prompt)
    const strays: string[] = []
    for (const file of own) if (!this.replace(file, sha256)) strays.push(file.path)
    this.strays = strays
    this.all = [...versions, ...this.own.values()]
  }

  /** @returns whether the file stands in place of a prompt */
  private replace(file: PromptFile, sha256: (text: string) => string): boolean {
    const id = FILE_ID.exec(file.path)?.[1] ?? ''
    const replaced = this.published.get(id)
    if (replaced === undefined) return false
    const read = readOwn(file, replaced, sha256)
    if ('detail' in read) this.damaged.set(id, read)
    else {
      this.own.set(id, read)
      // Of two files the one of the newer version counts, whatever the older one holds.
      this.damaged.delete(id)
    }
    return true
  }

  /** @param name `<role>/<name>` @throws Failure `prompt.invalid`, `prompt.damaged` */
  get(name: string, language: DialogLanguage): Prompt {
    return this.inForce(`${name}.${language}`)
  }

  /** @throws Failure `prompt.invalid`, `prompt.damaged` */
  private inForce(id: string): Prompt {
    const damaged = this.damaged.get(id)
    if (damaged !== undefined) throw new Failure('prompt.damaged', { id }, damaged.detail)
    const prompt = this.own.get(id) ?? this.published.get(id)
    if (prompt === undefined) throw invalid(id, 'this prompt is not there')
    return prompt
  }

  /** The prompts of these names in every language that they are written in. @throws Failure `prompt.damaged` */
  named(names: readonly string[]): Prompt[] {
    return [...this.published.keys()]
      .filter((id) => names.includes(id.replace(/\.(en|zh)$/, '')))
      .map((id) => this.inForce(id))
  }

  /** What a job records of a prompt. */
  markOf({ id, version, hash }: Prompt): PromptMark {
    return this.own.get(id)?.hash === hash ? { version, hash, own: true } : { version, hash }
  }

  /** The shipped prompts, newest versions. */
  shipped(): readonly Prompt[] {
    return [...this.published.values()]
  }

  /** The project's own text of a prompt, where it has a usable one. */
  ownOf(id: string): Prompt | undefined {
    return this.damaged.has(id) ? undefined : this.own.get(id)
  }

  /** The text of any version that is at hand, by what a job recorded of it. */
  withHash(id: string, hash: string): Prompt | undefined {
    return this.all.find((prompt) => prompt.id === id && prompt.hash === hash)
  }
}

/** The prompts that a job was started with; what it recorded nothing of is as it stands now. */
export class RecordedPrompts {
  private readonly recorded: ReadonlyMap<string, Prompt>
  private readonly others: PromptLibrary

  /**
   * @param texts kept texts of prompt files, by hash
   * @throws Failure `prompt.changed` when a text is not to be had any more
   */
  constructor(
    marks: PromptMarks,
    texts: ReadonlyMap<string, string>,
    library: PromptLibrary,
    sha256: (text: string) => string,
  ) {
    this.others = library
    this.recorded = new Map(
      Object.entries(marks).map(([id, { version, hash }]) => {
        const text = texts.get(hash)
        const prompt =
          text === undefined
            ? library.withHash(id, hash)
            : readPublished({ path: pathOf({ id, version }), text }, sha256)
        if (prompt?.hash !== hash) throw new Failure('prompt.changed', { id })
        return [id, prompt]
      }),
    )
  }

  get(name: string, language: DialogLanguage): Prompt {
    return this.recorded.get(`${name}.${language}`) ?? this.others.get(name, language)
  }
}

/** Whatever hands out prompts by name. */
export type PromptShelf = Pick<PromptLibrary, 'get'>

const invalid = (file: string, why: string): Failure => new Failure('prompt.invalid', { file, why })

function readPublished(file: PromptFile, sha256: (text: string) => string): Prompt {
  try {
    const prompt = readPrompt(file.path, file.text, sha256)
    const [problem] = lintPrompt(prompt)
    if (problem !== undefined) throw new PromptError(sayFinding(problem, 'en'))
    return prompt
  } catch (error) {
    if (error instanceof PromptError) throw invalid(file.path, error.message)
    throw error
  }
}

function readOwn(file: PromptFile, published: Prompt, sha256: (text: string) => string): Prompt | Damaged {
  try {
    const prompt = readPrompt(file.path, file.text, sha256)
    const findings = lintOwn(prompt, published)
    if (findings.length === 0) return prompt
    return { file, findings, detail: findings.map((one) => sayFinding(one, 'en')).join(' ') }
  } catch (error) {
    if (error instanceof PromptError) return { file, findings: [], detail: error.message }
    throw error
  }
}
