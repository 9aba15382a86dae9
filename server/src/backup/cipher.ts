import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, scrypt } from "node:crypto";
import { Transform, type TransformCallback } from "node:stream";
import { promisify } from "node:util";
import type { Encryption } from "./manifest.ts";

/** What cannot be opened with this passphrase, or was changed after it was written. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
}

const deriveBytes = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(scrypt);

/** Content of one sealed piece, in bytes: a piece is checked whole before anything of it is used. */
const pieceBytes = 2 ** 20;
const tagBytes = 16;
const algorithm = "aes-256-gcm";

/** Fresh parameters for one backup: 128 MB and about half a second for every guess at the passphrase. */
export function newEncryption(): Encryption {
  return { cipher: algorithm, derivation: "scrypt", salt: randomBytes(16).toString("hex"), cost: 2 ** 17, blockSize: 8, parallel: 1 };
}

/** The key of one backup from its passphrase. */
export function deriveKey(passphrase: string, { salt, cost, blockSize, parallel }: Encryption): Promise<Buffer> {
  const limits = { N: cost, r: blockSize, p: parallel, maxmem: 256 * cost * blockSize };
  return deriveBytes(passphrase.normalize("NFC"), Buffer.from(salt, "hex"), 32, limits);
}

/** Each part has a key of its own, so that counting pieces from zero never repeats a nonce. */
function keyOfPart(key: Buffer, name: string): Buffer {
  return Buffer.from(hkdfSync("sha256", key, Buffer.alloc(0), `part ${name}`, 32));
}

/** Authenticates the list of parts; with it every digest in the list. */
export function manifestCode(key: Buffer, manifest: Buffer): string {
  return createHmac("sha256", keyOfPart(key, "manifest")).update(manifest).digest("hex");
}

function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(index), 4);
  return nonce;
}

/**
 * Cuts a stream into pieces that are sealed in order; the last one is marked, so that a part cut short does not open
 * (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015).
 */
class Pieces extends Transform {
  readonly #size: number;
  readonly #work: (piece: Buffer, index: number, isLast: boolean) => Buffer;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #index = 0;

  constructor(size: number, work: (piece: Buffer, index: number, isLast: boolean) => Buffer) {
    super();
    this.#size = size;
    this.#work = work;
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#held.push(chunk);
    this.#heldBytes += chunk.length;
    try {
      // One byte more than a piece shows that this piece is not the last.
      if (this.#heldBytes > this.#size) {
        let all = Buffer.concat(this.#held);
        for (; all.length > this.#size; all = all.subarray(this.#size)) this.#turn(all.subarray(0, this.#size), false);
        this.#held = [all];
        this.#heldBytes = all.length;
      }
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.#turn(Buffer.concat(this.#held), true);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  #turn(piece: Buffer, isLast: boolean): void {
    this.push(this.#work(piece, this.#index, isLast));
    this.#index += 1;
  }
}

const mark = (isLast: boolean): Buffer => Buffer.from([isLast ? 1 : 0]);

export function sealing(key: Buffer, name: string): Transform {
  const own = keyOfPart(key, name);
  return new Pieces(pieceBytes, (piece, index, isLast) => {
    const cipher = createCipheriv(algorithm, own, nonceOf(index)).setAAD(mark(isLast));
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  });
}

/** Throws `SealBroken` in the stream where a piece is not what was sealed. */
export function opening(key: Buffer, name: string): Transform {
  const own = keyOfPart(key, name);
  return new Pieces(pieceBytes + tagBytes, (piece, index, isLast) => {
    const body = piece.subarray(0, Math.max(0, piece.length - tagBytes));
    try {
      const cipher = createDecipheriv(algorithm, own, nonceOf(index), { authTagLength: tagBytes }).setAAD(mark(isLast));
      cipher.setAuthTag(piece.subarray(body.length));
      return Buffer.concat([cipher.update(body), cipher.final()]);
    } catch (error) {
      throw new SealBroken(`${name} 不能解开：口令不对，或内容在写成之后被改动。`, { cause: error });
    }
  });
}
