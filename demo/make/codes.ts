import { getArea } from "./divisions.ts";

/**
 * Made-up codes for samples. The organisation part begins with XXXX, which no registry issues; both
 * check digits (GB 11714 inside GB 32100) are right, so that validation can be shown at work.
 */
const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2] as const;
const creditWeights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

export function sampleCreditCode(division: string, serial: number): string {
  const body = `XXXX${String(serial).padStart(4, "0")}`;
  const organisation = body + organisationCheck(body);
  const head = `91${division}${organisation}`;
  return head + creditCheck(head);
}

function organisationCheck(body: string): string {
  const total = [...body].reduce((sum, character, index) => {
    const value = character >= "A" ? character.codePointAt(0)! - 55 : Number(character);
    return sum + value * organisationWeights[index]!;
  }, 0);
  const check = 11 - (total % 11);
  return check === 10 ? "X" : check === 11 ? "0" : String(check);
}

function creditCheck(head: string): string {
  const total = [...head].reduce((sum, character, index) => sum + alphabet.indexOf(character) * creditWeights[index]!, 0);
  return alphabet[(31 - (total % 31)) % 31]!;
}

export function isCreditCode(code: string): boolean {
  return /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code) && creditCheck(code.slice(0, 17)) === code[17] && organisationCheck(code.slice(8, 16)) === code[16];
}

/**
 * Project codes in the form of their time: since November 2020 `YYMM-division-…`, before that
 * `year-division-industry-type-number`. The check digit's rule is not published, so it is a count.
 */
export function sampleProjectCode(signedMonth: string, division: string, serial: number): string {
  const [year, month] = signedMonth.split("-");
  const number = `9${String(serial).padStart(4, "0")}${(serial * 7) % 10}`;
  if (signedMonth < "2020-11") return `${year}-${division}-38-03-${number}`;
  return `${year!.slice(2)}${month}-${division}-04-01-${number}`;
}

/** The six-digit GB/T 2260 code a place lies in. */
export function divisionOf(placeCode: string): string {
  const area = getArea(placeCode);
  return /^\d{6}/.test(area.code) ? area.code.slice(0, 6) : "370403";
}
