import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { open } from "node:fs/promises";
import { PassThrough, type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import yauzl from "yauzl";
import yazl from "yazl";
import { deriveKey, manifestCode, opening, SealBroken, sealing } from "./cipher.ts";
import { type Encryption, type Manifest, manifestSchema, type Part } from "./manifest.ts";

/** A backup that cannot be written, read or believed; `message` says what and how to mend it, in Chinese. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

const manifestName = "manifest.json";
const codeName = "manifest.code";
const manifestBytesMax = 64 * 2 ** 20;

/** Counts and digests what passes. */
function measuring(): Transform & { measured(): { bytes: number; sha256: string } } {
  const hash = createHash("sha256");
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return Object.assign(meter, { measured: () => ({ bytes, sha256: hash.digest("hex") }) });
}

/** Vouches for the list of parts: with a key against everybody without it, else against accidents only. */
function codeOf(manifest: Buffer, key: Buffer | undefined): string {
  return key === undefined ? createHash("sha256").update(manifest).digest("hex") : manifestCode(key, manifest);
}

export type PackageWriter = {
  /** Adds a part and waits until its source has ended. */
  add(name: string, source: Readable): Promise<Part>;
  /** Writes the list of parts and makes sure that everything is on the disk. */
  finish(manifest: Omit<Manifest, "parts" | "encryption">): Promise<Manifest>;
  /** Gives up what was begun. */
  abandon(): void;
};

/**
 * Begins one file that holds a backup: a zip (of any size) whose parts are packed by gzip and, where there is a key, locked
 * one by one. Nothing is held in memory.
 */
export function writePackage(path: string, lock: { key: Buffer; encryption: Encryption } | undefined): PackageWriter {
  const zip = new yazl.ZipFile();
  const failing = new AbortController();
  const written = pipeline(zip.outputStream, createWriteStream(path, { flags: "wx", mode: 0o600 }), { signal: failing.signal });
  // A disk that fills ends the part being written too; the error is told by `finish` or by the part.
  let failure: unknown;
  written.catch((error: unknown) => {
    failure ??= error;
    failing.abort(error);
  });
  zip.on("error", (error) => failing.abort(error));
  const parts: Part[] = [];
  const plain = (name: string, content: Buffer): void => zip.addBuffer(content, name, { compress: false });
  return {
    add: async (name, source) => {
      const meter = measuring();
      const packed = new PassThrough();
      zip.addReadStream(packed, `${name}.gz${lock === undefined ? "" : ".locked"}`, { compress: false });
      const locking = lock === undefined ? new PassThrough() : sealing(lock.key, name);
      try {
        await pipeline(source, meter, createGzip({ level: 1 }), locking, packed, { signal: failing.signal });
      } catch (error) {
        throw failure ?? error;
      }
      const part = { name, ...meter.measured() };
      parts.push(part);
      return part;
    },
    finish: async (told) => {
      const manifest: Manifest = { ...told, parts, encryption: lock?.encryption ?? null };
      const text = Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`);
      plain(manifestName, text);
      plain(codeName, Buffer.from(codeOf(text, lock?.key)));
      zip.end();
      await written;
      const file = await open(path, "r");
      await file.sync();
      await file.close();
      return manifest;
    },
    abandon: () => failing.abort(new BackupError("备份中断。")),
  };
}

export type PackageReader = {
  manifest: Manifest;
  /** The content of a part, unpacked and unlocked. */
  read(name: string): Promise<Readable>;
  /** The whole of a small part. */
  readWhole(name: string): Promise<Buffer>;
  close(): void;
};

function openZip(path: string): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (error) reject(new BackupError(`${path} 不是完整的备份文件：${error.message}。请换用另一份备份。`, { cause: error }));
      else resolve(zip);
    });
  });
}

async function listEntries(zip: yauzl.ZipFile, path: string): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  await new Promise<void>((resolve, reject) => {
    zip.on("error", (error: Error) => reject(new BackupError(`${path} 已损坏：${error.message}。请换用另一份备份。`)));
    zip.on("end", resolve);
    zip.on("entry", (entry: yauzl.Entry) => {
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
  return entries;
}

function openEntry(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream as Readable)));
  });
}

async function wholeOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The manifest as it was written: its form, its passphrase and its code hold. */
async function readManifest(
  path: string,
  passphrase: string | undefined,
  textOf: (name: string) => Promise<Buffer | undefined>,
): Promise<{ manifest: Manifest; key: Buffer | undefined }> {
  const text = await textOf(manifestName);
  if (text === undefined) throw new BackupError(`${path} 不是本系统的备份文件（缺少 ${manifestName}）。`);
  let told: unknown;
  try {
    told = JSON.parse(text.toString("utf8"));
  } catch (error) {
    throw new BackupError(`${path} 的目录已损坏。请换用另一份备份。`, { cause: error });
  }
  const parsed = manifestSchema.safeParse(told);
  if (!parsed.success) throw new BackupError(`${path} 的目录不是本程序能读的格式：可能由更新的版本写成，或已损坏。请用写成它的版本，或换用另一份备份。`);
  const manifest = parsed.data;
  const isLocked = manifest.encryption !== null;
  if (isLocked && passphrase === undefined) throw new BackupError("这份备份有口令。请在环境变量 BATON_BACKUP_PASSPHRASE 中给出口令后重试。");
  const key = manifest.encryption === null ? undefined : await deriveKey(passphrase ?? "", manifest.encryption);
  const code = (await textOf(codeName))?.toString("utf8");
  if (code === codeOf(text, key)) return { manifest, key };
  throw new BackupError(isLocked ? "口令不对，或备份的目录被改动。请核对 BATON_BACKUP_PASSPHRASE。" : `${path} 的目录已损坏。请换用另一份备份。`);
}

/** Opens a backup. Throws `BackupError` where it is not whole, not ours, or locked with another passphrase. */
export async function readPackage(path: string, passphrase: string | undefined): Promise<PackageReader> {
  const zip = await openZip(path);
  try {
    const entries = await listEntries(zip, path);
    const textOf = async (name: string): Promise<Buffer | undefined> => {
      const entry = entries.get(name);
      if (entry === undefined || entry.uncompressedSize > manifestBytesMax) return undefined;
      return wholeOf(await openEntry(zip, entry));
    };
    const { manifest, key } = await readManifest(path, passphrase, textOf);
    const read = async (name: string): Promise<Readable> => {
      const entry = entries.get(`${name}.gz${key === undefined ? "" : ".locked"}`);
      if (entry === undefined) throw new BackupError(`备份中缺少 ${name}，文件已损坏。请换用另一份备份。`);
      const unlocking = key === undefined ? new PassThrough() : opening(key, name);
      const unpacked = createGunzip();
      // Errors of the earlier steps reach whoever reads the last.
      pipeline(await openEntry(zip, entry), unlocking, unpacked).catch((error: unknown) => unpacked.destroy(error as Error));
      return unpacked;
    };
    return { manifest, read, readWhole: async (name) => wholeOf(await read(name)), close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error;
  }
}

/** Reads every part again and compares it with what was written. Throws `BackupError` that names the first that differs. */
export async function checkPackage(reader: PackageReader): Promise<void> {
  for (const part of reader.manifest.parts) {
    const meter = measuring();
    try {
      await pipeline(await reader.read(part.name), meter, async (source) => {
        // Only measured.
        for await (const chunk of source) void chunk;
      });
    } catch (error) {
      if (error instanceof BackupError) throw error;
      const why = error instanceof SealBroken ? error.message : `${part.name} 不能读出（${error instanceof Error ? error.message : String(error)}）。`;
      throw new BackupError(`${why}请换用另一份备份。`, { cause: error });
    }
    const found = meter.measured();
    if (found.sha256 !== part.sha256 || found.bytes !== part.bytes) {
      throw new BackupError(`${part.name} 与写入时不同（应为 ${part.bytes} 字节，现为 ${found.bytes} 字节）。请换用另一份备份。`);
    }
  }
}
