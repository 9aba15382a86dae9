/**
 * Purpose: identity of what is looked after: the words a subject is found by, and where a name in a table points.
 * Owns: kernel_subject, kernel_subject_version, kernel_relation.
 * Offers: searchText, readPlaces (areas and organisations by any name they go by), the writing of version rows in sets.
 * Never: knows what a kind of subject means to its module.
 */
export { searchText } from "./search-text.ts";
export { placeKey, type Place, type Places, readPlaces } from "./places.ts";
export {
  addSubjects,
  type Batch,
  chainPart,
  changed,
  differingSubjects,
  insertFresh,
  kept,
  type Part,
  placePart,
  recordset,
  stagePart,
  supersede,
  type Wanted,
} from "./versions.ts";
