import { newIdempotencyKey } from "./idempotencyKey.ts";
import { problemFrom } from "./problem.ts";

/** Hands bytes to the browser's own saving of files. */
export function saveFile(bytes: Blob, fileName: string): void {
  const address = URL.createObjectURL(bytes);
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  link.click();
  // The browser takes the address when it begins to save, not at the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Sends a form and saves the file that comes back; nothing is written on the server. Throws ApiProblem. */
export async function downloadAnswer(path: string, body: FormData, fileName: string): Promise<void> {
  const response = await fetch(path, { method: "POST", body, credentials: "same-origin", headers: { "Idempotency-Key": newIdempotencyKey() } });
  if (!response.ok) {
    const told: unknown = await response.json().catch(() => undefined);
    throw problemFrom(response.status, told, response.headers.get("retry-after"));
  }
  saveFile(await response.blob(), fileName);
}
