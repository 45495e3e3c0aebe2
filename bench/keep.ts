import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

interface Kept {
  /** From this project's root. */
  readonly path: string;
  readonly text: string;
}

/** Writes a file of this project, with its folder where that is missing. */
export async function keep({ path, text }: Kept): Promise<void> {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
}
