/**
 * Purpose: identity of what is looked after: the words a subject is found by, and where a name in a table points.
 * Owns: kernel_subject, kernel_subject_version, kernel_relation.
 * Offers: searchText, readPlaces (areas and organisations by any name they go by).
 * Never: knows what a kind of subject means to its module.
 */
export { searchText } from "./search-text.ts";
export { placeKey, type Place, type Places, readPlaces } from "./places.ts";
