import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { folderName, placeFor, requireProjectsFolder } from '#main/projects-folder.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'looptool 文件夹-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('takes a folder that can be written, and leaves nothing of the trial in it', async () => {
  await requireProjectsFolder(folder)
  await requireProjectsFolder(join(folder, 'not', '有 yet'))
  expect(readdirSync(folder)).toEqual([])
})

it('keeps what is in a folder around the one that was tried', async () => {
  writeFileSync(join(folder, 'mine.txt'), 'x')
  await requireProjectsFolder(join(folder, 'new'))
  expect(readdirSync(folder)).toEqual(['mine.txt'])
})

it('refuses a place where nothing can be written, by trying', async () => {
  writeFileSync(join(folder, 'file'), '')
  await expect(requireProjectsFolder(join(folder, 'file', 'below'))).rejects.toMatchObject({
    code: 'project.unwritable',
  })
})

// There mkdir says that the parent is missing, for ever.
it.runIf(existsSync('/proc/self'))('comes back from a file system in which nothing can be made', async () => {
  for (const place of ['/proc/looptool', '/proc/looptool/below'])
    await expect(requireProjectsFolder(place)).rejects.toMatchObject({ code: 'project.unwritable' })
})

it('refuses a folder that is a project itself', async () => {
  writeFileSync(join(folder, 'project.json'), '{}')
  await expect(requireProjectsFolder(folder)).rejects.toMatchObject({ code: 'project.itself' })
})

it('says where a project goes, that its name is taken, and that it would lie in another project', () => {
  expect(placeFor(folder, '航班 tools')).toEqual({
    folder: join(folder, '航班 tools'),
    taken: false,
    inProject: false,
  })
  mkdirSync(join(folder, '航班 tools'))
  mkdirSync(join(folder, '航班 tools 2'))
  writeFileSync(join(folder, 'project.json'), '{}')
  expect(placeFor(folder, '航班 tools')).toEqual({
    folder: join(folder, '航班 tools 3'),
    taken: true,
    inProject: true,
  })
  expect(existsSync(join(folder, '航班 tools 3'))).toBe(false)
})

it('makes a folder name of any project name that every system accepts', () => {
  expect(folderName('Weather 天气')).toBe('Weather 天气')
  expect(folderName('../../etc')).toBe('-..-etc')
  expect(folderName('a/b\\c:d*e')).toBe('a-b-c-d-e')
  expect(folderName('con')).toBe('project-con')
  expect(folderName(' . ')).toBe('project')
  expect(folderName('x'.repeat(500))).toHaveLength(80)
})
