import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";

const keyBytes = 32;

function parseKey(text: string, where: string): Buffer {
  const key = Buffer.from(text.trim(), "hex");
  if (key.length !== keyBytes || key.toString("hex") !== text.trim().toLowerCase()) {
    throw new Error(`${where} 不是有效的审计密钥，应为 ${keyBytes * 2} 位十六进制字符。请从备份中恢复。`);
  }
  return key;
}

/**
 * The key of the seals, from BATON_AUDIT_KEY or from its file; undefined where there is neither. It never enters the
 * database: whoever owns that could otherwise sign a rewritten chain.
 */
export function findAuditKey(keyFile: string): Buffer | undefined {
  const stated = process.env["BATON_AUDIT_KEY"];
  if (stated !== undefined && stated !== "") return parseKey(stated, "环境变量 BATON_AUDIT_KEY");
  return existsSync(keyFile) ? parseKey(readFileSync(keyFile, "utf8"), keyFile) : undefined;
}

/** Makes the key of a new city; fails where the file is there already. Readable by this user only. */
export function makeAuditKey(keyFile: string): Buffer {
  const key = randomBytes(keyBytes);
  const file = openSync(keyFile, "wx", 0o600);
  try {
    writeSync(file, `${key.toString("hex")}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return key;
}
