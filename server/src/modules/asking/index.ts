/**
 * Purpose: questions in words, answered by figures, with the reading shown before the number.
 * Owns: nothing.
 * Offers: routes.
 * Never: guesses what it did not understand; answers with a number that is no figure.
 */
export { routes } from "./routes.ts";
