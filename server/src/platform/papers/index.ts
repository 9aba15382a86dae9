/**
 * Purpose: papers for Word laid out as official documents (GB/T 9704-2012): page, fonts, 22 lines of 28 characters.
 * Owns: nothing.
 * Offers: writePaper, Paper, PaperBlock.
 * Never: knows what a paper speaks of; writes a number itself.
 */
export { type Paper, type PaperBlock, writePaper } from "./paper.ts";
