import { ZipWriter } from '#engine/archive/zip-write.ts'

/** Texts as one zip file that is not there yet. @throws the system's error */
export async function writeZip(
  file: string,
  files: readonly { readonly name: string; readonly text: string }[],
): Promise<void> {
  const zip = await ZipWriter.create(file)
  try {
    for (const { name, text } of files) await zip.addText(name, text)
    await zip.finish()
  } catch (error) {
    await zip.abandon()
    throw error
  }
}
