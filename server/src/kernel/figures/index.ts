/**
 * Purpose: the only way to a number: one definition, evaluated over `{ validFrom?, validOn, knownAt }` in a scope.
 * Owns: kernel_figure_frozen.
 * Offers: the types of populations and figures, the predicate `known`, dimensions and columns that populations share,
 *   figuresOf, evaluate, rowsBehind, routes.
 * Never: knows what a project is; never mixes the two ledgers; never answers 0 for what is undefined.
 */
export type { DerivedFigure, Dimension, Figure, Filter, MeasuredFigure, Population, Question } from "./definition.ts";
export { areaDimensions, ceremonyDimension, chainDimension, placeColumns, placeJoins, sizeDimension, wordOf } from "./dimensions.ts";
export { evaluate, evaluateGroups, type GroupParts } from "./evaluate.ts";
export { known } from "./known.ts";
export { planAsUsual, planForValues } from "./planning.ts";
export { readQuestion } from "./question.ts";
export { type Figures, figuresOf, getFigure } from "./registry.ts";
export { routes, scopeOf } from "./routes.ts";
export { rowsBehind } from "./rows.ts";
