import { argon2, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { problem } from "@baton/contract/problems";

const derive = promisify(argon2);

/** OWASP's second profile, 19 MiB and 2 passes: about 40 ms of one core. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const atOnceMax = 4;
const waitingMax = 1_000;

let running = 0;
const waiting: (() => void)[] = [];

/** At most four derivations at a time: each takes 19 MiB and a thread of the pool that files and DNS share. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= atOnceMax) {
    if (waiting.length >= waitingMax) throw problem("busy");
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    // The place passes on directly, so that nobody slips in between.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

function fold(password: string): Buffer {
  return Buffer.from(password.normalize("NFC"), "utf8");
}

/** Argon2id as a PHC string: $argon2id$v=19$m=19456,t=2,p=1$salt$tag. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await inTurn(() => derive("argon2id", { message: fold(password), nonce, ...cost }));
  const text = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${text(nonce)}$${text(tag)}`;
}

export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash);
  if (parts === null) return false;
  const [, memory, passes, parallelism, salt = "", tag = ""] = parts;
  const expected = Buffer.from(tag, "base64");
  const parameters = {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: expected.length,
  };
  const actual = await inTurn(() => derive("argon2id", { message: fold(password), nonce: Buffer.from(salt, "base64"), ...parameters }));
  return timingSafeEqual(actual, expected);
}

/** Roots of passwords that guessers try first; a password that is one of them with digits or marks around it is refused. */
const blocked = [
  "password",
  "passw0rd",
  "p@ssword",
  "p@ssw0rd",
  "qwerty",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "1qaz2wsx",
  "1q2w3e4r",
  "iloveyou",
  "woaini",
  "woaini1314",
  "administrator",
  "admin",
  "root",
  "guest",
  "welcome",
  "letmein",
  "changeme",
  "default",
  "system",
  "master",
  "abc",
  "abcd",
  "abcdef",
  "abc123",
  "a1b2c3d4",
  "test",
  "user",
  "login",
  "zhengfu",
  "gov",
  "government",
  "baton",
  "baton-demo",
  "jieli",
  "diaodu",
  "sysadmin",
  "secadmin",
  "auditor",
  "5201314",
  "zaozhuang",
  "shandong",
  "zhongguo",
  "china",
];

const lengthMin = 12;
const lengthMax = 128;

function isRun(text: string): boolean {
  const codes = [...text].map((letter) => letter.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return steps.length > 0 && steps.every((step) => step === steps[0] && Math.abs(step) <= 1);
}

/**
 * Why a password may not be taken, as a sentence with the remedy, or undefined when it may (SECURITY S7). Length and a
 * list of what is guessed first, no demand of character classes (NIST SP 800-63B §3.1.1).
 */
export function passwordFault(password: string, username: string): string | undefined {
  const length = [...password].length;
  if (length < lengthMin) return `新密码至少 ${lengthMin} 个字符，现为 ${length} 个。`;
  if (length > lengthMax) return `新密码不超过 ${lengthMax} 个字符。`;
  const folded = password.normalize("NFKC").toLowerCase();
  if (new Set(folded).size < 5) return "新密码中不同的字符太少，请换一个。";
  const letters = folded.replace(/^[\d\p{P}\p{S}\s]+|[\d\p{P}\p{S}\s]+$/gu, "");
  // Digits alone are birthdays, telephone and identity numbers.
  if (isRun(folded) || letters === "" || blocked.includes(letters)) {
    return "新密码属于常见密码，容易被猜中，请换一个。";
  }
  if (username.length >= 3 && folded.includes(username.toLowerCase())) return "新密码中不能含有账号。";
  return undefined;
}

/** A password that an administrator reads out: twenty letters and digits without look-alikes, about 97 bits. */
export function oneTimePassword(): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const draw = (): string => Array.from({ length: 5 }, () => letters[randomInt(letters.length)]).join("");
  return [draw(), draw(), draw(), draw()].join("-");
}
